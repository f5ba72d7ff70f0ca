"""A verification from the application to the certificate, and what it does to the life of the scale."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction

from quanheng.people.models import AuditEntry
from quanheng.register.identity.checking import marks_on_record
from quanheng.register.models import Instrument, InstrumentEvent, Organisation, Verification
from quanheng.register.record import Report, record
from quanheng.register.standby import stand_ins
from quanheng.register.standing import standing
from quanheng.register.verifying.apply import apply
from quanheng.register.verifying.finish import finish
from quanheng.register.verifying.moves import schedule, start, withdraw
from quanheng.register.verifying.readings import enter, sheet
from tests.cast import NOON, Cast
from tests.verifying import applied, compared, doing, ended, enter_all, of_the_new_kind, scheduled

pytestmark = pytest.mark.requirement("T4-4.2.5", "N25-3.5")

TODAY = date(2026, 11, 20)


@pytest.fixture
def people(cast: Cast) -> tuple:
    """Who applies and who verifies."""
    return cast.people["chenguang"], cast.people["verifier"]


def state_of(device_id: str):
    return Instrument.objects.select_related("state").get(device_id=device_id).state


def wrong_fields(refused) -> set[str]:
    return set(refused.value.message_dict)


def conforming(instrument: Instrument, **codes: str) -> Instrument:
    """Make it a scale of the new kind, with the codes its maker gave it."""
    instrument.conforming = True
    instrument.save()
    facts = {"production_code": "P-1", "repair_code": "R-1"} | codes
    record(instrument, Report("production-code", NOON - timedelta(days=9), "codes", facts), source="maker")
    return instrument


def a_standby(cast: Cast) -> Instrument:
    spare = cast.scales["TS-2"]
    record(spare, Report("put-on-standby", NOON - timedelta(days=1), "spare"), source="staff")
    return spare


def test_a_whole_market_is_applied_for_at_once(cast: Cast, people):
    """One application covers every scale of the market; another market's scales are not found by its manager."""
    made = apply(["TS-1", "TS-2", "CS-1", "TS-3"], by=people[0], at=NOON)
    assert [one.instrument.device_id for one in made.verifications] == ["TS-1", "TS-2", "CS-1"]
    assert {one.application for one in made.verifications} == {made.number}
    assert AuditEntry.objects.get(act="verification-apply").after["instruments"] == ["TS-1", "TS-2", "CS-1"]


def test_one_scale_is_under_verification_once(cast: Cast, people):
    """Asked for again it is left out, and alone it is refused."""
    applied(cast.scales["TS-1"], people[0], NOON)
    again = apply(["TS-1", "TS-2"], by=people[0], at=NOON)
    assert [one.device_id for one in again.left_out] == ["TS-1"]
    with pytest.raises(ValidationError) as refused:
        apply(["TS-1"], by=people[0], at=NOON)
    assert wrong_fields(refused) == {"instruments"}


def test_a_scale_that_passes_is_sealed_and_verified_for_a_year(cast: Cast, people):
    """Passing appends seal and verification to the life, with the certificate that was issued."""
    made = ended(cast.scales["TS-1"], *people, NOON)
    state = state_of("TS-1")
    assert (made.state, state.passed, state.valid_until) == ("passed", True, date(2027, 11, 19))
    assert state.certificate_number == made.paper_number
    assert state.verification_body == "云秤市计量所（虚构）"
    kinds = InstrumentEvent.objects.filter(instrument=made.instrument, happened_at=NOON).values_list("kind", flat=True)
    assert set(kinds) == {"sealed", "verified"}
    acts = AuditEntry.objects.filter(subject=made.number).order_by("id").values_list("act", flat=True)
    assert list(acts) == ["verification-schedule", "verification-start", "verification-pass"]


@pytest.mark.requirement("T4-4.2.5")
def test_a_scale_that_fails_leaves_use_and_a_standby_stands_in(cast: Cast, people):
    """The failed scale may not be used; a verified standby of the market is lent and comes back when it has passed."""
    spare = a_standby(cast)
    made = ended(cast.scales["TS-1"], *people, NOON, off_g=20)
    assert (made.state, state_of("TS-1").status) == ("failed", "stopped")
    assert made.paper["kind"] == "verification-failure-notice"
    assert [one.device_id for one in stand_ins(cast.scales["TS-1"])] == [spare.device_id]
    assert (state_of("TS-2").status, state_of("TS-2").area) == ("in-use", cast.vegetables.area)

    later = NOON + timedelta(days=3)
    assert ended(cast.scales["TS-1"], *people, later).state == "passed"
    assert (state_of("TS-1").status, state_of("TS-2").status) == ("in-use", "standby")
    assert stand_ins(cast.scales["TS-1"]) == []


def test_no_standby_without_a_valid_verification(cast: Cast, people):
    """A standby whose seal is broken is not lent: nothing stands in."""
    spare = a_standby(cast)
    record(spare, Report("seal-broken", NOON - timedelta(hours=1), "seal"), source="staff")
    ended(cast.scales["TS-1"], *people, NOON, off_g=20)
    assert state_of("TS-2").status == "standby"


def test_a_scale_that_a_person_stopped_stays_stopped(cast: Cast, people):
    """Passing does not undo what somebody decided: only who stopped it lets it return."""
    record(cast.scales["TS-1"], Report("stopped", NOON - timedelta(hours=1), "stop"), source="staff")
    ended(cast.scales["TS-1"], *people, NOON)
    assert state_of("TS-1").status == "stopped"


@pytest.mark.requirement("T4-4.2.5", "N25-3.3")
def test_a_broken_seal_is_mended_by_a_new_verification(cast: Cast, people):
    """A scale of the old kind with a broken seal may not be used until it was verified again."""
    scale = cast.scales["TS-1"]
    record(scale, Report("seal-broken", NOON - timedelta(days=2), "seal"), source="device")
    assert standing(Instrument.objects.get(pk=scale.pk), TODAY).code == "void"
    ended(scale, *people, NOON)
    assert standing(Instrument.objects.get(pk=scale.pk), TODAY).code == "verified"


@pytest.mark.requirement("N25-3.3")
@pytest.mark.parametrize("missing", ["production_code", "repair_code", "verification_code", "seal_number"])
def test_three_codes_and_a_seal_come_first(cast: Cast, people, missing):
    """A verifier who does not find one of them on a scale of the new kind cannot start; found, the work begins."""
    scale = of_the_new_kind(cast.scales["TS-1"])
    made = scheduled(scale, *people, NOON)
    assert compared(scale, people[1], NOON, **{missing: ""}).outcome == "mismatch"
    with pytest.raises(ValidationError) as refused:
        start(made.number, by=people[1], at=NOON)
    assert wrong_fields(refused) == {"identity"}
    assert compared(scale, people[1], NOON).outcome == "match"
    assert start(made.number, by=people[1], at=NOON).state == "doing"


@pytest.mark.requirement("N25-3.3")
def test_a_broken_seal_stops_a_scale_of_the_new_kind(cast: Cast, people):
    """The register knows that the seal is broken, and so it is found: a match, and still nothing is verified."""
    scale = of_the_new_kind(cast.scales["TS-1"])
    record(scale, Report("seal-broken", NOON - timedelta(hours=1), "seal"), source="staff")
    made = scheduled(scale, *people, NOON)
    assert compared(scale, people[1], NOON).outcome == "match"
    with pytest.raises(ValidationError, match="铅封"):
        start(made.number, by=people[1], at=NOON)


@pytest.mark.requirement("N25-3.4")
def test_without_a_comparison_nothing_is_verified(cast: Cast, people):
    """Nor with one of yesterday; nor with one that somebody made before the scale was moved."""
    scale = cast.scales["TS-1"]
    made = scheduled(scale, *people, NOON)
    with pytest.raises(ValidationError, match="唯一性"):
        start(made.number, by=people[1], at=NOON)
    compared(scale, people[1], NOON - timedelta(days=1))
    with pytest.raises(ValidationError, match="唯一性"):
        start(made.number, by=people[1], at=NOON)
    compared(scale, people[1], NOON - timedelta(hours=2))
    record(scale, Report("moved", NOON - timedelta(hours=1), "away", {"area": cast.fish.area}), source="staff")
    with pytest.raises(ValidationError, match="唯一性"):
        start(made.number, by=people[1], at=NOON)
    compared(scale, people[1], NOON)
    assert start(made.number, by=people[1], at=NOON).state == "doing"


@pytest.mark.requirement("N25-3.4")
def test_a_later_doubt_takes_the_match_away(cast: Cast, people):
    """The newest check decides: a match of the morning does not outlast a mismatch of noon."""
    scale = cast.scales["TS-1"]
    made = scheduled(scale, *people, NOON)
    compared(scale, people[1], NOON - timedelta(hours=1))
    compared(scale, people[0], NOON, serial="TS-8")
    with pytest.raises(ValidationError, match="唯一性"):
        start(made.number, by=people[1], at=NOON)


@pytest.mark.requirement("N25-3.3")
def test_a_code_that_is_not_on_record_does_not_count(cast: Cast, people):
    """What stands on the scale without standing in the register is no valid code."""
    scale = conforming(cast.scales["TS-1"], repair_code="")
    made = scheduled(scale, *people, NOON)
    assert compared(scale, people[1], NOON, repair_code="R-9", verification_code="V-1").outcome == "match"
    with pytest.raises(ValidationError, match="维修码"):
        start(made.number, by=people[1], at=NOON)


@pytest.mark.requirement("N25-3.3")
def test_after_a_repair_the_verification_makes_a_new_code(cast: Cast, people):
    """A repair takes the verification code away; the new verification starts without one and gives it back."""
    scale = conforming(cast.scales["TS-1"])
    repaired = Report("repair", NOON - timedelta(days=1), "repair", {"repair_code": "R-2"})
    record(scale, repaired, Report("sealed", NOON - timedelta(days=1), "new seal"), source="staff")
    made = scheduled(scale, *people, NOON)
    compared(scale, people[1], NOON)
    start(made.number, by=people[1], at=NOON)
    enter_all(made, people[1], NOON)
    done = finish(made.number, "pass", reason="", seal_number="F-7", by=people[1], at=NOON)
    assert state_of("TS-1").verification_code
    known = marks_on_record(scale)
    assert (known.verification_code, known.seal_number) == (done.paper_number, "F-7")


def test_a_locked_scale_is_unlocked_first(cast: Cast, people):
    """A scale that locked itself cannot weigh, so it cannot be tried."""
    made = scheduled(cast.scales["TS-1"], *people, NOON)
    record(cast.scales["TS-1"], Report("locked", NOON, "lock"), source="device")
    with pytest.raises(ValidationError) as refused:
        start(made.number, by=people[1], at=NOON)
    assert wrong_fields(refused) == {"state"}
    made.refresh_from_db()
    assert made.state == "scheduled"


def test_nobody_passes_a_scale_against_its_readings(cast: Cast, people):
    """Neither with an error too large nor with a point left out; and nobody fails a good one without a reason."""
    made = doing(cast.scales["TS-1"], *people, NOON)
    with pytest.raises(ValidationError, match="还有检定点没有记录"):
        finish(made.number, "pass", reason="", by=people[1], at=NOON)
    enter_all(made, people[1], NOON)
    with pytest.raises(ValidationError) as refused:
        finish(made.number, "fail", reason=" ", by=people[1], at=NOON)
    assert wrong_fields(refused) == {"reason"}
    enter(made.number, "weighing", 3, indication="2510", added="", by=people[1], at=NOON)
    with pytest.raises(ValidationError, match="超过最大允许误差"):
        finish(made.number, "pass", reason="", by=people[1], at=NOON)
    with pytest.raises(ValidationError) as refused:
        finish(made.number, "perhaps", reason="", by=people[1], at=NOON)
    assert wrong_fields(refused) == {"outcome"}


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("indication", "added", "field"),
    [
        ("", "", "indication"),
        ("two kilograms", "", "indication"),
        ("２５００", "", "indication"),
        ("2500.0001", "", "indication"),
        ("99999999", "", "indication"),
        ("2500", "6", "added"),
        ("2500", "-1", "added"),
    ],
)
def test_a_reading_that_cannot_be_is_refused(cast: Cast, people, indication, added, field):
    """The field at fault is named, and nothing is kept."""
    made = doing(cast.scales["TS-1"], *people, NOON)
    with pytest.raises(ValidationError) as refused:
        enter(made.number, "weighing", 3, indication=indication, added=added, by=people[1], at=NOON)
    assert wrong_fields(refused) == {field}
    assert not made.readings.exists()


def test_a_reading_is_judged_at_once_and_may_be_corrected(cast: Cast, people):
    """2510 g where 2500 g stand is 10 g off; entered again it is what the scale showed."""
    made = doing(cast.scales["TS-1"], *people, NOON)
    assert not enter(made.number, "weighing", 3, indication="2510", added="", by=people[1], at=NOON).passed
    found = enter(made.number, "weighing", 3, indication="2500", added="1.5", by=people[1], at=NOON)
    assert (found.error_ug, found.passed) == (1_000_000, True)
    corrected = AuditEntry.objects.get(act="verification-reading-replaced")
    assert corrected.before == {"point": "weighing 3", "indicated": 2_510_000, "added": None}
    assert corrected.after == {"point": "weighing 3", "indicated": 2_500_000, "added": 1_500}
    assert enter(made.number, "weighing", 1, indication="-0", added="", by=people[1], at=NOON).passed
    assert enter(made.number, "weighing", 1, indication="0", added="", by=people[1], at=NOON).passed
    assert AuditEntry.objects.filter(act="verification-reading-replaced").count() == 1
    assert sheet(made).done == 2
    with pytest.raises(LookupError):
        enter(made.number, "weighing", 99, indication="1", added="", by=people[1], at=NOON)


@pytest.mark.requirement("QH-input")
def test_a_plan_names_day_body_and_verifier(cast: Cast, people):
    """Each missing part is named; yesterday is no day to plan, and a manager is no verifier."""
    made = applied(cast.scales["TS-1"], people[0], NOON)
    with pytest.raises(ValidationError) as refused:
        schedule(
            [made.number],
            planned_on=TODAY - timedelta(days=1),
            body_id=None,
            verifier_id=people[0].pk,
            by=people[1],
            at=NOON,
        )
    assert wrong_fields(refused) == {"planned_on", "verifier", "body"}


def test_a_withdrawal_says_why(cast: Cast, people):
    """Before it begins the market may take it back with a reason; once it has begun only the verifier may."""
    made = doing(cast.scales["TS-1"], *people, NOON)
    with pytest.raises(ValidationError) as refused:
        withdraw(made.number, reason="不想检了", by=people[0], at=NOON)
    assert wrong_fields(refused) == {"state"}
    with pytest.raises(ValidationError) as refused:
        withdraw(made.number, reason="", by=people[1], at=NOON)
    assert wrong_fields(refused) == {"reason"}
    assert withdraw(made.number, reason="按键损坏", by=people[1], at=NOON).state == "withdrawn"
    assert applied(cast.scales["TS-1"], people[0], NOON).state == "applied"


@pytest.mark.requirement("QH-scope")
def test_a_stranger_moves_nothing(cast: Cast, people):
    """To another county's people the verification is not there."""
    made = applied(cast.scales["TS-1"], people[0], NOON)
    with pytest.raises(Verification.DoesNotExist):
        withdraw(made.number, reason="…", by=cast.people["hewan"], at=NOON)
    with pytest.raises(ValidationError):
        apply(["TS-2"], by=cast.people["hewan"], at=NOON)
    far = cast.people["verifier"]
    far.area = "99/01/02/"
    far.save()
    body = Organisation.objects.get()
    with pytest.raises(Verification.DoesNotExist):
        schedule([made.number], planned_on=TODAY, body_id=body.pk, verifier_id=far.pk, by=far, at=NOON)


def test_what_has_ended_is_kept(cast: Cast, people):
    """The database refuses to change an ended verification or its readings."""
    made = ended(cast.scales["TS-1"], *people, NOON)
    for change in (
        lambda: Verification.objects.filter(pk=made.pk).update(state="failed"),
        lambda: made.readings.update(indicated=0),
        lambda: made.delete(),
    ):
        with pytest.raises((Error,)), transaction.atomic():
            change()
    with pytest.raises(ValidationError):
        finish(made.number, "fail", reason="…", by=people[1], at=NOON)
