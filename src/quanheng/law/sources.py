"""The texts that the law quotes: what each is, how binding it is, and when it was in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, get_args

from quanheng.law.tables import load
from quanheng.law.wording import in_language

Force = Literal[
    "statute",
    "department-rule",
    "technical-specification",
    "group-standard",
    "local-guidance",
    "state-council-notice",
]
"""How binding a text is. A group standard binds only the markets that have adopted it."""

Confidence = Literal["A", "B", "C"]
"""A: the official text, or two independent sources agree. B: one secondary source. C: not confirmed, kept as data."""


@dataclass(frozen=True, slots=True)
class Source:
    """One text in one edition. `from_on` is None where the day is not confirmed, `to_on` where the text is in force."""

    id: str
    title_zh: str
    title_en: str
    number: str
    number_en: str
    force: Force
    from_on: date | None
    to_on: date | None
    confidence: Confidence
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Whether the text applied on the day; an unconfirmed first day counts as long past."""
        return (self.from_on is None or self.from_on <= on) and (self.to_on is None or on <= self.to_on)

    def title(self, lang: str) -> str:
        """The title in the language of the page."""
        return in_language(lang, self.title_zh, self.title_en)


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in a text: the article as the Chinese text numbers it, and its English name."""

    source: Source
    article: str
    article_en: str

    def cite(self, lang: str) -> str:
        """The clause as one may print it: 《title》(number) article."""
        return in_language(
            lang,
            f"《{self.source.title_zh}》（{self.source.number}）{self.article}",
            f"{self.source.title_en} ({self.source.number_en}), {self.article_en}",
        )


@cache
def sources() -> Mapping[str, Source]:
    """Every source on file, by its id."""
    return MappingProxyType({row["id"]: _source(row) for row in load("sources")["source"]})


def _source(row: Mapping[str, Any]) -> Source:
    if row["force"] not in get_args(Force) or row["confidence"] not in get_args(Confidence):
        raise ValueError(f"source {row['id']}: unknown force or confidence")
    return Source(**{"number_en": row["number"], "from_on": None, "to_on": None, **row})


def clause(source_id: str, article: str, article_en: str) -> Clause:
    """The clause of a source on file; raises `KeyError` when the source is not."""
    return Clause(sources()[source_id], article, article_en)


def clause_from(row: Mapping[str, str]) -> Clause:
    """A clause as the tables write it: `{ source = "…", article = "…", article_en = "…" }`."""
    return clause(row["source"], row["article"], row["article_en"])
