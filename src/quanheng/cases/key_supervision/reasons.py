"""Which figures speak for key supervision (TZ 2 (3): many complaints, suspected tampering, unlawful use). Pure."""

from dataclasses import dataclass, replace

from quanheng.cases.key_supervision.figures import Figures
from quanheng.cases.key_supervision.thresholds import Thresholds
from quanheng.inference.rates import Compared, Limits, Share, Verdict, compare, tail_of_events

# What each speaks of, in the order of the text: complaints, suspicion, use against the rules.
COMPLAINTS, UPHELD = "complaints", "upheld"
EXCEEDED, CARDS, IDENTITY = "exceeded", "cards", "identity"
OVERDUE, OPENED = "overdue", "opened"
NAMES = (COMPLAINTS, UPHELD, EXCEEDED, CARDS, IDENTITY, OVERDUE, OPENED)


@dataclass(frozen=True)
class Reason:
    """One look at the figures. ``others`` and ``tail`` where it is a comparison; elsewhere a count out of a count."""

    name: str
    own: Share
    verdict: Verdict
    others: Share | None = None
    tail: float | None = None
    # How many sales are on record, where the stall is compared as if it had made more.
    on_record: int | None = None

    @property
    def speaks(self) -> bool:
        return self.verdict == "more"


def reasons(figures: Figures, limits: Thresholds) -> list[Reason]:
    """All that were looked at, whether they speak for it or not: what was found in order is told as well."""
    return [
        _per_sale(COMPLAINTS, figures.complainants, figures.complainants_of_others, figures, limits),
        _per_sale(UPHELD, figures.upheld, figures.upheld_of_others, figures, limits),
        _per_recheck(figures, limits),
        _counted(CARDS, figures.cards, figures.complaints_ended, limits.least_cards),
        _counted(IDENTITY, figures.referred, figures.identity_checks, limits.least_referred),
        _counted(OVERDUE, figures.overdue, figures.in_use, 1),
        _counted(OPENED, figures.opened, figures.in_use, limits.least_openings),
    ]


def speaking(found: list[Reason]) -> list[str]:
    return [one.name for one in found if one.speaks]


def _per_sale(name: str, hits: int, hits_of_others: int, figures: Figures, limits: Thresholds) -> Reason:
    """Where few weighings are on record the stall may sell on a scale that sends none: it is not held against it."""
    own = Share(hits, max(figures.weighings, limits.least_weighings))
    others = Share(hits_of_others, figures.weighings_of_others)
    asked = Limits(limits.least_hits, limits.least_weighings, limits.times, limits.chance)
    found = _of_comparison(name, compare(own, others, asked, tail_of_events))
    return replace(found, on_record=figures.weighings if own.of > figures.weighings else None)


def _per_recheck(figures: Figures, limits: Thresholds) -> Reason:
    asked = Limits(limits.least_hits, limits.least_rechecks_of_others, limits.times, limits.chance)
    return _of_comparison(EXCEEDED, compare(figures.rechecked, figures.rechecked_others, asked))


def _of_comparison(name: str, found: Compared) -> Reason:
    return Reason(name, found.own, found.verdict, found.others, found.tail)


def _counted(name: str, hits: int, of: int, least: int) -> Reason:
    """What people have decided, or what is plain on record, needs no comparison."""
    if hits >= least:
        return Reason(name, Share(hits, of), "more")
    return Reason(name, Share(hits, of), "too-few" if hits else "none")
