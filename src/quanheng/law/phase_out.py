"""May this price-computing scale still be made, sold or used on a day? (N25-3.1)

Source: notice of SAMR's General Office on the market measures and the specifications JJF 2184 and JJG 1204.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from quanheng.law.errors import OutsideTable
from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import load
from quanheng.law.wording import in_language

Act = Literal["use", "production", "sale"]
ACTS: Final = ("use", "production", "sale")
_REASONS: Final = {
    "conforms": ("符合技术规范要求", "it conforms to the specifications"),
    "still-lawful": ("不符合技术规范要求，但规定的期限未到", "it does not conform, but the day has not come"),
    "networked-in-use": ("属于在用网联电子计价秤", "it is a networked scale that was already in use"),
    "networked-too-late": (
        "投入使用过晚，不属于在用网联电子计价秤",
        "it was put into use too late to be a networked scale already in use",
    ),
    "day-passed": ("不符合技术规范要求，期限已过", "it does not conform, and the day has passed"),
}
_ACTS: Final = {"use": ("使用", "used"), "production": ("生产", "produced"), "sale": ("销售", "sold")}


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether an act is lawful on a day; `until` is the last lawful day, None without end, `reason` a stable code."""

    act: Act
    allowed: bool
    until: date | None
    reason: str
    clause: Clause

    def explain(self, lang: str) -> str:
        """The answer in one sentence."""
        zh, en = _ACTS[self.act]
        may = in_language(lang, *(("可以", "may be ") if self.allowed else ("不得", "may not be ")))
        last = in_language(lang, f"（至 {self.until}）", f" (until {self.until})") if self.until else ""
        why = in_language(lang, *_REASONS[self.reason])
        return in_language(lang, f"{may}{zh}{last}：{why}。", f"It {may}{en}{last}: {why}.")


@dataclass(frozen=True, slots=True)
class PhaseOut:
    """The three answers for one scale on one day."""

    use: Permission
    production: Permission
    sale: Permission

    def explain(self, lang: str) -> str:
        """A sentence for each."""
        return "\n".join(one.explain(lang) for one in (self.use, self.production, self.sale))

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The answers in JSON; `until`, `reason` and `clause` without a prefix are those of use."""
        return {
            "covered": True,
            "may_be_used": self.use.allowed,
            "until": _iso(self.use.until),
            "reason": self.use.reason,
            "clause": self.use.clause.cite(lang),
            "may_be_produced": self.production.allowed,
            "produced_until": _iso(self.production.until),
            "may_be_sold": self.sale.allowed,
            "sold_until": _iso(self.sale.until),
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def phase_out(*, conforming: bool, networked: bool, in_use_since: date | None, on: date) -> PhaseOut:
    """Whether a scale may be used, produced and sold on a day; see `may_be_used` for the errors."""
    used = may_be_used(conforming=conforming, networked=networked, in_use_since=in_use_since, on=on)
    return PhaseOut(used, may_be_produced(conforming=conforming, on=on), may_be_sold(conforming=conforming, on=on))


def may_be_produced(*, conforming: bool, on: date) -> Permission:
    """Whether such a scale may be produced on the day."""
    return _until("production", "made_until", conforming, on)


def may_be_sold(*, conforming: bool, on: date) -> Permission:
    """Whether such a scale may be sold on the day."""
    return _until("sale", "sold_until", conforming, on)


def may_be_used(*, conforming: bool, networked: bool, in_use_since: date | None, on: date) -> Permission:
    """Whether a scale may be used on the day as far as its kind goes; its verification is another question.

    `in_use_since` may be None; then a scale that may be used on the day is taken to be in use by then. Raises
    `OutsideTable` where the answer hangs on that day, `ValueError` where it is after the day asked about.
    """
    if in_use_since is not None and in_use_since > on:
        raise ValueError("the scale was put into use after the day asked about")
    rules = load("phase_out")
    if conforming or not networked:
        return _until("use", "used_until", conforming, on)
    known_by: date = rules["networked_in_use_by"]
    if in_use_since is None and on > known_by:
        raise OutsideTable("in-use-since-not-stated")
    if in_use_since is not None and in_use_since > known_by:
        return Permission("use", False, rules["used_until"], "networked-too-late", clause_from(rules["clause"]))
    last: date = rules["networked_used_until"]
    reason = "networked-in-use" if on <= last else "day-passed"
    return Permission("use", on <= last, last, reason, clause_from(rules["clause"]))


def _until(act: Act, rule: str, conforming: bool, on: date) -> Permission:
    rules = load("phase_out")
    cited = clause_from(rules["clause"])
    if conforming:
        return Permission(act, True, None, "conforms", cited)
    last: date = rules[rule]
    return Permission(act, on <= last, last, "still-lawful" if on <= last else "day-passed", cited)
