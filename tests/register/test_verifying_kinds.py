"""The verification of instruments that are no scales, from the application to the certificate."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from quanheng.register.describing import describe
from quanheng.register.models import Instrument, Verification
from quanheng.register.standing import standing
from quanheng.register.verifying.desk import issued
from quanheng.register.verifying.finish import finish
from quanheng.register.verifying.readings import enter, sheet
from tests.cast import NOON, Cast
from tests.kinds import LIMITS, OWN, begun, try_all
from tests.verifying import doing

pytestmark = pytest.mark.requirement("G22-2.2", "G22-2.3")
LAST_DAY = {"last_day": "2032-11-19", "last_day_source": "JJG 162 检定周期"}


def finished(made: Verification, outcome: str, cast: Cast, **given: str) -> Verification:
    return finish(made.number, outcome, reason="", by=cast.people["verifier"], at=NOON, given=given)


def fresh(made: Verification) -> Instrument:
    return Instrument.objects.select_related("state").get(pk=made.instrument_id)


def wrong_fields(refused) -> set[str]:
    return set(refused.value.message_dict)


@pytest.mark.parametrize("kind", OWN)
def test_every_kind_passes_when_it_shows_what_there_was(cast: Cast, kind: str):
    """Every point tried and exact: a certificate with every reading, its limit and where that is written."""
    made = begun(cast, kind, NOON)
    try_all(made, cast.people["verifier"], NOON)
    finished(made, "pass", cast, **LAST_DAY)
    asked = standing(fresh(made), NOON.date())
    assert asked.code == "verified"
    paper = issued(Verification.objects.get(pk=made.pk).paper_number)
    assert paper["edition"] == 2
    assert all(point["passed"] and point["error"] == 0 and point["limit_source"] for point in paper["points"])
    assert "plate" not in paper["details"]


@pytest.mark.requirement("C21-4")
def test_a_dispenser_is_verified(cast: Cast):
    """Two nozzles, two flows, three times; it holds for six months, and its seals are on record."""
    made = begun(cast, "fuel-dispenser", NOON)
    assert len(sheet(made).rows) == 12
    try_all(made, cast.people["verifier"], NOON)
    finished(made, "pass", cast)
    state = fresh(made).state
    assert (str(state.valid_until), state.seal_intact) == ("2027-05-19", True)
    paper = Verification.objects.get(pk=made.pk).paper
    assert [one["name"] for one in paper["repeatability"]][:2] == ["1 号枪 · 大流量", "1 号枪 · 小流量"]
    assert "JJG 443" in paper["clause"]


@pytest.mark.requirement("C21-4")
@pytest.mark.parametrize(("shown", "passed"), [("20.06", True), ("20.060001", False), ("19.939999", False)])
def test_a_dispenser_is_judged_as_it_is_read(cast: Cast, shown: str, passed: bool):
    """20 L in the vessel: 20.06 L shown are +0.30 % and pass, a microlitre more fails at once."""
    made = begun(cast, "fuel-dispenser", NOON)
    judged = enter(made.number, "flow", 1, by=cast.people["verifier"], at=NOON, reference="20", indication=shown)
    assert judged.passed is passed
    assert sheet(made).outcome.failed is not passed


@pytest.mark.requirement("C21-4")
def test_a_dispenser_that_fails_leaves_use(cast: Cast):
    """Half a per cent short: the law proposes failure, the notice says why, and it may not be used."""
    made = begun(cast, "fuel-dispenser", NOON, verified_on="2026-06-01", in_use_on="2026-06-01")
    try_all(made, cast.people["verifier"], NOON, flow="20.1")
    with pytest.raises(ValidationError) as refused:
        finished(made, "pass", cast)
    assert wrong_fields(refused) == {"outcome"}
    finished(made, "fail", cast)
    assert fresh(made).state.status == "stopped"
    assert standing(fresh(made), NOON.date()).code == "failed"
    assert "示值误差超过最大允许误差" in Verification.objects.get(pk=made.pk).paper["result"]


@pytest.mark.requirement("C21-5")
def test_a_charger_of_unknown_class_is_judged_by_what_the_verifier_enters(cast: Cast):
    """Without a class no figure of the law applies: limit and source are asked for, beside their fields."""
    made = begun(cast, "charger", NOON, error_class="")
    said = {"reference": "10", "indication": "10.05"}
    with pytest.raises(ValidationError) as refused:
        enter(made.number, "load", 1, by=cast.people["verifier"], at=NOON, **said)
    assert wrong_fields(refused) == {"limit", "limit_source"}
    judged = enter(
        made.number, "load", 1, by=cast.people["verifier"], at=NOON, **said, limit="0.5", limit_source="铭牌"
    )
    assert (judged.error, judged.passed) == (5_000, True)


@pytest.mark.requirement("C21-5")
def test_the_clock_of_a_charger_is_nearer_at_first(cast: Cast):
    """Six seconds are too much at the first verification; a minute is not at a later one."""
    first = begun(cast, "charger", NOON)
    assert not enter(first.number, "clock", 1, by=cast.people["verifier"], at=NOON, indication="-6").passed
    later = begun(cast, "charger", NOON, serial="S-2", key="k-2", verified_on="2026-06-01")
    assert enter(later.number, "clock", 1, by=cast.people["verifier"], at=NOON, indication="-60").passed


@pytest.mark.requirement("C21-6")
def test_an_electricity_meter_is_due_for_replacement_after_eight_years(cast: Cast):
    """Its period is on file: no last day is asked for, and the due list knows when it has to go."""
    made = begun(cast, "electricity-meter", NOON)
    try_all(made, cast.people["verifier"], NOON)
    finished(made, "pass", cast)
    assert str(fresh(made).state.due_on) == "2034-11-19"


@pytest.mark.requirement("C21-6")
def test_a_water_meter_needs_a_last_day_with_its_source(cast: Cast):
    """No period is on file: whoever passes it says until when, not before today, and where that is written."""
    made = begun(cast, "water-meter", NOON)
    try_all(made, cast.people["verifier"], NOON)
    for given in ({}, {"last_day": "2026-11-19", "last_day_source": " "}):
        with pytest.raises(ValidationError) as refused:
            finished(made, "pass", cast, **given)
        assert wrong_fields(refused) == {"last_day", "last_day_source"}
    finished(made, "pass", cast, **LAST_DAY)
    paper = Verification.objects.get(pk=made.pk).paper
    assert (paper["valid_until"], paper["valid_until_source"]) == ("2032-11-19", "JJG 162 检定周期")
    assert "JJG 162 表2" in paper["clause"]


@pytest.mark.requirement("C21-6")
def test_a_ledger_without_a_last_day_says_nothing_of_an_end(cast: Cast):
    """A water meter that was verified once, no last day known: neither overdue nor due, and counted as verified."""
    made = begun(cast, "water-meter", NOON, verified_on="2019-06-01", in_use_on="2019-06-01")
    asked = standing(fresh(made), NOON.date())
    assert (asked.code, asked.may_be_used, asked.days_left) == ("undated", True, None)
    assert fresh(made).state.due_on.year == 9999


def test_a_set_without_pieces_is_not_begun(cast: Cast):
    """There is nothing to try; the register is completed first."""
    with pytest.raises(ValidationError, match=r"砝码的明细|pieces"):
        begun(cast, "weight-set", NOON, **{"pieces-0-number": "", "pieces-0-nominal_mg": ""})


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"reference": "0", "indication": "1"}, {"reference"}),
        ({"reference": "-1", "indication": "1"}, {"reference"}),
        ({"reference": "x", "indication": ""}, {"reference", "indication"}),
        ({"reference": "20", "indication": "20.0000001"}, {"indication"}),
        ({"reference": "20", "indication": "9" * 16}, {"indication"}),
    ],
)
def test_impossible_readings_are_refused_beside_their_field(cast: Cast, given: dict, wrong: set):
    """An empty or negative vessel, letters, more digits than a microlitre, more than any dispenser shows."""
    made = begun(cast, "fuel-dispenser", NOON)
    with pytest.raises(ValidationError) as refused:
        enter(made.number, "flow", 1, by=cast.people["verifier"], at=NOON, **given)
    assert wrong_fields(refused) == wrong
    assert not made.readings.exists()


def test_what_is_tried_is_fixed_at_the_start(cast: Cast):
    """While it is verified its particulars stay; changed afterwards, the old sheet still tells the old nozzles."""
    made = begun(cast, "fuel-dispenser", NOON)
    by, later = cast.people["verifier"], NOON + timedelta(hours=2)
    one_nozzle = {"nozzles-0-number": "1", "reason": "更换油枪", "key": "d"}
    with pytest.raises(ValidationError) as refused:
        describe(made.instrument.device_id, one_nozzle, by=by, at=later)
    assert wrong_fields(refused) == {"state"}
    try_all(made, by, NOON)
    finished(made, "pass", cast)
    describe(made.instrument.device_id, one_nozzle, by=by, at=later)
    ended = Verification.objects.select_related("instrument").get(pk=made.pk)
    assert len(sheet(ended).rows) == 12
    assert len(sheet(doing(fresh(made), cast.people["chenguang"], by, later)).rows) == 6


def test_the_limit_of_the_last_point_is_offered_for_the_next(cast: Cast):
    """A verifier of meters writes the source once."""
    made = begun(cast, "water-meter", NOON)
    given = {"reference": "10", "indication": "10"} | LIMITS
    enter(made.number, "load", 1, by=cast.people["verifier"], at=NOON, **given)
    assert sheet(made).last_limits["load"].source == LIMITS["limit_source"]
