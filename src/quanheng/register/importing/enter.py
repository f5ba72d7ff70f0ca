"""Enter checked rows into the register, a chunk at a time: new instruments, and what the ledgers tell of their lives.

A second time changes nothing: an instrument is known by GTIN and serial number, or by maker, model and serial number;
an event by what it tells.
"""

from datetime import date, datetime, time
from hashlib import sha256

from django.conf import settings

from quanheng.register import rows_at_once
from quanheng.register.importing.entry import Entry
from quanheng.register.importing.resolve import Addressee
from quanheng.register.legal_day import SHANGHAI
from quanheng.register.models import ImportJob, Instrument, InstrumentState
from quanheng.register.record import Report, append_all, refold

DESCRIBED = ("measuring_range", "accuracy_class", "origin", "type_approval_number", "gtin")
# The database numbers instruments; no ledger has the key with which a scale signs.
NOT_TOLD = ("id", "public_key")


def new_instrument(entry: Entry, where: Addressee) -> Instrument:
    """Not stored yet. Its number follows from its identity, so that two imports give it the same."""
    said = entry.said
    number = sha256("\x1f".join(entry.product).encode()).hexdigest()[:16].upper()
    return Instrument(
        device_id=f"QH-{number}",
        giai="" if said["gtin"] else f"{settings.GS1_COMPANY_PREFIX}{number}",
        serial=said["serial"],
        kind=said["kind"],
        maker=said["maker"],
        model=said["model"],
        purpose=said["purpose"] or "trade",
        submission=said["submission"] or "on-site",
        intervals=said["intervals"],
        details=entry.details,
        place=where.place,
        stall=where.stall,
        area=where.area,
        install_site=said["place"],
        **{name: said[name] for name in DESCRIBED},
    )


def life_told(entry: Entry, known: InstrumentState | None = None) -> list[Report]:
    """A ledger tells of days; they count from noon. Where it names no first day, use began with the verification.

    What is on record already, from wherever, is not told again: a list of ours that is sent back changes nothing.
    """
    told = []
    verified = None if known and _is_on_record(entry, known) else entry.days.get("verified_on")
    in_use = entry.days.get("in_use_on") or verified
    if in_use and not (known and in_use == known.in_use_since):
        told.append(Report("put-into-use", _noon(in_use), "put-into-use"))
    if verified:
        until = entry.days.get("valid_until")
        facts = {name: entry.said[name] for name in ("certificate_number", "verification_body")}
        facts |= {"valid_until": until.isoformat()} if until else {}
        told.append(Report("verified", _noon(verified), f"verified-{verified}", facts))
    return told


def _is_on_record(entry: Entry, known: InstrumentState) -> bool:
    days = entry.days.get("verified_on"), entry.days.get("valid_until")
    papers = entry.said["certificate_number"], entry.said["verification_body"]
    same = days == (known.verified_on, known.valid_until)
    return same and papers == (known.certificate_number, known.verification_body)


def hold(told: list[tuple[Entry, Instrument]]) -> dict[int, Instrument]:
    """Those that are on record, by key, locked and as they stand."""
    known = {instrument.pk for _, instrument in told if instrument.pk is not None}
    held = Instrument.objects.select_for_update(no_key=True).filter(pk__in=known).order_by("pk")
    return {instrument.pk: instrument for instrument in held}


def enter(job: ImportJob, told: list[tuple[Entry, Instrument]], held: dict[int, Instrument]) -> None:
    """Within the caller's transaction. Instruments without a key are new; those known are held while they are told."""
    fresh = {instrument.device_id: instrument for _, instrument in told if instrument.pk is None}
    states = InstrumentState.objects.in_bulk(held)
    _store(fresh)
    lives: dict[Instrument, list[Report]] = {}
    for entry, instrument in told:
        news = life_told(entry, states.get(instrument.pk))
        if news or instrument.pk not in held:
            lives.setdefault(held.get(instrument.pk, instrument), []).extend(news)
    append_all(lives, source="import", by=job.by)
    refold(lives)


def _store(fresh: dict[str, Instrument]) -> None:
    """In one order in every importer, so that two of them cannot wait for each other."""
    names = [field.attname for field in Instrument._meta.concrete_fields if field.attname not in NOT_TOLD]
    rows = ({name: getattr(fresh[device_id], name) for name in names} for device_id in sorted(fresh))
    for pk, device_id in rows_at_once.insert(Instrument, rows, returning=("id", "device_id")):
        fresh[device_id].pk = pk


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)
