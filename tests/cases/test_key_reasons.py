"""Which figures speak for key supervision: of each reason a hit, a near miss, a clean case; and what speaks against."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from quanheng.cases.key_supervision import innocent, reasons, words
from quanheng.cases.key_supervision.figures import Figures, Month, read
from quanheng.cases.key_supervision.thresholds import thresholds

pytestmark = pytest.mark.requirement("TZ-3.1")

# A market where one weighing in five thousand is complained of, and one re-weighing in ninety exceeds the limit.
MARKET = Figures(
    since=date(2026, 5, 25),
    until=date(2026, 11, 21),
    weighings=8_000,
    weighings_of_others=200_000,
    complainants_of_others=40,
    upheld_of_others=10,
    rechecks=41,
    rechecks_of_others=1_000,
    exceeded_of_others=11,
    complaints_ended=4,
    identity_checks=2,
    in_use=2,
)
SUSPECT = {
    "complaints": {"complaints": 12, "complainants": 11},
    "upheld": {"complaints": 6, "complainants": 6, "upheld": 6},
    "exceeded": {"exceeded": 9},
    "cards": {"cards": 2},
    "identity": {"referred": 1},
    "overdue": {"overdue": 1},
    "opened": {"opened": 2},
}
NEAR = {
    # Thrice as often as elsewhere, and that happens once in thirty such stalls.
    "complaints": {"complaints": 5, "complainants": 5},
    "upheld": {"upheld": 2, "complaints": 3, "complainants": 3},
    # 7.3 % against 1.1 %: three are enough to be told, not enough to be no chance.
    "exceeded": {"exceeded": 3},
    "cards": {"cards": 1},
    "opened": {"opened": 1},
}


def spoken(figures: Figures) -> list[str]:
    return reasons.speaking(reasons.reasons(figures, thresholds()))


@pytest.mark.parametrize("name", reasons.NAMES)
def test_each_reason_speaks(name: str):
    """What is far from the others, or was decided by people, is a reason; and no other one comes with it unasked."""
    assert name in spoken(replace(MARKET, **SUSPECT[name]))
    assert set(spoken(replace(MARKET, **SUSPECT[name]))) <= {name, "complaints"}


@pytest.mark.parametrize("name", NEAR)
def test_a_near_miss_is_no_reason(name: str):
    """A little more than others, or once, is told on the page as what it is and proposes nobody."""
    found = {one.name: one for one in reasons.reasons(replace(MARKET, **NEAR[name]), thresholds())}
    assert found[name].verdict in ("as-others", "too-few")
    assert spoken(replace(MARKET, **NEAR[name])) == []


def test_an_honest_stall_is_clean():
    """Complaints as often as elsewhere, re-weighings in order, instruments in order: nothing."""
    assert spoken(replace(MARKET, complaints=2, complainants=2)) == []
    assert {one.verdict for one in reasons.reasons(MARKET, thresholds())} == {"none"}


def test_a_busy_stall_may_have_more_complaints():
    """Ten times the customers, ten times the complaints: eleven are many for a small stall and none for a large one."""
    many = replace(MARKET, **SUSPECT["complaints"])
    assert spoken(many) == ["complaints"]
    assert spoken(replace(many, weighings=80_000)) == []


def test_one_angry_shopper_is_one():
    """Twelve complaints of one person are one complainant, and too few to say."""
    assert spoken(replace(MARKET, complaints=12, complainants=1)) == []


def test_where_all_are_short_nobody_stands_out():
    """In a market whose check scale is off, everybody exceeds: nine of forty-one are as many as elsewhere."""
    assert spoken(replace(MARKET, exceeded=9, exceeded_of_others=200)) == []


def test_few_others_say_nothing():
    """With nothing to compare with, nine of forty-one are told and propose nobody."""
    found = {one.name: one for one in reasons.reasons(replace(MARKET, exceeded=9, rechecks_of_others=20), thresholds())}
    assert found["exceeded"].verdict == "too-few"


def test_a_scale_that_sends_nothing_is_not_held_against_its_stall():
    """Four people complained of a stall without a networked scale: it is compared as if it had sold a little."""
    silent = replace(MARKET, weighings=0, complaints=4, complainants=4)
    (told,) = [one for one in reasons.reasons(silent, thresholds()) if one.name == "complaints"]
    assert told.own.of == settings.KEY_SUPERVISION["least_weighings"] == 500


@given(
    counts=st.fixed_dictionaries({name: st.integers(0, 60) for name in ("complainants", "upheld", "exceeded")}),
    sold=st.integers(0, 20_000),
    rechecked=st.integers(60, 200),
    more=st.integers(1, 50_000),
)
def test_innocent_weighings_never_make_a_stall_more_suspicious(counts, sold, rechecked, more):
    """Whoever sells more, or is re-weighed more and found right, has no reason the more against them."""
    stall = replace(MARKET, **counts, complaints=60, weighings=sold, rechecks=rechecked)
    before = set(spoken(stall))
    assert set(spoken(replace(stall, weighings=sold + more))) <= before
    assert set(spoken(replace(stall, rechecks=rechecked + more % 500))) <= before


def explained(figures: Figures) -> dict[str, innocent.Explanation]:
    told = innocent.explanations(figures, spoken(figures), 500)
    return {one.name: one for one in told}


def test_innocent_explanations_stand_beside_the_figures():
    """Each that fits, with what the records say of it."""
    short = replace(MARKET, exceeded=9, unchecked=4, watery=7, set_aside=2, operator_since=date(2026, 7, 1))
    told = explained(short)
    assert set(told) == {"chosen-of-many", "check-scale", "set-aside", "water", "broke", "new-operator"}
    assert (told["check-scale"].n, told["check-scale"].of) == (4, 9)
    many = explained(replace(MARKET, complaints=30, complainants=11))
    assert set(many) == {"busy", "few-people"}
    assert (many["few-people"].n, many["few-people"].of) == (11, 30)
    assert set(explained(replace(MARKET, referred=1, overdue=1, opened=2))) == {"mistaken", "on-the-way", "broke"}


def test_every_word_is_said():
    """Every reason, verdict and explanation has a sentence, and every count says what it is out of."""
    stall = replace(MARKET, **{key: value for one in SUSPECT.values() for key, value in one.items()}, mended=1)
    stall = replace(
        stall, weighings=400, complaints=40, unchecked=1, watery=1, set_aside=1, operator_since=MARKET.since
    )
    lines = words.lines(stall, thresholds())
    assert [one.name for one in lines] == list(reasons.NAMES)
    assert "9" in lines[2].own
    assert "41" in lines[2].own
    assert (lines[2].rate, lines[2].rate_of_others) == ("22.0 %", "1.1 %")
    assert len(words.explained(stall, spoken(stall), thresholds())) == 11
    assert words.lines(replace(stall, weighings=7), thresholds())[0].own.startswith("6 人投诉，称重 7 次")
    assert "41" in words.explained(replace(stall, weighings=7), ["exceeded"], thresholds())[0]
    assert all(words.explained(stall, spoken(stall), thresholds()))


def test_kept_figures_are_read_back():
    """What stood when somebody decided is what the page shows in years, also where more is counted by then."""
    stall = replace(
        MARKET,
        operator_since=date(2026, 7, 1),
        newest={"cards": datetime(2026, 11, 1, tzinfo=UTC)},
        months=(Month("2026-10", 900, 2, 5, 1),),
    )
    assert read(stall.as_dict()) == stall
    assert read(stall.as_dict() | {"counted-later": 3}) == stall
