"""What a volunteer supervisor looks at in a market besides the mass, each thing with the clause that asks for it.

T/GDSM 0004—2022, 4.2.1, 4.2.4, 4.2.5, 5.1.4; the notice on price-computing scales, part 3. Requirement TZ-3.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import load
from quanheng.law.wording import in_language


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing to look at; `about` is scale, stall or market, `clause` where it is asked for."""

    id: str
    about: str
    zh: str
    en: str
    missing_zh: str
    missing_en: str
    from_on: date
    to_on: date | None
    confidence: str
    clause: Clause

    def name(self, lang: str) -> str:
        """The thing as it should be, in the language of the page."""
        return in_language(lang, self.zh, self.en)

    @property
    def written_in(self) -> str:
        """Number of the text and clause, short enough for a form on a phone."""
        return f"{self.clause.source.number} {self.clause.article}"

    def missing(self, lang: str) -> str:
        """What is so where it is not as it should be."""
        return in_language(lang, self.missing_zh, self.missing_en)


@cache
def all_observations() -> Mapping[str, Observation]:
    """Every thing that was ever looked at, by its id: old checks name those that are not asked any more."""
    return MappingProxyType({row["id"]: _observation(row) for row in load("spot_check")["observation"]})


def observations(on: date) -> tuple[Observation, ...]:
    """What is looked at on a day, in the order of the form."""
    return tuple(
        one for one in all_observations().values() if one.from_on <= on and (one.to_on is None or on <= one.to_on)
    )


def _observation(row: Mapping[str, Any]) -> Observation:
    return Observation(**{"to_on": None, **row, "clause": clause_from(row["clause"])})
