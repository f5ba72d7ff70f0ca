"""The honesty index of scenic areas (TZ-A3) and streets (TZ-A4): score sheet and answers in, points with reasons out.

The sheets are data (`tables/honesty_scenic.toml`, `tables/honesty_street.toml`), whole and in the printed order, and
are checked when they are loaded. Points are whole hundredths; nothing here passes through a float.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from quanheng.law import honesty_wording
from quanheng.law.answers import Answers, BadAnswer, known_keys, table, words
from quanheng.law.honesty_readings import Readings, readings_from
from quanheng.law.honesty_template import template
from quanheng.law.score_rules import Outcome, Rule, rule_from
from quanheng.law.sources import Clause, clause
from quanheng.law.tables import load
from quanheng.law.wording import in_language

__all__ = ["SHEETS", "Heading", "Line", "Part", "Score", "ScoredLine", "Sheet", "score", "score_sheet", "template"]

SHEETS: Final = ("scenic", "street")
Part = Literal["base", "bonus", "deduction"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
_BASE_IN_ALL: Final = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line that is worth points of its own (考评标准)."""

    id: str
    text_zh: str
    text_en: str
    points: int
    rule: Rule
    note: str = ""

    def text(self, lang: str) -> str:
        """The line as printed, or in English."""
        return in_language(lang, self.text_zh, self.text_en)

    @property
    def points_hundredths(self) -> int:
        return self.points * 100


@dataclass(frozen=True, slots=True)
class Heading:
    """One printed item (检查内容) with its lines. Number and title are empty where the sheet prints none."""

    part: Part
    number: str
    party: str
    zh: str
    en: str
    clause: Clause
    lines: tuple[Line, ...]
    points: int | None = None
    note: str = ""

    def title(self, lang: str) -> str:
        return in_language(lang, self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A score sheet; construction raises `ValueError` where its points or names do not hang together."""

    key: str
    zh: str
    en: str
    clause: Clause
    printed: Mapping[Part, int]
    parts: Mapping[str, tuple[str, str]]
    parties: Mapping[str, tuple[str, str]]
    headings: tuple[Heading, ...]

    def __post_init__(self) -> None:
        _check_sums(self)
        _check_names(self)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line in the printed order."""
        return tuple(line for heading in self.headings for line in heading.lines)

    def title(self, lang: str) -> str:
        return in_language(lang, self.zh, self.en)

    def part_name(self, part: str, lang: str) -> str:
        return in_language(lang, *self.parts[part])

    def party_name(self, party: str, lang: str) -> str:
        """Whom the item is about; empty where the sheet prints nobody."""
        return in_language(lang, *self.parties[party]) if party else ""

    def points_of(self, part: Part) -> int:
        """The printed points of a part in all."""
        return sum(line.points for heading in self.headings if heading.part == part for line in heading.lines)


def _check_sums(sheet: Sheet) -> None:
    if sheet.printed["base"] != _BASE_IN_ALL:
        raise ValueError(f"sheet {sheet.key}: the base is {sheet.printed['base']} points, not {_BASE_IN_ALL}")
    for part, printed in sheet.printed.items():
        if sheet.points_of(part) != printed:
            raise ValueError(f"sheet {sheet.key}: {part} sums to {sheet.points_of(part)}, printed are {printed}")
    for heading in sheet.headings:
        if heading.points not in (None, sum(line.points for line in heading.lines)):
            raise ValueError(f"sheet {sheet.key}: the lines of {heading.zh} do not sum to {heading.points}")


def _check_names(sheet: Sheet) -> None:
    twice = [line for line, times in Counter(line.id for line in sheet.lines).items() if times > 1]
    if twice or any(line.points < 1 for line in sheet.lines):
        raise ValueError(f"sheet {sheet.key}: a line is named twice or worth nothing {twice}")
    parties = {heading.party for heading in sheet.headings} - {""}
    if sheet.printed.keys() != set(PARTS) or set(sheet.parts) != set(PARTS) or not parties <= sheet.parties.keys():
        raise ValueError(f"sheet {sheet.key}: unknown or missing parts or parties")
    order = [PARTS.index(heading.part) for heading in sheet.headings]
    if order != sorted(order):
        raise ValueError(f"sheet {sheet.key}: base, bonus and deduction are out of order")


@cache
def score_sheet(key: str) -> Sheet:
    """The sheet on file, checked; raises `KeyError` for an unknown one."""
    if key not in SHEETS:
        raise KeyError(key)
    row = load(f"honesty_{key}")
    return Sheet(
        row["key"],
        row["zh"],
        row["en"],
        clause(row["source"], row["annex_zh"], row["annex_en"]),
        MappingProxyType({part: row[part] for part in PARTS}),
        _names(row["parts"]),
        _names(row["parties"]),
        tuple(_heading(row, heading) for heading in row["heading"]),
    )


def _names(row: Mapping[str, Mapping[str, str]]) -> Mapping[str, tuple[str, str]]:
    return MappingProxyType({key: (name["zh"], name["en"]) for key, name in row.items()})


def _heading(sheet: Mapping[str, Any], row: Mapping[str, Any]) -> Heading:
    number, zh, en = row["number"], row.get("zh", ""), row.get("en", "")
    article = f"第{number}项" if number else f"“{zh}”"
    article_en = f"item {number}" if number else f"“{en}”"
    return Heading(
        row["part"],
        number,
        row.get("party", ""),
        zh,
        en,
        clause(sheet["source"], f"{sheet['annex_zh']}{article}", f"{sheet['annex_en']}, {article_en}"),
        tuple(_line(line) for line in row["line"]),
        row.get("points"),
        row.get("note", ""),
    )


def _line(row: Mapping[str, Any]) -> Line:
    return Line(**{**row, "rule": rule_from(row["rule"])})


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """What one line earned, or took in a deduction. `reason` is a stable code, empty where no point is missing.

    `not-answered`, `not-met`, `too-few`, `less-each`, `proportion`, `below-threshold`, `none-recorded`, `judged`;
    `found` and `each-time` in deductions; `capped` where a cap cut off `uncapped_hundredths`.
    """

    heading: Heading
    line: Line
    given_hundredths: int
    uncapped_hundredths: int
    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, object] = field(default_factory=dict)
    cause: str = ""

    def why(self, lang: str) -> str:
        """The reason in one or two sentences; empty where there is none."""
        return honesty_wording.why(self, lang)

    def as_dict(self, lang: str) -> dict[str, object]:
        return {
            "id": self.line.id,
            "part": self.heading.part,
            "number": self.heading.number,
            "heading": self.heading.title(lang),
            "text": self.line.text(lang),
            "max": Decimal(self.line.points),
            "given": in_points(self.given_hundredths),
            "reason": self.reason,
            "why": self.why(lang),
            "note": self.facts.get("note", ""),
            "clause": self.heading.clause.cite(lang),
        }


@dataclass(frozen=True, slots=True)
class Score:
    """A scored sheet. `deduction_hundredths` is what is taken off; the total is not held above nought by any text."""

    sheet: Sheet
    place: str
    items: tuple[ScoredLine, ...]
    readings: Readings

    def part_hundredths(self, part: Part) -> int:
        """What the lines of a part earned or took together."""
        return sum(item.given_hundredths for item in self.items if item.heading.part == part)

    @property
    def base_hundredths(self) -> int:
        return self.part_hundredths("base")

    @property
    def bonus_hundredths(self) -> int:
        return self.part_hundredths("bonus")

    @property
    def deduction_hundredths(self) -> int:
        return self.part_hundredths("deduction")

    @property
    def total_hundredths(self) -> int:
        return self.base_hundredths + self.bonus_hundredths - self.deduction_hundredths

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The lines nobody has answered yet: while there are any, the total is not the index of the place."""
        return tuple(item.line.id for item in self.items if item.reason == "not-answered")

    def explain(self, lang: str) -> str:
        """The score and every reason, for a reader."""
        return honesty_wording.score(self, lang)

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The score in JSON; points are exact decimals."""
        return {
            "covered": True,
            "sheet": self.sheet.key,
            "title": self.sheet.title(lang),
            "place": self.place,
            "base": in_points(self.base_hundredths),
            "bonus": in_points(self.bonus_hundredths),
            "deduction": in_points(self.deduction_hundredths),
            "total": in_points(self.total_hundredths),
            "complete": not self.unanswered,
            "unanswered": list(self.unanswered),
            "items": [item.as_dict(lang) for item in self.items],
            "readings": self.readings.as_dict(),
            "clause": self.sheet.clause.cite(lang),
        }


def in_points(hundredths: int) -> Decimal:
    """Hundredths as points, exactly, and without empty decimals: 650 is 6.5."""
    return Decimal(hundredths) / 100


def score(sheet: Sheet, answers: Answers) -> Score:
    """Score a filled sheet, as `template` lays it out.

    A line without an answer earns nothing and says so. Raises `BadAnswer` for what the sheet does not take.
    """
    known_keys("", answers, ("sheet", "place", "readings", "items"))
    if (named := answers.get("sheet", sheet.key)) != sheet.key:
        raise BadAnswer("sheet", f"应为 “{sheet.key}”，不是 {named!r}", f'"{sheet.key}" was expected, not {named!r}')
    rows = table("items", answers.get("items", {}))
    known_keys("items", rows, [line.id for line in sheet.lines])
    readings = readings_from(answers.get("readings", {}))
    left = {part: sheet.points_of(part) * 100 for part in PARTS}
    scored = []
    for heading in sheet.headings:
        for line in heading.lines:
            item = _scored(heading, line, rows.get(line.id, {}), readings, left[heading.part])
            left[heading.part] -= item.given_hundredths
            scored.append(item)
    return Score(sheet, words("place", answers.get("place", "")), tuple(scored), readings)


def _scored(heading: Heading, line: Line, answer: object, readings: Readings, left: int) -> ScoredLine:
    place = f"items.{line.id}"
    row = table(place, answer)
    if not row:
        return ScoredLine(heading, line, 0, 0, "not-answered", cause="not-answered")
    points = line.points_hundredths
    facts = line.rule.read(place, row, points)
    outcome = line.rule.weigh(facts, points, readings)
    given = min(outcome.hundredths, {"section": left, "line": points}.get(readings.each_time, outcome.hundredths))
    reason = "capped" if given < outcome.hundredths else _reason(heading, points, outcome)
    return ScoredLine(heading, line, given, outcome.hundredths, reason, facts, outcome.figures, outcome.reason)


def _reason(heading: Heading, points: int, outcome: Outcome) -> str:
    """In a deduction what was taken needs a reason, elsewhere what was not earned."""
    told = outcome.hundredths > 0 if heading.part == "deduction" else outcome.hundredths < points
    return outcome.reason if told else ""
