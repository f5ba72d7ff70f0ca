"""What an instrument that is no scale showed against a reference, and whether each reading and the whole pass.

Errors are exact: a relative one counts in millionths of the reference and is rounded away from zero, so that the
number that is told stays within a limit of whole millionths exactly when the error itself does. Above zero an
instrument shows more than there was, and the customer gets less. Requirements G22-2.2, C21-4, C21-5, C21-6.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from quanheng.law.sources import Clause
from quanheng.law.test_programme import explain_reasons
from quanheng.law.wording import in_language

Unit = Literal["ul", "mwh", "ms", "ug", "mdpt", "mm"]
UNITS: Final[Mapping[str, tuple[str, int]]] = {
    "ul": ("L", 6),
    "mwh": ("kWh", 6),
    "ms": ("s", 3),
    "ug": ("g", 6),
    "mdpt": ("D", 3),
    "mm": ("m", 3),
}
"""Of each unit that is kept: the one people read, and how many decimals lie between them."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The largest error that is permitted, either way: millionths of the reference, or an amount of the trial's unit.

    `clause` is where the law has it on file; `source` is what a verifier wrote where it has not.
    """

    amount: int
    is_relative: bool
    clause: Clause | None = None
    source: str = ""

    def cite(self, lang: str) -> str:
        """Where the limit is written."""
        return self.clause.cite(lang) if self.clause else self.source


@dataclass(frozen=True, slots=True)
class Trial:
    """One reading to take. `reference` is None where the verifier enters it; `limit` is None where none is on file.

    Readings of one `group` are repetitions of each other. `ordinal` counts from 1 within the trial.
    """

    trial: str
    ordinal: int
    unit: Unit
    zh: str
    en: str
    limit: Limit | None
    reference: int | None = None
    group: str = ""
    is_relative: bool = True

    def name(self, lang: str) -> str:
        """What the trial is called."""
        return in_language(lang, self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Programme:
    """The trials in the order of work; `spread_millionths` is how far repetitions may lie apart, None for no rule."""

    trials: tuple[Trial, ...]
    clauses: tuple[Clause, ...] = ()
    spread_millionths: int | None = None

    def find(self, trial: str, ordinal: int) -> Trial:
        """Raises `KeyError` for a trial that is not of the programme."""
        return {(one.trial, one.ordinal): one for one in self.trials}[trial, ordinal]


@dataclass(frozen=True, slots=True)
class Taken:
    """What the instrument showed, what there was, and the limit that a verifier entered where none is on file."""

    indicated: int
    reference: int
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The error of one reading, in millionths or in the trial's unit, and the limit it is judged by."""

    error: int
    limit: Limit

    @property
    def passed(self) -> bool:
        """Whether the reading stays within the permissible error; exactly at it passes."""
        return abs(self.error) <= self.limit.amount


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the errors of one group lie apart, in millionths, rounded up; and how far they may."""

    group: str
    zh: str
    en: str
    millionths: int
    limit_millionths: int

    @property
    def passed(self) -> bool:
        """Whether the repetitions agree well enough."""
        return self.millionths <= self.limit_millionths

    def name(self, lang: str) -> str:
        """What was repeated."""
        return in_language(lang, self.zh, self.en)


@dataclass(frozen=True, slots=True)
class TrialOutcome:
    """What the law proposes for the whole: `reasons` are stable codes, none where the instrument passes."""

    reasons: tuple[str, ...]
    spreads: tuple[Spread, ...]
    clauses: tuple[Clause, ...]

    @property
    def passed(self) -> bool:
        """Whether everything was tried and is within its limits."""
        return not self.reasons

    @property
    def failed(self) -> bool:
        """Whether what was tried so far already shows that the instrument does not pass."""
        return any(reason != "not-complete" for reason in self.reasons)

    def explain(self, lang: str) -> str:
        """The outcome in one sentence."""
        return explain_reasons(self.reasons, lang)


def judge_reading(trial: Trial, taken: Taken) -> Judged:
    """The error of a reading against its limit: the one on file, else the one that was entered with it.

    Raises `ValueError` without any limit, and for a relative error against a reference of nought or less.
    """
    limit = trial.limit or taken.limit
    if limit is None:
        raise ValueError("no limit is on file and none was entered")
    exact = _relative(taken) if limit.is_relative else Fraction(taken.indicated - taken.reference)
    return Judged(_away_from_zero(exact), limit)


def judge(
    programme: Programme, readings: Mapping[tuple[str, int], Taken]
) -> tuple[dict[tuple[str, int], Judged], TrialOutcome]:
    """Each reading by trial and ordinal, and the proposal for the whole; unknown trials are not looked at."""
    tried = [(one, readings[one.trial, one.ordinal]) for one in programme.trials if _key(one) in readings]
    judged = {_key(one): judge_reading(one, taken) for one, taken in tried}
    spreads = _spreads(programme, tried)
    found = {
        "error-over-mpe": any(not one.passed for one in judged.values()),
        "repeatability-over-mpe": any(not one.passed for one in spreads),
        "not-complete": len(tried) < len(programme.trials),
    }
    reasons = tuple(code for code, is_so in found.items() if is_so)
    return judged, TrialOutcome(reasons, spreads, programme.clauses)


def _key(one: Trial) -> tuple[str, int]:
    return one.trial, one.ordinal


def _spreads(programme: Programme, tried: Sequence[tuple[Trial, Taken]]) -> tuple[Spread, ...]:
    if programme.spread_millionths is None:
        return ()
    groups: defaultdict[str, list[tuple[Trial, Taken]]] = defaultdict(list)
    for one, taken in tried:
        if one.group:
            groups[one.group].append((one, taken))
    return tuple(_spread(told, programme.spread_millionths) for told in groups.values() if len(told) > 1)


def _spread(told: Sequence[tuple[Trial, Taken]], limit_millionths: int) -> Spread:
    errors = [_relative(taken) for _one, taken in told]
    # The last word of a trial's name counts its repetitions.
    zh, en = (name.rpartition(" ")[0] for name in (told[0][0].zh, told[0][0].en))
    return Spread(told[0][0].group, zh, en, _away_from_zero(max(errors) - min(errors)), limit_millionths)


def _relative(taken: Taken) -> Fraction:
    if taken.reference <= 0:
        raise ValueError("a relative error needs a reference above nought")
    return Fraction((taken.indicated - taken.reference) * 1_000_000, taken.reference)


def _away_from_zero(exact: Fraction) -> int:
    size = -(-abs(exact.numerator) // exact.denominator)
    return size if exact >= 0 else -size
