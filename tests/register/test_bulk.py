"""One act on many instruments: it says beforehand what will be refused and why, and every row is done once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from quanheng.people.models import AuditEntry
from quanheng.register import under_way
from quanheng.register.bulk import jobs, run
from quanheng.register.models import BulkJob, Instrument, InstrumentEvent, InstrumentState, Organisation, Verification
from tests.cast import Cast
from tests.verifying import applied

pytestmark = pytest.mark.requirement("QH-lists")


def begin(cast: Cast, act: str, who: str = "dongping", key: str = "k1", **wanted: object) -> BulkJob:
    person = cast.people[who]
    rows = Instrument.objects.filter(area__startswith=person.area, **wanted).order_by("area", "device_id")
    return jobs.begin(person, act, rows, key=key)


def work() -> None:
    while job := run.claim():
        run.work(job)


def looked_at(cast: Cast, act: str, **more: object) -> BulkJob:
    job = begin(cast, act, **more)
    work()
    job.refresh_from_db()
    return job


def done(cast: Cast, job: BulkJob, **given: str) -> BulkJob:
    jobs.run(job, given, by=job.by, at=timezone.now())
    work()
    job.refresh_from_db()
    return job


def told(job: BulkJob) -> dict[str, tuple[str, str]]:
    return {row.instrument.device_id: (row.outcome, row.said) for row in jobs.rows(job)}


def test_verification_is_applied_for_and_two_are_refused(cast: Cast):
    """One is under verification, one scrapped: both are told before, and the others get one application a place."""
    applied(cast.scales["TS-1"], cast.people["chenguang"], timezone.now())
    InstrumentState.objects.filter(instrument=cast.scales["CS-1"]).update(status="scrapped")
    job = looked_at(cast, "apply", who="city")
    assert (job.stage, job.total, job.fit_rows, job.refused_rows) == ("checked", 6, 4, 2)
    assert told(job)["TS-1"] == ("refused", "它已在检定中。")
    assert told(job)["CS-1"] == ("refused", "该器具已报废。")
    assert Verification.objects.count() == 1
    job = done(cast, job)
    assert (job.stage, job.done_rows, job.refused_rows) == ("done", 4, 2)
    made = Verification.objects.exclude(instrument=cast.scales["TS-1"])
    assert {(row.place.name, row.instrument.device_id) for row in made} == {
        ("晨光农贸市场", "TS-2"),
        ("晨光农贸市场", "CS-2"),
        ("河湾农贸市场", "TS-3"),
        ("河湾农贸市场", "CS-3"),
    }
    assert told(job)["TS-2"] == ("done", made.get(instrument=cast.scales["TS-2"]).number)
    assert AuditEntry.objects.filter(act="bulk-run", user=cast.people["city"]).count() == 1


def test_stopping_needs_a_reason_and_leaves_an_event_each(cast: Cast):
    """Without a reason nothing is done; with one, each scale has its event and its entry on the trail."""
    job = looked_at(cast, "stop", kind="trade-scale")
    with pytest.raises(ValidationError):
        jobs.run(job, {"reason": " "}, by=job.by, at=timezone.now())
    job = done(cast, job, reason="市场停业整修")
    assert told(job) == {"TS-1": ("done", ""), "TS-2": ("done", "")}
    stopped = InstrumentEvent.objects.filter(kind="stopped", note="市场停业整修")
    assert {event.instrument.device_id for event in stopped} == {"TS-1", "TS-2"}
    again = looked_at(cast, "stop", key="k2", kind="trade-scale")
    assert {row.outcome for row in again.rows.all()} == {"refused"}


def test_a_day_is_planned_for_those_that_were_applied_for(cast: Cast):
    """A day in the past is refused beside its field; an instrument nobody applied for is told."""
    applied(cast.scales["TS-1"], cast.people["chenguang"], timezone.now())
    job = looked_at(cast, "plan", who="verifier", kind="trade-scale", place=cast.chenguang)
    assert {name: row[0] for name, row in told(job).items()} == {"TS-1": "fit", "TS-2": "refused"}
    body, verifier = Organisation.objects.get(verifies=True), cast.people["verifier"]
    yesterday, tomorrow = (timezone.localdate() + timedelta(days=days) for days in (-1, 1))
    given = {"body": str(body.pk), "verifier": str(verifier.pk), "planned_on": yesterday.isoformat()}
    with pytest.raises(ValidationError) as wrong:
        jobs.run(job, given, by=verifier, at=timezone.now())
    assert set(wrong.value.message_dict) == {"planned_on"}
    done(cast, job, **given | {"planned_on": tomorrow.isoformat()})
    assert Verification.objects.get().planned_on == tomorrow


def test_applications_are_taken_back_with_a_reason(cast: Cast):
    """Beforehand it is told which would be; one that has begun, as one never applied for, stays as it is."""
    waiting = applied(cast.scales["TS-1"], cast.people["chenguang"], timezone.now())
    begun = applied(cast.scales["TS-2"], cast.people["chenguang"], timezone.now())
    Verification.objects.filter(pk=begun.pk).update(state="doing")
    job = looked_at(cast, "withdraw")
    assert told(job)["TS-1"] == ("fit", waiting.number)
    assert {name for name, row in told(job).items() if row[0] == "refused"} == {"TS-2", "CS-1", "CS-2"}
    done(cast, job, reason="摊位腾退")
    assert {row.number: row.state for row in Verification.objects.all()} == {
        waiting.number: "withdrawn",
        begun.number: "doing",
    }


def test_a_killed_worker_leaves_nothing_done_twice(cast: Cast, monkeypatch):
    """Another goes on behind the last chunk that was kept; the slow one that comes back is overtaken."""
    monkeypatch.setitem(run.CHUNK_ROWS, "run", 1)
    job = looked_at(cast, "stop", who="city")
    jobs.run(job, {"reason": "核查"}, by=job.by, at=timezone.now())
    chunks = iter(range(2))

    def die() -> None:
        if next(chunks) == 1:
            raise SystemExit

    with pytest.raises(SystemExit):
        run.work(run.claim(), after_chunk=die)
    assert run.claim() is None
    BulkJob.objects.update(heartbeat_at=timezone.now() - under_way.SILENCE * 2)
    slow = BulkJob.objects.get(pk=job.pk)
    work()
    job.refresh_from_db()
    assert (job.stage, job.done_rows) == ("done", 6)
    assert InstrumentEvent.objects.filter(kind="stopped").count() == 6
    run.work(slow)
    assert InstrumentEvent.objects.filter(kind="stopped").count() == 6


def test_what_came_in_between_refuses_its_row_alone(cast: Cast):
    """Stopped by somebody else after the look: that row is refused in words, the others are done."""
    job = looked_at(cast, "standby", kind="trade-scale")
    InstrumentState.objects.filter(instrument=cast.scales["TS-1"]).update(status="stopped")
    job = done(cast, job, reason="备用")
    assert {name: row[0] for name, row in told(job).items()} == {"TS-1": "refused", "TS-2": "done"}
    assert "重新查看" in told(job)["TS-1"][1]


def test_only_who_may_and_only_what_is_near(cast: Cast):
    """A verifier stops nothing; who lost the area since has nothing done; the same form is one job."""
    with pytest.raises(PermissionDenied):
        begin(cast, "stop", who="verifier")
    job = looked_at(cast, "stop", kind="trade-scale")
    assert begin(cast, "stop", kind="trade-scale").pk == job.pk
    with pytest.raises(PermissionDenied):
        jobs.run(job, {"reason": "x"}, by=cast.people["xidu"], at=timezone.now())
    jobs.run(job, {"reason": "x"}, by=job.by, at=timezone.now())
    job.by.area = "99/01/02/"
    job.by.save()
    work()
    assert {row.outcome for row in job.rows.all()} == {"refused"}
    assert not InstrumentEvent.objects.filter(kind="stopped").exists()


@pytest.mark.requirement("QH-input")
def test_nothing_ticked_begins_nothing(cast: Cast, monkeypatch):
    """Neither does an act that is none, nor more than can be meant."""
    monkeypatch.setattr(jobs, "MOST", 3)
    for act, wanted in (("apply", {"pk__in": []}), ("nonsense", {}), ("apply", {})):
        with pytest.raises(ValidationError):
            begin(cast, act, **wanted)
    assert not BulkJob.objects.exists()
