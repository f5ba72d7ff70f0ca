"""The life of an instrument: whatever order its news arrive in, it adds up to one state, and no way leads around the
verification (N25-3.5, T4-4.2.5)."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quanheng.register.legal_day import legal_day
from quanheng.register.life import KINDS, Happening, state_of
from quanheng.register.models import Instrument, InstrumentEvent, InstrumentState
from quanheng.register.record import Report, happening_of, record, row_of, state_on
from quanheng.register.usage import usage
from tests.cast import Cast, assemble, noon_of

pytestmark = pytest.mark.requirement("N25-3.5")

START = datetime(2026, 1, 1, 4, tzinfo=UTC)
FACTS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "verified": st.fixed_dictionaries(
        {},
        optional={"valid_until": st.sampled_from(["2026-03-01", "2026-12-31", "2027-06-30"])},
    ),
    "production-code": st.fixed_dictionaries({"production_code": st.sampled_from(["", "P-1"])}),
    "repair": st.fixed_dictionaries({"repair_code": st.sampled_from(["", "R-1"])}),
    "moved": st.fixed_dictionaries({"area": st.sampled_from(["99/01/01/m001/", "99/01/01/m001/s002/"])}),
}


@st.composite
def a_life(draw: st.DrawFn) -> list[Happening]:
    """Events of distinct keys within two years; several may share a moment."""
    told = []
    for number in range(draw(st.integers(0, 14))):
        kind = draw(st.sampled_from(KINDS))
        at = START + timedelta(hours=draw(st.integers(0, 24 * 40)) * 12)
        told.append(Happening(at, kind, str(number), draw(FACTS.get(kind, st.just({})))))
    return told


@given(life=a_life(), seed=st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_state(life: list[Happening], seed: Any):
    """A scale off line for a week, a paper entered a month later: what counts is when it happened."""
    arrived = list(life)
    seed.shuffle(arrived)
    assert state_of(arrived) == state_of(life)


@given(life=a_life(), at=st.integers(0, 24 * 40), conforming=st.booleans(), is_price_scale=st.booleans())
@pytest.mark.requirement("T4-4.2.5")
def test_no_way_into_use_leads_around_the_verification(
    life: list[Happening], at: int, conforming: bool, is_price_scale: bool
):
    """Put into use, resumed, lent, sealed, unlocked, in any order: without a verification that holds it stays no."""
    moment = START + timedelta(hours=at * 12)
    on = legal_day(moment)
    state = state_of(life, moment)
    asked = usage(state, on, is_price_scale=is_price_scale, conforming=conforming, networked=True)
    passed = [one for one in life if one.kind == "verified" and one.at <= moment]
    if not passed:
        assert not asked.may_be_used
    if asked.may_be_used:
        assert asked.verification.valid
        assert state.status == "in-use"
        assert state.seal_intact
        assert not state.locked
        newest = max(one.at for one in life if one.kind in ("verified", "failed") and one.at <= moment)
        broken = [one for one in life if one.kind in ("seal-broken", "housing-opened", "repair", "part-replacement")]
        assert not [one for one in broken if legal_day(newest) < legal_day(one.at) <= on]


@given(life=a_life(), at=st.integers(0, 24 * 40))
def test_a_past_day_is_told_by_the_past_alone(life: list[Happening], at: int):
    """What happens later does not change what was so on a day."""
    moment = START + timedelta(hours=at * 12)
    assert state_of(life, moment) == state_of([one for one in life if one.at <= moment])


def test_scrapped_is_the_end():
    """Nothing brings a scrapped scale back."""
    life = [Happening(noon_of(date(2026, 1, 2)), "scrapped"), Happening(noon_of(date(2026, 1, 3)), "put-into-use")]
    assert state_of(life).status == "scrapped"


@pytest.mark.requirement("N25-3.5", "T4-4.2.5")
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(life=a_life(), cut=st.integers(0, 14), again=st.booleans())
def test_the_kept_state_is_what_a_fresh_fold_says(lived: Instrument, life: list, cut: int, again: bool):
    """Lists show the kept state: it is that of the events, also after late and repeated reports."""
    instrument = lived
    reports = [Report(one.kind, one.at, sha256(repr(one).encode()).hexdigest(), one.facts) for one in life]
    record(instrument, *reports[cut:], source="import")
    record(instrument, *(reports if again else reports[:cut]), source="import")
    known = InstrumentEvent.objects.filter(instrument=instrument).count()
    record(instrument, *reports, source="import")
    assert InstrumentEvent.objects.filter(instrument=instrument).count() == known
    kept = InstrumentState.objects.get(instrument=instrument)
    fresh = row_of(instrument, state_of(map(happening_of, instrument.life.all())))
    assert {field.attname for field in InstrumentState._meta.concrete_fields} == set(fresh)
    assert {name: getattr(kept, name) for name in fresh} == fresh


@pytest.fixture
def lived(db: None) -> Instrument:
    return assemble().scales["TS-1"]


def test_the_same_report_twice_is_one_event(cast: Cast):
    """Sent again by a nervous thumb or a lost receipt: the register has it once."""
    report = Report("seal-broken", noon_of(date(2026, 9, 1)), "seal-1")
    first = record(cast.scales["TS-1"], report, source="staff")
    events = InstrumentEvent.objects.count()
    assert record(cast.scales["TS-1"], report, source="staff") == first
    assert InstrumentEvent.objects.count() == events


def test_a_past_moment_is_asked_of_the_events(cast: Cast):
    """Before its verification in June 2026 the scale had no seal on record, now it has."""
    scale = cast.scales["TS-1"]
    assert not state_on(scale, noon_of(date(2026, 5, 31))).seal_intact
    assert state_on(scale, noon_of(date(2026, 6, 2))).seal_intact
