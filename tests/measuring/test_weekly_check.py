"""The weekly check of a check scale by its market: entered once, judged at once, and a failure stops the scale."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from quanheng.law.verification import valid_until
from quanheng.measuring import check_scale_watch, weekly_check
from quanheng.measuring.models import WeeklyCheck
from quanheng.people.models import AuditEntry
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Instrument, InstrumentEvent
from quanheng.register.record import Report, life_state, record
from quanheng.register.usage import usage
from tests.cast import NOON, Cast

pytestmark = pytest.mark.requirement("T4-4.2.3.4", "T4-5.2")
TODAY = legal_day(NOON)


def form(*readings: str, **changes: str) -> dict[str, str]:
    given = {f"reading_{n}": reading for n, reading in enumerate(readings, 1)}
    return {"load": "15", "weights": "M1-0001", "key": "key-of-one-form", **given, **changes}


def enter(cast: Cast, *readings: str, at=NOON, scale: str = "CS-1", **changes: str) -> WeeklyCheck:
    check_scale = Instrument.objects.get(device_id=scale)
    return weekly_check.enter(check_scale, form(*readings, **changes), by=cast.people["chenguang"], at=at)


def faults(cast: Cast, *readings: str, **changes: str) -> set[str]:
    with pytest.raises(ValidationError) as wrong:
        enter(cast, *readings, **changes)
    return set(wrong.value.message_dict)


def may_be_used(device_id: str) -> bool:
    scale = Instrument.objects.select_related("state").get(device_id=device_id)
    state = life_state(scale.state)
    return usage(state, TODAY, is_price_scale=False, conforming=False, networked=True).may_be_used


def test_a_good_check_leaves_the_scale_in_use(cast: Cast):
    """At 15 kg the scale may be off by 15 g; readings on that limit pass, and the person is on record."""
    check = enter(cast, "15.015", "15.000", "15.010")
    assert check.passed
    assert check.judgement["mpe_ug"] == 15_000_000
    assert may_be_used("CS-1")
    assert AuditEntry.objects.get(act="weekly-check").user == cast.people["chenguang"]


def test_one_gram_too_much_stops_the_scale(cast: Cast):
    """16 g off is beyond the limit: the scale leaves use at once, with the reason and the clause on record."""
    check = enter(cast, "15.016", "15.010", "15.010")
    assert not check.passed
    assert "4.2.3.4" in check.judgement["clauses"][0]
    event = InstrumentEvent.objects.get(kind="check-failed")
    assert event.facts == {"check": check.pk, "reasons": ["error-over-mpe"]}
    assert not may_be_used("CS-1")


def test_only_a_verification_brings_it_back(cast: Cast):
    """Neither a later good check nor a word of resumption lets a failed check scale be used: a verification does."""
    enter(cast, "14.9", "14.9", "14.9", at=NOON - timedelta(days=1))
    enter(cast, "15", "15", "15", key="the-form-of-today")
    assert not may_be_used("CS-1")
    scale = cast.scales["CS-1"]
    record(scale, Report("resumed", NOON, "by-a-person"), source="staff")
    assert not may_be_used("CS-1")
    certificate = {"certificate_number": "C-2", "valid_until": valid_until(TODAY).isoformat()}
    record(scale, Report("verified", NOON + timedelta(hours=1), "again", certificate), source="staff")
    assert may_be_used("CS-1")


def test_a_form_sent_twice_is_one_check(cast: Cast):
    """A phone with a bad network sends the form again; the market has made one check."""
    assert enter(cast, "15", "15", "15") == enter(cast, "15", "15", "15")
    assert WeeklyCheck.objects.count() == 1


@pytest.mark.requirement("QH-input")
def test_each_field_is_answered(cast: Cast):
    """What cannot be read as kilograms, light weights, a missing certificate number: each is told at its field."""
    assert faults(cast, "15", "fifteen", "", weights="") == {"reading_2", "reading_3", "weights"}
    assert faults(cast, "15", "15", "15", load="11.999") == {"load"}
    assert faults(cast, "15", "15", "15", load="18.001") == {"load"}
    assert faults(cast, "15", "15", "15", key="") == {"key"}
    enter(cast, "15", "15", "15", scale="CS-3")
    assert faults(cast, "15", "15", "15") == {"key"}
    Instrument.objects.filter(device_id="CS-2").update(intervals="")
    assert faults(cast, "15", "15", "15", scale="CS-2") == {"load"}


def test_a_scrapped_scale_is_not_checked(cast: Cast):
    """What has left use for good is not tried any more."""
    record(cast.scales["CS-1"], Report("scrapped", NOON, "gone"), source="staff")
    assert faults(cast, "15", "15", "15") == {"load"}


def missing(cast: Cast, person: str, on: date) -> list[str]:
    rows = check_scale_watch.check_scales(cast.people[person], check_scale_watch.MISSING, on)
    return [row.device_id for row in rows]


def test_a_check_counts_for_seven_days(cast: Cast):
    """Checked on Friday, due by the next Friday, missing on the Saturday after; stopped scales are not missing."""
    enter(cast, "15", "15", "15")
    assert missing(cast, "dongping", TODAY) == ["CS-2"]
    assert missing(cast, "dongping", TODAY + timedelta(days=7)) == ["CS-2"]
    assert missing(cast, "dongping", TODAY + timedelta(days=8)) == ["CS-1", "CS-2"]
    enter(cast, "14", "14", "14", key="the-form-of-a-bad-day")
    assert missing(cast, "dongping", TODAY + timedelta(days=8)) == ["CS-2"]


@pytest.mark.requirement("QH-scope")
def test_a_county_counts_its_own(cast: Cast):
    """The city sees both counties with what they miss; a county sees itself."""
    enter(cast, "15", "15", "15")
    told = [
        (row.region.area, row.in_use, row.missing) for row in check_scale_watch.by_county(cast.people["city"], TODAY)
    ]
    assert sorted(told) == [("99/01/01/", 2, 1), ("99/01/02/", 1, 1)]
    (own,) = check_scale_watch.by_county(cast.people["xidu"], TODAY)
    assert own.region.area == "99/01/02/"
