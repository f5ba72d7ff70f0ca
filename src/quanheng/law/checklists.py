"""The quarterly form of a monitoring point (TZ-A2): what the point says of itself beside what the office found.

The form is data (`tables/monitoring_point.toml`). Two different things may come out of it. A *discrepancy* is an answer
of the point that the verification does not bear out, in whichever direction: the point's reports are not accurate. A
*shortcoming* is an answer that should be otherwise, by the verification where there is one, else by the point's word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final, Literal, get_args

from quanheng.law import checklist_wording
from quanheng.law.answers import Answers, BadAnswer, Fact, count, known_keys, table, words
from quanheng.law.checklist_template import template
from quanheng.law.quarters import Quarter
from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import load
from quanheng.law.wording import in_language

__all__ = ["CHECKLISTS", "Checked", "Checklist", "Item", "Question", "check", "checklist", "due_on", "template"]

CHECKLISTS: Final = ("monitoring-point",)
Column = Literal["self", "verification"]
COLUMNS: Final[tuple[Column, ...]] = get_args(Column)
Answer = bool | int | str


@dataclass(frozen=True, slots=True)
class Question:
    """One thing an item asks. `good` is the answer that is no shortcoming, None where any is."""

    fact: Fact
    good: bool | None = None
    asked_when: str = ""

    @property
    def key(self) -> str:
        return self.fact.key

    def falls_short(self, answer: Answer | None) -> bool:
        """Whether the answer should be otherwise; what does not apply cannot fall short."""
        return self.good is not None and isinstance(answer, bool) and answer is not self.good


@dataclass(frozen=True, slots=True)
class Item:
    """One printed item of the form."""

    number: int
    text_zh: str
    text_en: str
    questions: tuple[Question, ...]

    def text(self, lang: str) -> str:
        """The item as printed, or in English."""
        return in_language(lang, self.text_zh, self.text_en)


@dataclass(frozen=True, slots=True)
class Checklist:
    """A form with two columns; construction raises `ValueError` where its questions do not hang together."""

    key: str
    zh: str
    en: str
    clause: Clause
    columns: Mapping[str, tuple[str, str]]
    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        keys = [question.key for question in self.questions]
        counts = {question.key for question in self.questions if question.fact.kind == "count"}
        waits_for = {question.asked_when for question in self.questions} - {""}
        if len(set(keys)) < len(keys) or not waits_for <= counts or set(self.columns) != set(COLUMNS):
            raise ValueError(f"checklist {self.key}: a question is named twice, or waits for what is not counted")
        if [item.number for item in self.items] != list(range(1, len(self.items) + 1)):
            raise ValueError(f"checklist {self.key}: the items are not numbered one after the other")

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the printed order."""
        return tuple(question for item in self.items for question in item.questions)

    def title(self, lang: str) -> str:
        return in_language(lang, self.zh, self.en)

    def column_name(self, column: str, lang: str) -> str:
        return in_language(lang, *self.columns[column])


@cache
def checklist(key: str) -> Checklist:
    """The form on file, checked; raises `KeyError` for an unknown one."""
    if key not in CHECKLISTS:
        raise KeyError(key)
    row = load(key.replace("-", "_"))
    columns = {name: (title["zh"], title["en"]) for name, title in row["columns"].items()}
    items = tuple(_item(item) for item in row["item"])
    return Checklist(row["key"], row["zh"], row["en"], clause_from(row["clause"]), columns, items)


def _item(row: Mapping[str, Any]) -> Item:
    return Item(row["number"], row["text_zh"], row["text_en"], tuple(_question(asked) for asked in row["question"]))


def _question(row: Mapping[str, Any]) -> Question:
    fact = Fact(row["key"], row["kind"], row["zh"], row["en"])
    return Question(fact, row.get("good"), row.get("asked_when", ""))


def due_on(quarter: Quarter, days_after_quarter_end: int | None = None) -> date:
    """The last day on which a point's report of the quarter is in time; the days after its end are a setting."""
    given = load("monitoring_point")["quarterly"]["days_after_quarter_end"]
    return quarter.last_day + timedelta(days=given if days_after_quarter_end is None else days_after_quarter_end)


def due_dates(year: int, days_after_quarter_end: int | None = None) -> tuple[date, ...]:
    """The four due days for the quarters of a year."""
    return tuple(due_on(Quarter(year, number), days_after_quarter_end) for number in (1, 2, 3, 4))


@dataclass(frozen=True, slots=True)
class Compared:
    """One question with both answers; None where it was not answered, or did not have to be."""

    question: Question
    self_check: Answer | None
    verification: Answer | None

    @property
    def discrepancy(self) -> bool:
        """Both answered, and differently."""
        return None not in (self.self_check, self.verification) and self.self_check != self.verification

    @property
    def shortcoming(self) -> bool:
        return self.question.falls_short(self.self_check if self.verification is None else self.verification)

    def as_dict(self) -> dict[str, object]:
        return {
            "key": self.question.key,
            "self": self.self_check,
            "verification": self.verification,
            "discrepancy": self.discrepancy,
            "shortcoming": self.shortcoming,
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """A filled form. `due_on` and `late` are None where the form names no quarter or no day."""

    form: Checklist
    point: str
    quarter: Quarter | None
    filled_on: date | None
    due_on: date | None
    items: tuple[tuple[Item, tuple[Compared, ...]], ...]
    unanswered: Mapping[Column, tuple[str, ...]]

    @property
    def compared(self) -> tuple[Compared, ...]:
        """Every question in the printed order."""
        return tuple(one for _, questions in self.items for one in questions)

    @property
    def discrepancies(self) -> int:
        return sum(one.discrepancy for one in self.compared)

    @property
    def shortcomings(self) -> int:
        return sum(one.shortcoming for one in self.compared)

    @property
    def late(self) -> bool | None:
        return None if self.due_on is None or self.filled_on is None else self.filled_on > self.due_on

    def explain(self, lang: str) -> str:
        """What the form shows, for a reader."""
        return checklist_wording.checked(self, lang)

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The form in JSON."""
        return {
            "covered": True,
            "form": self.form.key,
            "point": self.point,
            "quarter": str(self.quarter) if self.quarter else None,
            "filled_on": self.filled_on.isoformat() if self.filled_on else None,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "late": self.late,
            "discrepancies": self.discrepancies,
            "shortcomings": self.shortcomings,
            "complete": not self.unanswered["self"],
            "verified": not self.unanswered["verification"],
            "unanswered": {column: list(keys) for column, keys in self.unanswered.items()},
            "items": [_item_dict(item, questions, lang) for item, questions in self.items],
            "clause": self.form.clause.cite(lang),
        }


def _item_dict(item: Item, questions: tuple[Compared, ...], lang: str) -> dict[str, object]:
    return {
        "number": item.number,
        "text": item.text(lang),
        "discrepancy": any(one.discrepancy for one in questions),
        "shortcoming": any(one.shortcoming for one in questions),
        "answers": [one.as_dict() for one in questions],
    }


_HEAD: Final = ("form", "point", "quarter", "filled_on", "days_after_quarter_end")


def check(form: Checklist, answers: Answers) -> Checked:
    """Compare both columns of a filled form, as `template` lays it out; raises `BadAnswer` for what does not fit it."""
    known_keys("", answers, (*_HEAD, *COLUMNS))
    if (named := answers.get("form", form.key)) != form.key:
        raise BadAnswer("form", f"应为 “{form.key}”，不是 {named!r}", f'"{form.key}" was expected, not {named!r}')
    columns = {column: _column(form, column, answers.get(column, {})) for column in COLUMNS}
    items = tuple((item, tuple(_compared(question, columns) for question in item.questions)) for item in form.items)
    quarter = _quarter(answers.get("quarter"))
    return Checked(
        form,
        words("point", answers.get("point", "")),
        quarter,
        _filled_on(answers.get("filled_on")),
        due_on(quarter, _days_after(answers)) if quarter else None,
        items,
        {column: _unanswered(form, columns[column]) for column in COLUMNS},
    )


def _column(form: Checklist, column: Column, value: object) -> dict[str, Answer]:
    row = table(column, value)
    known_keys(column, row, [question.key for question in form.questions])
    asked = {question.key: question for question in form.questions if question.key in row}
    read = {key: question.fact.read(f"{column}.{key}", row[key]) for key, question in asked.items()}
    return {key: answer for key, answer in read.items() if _is_asked(asked[key], read)}


def _is_asked(question: Question, column: Mapping[str, Answer]) -> bool:
    return not question.asked_when or bool(column.get(question.asked_when))


def _compared(question: Question, columns: Mapping[Column, Mapping[str, Answer]]) -> Compared:
    return Compared(question, columns["self"].get(question.key), columns["verification"].get(question.key))


def _unanswered(form: Checklist, column: Mapping[str, Answer]) -> tuple[str, ...]:
    asked = (question for question in form.questions if _is_asked(question, column))
    return tuple(question.key for question in asked if question.key not in column)


def _quarter(value: object) -> Quarter | None:
    if value is None or value == "":
        return None
    try:
        return Quarter.parse(words("quarter", value))
    except BadAnswer:
        raise
    except ValueError as wrong:
        raise BadAnswer("quarter", "应为季度，如 2026-Q3", "a quarter such as 2026-Q3 was expected") from wrong


def _filled_on(value: object) -> date | None:
    if value is None:
        return None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise BadAnswer("filled_on", "应为日期，如 2026-09-28", "a date such as 2026-09-28 was expected")
    return value


def _days_after(answers: Answers) -> int | None:
    key = "days_after_quarter_end"
    if key not in answers:
        return None
    days = count(key, answers[key])
    if days > 366:
        raise BadAnswer(key, "应为不大于 366 的天数", "at most 366 days were expected")
    return days
