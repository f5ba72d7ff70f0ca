"""Whether one of many has more of something than the others have: exact tests, which need no large numbers.

Floats rank and never judge. What comes out is a reason for a person to look, and nothing is concluded from it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import exp, fsum, inf, lgamma, log
from typing import Literal

Verdict = Literal["none", "too-few", "as-others", "more"]


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` out of ``of``: re-weighings that exceeded a limit out of those judged, or complaints and sales.

    Raises `ValueError` for a number below zero.
    """

    hits: int
    of: int

    def __post_init__(self) -> None:
        if self.hits < 0 or self.of < 0:
            raise ValueError(f"a share of {self.hits} out of {self.of}")

    @property
    def rate(self) -> float:
        """Hits per one of ``of``, without unit; infinite for hits out of nothing, and 0 for nothing out of nothing."""
        if not self.of:
            return inf if self.hits else 0.0
        return self.hits / self.of

    def without(self, part: "Share") -> "Share":
        """The share of all the others. A part that is larger than the whole leaves nothing, as counts of a whole and
        of a part may come from two moments.
        """
        return Share(max(0, self.hits - part.hits), max(0, self.of - part.of))


def tail_of_trials(own: Share, others: Share) -> float:
    """How likely so many of all hits, or more, fall on this one by chance, where each of ``of`` either hits or not.

    The upper tail of the hypergeometric distribution: Fisher's exact test, one-sided. Between 0 and 1; a hit more makes
    it smaller, and a trial more without a hit makes it larger. Raises `ValueError` for more hits than trials.

    Source: R. A. Fisher, Statistical Methods for Research Workers, 5th edition, 1934, section 21.02.
    """
    if own.hits > own.of or others.hits > others.of:
        raise ValueError("more hits than trials")
    hits, trials = own.hits + others.hits, own.of + others.of
    whole = _log_choose(trials, hits)
    most = min(hits, own.of)
    return _summed(
        _log_choose(own.of, k) + _log_choose(others.of, hits - k) - whole
        for k in range(max(own.hits, hits - others.of), most + 1)
    )


def tail_of_events(own: Share, others: Share) -> float:
    """How likely so many of all events, or more, fall on this one by chance, where ``of`` is how much was done.

    For events that may be more than what they are counted against, such as complaints and sales: of all events, this
    one's are binomial with its share of all that was done. Between 0 and 1, and 1 where it has none; an event more
    makes it smaller, more done without an event makes it larger.

    Source: J. Przyborowski and H. Wilenski, Biometrika 31 (1940), 313-323 (conditional test of two Poisson rates).
    """
    events, done = own.hits + others.hits, own.of + others.of
    if not own.hits or not others.of:
        return 1.0
    if not own.of:
        return 0.0
    log_in, log_out = log(own.of / done), log(others.of / done)
    return _summed(_log_choose(events, k) + k * log_in + (events - k) * log_out for k in range(own.hits, events + 1))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _summed(logs: Iterable[float]) -> float:
    return min(1.0, fsum(exp(one) for one in logs))


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on one has more than the others, and not by chance: all of them have to be passed.

    ``least_hits``: fewer are too few to say. ``least_of_others``: nothing is compared with fewer. ``times``: how many
    times the rate of the others. ``chance``: how unlikely it has to be by chance.
    """

    least_hits: int
    least_of_others: int
    times: float
    chance: float


@dataclass(frozen=True, slots=True)
class Compared:
    """One's share beside that of the others, and what comes out."""

    own: Share
    others: Share
    tail: float
    verdict: Verdict


def compare(
    own: Share, others: Share, limits: Limits, tail: Callable[[Share, Share], float] = tail_of_trials
) -> Compared:
    """``none``: no hits. ``too-few``: hits or others. ``as-others``: may be chance. ``more``: it is not.

    A trial more without a hit never makes it ``more``: only hits and the others are asked to be many.
    """
    if not own.hits:
        return Compared(own, others, 1.0, "none")
    if own.hits < limits.least_hits or others.of < limits.least_of_others:
        return Compared(own, others, 1.0, "too-few")
    chance = tail(own, others)
    is_more = chance <= limits.chance and own.rate >= limits.times * others.rate
    return Compared(own, others, chance, "more" if is_more else "as-others")
