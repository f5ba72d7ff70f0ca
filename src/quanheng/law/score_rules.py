"""How a line of a score sheet turns facts into points.

Each rule says which facts it asks for, reads them strictly, and weighs them in whole hundredths of a point. `points` is
what is printed for the line, in hundredths. An outcome's `reason` is a stable code for what was not earned (or, in a
deduction, for what was taken), `figures` the numbers a sentence about it needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol

from quanheng.law.answers import BadAnswer, Fact, hundredths, known_keys, points_text
from quanheng.law.honesty_readings import Readings
from quanheng.law.units import divide_half_up

Facts = Mapping[str, Any]

NOTE: Final = Fact("note", "words", "说明", "note")
_MET: Final = Fact("met", "yes-no", "是否做到", "is it met")
_FOUND: Final = Fact("found", "yes-no", "是否发现该情形", "was it found")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the facts are worth, before any cap."""

    hundredths: int
    reason: str = ""
    figures: Mapping[str, object] = field(default_factory=dict)


class Rule(Protocol):
    """A rule of a score sheet: what it asks, how it reads the answers, and what they are worth."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is asked."""

    def read(self, place: str, row: Facts, points: int, /) -> dict[str, Any]:
        """The answers of a filled line, checked; raises `BadAnswer`."""

    def weigh(self, facts: Facts, points: int, readings: Readings, /) -> Outcome:
        """What the facts are worth."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What rules over plain facts share: all facts have to be there, and a note may stand beside them."""

    facts: tuple[Fact, ...]

    def read(self, place: str, row: Facts, _points: int, /) -> dict[str, Any]:
        """The facts, checked one by one."""
        asked = (*self.facts, NOTE)
        known_keys(place, row, [fact.key for fact in asked])
        for fact in self.facts:
            if fact.key not in row:
                raise BadAnswer(f"{place}.{fact.key}", f"没有填写（{fact.zh}）", f"no answer ({fact.en})")
        return {fact.key: fact.read(f"{place}.{fact.key}", row[fact.key]) for fact in asked if fact.key in row}

    def figure(self, facts: Facts) -> Any:
        """The first fact, which most rules ask alone."""
        return facts[self.facts[0].key]


@dataclass(frozen=True, slots=True)
class YesNo(Plain):
    """All the points where it is so, none where it is not."""

    def weigh(self, facts: Facts, points: int, _readings: Readings, /) -> Outcome:
        """All or nothing."""
        return Outcome(points) if self.figure(facts) else Outcome(0, "not-met")


@dataclass(frozen=True, slots=True)
class Found(Plain):
    """A deduction once it was found."""

    def weigh(self, facts: Facts, points: int, _readings: Readings, /) -> Outcome:
        """All or nothing."""
        return Outcome(points, "found") if self.figure(facts) else Outcome(0)


@dataclass(frozen=True, slots=True)
class EachTime(Plain):
    """The printed points every time it happened. Where that ends is a reading, which the sheet applies."""

    def weigh(self, facts: Facts, points: int, _readings: Readings, /) -> Outcome:
        """Points times count."""
        times = self.figure(facts)
        if not times:
            return Outcome(0, "not-met")
        return Outcome(times * points, "each-time", {"times": times, "each": points_text(points)})


@dataclass(frozen=True, slots=True)
class LessEach(Plain):
    """The points of the line, less `less` (printed points) for each one counted, and never less than nothing."""

    less: int

    def weigh(self, facts: Facts, points: int, _readings: Readings, /) -> Outcome:
        """What is left of the points."""
        counted = self.figure(facts)
        left = max(points - counted * self.less * 100, 0)
        return Outcome(left, "less-each", {"count": counted, "less": self.less})


@dataclass(frozen=True, slots=True)
class AtLeast(Plain):
    """All the points from a number on."""

    least: int

    def weigh(self, facts: Facts, points: int, _readings: Readings, /) -> Outcome:
        """All or nothing."""
        counted = self.figure(facts)
        return (
            Outcome(points) if counted >= self.least else Outcome(0, "too-few", {"count": counted, "least": self.least})
        )


@dataclass(frozen=True, slots=True)
class Share(Plain):
    """What rules over a share share: two counts, the part and the whole, and what a share of nothing is worth."""

    when_none: Literal["refuse", "nothing", "as-read"]

    def read(self, place: str, row: Facts, points: int, /) -> dict[str, Any]:
        """Two counts, the first within the second."""
        # Named, because a dataclass with slots is rebuilt and `super()` without arguments would miss it.
        facts = Plain.read(self, place, row, points)
        part, whole = self.counts(facts)
        part_key, whole_key = (fact.key for fact in self.facts)
        if part > whole:
            zh, en = f"不应大于 {whole_key}（{whole}）", f"at most {whole_key} ({whole}) was expected"
            raise BadAnswer(f"{place}.{part_key}", zh, en)
        if not whole and self.when_none == "refuse":
            raise BadAnswer(f"{place}.{whole_key}", "应为不小于 1 的整数", "a whole number from 1 up was expected")
        return facts

    def counts(self, facts: Facts) -> tuple[int, int]:
        """Part and whole."""
        part, whole = (facts[fact.key] for fact in self.facts)
        return part, whole

    def of_nothing(self, points: int, readings: Readings) -> Outcome:
        """What the line is worth where there was nothing to take a share of."""
        full = self.when_none == "as-read" and readings.no_disputes == "full"
        return Outcome(points) if full else Outcome(0, "none-recorded")


def _proportion(points: int, part: int, whole: int, readings: Readings) -> int:
    return divide_half_up(points * part, whole) if readings.rounding == "half-up" else points * part // whole


@dataclass(frozen=True, slots=True)
class Proportional(Share):
    """Points in proportion to the share."""

    def weigh(self, facts: Facts, points: int, readings: Readings, /) -> Outcome:
        """The share of the points."""
        part, whole = self.counts(facts)
        if not whole:
            return self.of_nothing(points, readings)
        return Outcome(_proportion(points, part, whole, readings), "proportion", {"part": part, "whole": whole})


@dataclass(frozen=True, slots=True)
class Threshold(Share):
    """All the points from a percentage on, that percentage included."""

    percent: int

    def weigh(self, facts: Facts, points: int, readings: Readings, /) -> Outcome:
        """All the points, or what the reading leaves below the threshold."""
        part, whole = self.counts(facts)
        if not whole:
            return self.of_nothing(points, readings)
        if part * 100 >= self.percent * whole:
            return Outcome(points)
        kept = _proportion(points, part, whole, readings) if readings.below_threshold == "proportional" else 0
        return Outcome(kept, "below-threshold", {"part": part, "whole": whole, "percent": self.percent})


@dataclass(frozen=True, slots=True)
class Judged:
    """Points that a person gives. Who gives less than all says why, because the sheet does not."""

    facts: tuple[Fact, ...]

    def read(self, place: str, row: Facts, points: int, /) -> dict[str, Any]:
        """The points given, in hundredths, and the note."""
        known_keys(place, row, [fact.key for fact in self.facts])
        given = hundredths(f"{place}.points", row.get("points"), points)
        note = NOTE.read(f"{place}.note", row.get("note", ""))
        if given < points and not note:
            raise BadAnswer(f"{place}.note", "未给满分，应写明原因", "a reason was expected, as points are kept back")
        return {"points": given, "note": note}

    def weigh(self, facts: Facts, _points: int, _readings: Readings, /) -> Outcome:
        """What the person gave."""
        return Outcome(facts["points"], "judged", {"note": facts["note"]})


def rule_from(row: Mapping[str, Any]) -> Rule:
    """A rule as the tables write it: `{ kind = "less-each", less = 2, count = { key = "…", zh = "…", en = "…" } }`."""
    match row["kind"]:
        case "yes-no":
            return YesNo((_MET,))
        case "found":
            return Found((_FOUND,))
        case "each-time":
            return EachTime((_count(row["count"]),))
        case "less-each":
            return LessEach((_count(row["count"]),), row["less"])
        case "at-least":
            return AtLeast((_count(row["count"]),), row["least"])
        case "proportional":
            return Proportional((_count(row["part"]), _count(row["whole"])), row["when_none"])
        case "threshold":
            return Threshold((_count(row["part"]), _count(row["whole"])), row["when_none"], row["percent"])
        case "judged":
            return Judged((Fact("points", "points", "评分", "points given"), NOTE))
    raise ValueError(f"not a kind of rule: {row['kind']!r}")


def _count(row: Mapping[str, str]) -> Fact:
    return Fact(row["key"], "count", row["zh"], row["en"])
