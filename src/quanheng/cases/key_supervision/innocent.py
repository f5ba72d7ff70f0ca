"""What may be behind such figures without anybody's fault, as far as the records can tell. Pure.

Each stands on the page with its own numbers, before a person decides.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quanheng.cases.key_supervision.figures import Figures
from quanheng.cases.key_supervision.reasons import COMPLAINTS, EXCEEDED, IDENTITY, OPENED, OVERDUE, UPHELD

BUSY, FEW_PEOPLE, CHECK_SCALE, SET_ASIDE = "busy", "few-people", "check-scale", "set-aside"
CHOSEN, CHOSEN_OF_MANY = "chosen", "chosen-of-many"
WATER, BROKE, NEW_OPERATOR, UNRECORDED, MISTAKEN, ON_THE_WAY = (
    *("water", "broke", "new-operator"),
    *("unrecorded", "mistaken", "on-the-way"),
)


@dataclass(frozen=True)
class Explanation:
    """``n`` of ``of`` where the records say how much of it there is."""

    name: str
    n: int = 0
    of: int = 0


def explanations(figures: Figures, spoken: list[str], least_weighings: int) -> list[Explanation]:
    """Those that fit the reasons that speak, with what the records say of each."""
    return [one for told in _TOLD for one in told(figures, set(spoken), least_weighings)]


def _busy(figures: Figures, spoken: set[str], _least: int) -> Iterator[Explanation]:
    if spoken & {COMPLAINTS, UPHELD}:
        yield Explanation(BUSY, figures.weighings, figures.weighings + figures.weighings_of_others)


def _few_people(figures: Figures, spoken: set[str], _least: int) -> Iterator[Explanation]:
    if COMPLAINTS in spoken and figures.complainants < figures.complaints:
        yield Explanation(FEW_PEOPLE, figures.complainants, figures.complaints)


def _unrecorded(figures: Figures, spoken: set[str], least: int) -> Iterator[Explanation]:
    if spoken & {COMPLAINTS, UPHELD} and figures.weighings < least:
        yield Explanation(UNRECORDED, figures.weighings, least)


def _rechecked(figures: Figures, spoken: set[str], _least: int) -> Iterator[Explanation]:
    if EXCEEDED not in spoken:
        return
    chosen = CHOSEN_OF_MANY if figures.weighings > figures.rechecks else CHOSEN
    yield Explanation(chosen, figures.rechecks, figures.weighings)
    if figures.unchecked:
        yield Explanation(CHECK_SCALE, figures.unchecked, figures.exceeded)
    if figures.set_aside:
        yield Explanation(SET_ASIDE, figures.set_aside)
    if figures.watery:
        yield Explanation(WATER, figures.watery, figures.exceeded)


def _broke(figures: Figures, spoken: set[str], _least: int) -> Iterator[Explanation]:
    if spoken & {EXCEEDED, UPHELD, OPENED} or (COMPLAINTS in spoken and figures.mended):
        yield Explanation(BROKE, figures.mended)


def _new_operator(figures: Figures, _spoken: set[str], _least: int) -> Iterator[Explanation]:
    if figures.operator_since is not None:
        yield Explanation(NEW_OPERATOR)


def _mistaken(_figures: Figures, spoken: set[str], _least: int) -> Iterator[Explanation]:
    if IDENTITY in spoken:
        yield Explanation(MISTAKEN)


def _on_the_way(_figures: Figures, spoken: set[str], _least: int) -> Iterator[Explanation]:
    if OVERDUE in spoken:
        yield Explanation(ON_THE_WAY)


_TOLD: tuple[Callable[[Figures, set[str], int], Iterator[Explanation]], ...] = (
    *(_busy, _few_people, _unrecorded, _rechecked),
    *(_broke, _new_operator, _mistaken, _on_the_way),
)
