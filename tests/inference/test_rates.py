"""Whether one has more than the others: numbers from the books, and what holds for all numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.inference.rates import Limits, Share, compare, tail_of_events, tail_of_trials

pytestmark = pytest.mark.requirement("TZ-3.1")

LIMITS = Limits(least_hits=3, least_of_others=30, times=2, chance=0.001)
TAILS = st.sampled_from([tail_of_trials, tail_of_events])


@st.composite
def shares(draw: st.DrawFn, most: int = 400) -> Share:
    of = draw(st.integers(0, most))
    return Share(draw(st.integers(0, of)), of)


@pytest.mark.parametrize(
    ("own", "others", "chance"),
    [
        # Fisher's lady tasting tea: all four cups right, three of four.
        (Share(4, 4), Share(0, 4), 1 / 70),
        (Share(3, 4), Share(1, 4), 17 / 70),
        (Share(0, 4), Share(4, 4), 1.0),
        # Two black of two drawn from an urn of three black and seven white.
        (Share(2, 2), Share(1, 8), 3 / 45),
    ],
)
def test_trials_are_fishers(own: Share, others: Share, chance: float):
    """The tail is that of the books, to the last digits."""
    assert tail_of_trials(own, others) == pytest.approx(chance, rel=1e-12)


@pytest.mark.parametrize(
    ("own", "others", "chance"),
    [
        # As much done by both: eight or more heads in ten throws.
        (Share(8, 500), Share(2, 500), 56 / 1024),
        # A tenth of what was done, and both of two events.
        (Share(2, 100), Share(0, 900), 0.01),
        (Share(0, 100), Share(5, 900), 1.0),
        (Share(3, 0), Share(5, 900), 0.0),
        (Share(3, 100), Share(5, 0), 1.0),
    ],
)
def test_events_are_binomial(own: Share, others: Share, chance: float):
    """Of all events, one's own are as many as its share of what was done lets expect."""
    assert tail_of_events(own, others) == pytest.approx(chance, rel=1e-9)


@pytest.mark.parametrize(
    ("own", "others", "verdict"),
    [
        (Share(9, 41), Share(11, 1000), "more"),
        # The rate is six times that of the others, and still it may be chance.
        (Share(3, 41), Share(11, 1000), "as-others"),
        (Share(2, 2), Share(11, 1000), "too-few"),
        (Share(9, 41), Share(1, 29), "too-few"),
        (Share(0, 41), Share(11, 1000), "none"),
        # Certainly not chance, and still less than twice as often.
        (Share(180, 1000), Share(1000, 10_000), "as-others"),
    ],
)
def test_more_than_the_others(own: Share, others: Share, verdict: str):
    """More has to be enough to say anything, not by chance, and a multiple; everything else is told as what it is."""
    assert compare(own, others, LIMITS).verdict == verdict


def test_too_many_hits_are_no_share():
    """More re-weighings exceeded than there were is a mistake of the count, and nothing is said of it."""
    with pytest.raises(ValueError, match="more hits"):
        tail_of_trials(Share(3, 2), Share(0, 9))
    with pytest.raises(ValueError, match="out of"):
        Share(-1, 2)


@given(shares(), shares(), st.integers(1, 500), TAILS)
def test_innocent_trials_never_make_anybody_more_suspicious(own: Share, others: Share, innocent: int, tail):
    """Whoever sells more without a complaint is never found to have more of them because of it."""
    after = Share(own.hits, own.of + innocent)
    assert tail(after, others) >= tail(own, others) * (1 - 1e-9)
    if compare(own, others, LIMITS, tail).verdict != "more":
        assert compare(after, others, LIMITS, tail).verdict != "more"


@given(shares(), shares(), TAILS)
def test_a_chance_is_a_probability(own: Share, others: Share, tail):
    """Between nothing and certain, whatever the counts."""
    assert 0 <= tail(own, others) <= 1


@given(shares(100), shares(100), st.integers(1, 20))
def test_faults_of_the_others_never_make_anybody_more_suspicious(own: Share, others: Share, faults: int):
    """Where everybody's scales weigh short, nobody stands out."""
    after = Share(others.hits + faults, others.of + faults)
    assert tail_of_trials(own, after) >= tail_of_trials(own, others) * (1 - 1e-9)
