"""A person stands before a scale and checks what it says it is; what is kept of it, and who decides (N25-3.4)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction

from quanheng.people.models import AuditEntry
from quanheng.register.identity import check_list
from quanheng.register.identity.advice import advice
from quanheng.register.identity.checking import check
from quanheng.register.identity.deciding import decide
from quanheng.register.identity.looking_up import instrument_of, named
from quanheng.register.models import IdentityCheck, Instrument
from quanheng.register.record import Report, record
from tests.cast import GTIN, NOON, RESOLVER, Cast
from tests.verifying import as_on_record, compared, of_the_new_kind

pytestmark = pytest.mark.requirement("N25-3.4")


def test_a_scale_as_on_record_matches(cast: Cast):
    """Plate, three codes, seal and place: all is as the register has it, and who looked is kept."""
    made = compared(of_the_new_kind(cast.scales["TS-1"]), cast.people["verifier"], NOON)
    assert (made.outcome, made.instrument.device_id, made.area) == ("match", "TS-1", cast.vegetables.area)
    assert {one["verdict"] for one in made.compared} == {"same"}
    assert made.maker_answer["state"] == "not-asked"
    entry = AuditEntry.objects.get(act="identity-check")
    assert (entry.user, entry.after["outcome"], entry.area) == (cast.people["verifier"], "match", made.area)


@pytest.mark.parametrize("name", ["maker", "model", "serial", "production_code", "repair_code", "seal_number"])
def test_another_mark_is_a_mismatch(cast: Cast, name):
    """The field is named with what was expected and found, and with what may innocently be behind it."""
    made = compared(of_the_new_kind(cast.scales["TS-1"]), cast.people["dongping"], NOON, **{name: "X-9"})
    assert made.outcome == "mismatch"
    (against,) = [one for one in made.compared if one["verdict"] == "differs"]
    assert (against["name"], against["found"]) == (name, "X-9")
    assert against["expected"] != ""
    assert advice(made).innocent


def test_another_stall_of_the_market_is_said_and_accuses_nobody(cast: Cast):
    """Neighbours swap scales: the stall is noted, the identity is the same."""
    made = compared(cast.scales["TS-1"], cast.people["dongping"], NOON, stall=cast.fish.number)
    assert made.outcome == "match"
    assert [one["verdict"] for one in made.compared if one["name"] == "stall"] == ["elsewhere"]


def test_one_sighting_elsewhere_is_a_question(cast: Cast):
    """Found in another market: moved without an entry, or a copy? Software does not say which."""
    made = compared(cast.scales["TS-1"], cast.people["city"], NOON, place=cast.hewan.name, stall="")
    assert (made.outcome, made.area) == ("elsewhere", cast.hewan.area)
    with pytest.raises(ValidationError):
        decide(made.pk, "referred", reason="…", by=cast.people["city"], at=NOON)


def test_two_people_at_two_places_at_once_see_two_scales(cast: Cast):
    """Ten minutes apart: the second check is a clone and names the first."""
    first = compared(cast.scales["TS-1"], cast.people["dongping"], NOON)
    second = compared(
        cast.scales["TS-1"], cast.people["xidu"], NOON + timedelta(minutes=10), place=cast.hewan.name, stall=""
    )
    assert (first.outcome, second.outcome) == ("match", "clone")
    assert [one["number"] for one in second.proofs] == [first.pk]


def test_who_chose_the_wrong_place_corrects_it(cast: Cast):
    """The same person, a minute later, at the right place: a slip and not two scales."""
    compared(cast.scales["TS-1"], cast.people["city"], NOON, place=cast.hewan.name, stall="")
    assert compared(cast.scales["TS-1"], cast.people["city"], NOON + timedelta(minutes=1)).outcome == "match"


def test_a_move_on_record_between_two_places_is_no_copy(cast: Cast):
    """Carried over and entered: the second market is where it belongs now."""
    scale = cast.scales["TS-1"]
    compared(scale, cast.people["dongping"], NOON)
    moved = Report("moved", NOON + timedelta(minutes=5), "over", {"area": cast.hewan.area})
    record(scale, moved, source="staff")
    Instrument.objects.filter(pk=scale.pk).update(place=cast.hewan, stall=None, area=cast.hewan.area)
    assert compared(scale, cast.people["xidu"], NOON + timedelta(minutes=10)).outcome == "match"


@pytest.mark.parametrize(("off", "outcome"), [("on", "clone"), ("", "elsewhere")])
def test_a_scale_that_is_off_cannot_be_heard(cast: Cast, off, outcome):
    """The one before us is switched off, and the register hears the scale of this identity: there are two."""
    given = as_on_record(cast.scales["TS-1"], place=cast.hewan.name, stall="", off=off)
    made = check(given, by=cast.people["xidu"], at=NOON, heard_at=NOON - timedelta(seconds=20))
    assert made.outcome == outcome


def test_an_unknown_scale_is_kept_as_it_was_found(cast: Cast):
    """A code that nobody entered: the plate is kept, for whoever looks into it."""
    given = as_on_record(cast.scales["TS-1"], code=f"{RESOLVER}/01/{GTIN}/21/NOBODY", serial="NOBODY")
    made = check(given, by=cast.people["dongping"], at=NOON)
    assert (made.outcome, made.instrument, made.found["serial"]) == ("unknown", None, "NOBODY")


def test_a_scale_without_a_label_is_known_by_its_plate(cast: Cast):
    """The label is gone; maker, model and serial number are on the plate."""
    made = compared(cast.scales["TS-1"], cast.people["dongping"], NOON, code="")
    assert (made.outcome, made.instrument.device_id) == ("match", "TS-1")


def test_a_scrapped_scale_that_still_stands_there(cast: Cast):
    """It was struck off, and somebody sells with it."""
    record(cast.scales["TS-1"], Report("scrapped", NOON - timedelta(days=1), "end"), source="staff")
    assert compared(cast.scales["TS-1"], cast.people["dongping"], NOON).outcome == "mismatch"


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"place": ""}, {"place"}),
        ({"place": "没有这个市场"}, {"place"}),
        ({"stall": "Z99"}, {"stall"}),
        ({"seal": "perhaps"}, {"seal"}),
        ({"code": "", "serial": ""}, {"code"}),
        ({"code": "x" * 601, "maker": "y" * 121}, {"code", "maker"}),
        ({"key": ""}, {"state"}),
    ],
)
def test_each_field_at_fault_is_named(cast: Cast, changes, fields):
    """And nothing is kept."""
    with pytest.raises(ValidationError) as refused:
        compared(cast.scales["TS-1"], cast.people["dongping"], NOON, **changes)
    assert set(refused.value.message_dict) == fields
    assert not IdentityCheck.objects.exists()


@pytest.mark.requirement("QH-scope")
def test_nobody_says_what_was_found_in_another_area(cast: Cast):
    """A county's people enter what they found at home only."""
    with pytest.raises(ValidationError):
        compared(cast.scales["TS-1"], cast.people["xidu"], NOON)


def test_the_same_form_twice_is_one_check(cast: Cast):
    """A nervous thumb changes nothing."""
    given = as_on_record(cast.scales["TS-1"])
    made = check(given, by=cast.people["dongping"], at=NOON)
    assert check(given, by=cast.people["dongping"], at=NOON + timedelta(seconds=2)).pk == made.pk
    assert IdentityCheck.objects.count() == 1


def test_a_person_decides_and_every_word_is_kept(cast: Cast):
    """Dismissed with a reason, then referred after all: both stand there, and the audit trail has them."""
    made = compared(cast.scales["TS-1"], cast.people["dongping"], NOON, serial="TS-8")
    by = cast.people["dongping"]
    with pytest.raises(ValidationError) as refused:
        decide(made.pk, "dismissed", reason=" ", by=by, at=NOON)
    assert set(refused.value.message_dict) == {"reason"}
    decide(made.pk, "dismissed", reason="铭牌为 TS-1，录入有误。", by=by, at=NOON)
    with pytest.raises(ValidationError):
        decide(made.pk, "dismissed", reason="再次", by=by, at=NOON)
    decide(made.pk, "referred", reason="移交稽查。", by=by, at=NOON)
    assert [one.kind for one in check_list.one(by, made.pk).decisions.all()] == ["referred", "dismissed"]
    told = AuditEntry.objects.filter(act__startswith="identity-").order_by("id").values_list("act", "reason")
    assert list(told)[1:] == [("identity-dismissed", "铭牌为 TS-1，录入有误。"), ("identity-referred", "移交稽查。")]
    with pytest.raises(KeyError):
        decide(made.pk, "punished", reason="…", by=by, at=NOON)


@pytest.mark.requirement("QH-scope")
def test_strangers_find_no_check_and_decide_none(cast: Cast):
    """The county next door neither lists nor opens nor decides it; the city does."""
    made = compared(cast.scales["TS-1"], cast.people["dongping"], NOON, serial="TS-8")
    assert list(check_list.checks(cast.people["xidu"])) == []
    with pytest.raises(IdentityCheck.DoesNotExist):
        check_list.one(cast.people["xidu"], made.pk)
    with pytest.raises(IdentityCheck.DoesNotExist):
        decide(made.pk, "dismissed", reason="…", by=cast.people["xidu"], at=NOON)
    assert [one.pk for one in check_list.checks(cast.people["city"], "open")] == [made.pk]


@pytest.mark.requirement("QH-scope")
def test_who_registered_a_scale_learns_where_it_was_seen(cast: Cast):
    """It stands in their county's register: they may open the check, and not decide about it."""
    made = compared(cast.scales["TS-1"], cast.people["xidu"], NOON, place=cast.hewan.name, stall="", model="QH-30")
    assert check_list.one(cast.people["dongping"], made.pk).outcome == "mismatch"
    with pytest.raises(IdentityCheck.DoesNotExist):
        decide(made.pk, "dismissed", reason="…", by=cast.people["dongping"], at=NOON)


def test_checks_and_decisions_are_appended(cast: Cast):
    """The database refuses to change either."""
    made = compared(cast.scales["TS-1"], cast.people["dongping"], NOON, serial="TS-8")
    decision = decide(made.pk, "referred", reason="移交。", by=cast.people["dongping"], at=NOON)
    for change in (
        lambda: IdentityCheck.objects.filter(pk=made.pk).update(outcome="match"),
        lambda: type(decision).objects.filter(pk=decision.pk).update(reason="…"),
        decision.delete,
    ):
        with pytest.raises(Error), transaction.atomic():
            change()


def test_a_code_is_read_however_it_was_written(cast: Cast):
    """A link, its path, an element string, our own number, a serial number; never another county's number."""
    link = f"/01/{GTIN}/21/TS-1"
    for text in (RESOLVER + link, link, link[1:], f"(01){GTIN}(21)TS-1", "TS-1", f"{RESOLVER}{link}?n=1&m=2"):
        found = instrument_of(text, cast.people["dongping"])
        assert found is not None, text
        assert found.device_id == "TS-1"
    assert instrument_of("TS-3", cast.people["dongping"]) is None
    assert instrument_of(f"/01/{GTIN}/21/TS-3", cast.people["dongping"]) is not None
    assert not named("没有的码").is_code
    assert instrument_of("", cast.people["dongping"]) is None
