"""A corrected ledger sent in again: what it says otherwise is told first, and put right only where that is chosen."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from quanheng.people.models import AuditEntry
from quanheng.register.importing import jobs, run
from quanheng.register.importing.corrections import in_words
from quanheng.register.models import ImportJob, Instrument, InstrumentEvent
from tests.cast import Cast
from tests.register.test_importing import HEADINGS, ledger, with_
from tests.verifying import doing

pytestmark = [pytest.mark.requirement("N25-3.5", "T4-4.2.2"), pytest.mark.django_db]
WIDE = (*HEADINGS, "测量范围", "产地", "用途")


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: object) -> None:
    settings.DATA_DIR = tmp_path


def sent(cast: Cast, *rows: tuple[str, ...]) -> ImportJob:
    """Checked, and not entered."""
    job = jobs.send(cast.people["dongping"], "台账.csv", [ledger(*rows, headings=WIDE)])
    jobs.check(job, job.mapping)
    return worked(job)


def worked(job: ImportJob) -> ImportJob:
    run.work(run.claim())
    job.refresh_from_db()
    return job


def entered(cast: Cast, *rows: tuple[str, ...], update: bool = False) -> ImportJob:
    job = sent(cast, *rows)
    jobs.load(job, cast.people["dongping"], update=update)
    return worked(job)


def row(
    said_range: str = "15kg/5g", origin: str = "浙江", purpose: str = "贸易结算", **changed: str
) -> tuple[str, ...]:
    return (*with_(**changed), said_range, origin, purpose)


def told(job: ImportJob) -> list[tuple[str, str, str]]:
    return [field for one in in_words(jobs.changes(job)) for field in one.fields]


def test_a_correction_is_told_field_by_field_and_changes_nothing_yet(cast: Cast):
    """Old and new of each field that differs; what is the same, and a cell left empty, is not told."""
    entered(cast, row())
    job = sent(cast, row("30kg/10g", "", "医疗卫生"))
    assert told(job) == [("测量范围", "15kg/5g", "30kg/10g"), ("用途", "贸易结算", "医疗卫生")]
    assert (job.new_rows, job.changed_rows, job.known_rows) == (0, 1, 0)
    assert Instrument.objects.get(serial="A0001").measuring_range == "15kg/5g"


def test_it_is_put_right_where_that_is_chosen(cast: Cast):
    """The register says what the ledger does, its life and the trail what was before; again, nothing differs."""
    entered(cast, row())
    job = entered(cast, row("30kg/10g"), update=True)
    made = Instrument.objects.get(serial="A0001")
    assert (made.measuring_range, made.origin, job.changed_rows) == ("30kg/10g", "浙江", 1)
    event = InstrumentEvent.objects.get(instrument=made, kind="described")
    assert (event.facts["before"], event.note) == ({"measuring_range": "15kg/5g"}, "台账.csv")
    entry = AuditEntry.objects.get(act="instrument-described", subject=made.device_id)
    assert (entry.user, entry.after) == (cast.people["dongping"], {"measuring_range": "30kg/10g"})
    again = entered(cast, row("30kg/10g"), update=True)
    assert (again.changed_rows, again.known_rows, told(again)) == (0, 1, [])
    assert InstrumentEvent.objects.filter(kind="described").count() == 1


def test_it_stays_where_that_is_not_chosen(cast: Cast):
    """Entered as ever: the row is known, and the register keeps what it said."""
    entered(cast, row())
    job = entered(cast, row("30kg/10g"))
    assert (job.changed_rows, job.known_rows, told(job)) == (0, 1, [])
    assert Instrument.objects.get(serial="A0001").measuring_range == "15kg/5g"
    assert not InstrumentEvent.objects.filter(kind="described").exists()


def test_identity_never_changes_by_a_ledger(cast: Cast):
    """Another model is another instrument; another kind of the same one is told and stays."""
    entered(cast, row())
    job = entered(cast, row("30kg/10g", 器具名称="公平秤"), row(型号规格="ACS-30"), update=True)
    assert (job.new_rows, job.changed_rows, job.known_rows) == (1, 0, 1)
    first = Instrument.objects.get(serial="A0001", model="ACS-15")
    assert (first.kind, first.measuring_range) == ("trade-scale", "15kg/5g")
    assert [one.refused_for for one in jobs.changes(job)] == ["kind"]


def test_what_is_being_verified_stays_as_it_is(cast: Cast):
    """Its trials follow from its particulars: the correction is told with the reason, and waits."""
    entered(cast, row())
    made = Instrument.objects.get(serial="A0001")
    Instrument.objects.filter(pk=made.pk).update(intervals="15kg/5g")
    doing(made, cast.people["city"], cast.people["verifier"], timezone.now())
    job = entered(cast, row("30kg/10g"), update=True)
    assert [one.why_not[:5] for one in in_words(jobs.changes(job))] == ["该器具正在"]
    assert Instrument.objects.get(pk=made.pk).measuring_range == "15kg/5g"


def test_the_last_row_of_a_file_counts(cast: Cast):
    """Two rows of one scale: the second is compared with what the first makes of it."""
    entered(cast, row())
    job = entered(cast, row("30kg/10g"), row("6kg/2g"), update=True)
    assert told(job) == [("测量范围", "15kg/5g", "30kg/10g"), ("测量范围", "30kg/10g", "6kg/2g")]
    assert Instrument.objects.get(serial="A0001").measuring_range == "6kg/2g"
    moments = InstrumentEvent.objects.filter(kind="described").values_list("happened_at", flat=True)
    assert all(at <= datetime.now(UTC) for at in moments)
    assert len(moments) == 2
