"""A volunteer buys, has it weighed again and looks around; what that amounts to (TZ-3.2, T4-4.2.4.3, T4-5.1.6)."""

from io import BytesIO

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image

from quanheng.connectors import topics
from quanheng.measuring.arrivals import Arrival
from quanheng.measuring.known_scales import KnownScales
from quanheng.measuring.models import Recheck
from quanheng.measuring.receive import receive
from quanheng.people.models import AuditEntry
from quanheng.register.models import InstrumentState
from quanheng.supervision import interests, late_readings
from quanheng.supervision.check_list import checks
from quanheng.supervision.checking import enter, photograph_path
from quanheng.supervision.models import SpotCheck
from quanheng.supervision.weighing import in_words
from tests.cast import NOON, Cast, a_message, a_receipt, a_recheck, a_weighing
from tests.supervising import a_check, a_key, appointed

pytestmark = pytest.mark.requirement("TZ-3.2")
SALE = a_weighing(1)
RECEIPT = a_receipt("TS-1", SALE)
MINUTES = NOON.replace(minute=30)
# What somebody types who has no receipt: a kilogram of vegetables, weighed again on CS-1, which is fit for it.
TYPED = {"settled": "1.000", "goods_class": "vegetable", "price": "6", "check_scale": "CS-1", "original_state": "on"}


@pytest.fixture
def market(cast: Cast) -> Cast:
    appointed(cast, "dongping", "chen", NOON)
    return cast


def weigh_again(mass_mg: int, **changes: object) -> Recheck:
    """The check scale at the entrance reads the receipt's code and sends what it found."""
    message = a_message("CS-1", a_recheck(1, mass_mg=mass_mg, purchase_code=RECEIPT, **changes))
    receive([Arrival(topics.records("CS-1"), message, MINUTES)], "ingest-test", KnownScales())
    return Recheck.objects.get(check_scale__device_id="CS-1")


def at_stall(cast: Cast, **given: str) -> dict[str, str]:
    return {"market": str(cast.chenguang.pk), "stall": str(cast.vegetables.pk)} | given


def test_a_scanned_receipt_brings_everything_with_it(market: Cast):
    """Stall, mass paid for and the check scale's reading come from codes: 900 g for a kilogram is a finding."""
    recheck = weigh_again(900_000)
    row = a_check(market.people["chen"], MINUTES, code=RECEIPT)
    assert (row.stall, row.trade_scale.device_id, row.settled_mg) == (market.vegetables, "TS-1", 1_000_000)
    assert (row.recheck, row.settled_typed, row.typed_mg) == (recheck, False, None)
    assert (row.exceeded, row.findings, row.state) == (True, ["short"], "open")


def test_a_volunteers_reading_is_judged_as_a_shoppers(market: Cast):
    """The same purchase on the same scale: the volunteer's check holds the very judgement of the shopper's page."""
    recheck = weigh_again(985_000)
    row = a_check(market.people["chen"], MINUTES, code=RECEIPT)
    assert row.judgement == recheck.judgement
    assert (row.exceeded, row.findings, row.state) == (False, [], "clear")


def test_goods_that_were_opened_prove_nothing(market: Cast):
    """Half of it eaten on the way: the reading is kept, and nobody is suspected (T4-4.2.4.3)."""
    weigh_again(500_000, original_state=False)
    row = a_check(market.people["chen"], MINUTES, code=RECEIPT)
    assert (row.exceeded, row.findings) == (None, [])


def test_a_typed_reading_is_marked_as_such(market: Cast):
    """Typed from a check scale that is in order, it is judged, and a finding of its own, weaker, kind."""
    row = a_check(market.people["chen"], MINUTES, **at_stall(market, reading="0.900", **TYPED))
    assert (row.recheck, row.typed_mg, row.settled_typed) == (None, 900_000, True)
    assert (row.exceeded, row.findings) == (True, ["short-typed"])


@pytest.mark.parametrize(
    "why", ["no check scale named", "not verified any more", "stopped", "goods were opened", "too long after"]
)
def test_a_typed_reading_is_never_exceeded_on_its_own(market: Cast, why: str):
    """Where the check scale may not be used, or nothing says how the goods were, 900 g for a kilogram says nothing."""
    given, at = at_stall(market, reading="0.900", **TYPED), MINUTES
    state = InstrumentState.objects.filter(instrument__device_id="CS-1")
    if why == "no check scale named":
        given["check_scale"] = ""
    elif why == "not verified any more":
        state.update(valid_until="2026-11-19")
    elif why == "stopped":
        state.update(status="stopped")
    elif why == "goods were opened":
        del given["original_state"]
    else:
        given, at = {"code": RECEIPT, "reading": "0.900", "check_scale": "CS-1", "original_state": "on"}, MINUTES
        at = at.replace(day=23)
    row = a_check(market.people["chen"], at, **given)
    assert (row.typed_mg, row.exceeded, row.findings, row.state) == (900_000, None, [], "clear")


def test_a_check_scale_that_is_too_coarse_leaves_the_question_open(market: Cast):
    """A 5 g interval cannot tell whether 100 g of spices are short: no verdict, and so no finding."""
    given = at_stall(market, **TYPED) | {
        "settled": "0.100",
        "reading": "0.090",
        "goods_class": "dried-vegetable",
        "price": "60",
    }
    row = a_check(market.people["chen"], MINUTES, **given)
    assert (row.exceeded, row.findings) == (None, [])


def test_only_what_was_looked_at_is_kept(market: Cast):
    """A broken seal is a finding, a whole label none, and what nobody looked at is not there."""
    seen = {"observed-seal-whole": "no", "observed-label-valid": "yes", "observed-unit-shown": "", "observed-x": "no"}
    row = a_check(market.people["chen"], MINUTES, **at_stall(market), **seen)
    assert row.observed == {"seal-whole": False, "label-valid": True}
    assert (row.findings, row.state) == (["seal-whole"], "open")


def test_the_office_can_be_asked_to_look(market: Cast):
    """What fits no question is told in words; it reaches the list as the volunteer's wish, not as anybody's fault."""
    row = a_check(
        market.people["chen"], MINUTES, **at_stall(market), note="秤放在柜台下面", asks_office="on", reading=""
    )
    assert row.findings == ["asked"]


def test_sent_twice_it_counts_once(market: Cast):
    """A phone that never heard the answer sends the form again, with the same key."""
    given = {"key": a_key(), "observed-seal-whole": "no"} | at_stall(market)
    first, second = (enter(given, b"", by=market.people["chen"], at=MINUTES) for _ in range(2))
    assert first == second
    assert SpotCheck.objects.count() == 1
    assert AuditEntry.objects.filter(act="spot-check").count() == 1


def test_a_form_taken_up_again_for_another_stall_is_another_check(market: Cast):
    """The phone kept the form and its key; whoever fills in something else with it has looked at something else."""
    given = {"key": a_key(), "observed-seal-whole": "no"} | at_stall(market)
    for stall in (market.vegetables, market.fish):
        enter(given | {"stall": str(stall.pk)}, b"", by=market.people["chen"], at=MINUTES)
    assert SpotCheck.objects.count() == 2


def test_a_reading_that_comes_late_is_taken_in(market: Cast):
    """The check scale was offline: when its record arrives, the check gets its evidence, and its finding, by itself."""
    row = a_check(market.people["chen"], MINUTES, code=RECEIPT)
    assert (row.recheck, row.state) == (None, "clear")
    assert late_readings.take_in(MINUTES) == 0
    weigh_again(900_000)
    assert late_readings.take_in(MINUTES) == 1
    row.refresh_from_db()
    assert (row.findings, row.state) == (["short"], "open")
    assert late_readings.take_in(MINUTES) == 0


def test_nobody_checks_where_they_or_their_kin_trade(market: Cast):
    """Declared for one stall it binds there, for a market everywhere in it; the neighbour may be checked."""
    chen = market.people["chen"]
    told = {"market": market.chenguang.name, "whose": "kin"}
    interests.declare(chen.volunteer, told | {"stall": market.vegetables.number}, by=chen, at=NOON)
    for given in (at_stall(market), {"code": RECEIPT}):
        with pytest.raises(ValidationError) as refused:
            a_check(chen, MINUTES, **given, **{"observed-seal-whole": "yes"})
        assert "亲属" in str(refused.value)
    neighbour = at_stall(market) | {"stall": str(market.fish.pk), "observed-seal-whole": "yes"}
    assert a_check(chen, MINUTES, **neighbour).state == "clear"
    interests.declare(chen.volunteer, told, by=chen, at=NOON)
    with pytest.raises(ValidationError):
        a_check(chen, MINUTES, **neighbour)


def test_a_volunteer_cannot_take_off_their_own_interest(market: Cast):
    """Only the office does, and says why."""
    chen = market.people["chen"]
    made = interests.declare(chen.volunteer, {"market": market.chenguang.name, "whose": "own"}, by=chen, at=NOON)
    interests.end(made.pk, {"reason": "摊位已转让"}, by=market.people["dongping"], at=NOON)
    assert interests.standing(chen.volunteer) == []
    with pytest.raises(type(made).DoesNotExist):
        interests.end(made.pk, {"reason": "x"}, by=market.people["xidu"], at=NOON)


@pytest.mark.requirement("TZ-3.2", "QH-input")
@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("code", {"code": "nothing-known"}),
        ("code", {"code": RECEIPT.replace("TS-1", "TS-9")}),
        ("market", {"market": "0"}),
        ("stall", {"stall": "99999"}),
        ("settled", {"settled": "ein Kilo", "reading": ""}),
        ("settled", {"settled": "", "reading": "0.9"}),
        ("reading", {"reading": "-1"}),
        ("price", {"price": "1e9"}),
        ("goods_class", {"goods_class": "\0"}),
        ("check_scale", {"check_scale": "CS-3"}),
        ("state", {"settled": "", "goods_class": "", "price": "", "check_scale": "", "original_state": ""}),
        ("state", {"key": ""}),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(market: Cast, field: str, given: dict[str, str]):
    """Nonsense from a thumb in the rain is answered where it was typed, and nothing is kept."""
    whole = at_stall(market, **({"reading": "1.0"} if field in {"price", "check_scale"} else {}), **TYPED)
    with pytest.raises(ValidationError) as refused:
        a_check(market.people["chen"], MINUTES, **(whole | given))
    assert field in refused.value.message_dict
    assert not SpotCheck.objects.exists()


def test_another_county_is_not_theirs(market: Cast):
    """A receipt of 西渡县 in the hands of a volunteer of 东屏区 is refused, and a market there is not found."""
    chen = market.people["chen"]
    for given in ({"code": a_receipt("TS-3", SALE)}, {"market": str(market.hewan.pk)}):
        with pytest.raises(ValidationError):
            a_check(chen, MINUTES, **given, **{"observed-seal-whole": "no"})


@pytest.mark.parametrize("term", [("2026-11-21", "2027-01-01"), ("2025-01-01", "2026-11-19")])
def test_only_who_serves_today_may_check(market: Cast, term: tuple[str, str]):
    """Before the first and after the last day of the term a check is refused, in words."""
    market.people["chen"].volunteer.__class__.objects.update(serves_from=term[0], serves_until=term[1])
    with pytest.raises(ValidationError) as refused:
        a_check(market.people["chen"], MINUTES, **at_stall(market))
    assert "state" in refused.value.message_dict


def test_a_photograph_keeps_nothing_but_the_picture(market: Cast):
    """Where the volunteer stood, and with which phone, goes with the camera's notes."""
    shot, exif = BytesIO(), Image.Exif()
    exif[271] = "a-phone-of-somebody"
    Image.new("RGB", (64, 48), "green").save(shot, "JPEG", exif=exif)
    row = enter(
        {"key": a_key()} | at_stall(market) | {"observed-seal-whole": "no"},
        shot.getvalue(),
        by=market.people["chen"],
        at=MINUTES,
    )
    kept = photograph_path(row.photograph_sha256).read_bytes()
    assert b"a-phone-of-somebody" in shot.getvalue()
    assert b"a-phone-of-somebody" not in kept
    with pytest.raises(ValidationError) as refused:
        enter({"key": a_key()} | at_stall(market), b"GIF89a", by=market.people["chen"], at=MINUTES)
    assert "photograph" in refused.value.message_dict
    assert str(photograph_path("ab")).startswith(str(settings.PHOTOGRAPHS_DIR))


def test_a_volunteer_sees_only_the_own_checks(market: Cast):
    """Another volunteer of the same county sees nothing of them; the office sees both."""
    appointed(market, "dongping", "zhou", NOON, name="周敏（虚构）")
    mine = a_check(market.people["chen"], MINUTES, **at_stall(market), **{"observed-seal-whole": "no"})
    assert list(checks(market.people["chen"])) == [mine]
    assert list(checks(market.people["zhou"])) == []
    assert list(checks(market.people["dongping"])) == list(checks(market.people["chenguang"])) == [mine]
    assert list(checks(market.people["xidu"])) == []


def test_the_words_are_those_of_the_shopper(market: Cast):
    """What the volunteer reads of a typed reading is told by the same sentences."""
    row = a_check(market.people["chen"], MINUTES, **at_stall(market, reading="0.900", **TYPED))
    from_hand = Recheck(pairing="paired", judgement=row.judgement, original_state=True, shortfall_mg=100_000)
    from_hand.weighed_at = row.weighed_at
    assert in_words(from_hand, market.chenguang).tone == "bad"
