"""How long a verification holds and what voids it; three codes and a seal."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.law.errors import OutsideTable
from quanheng.law.verification import (
    Certificate,
    Codes,
    LifeEvent,
    events,
    interval,
    may_be_verified,
    valid_until,
    validity,
)

pytestmark = pytest.mark.requirement("T4-4.2.5")
JUNE = Certificate(date(2026, 6, 1), date(2027, 5, 31))
KINDS = ("scale", "fuel-dispenser")
WHOLE = Codes(production=True, repair=True, verification=True)


@pytest.mark.parametrize(
    ("verified_on", "day_before", "same_day"),
    [
        (date(2026, 6, 1), date(2027, 5, 31), date(2027, 6, 1)),
        (date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)),
        (date(2024, 2, 29), date(2025, 2, 28), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 27), date(2024, 2, 28)),
        (date(2023, 3, 1), date(2024, 2, 29), date(2024, 3, 1)),
        (date(2026, 3, 31), date(2027, 3, 30), date(2027, 3, 31)),
    ],
)
def test_a_verification_holds_for_a_year(verified_on, day_before, same_day):
    """Every year (4.2.5.1): certificates print the day before the anniversary; a month without the day ends earlier."""
    assert valid_until(verified_on) == day_before
    assert valid_until(verified_on, "same-day") == same_day


@pytest.mark.parametrize(
    ("on", "reasons"),
    [
        (date(2026, 5, 31), ("not-verified",)),
        (date(2026, 6, 1), ()),
        (date(2027, 5, 31), ()),
        (date(2027, 6, 1), ("expired",)),
    ],
)
def test_both_days_of_a_certificate_count(on, reasons):
    """Valid from the day of verification to the printed day."""
    assert validity(JUNE, on).reasons == reasons


def test_without_a_printed_day_the_interval_decides():
    """The printed day rules where there is one, even a shorter one."""
    assert validity(Certificate(date(2026, 6, 1)), date(2027, 5, 31)).valid
    assert not validity(Certificate(date(2026, 6, 1)), date(2027, 6, 1)).valid
    assert validity(Certificate(date(2026, 6, 1)), date(2027, 6, 1), last_day="same-day").valid
    assert not validity(Certificate(date(2026, 6, 1), date(2026, 11, 30)), date(2026, 12, 1)).valid


def test_a_scale_that_failed_or_was_never_verified_is_not_valid():
    """Failed and unverified instruments are not used (4.2.5.2)."""
    assert validity(Certificate(date(2026, 6, 1), passed=False), date(2026, 6, 2)).reasons == ("failed",)
    assert validity(None, date(2026, 6, 2)).reasons == ("not-verified",)


@pytest.mark.parametrize("kind", ["repair", "part-replacement", "seal-broken", "housing-opened", "check-failed"])
def test_what_happens_to_a_scale_voids_its_verification(kind):
    """A repair or replacement asks for a new verification; one before it, or after the day asked about, does not."""
    for on, valid in [(date(2026, 6, 1), True), (date(2026, 6, 2), False), (date(2026, 8, 1), False)]:
        assert validity(JUNE, date(2026, 8, 1), since=[LifeEvent(kind, on)]).valid is valid
    late = validity(JUNE, date(2026, 8, 1), since=[LifeEvent(kind, date(2026, 8, 2))])
    assert late.valid
    voided = validity(JUNE, date(2026, 9, 1), since=[LifeEvent(kind, date(2026, 8, 2))])
    assert (voided.voided_on, voided.reasons) == (date(2026, 8, 2), (f"voided-by-{kind}",))


@pytest.mark.parametrize("kind", ["unlocked", "moved"])
def test_other_events_leave_it_alone(kind):
    """An authorised unlocking or another stall does not by itself end a verification."""
    assert validity(JUNE, date(2026, 9, 1), since=[LifeEvent(kind, date(2026, 8, 2))]).valid


@pytest.mark.requirement("N25-3.3")
@pytest.mark.parametrize(
    ("codes", "reasons"),
    [
        (None, ()),  # a scale of the old kind
        (WHOLE, ()),
        (Codes(production=False, repair=True, verification=True), ("production-code",)),
        (Codes(production=True, repair=False, verification=True), ("repair-code",)),
        (Codes(production=True, repair=True, verification=False), ("verification-code",)),
    ],
)
def test_a_scale_of_the_new_kind_bears_three_codes_and_a_seal(codes, reasons):
    """三码一封: each code that is missing ends the validity, and so does the seal, of either kind."""
    assert validity(JUNE, date(2026, 9, 1), codes=codes).reasons == reasons
    broken = validity(JUNE, date(2026, 9, 1), codes=codes, seal_intact=False)
    assert broken.reasons == ("seal-broken", *reasons)
    assert len(broken.clauses) == (2 if codes is None else 3)


@pytest.mark.requirement("N25-3.3", "N25-3.4")
def test_codes_seal_and_identity_come_before_the_verification():
    """The verifier looks at all of them first; at the first verification there is no verification code yet."""
    new = Codes(production=True, repair=True, verification=False)
    assert may_be_verified(new, seal_intact=True, identity_matches=True, first=True).ready
    again = may_be_verified(new, seal_intact=True, identity_matches=True, first=False)
    assert again.missing == ("verification-code",)
    bad = may_be_verified(WHOLE, seal_intact=False, identity_matches=False, first=False)
    assert bad.missing == ("seal-broken", "identity-mismatch")
    assert "不予检定" in bad.explain("zh")
    assert "JJG 1204" in bad.clauses[1].cite("en")
    assert may_be_verified(WHOLE, seal_intact=True, identity_matches=True, first=False).explain("en")


def test_the_answer_can_be_read():
    """Why a verification does not hold is said in words and in stable codes."""
    repaired = validity(JUNE, date(2027, 9, 1), since=[LifeEvent("repair", date(2026, 8, 2))])
    told = repaired.as_dict("en")
    assert (told["valid"], told["valid_until"], told["voided_on"]) == (False, "2027-05-31", "2026-08-02")
    assert repaired.explain("en").endswith("has run out; repair since the verification.")
    assert "超过检定有效期" in repaired.explain("zh")
    assert "2027-05-31" in validity(JUNE, date(2027, 5, 1)).explain("zh")


@pytest.mark.requirement("QH-input")
def test_unknown_events_and_readings_are_refused():
    """An event of no known kind would silently leave a verification alone."""
    with pytest.raises(ValueError, match="kind of event"):
        validity(JUNE, date(2026, 9, 1), since=[LifeEvent("rained-on", date(2026, 8, 2))])
    with pytest.raises(ValueError, match="last day"):
        valid_until(date(2026, 6, 1), "whenever")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_year_is_never_longer_than_a_year(verified_on):
    """The last day is 364 to 366 days on, and never later by printing the day before."""
    assert timedelta(364) <= valid_until(verified_on) - verified_on <= timedelta(366)
    assert valid_until(verified_on) <= valid_until(verified_on, "same-day")


DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))
HAPPENINGS = st.lists(st.builds(LifeEvent, st.sampled_from(sorted(events())), DAYS), max_size=4)


@given(DAYS, HAPPENINGS)
def test_more_events_never_restore_a_verification(on, since):
    """What is not valid without events is not valid with them."""
    assert not validity(JUNE, on, since=since).valid or validity(JUNE, on).valid


@pytest.mark.requirement("G22-2.2")
@pytest.mark.parametrize(
    ("kind", "until"),
    [
        ("fuel-dispenser", date(2026, 11, 30)),
        ("charger", date(2029, 5, 31)),
        ("electricity-meter", date(2034, 5, 31)),
        ("focimeter", date(2027, 5, 31)),
        ("scale", date(2027, 5, 31)),
    ],
)
def test_each_kind_has_a_period_of_its_own(kind, until):
    """Six months, three years, eight years, one: each counted to the day before."""
    assert valid_until(date(2026, 6, 1), kind=kind) == until
    bare = Certificate(date(2026, 6, 1))
    assert validity(bare, until, kind=kind).valid
    assert validity(bare, until + timedelta(days=1), kind=kind).reasons == ("expired",)


@pytest.mark.requirement("G22-2.2", "C21-6")
@pytest.mark.parametrize("kind", ["water-meter", "gas-meter", "taximeter", "weight-set"])
def test_without_a_period_on_file_nobody_guesses_an_end(kind):
    """A certificate that prints a last day ends on it; one that prints none cannot be said to have run out."""
    with pytest.raises(OutsideTable, match="interval-not-on-file"):
        valid_until(date(2026, 6, 1), kind=kind)
    bare = validity(Certificate(date(2026, 6, 1)), date(2040, 1, 1), kind=kind)
    assert (bare.valid, bare.valid_until) == (True, None)
    assert "不能判断是否到期" in bare.explain("zh")
    assert validity(JUNE, date(2027, 6, 1), kind=kind).reasons == ("expired",)


@pytest.mark.requirement("C21-6")
def test_electricity_meters_are_replaced_at_the_end():
    """Eight years of confidence B; a dispenser is only verified again."""
    meter = interval("electricity-meter", date(2026, 6, 1))
    assert (meter.is_replaced, meter.confidence) == (True, "B")
    assert not interval("fuel-dispenser", date(2026, 6, 1)).is_replaced


@pytest.mark.requirement("G22-2.2")
def test_a_seal_is_asked_where_a_text_asks_for_one():
    """A dispenser without its seals is not verified; of a focimeter no text on file asks for one."""
    for kind, reasons in [("fuel-dispenser", ("seal-broken",)), ("scale", ("seal-broken",)), ("focimeter", ())]:
        assert validity(JUNE, date(2026, 7, 1), seal_intact=False, kind=kind).reasons == reasons


@pytest.mark.requirement("G22-2.2")
def test_the_group_standard_is_cited_for_scales_only():
    """T/GDSM 0004 is on farm-produce markets: a dispenser rests on the Metrology Law alone."""
    cited = {kind: [one.source.id for one in validity(None, JUNE.verified_on, kind=kind).clauses] for kind in KINDS}
    assert cited == {"scale": ["metrology-law", "t-gdsm-0004-2022"], "fuel-dispenser": ["metrology-law"]}
