"""The worker's part: look at every instrument, or do the act to every one that is fit, a chunk at a time."""

from collections.abc import Callable, Sequence
from itertools import groupby

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from quanheng.people.areas import contains
from quanheng.people.permissions import may
from quanheng.register import under_way
from quanheng.register.bulk import acts
from quanheng.register.models import BulkJob, BulkRow, Instrument

AFTER = {"check": "checked", "run": "done"}
CHUNK_ROWS = {"check": 500, "run": 100}
SAID_MAX = 300


def claim() -> BulkJob | None:
    return under_way.claim(BulkJob.objects.select_related("by"), AFTER)


def work(job: BulkJob, after_chunk: Callable[[], None] = lambda: None) -> None:
    """From where the job stands to its last row."""
    one_chunk = _look if job.stage == "check" else _do
    try:
        with translation.override(job.language):
            while chunk := _chunk(job):
                one_chunk(job, chunk)
                after_chunk()
        under_way.held(job).update(stage=AFTER[job.stage], heartbeat_at=None)
    except under_way.Overtaken:
        return


def _chunk(job: BulkJob) -> list[BulkRow]:
    rows = BulkRow.objects.filter(job=job, ordinal__gt=job.position).order_by("ordinal")
    if job.stage == "run":
        rows = rows.filter(outcome="fit")
    told = rows.select_related("instrument__state", "instrument__place", "instrument__stall")
    return list(told[: CHUNK_ROWS[job.stage]])


@transaction.atomic
def _look(job: BulkJob, chunk: list[BulkRow]) -> None:
    act, instruments = acts.ACTS[job.act], [row.instrument for row in chunk]
    refusals, meant = act.refusals(instruments), act.meant(instruments)
    for row in chunk:
        row.said = refusals.get(row.instrument_id, meant.get(row.instrument_id, ""))[:SAID_MAX]
        row.outcome = "refused" if row.instrument_id in refusals else "fit"
    _keep(job, chunk, fit_rows=F("fit_rows") + sum(row.outcome == "fit" for row in chunk))


@transaction.atomic
def _do(job: BulkJob, chunk: list[BulkRow]) -> None:
    """Place by place: what is applied for at one place is one application."""
    allowed = may(job.by, acts.ACTS[job.act].allowed)
    for _place, rows in groupby(chunk, key=lambda row: row.instrument.place_id):
        _do_at_place(job, list(rows), allowed=allowed)
    _keep(job, chunk, done_rows=F("done_rows") + sum(row.outcome == "done" for row in chunk))


def _do_at_place(job: BulkJob, rows: Sequence[BulkRow], *, allowed: bool) -> None:
    near = [row.instrument for row in rows if allowed and contains(job.by, row.instrument.area)]
    made, refused = acts.do(job, near, now()) if near else ({}, {})
    for row in rows:
        row.outcome = "done" if row.instrument_id in made else "refused"
        said = made.get(row.instrument_id, refused.get(row.instrument_id))
        row.said = (_moved_on(row.instrument, near) if said is None else said)[:SAID_MAX]


def _moved_on(instrument: Instrument, near: Sequence[Instrument]) -> str:
    if instrument not in near:
        return _("It is no longer in your area, or you may no longer do this.")
    return _("It was changed meanwhile: look at it again.")


def _keep(job: BulkJob, chunk: list[BulkRow], **facts: object) -> None:
    BulkRow.objects.bulk_update(chunk, ["outcome", "said"])
    refused = F("refused_rows") + sum(row.outcome == "refused" for row in chunk)
    under_way.stand(job, chunk[-1].ordinal, refused_rows=refused, **facts)
