"""What a ledger says otherwise of instruments on record: told beforehand, put right only where that is chosen.

Identity never changes by a ledger: another maker, model, serial number or kind is another instrument. Where it stands
changes by moving it. A cell that is left empty says nothing.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from quanheng.people import audit
from quanheng.people.models import AuditEntry
from quanheng.register import rows_at_once
from quanheng.register.describing import PARTICULARS, changes_between
from quanheng.register.importing.entry import Entry
from quanheng.register.models import ImportChange, ImportJob, Instrument, Verification
from quanheng.register.models.verification import VerificationState
from quanheng.register.record import Report, append_all

VERIFYING, KIND = "verifying", "kind"
REFUSED = {
    VERIFYING: _("It is being verified: its particulars stay as they are until that has ended."),
    KIND: _("It is registered as another kind of instrument; a ledger does not change that."),
}
WRITTEN = ("id", *PARTICULARS, "details")


def corrections(job: ImportJob, pairs: Iterable[tuple[Entry, Instrument]]) -> list[ImportChange]:
    """Row by row, each compared with what the rows above it would have made of the instrument."""
    known = [(entry, instrument) for entry, instrument in pairs if instrument.pk is not None]
    busy = _being_verified([instrument.pk for _entry, instrument in known])
    found = []
    for entry, instrument in known:
        before, after = _difference(entry, instrument)
        if not after:
            continue
        refused_for = KIND if "kind" in after else VERIFYING if instrument.pk in busy else ""
        told = {"before": before, "after": after, "refused_for": refused_for}
        found.append(ImportChange(job=job, row=entry.row, instrument=instrument, **told))
        if not refused_for:
            _put(instrument, after)
    return found


class Otherwise(NamedTuple):
    """A change in words: of each field its name, what is on record and what the ledger says; and why it is refused."""

    change: ImportChange
    fields: list[tuple[str, str, str]]
    why_not: str


def in_words(changes: Iterable[ImportChange]) -> list[Otherwise]:
    return [
        Otherwise(
            one, changes_between(one.instrument.kind, one.before, one.after), str(REFUSED.get(one.refused_for, ""))
        )
        for one in changes
    ]


def _being_verified(keys: list[int]) -> set[int]:
    rows = Verification.objects.filter(instrument__in=keys, state=VerificationState.DOING)
    return set(rows.values_list("instrument", flat=True))


def _difference(entry: Entry, instrument: Instrument) -> tuple[dict[str, Any], dict[str, Any]]:
    if entry.said["kind"] != instrument.kind:
        return {"kind": instrument.kind}, {"kind": entry.said["kind"]}
    said = {name: entry.said[name] for name in PARTICULARS if entry.said.get(name)} | entry.details
    on_record = {name: getattr(instrument, name) for name in PARTICULARS} | instrument.details
    after = {name: value for name, value in said.items() if on_record.get(name) != value}
    return {name: on_record[name] for name in after if name in on_record}, after


def _put(instrument: Instrument, after: Mapping[str, Any]) -> None:
    for name in PARTICULARS:
        if name in after:
            setattr(instrument, name, after[name])
    own = {name: value for name, value in after.items() if name not in PARTICULARS}
    instrument.details = instrument.details | own


def correct(job: ImportJob, pairs: Iterable[tuple[Entry, Instrument]]) -> list[ImportChange]:
    """Within the caller's transaction, which holds the instruments. Each keeps in its life what it was before."""
    found = corrections(job, pairs)
    done = [one for one in found if not one.refused_for]
    at, changed = now(), {one.instrument_id: one.instrument for one in done}
    rows = ({name: getattr(one, name) for name in WRITTEN} for one in changed.values())
    rows_at_once.update(Instrument, rows, "id")
    lives: dict[Instrument, list[Report]] = {}
    for one in done:
        facts = {"before": one.before, "after": one.after}
        report = Report("described", at, f"import-{job.pk}-{one.row}", facts, job.file_name)
        lives.setdefault(one.instrument, []).append(report)
    append_all(lives, source="import", by=job.by)
    audit.note_all(_noted(job, one) for one in done)
    return found


def _noted(job: ImportJob, one: ImportChange) -> AuditEntry:
    told = {"area": one.instrument.area, "before": one.before, "after": one.after, "reason": job.file_name}
    return AuditEntry(act="instrument-described", subject=one.instrument.device_id, user=job.by, **told)


def keep(changes: Iterable[ImportChange]) -> None:
    told = ("job_id", "row", "instrument_id", "before", "after", "refused_for")
    rows_at_once.insert(ImportChange, ({name: getattr(one, name) for name in told} for one in changes))
