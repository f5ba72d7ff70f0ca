"""How many check scales a market needs, and how many it had better have (T4-5.1.3)."""

from dataclasses import dataclass
from typing import Final

from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import load
from quanheng.law.wording import in_language

_REASONS: Final = {
    "at-least": ("每个市场一般不少于 {count} 台", "a market has at least {count}"),
    "trade-scales": ("每50台经营秤不少于1台，计 {count} 台", "one for every 50 trade scales: {count}"),
    "isolated-areas": (
        "每个封闭、隔离或独立的销售区域不少于1台，计 {count} 台",
        "one in each isolated area: {count}",
    ),
    "complaint-areas": ("投诉较多的区域应增设 {count} 台", "more where complaints cluster: {count}"),
    "live-goods-areas": (
        "水产品、活禽区域可增设 {count} 台",
        "{count} more where live goods are sold",
    ),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule and the number that follows from it; `code` is stable."""

    code: str
    count: int
    clause: Clause

    def explain(self, lang: str) -> str:
        """The rule in one line."""
        return in_language(lang, *_REASONS[self.code]).format(count=self.count)


@dataclass(frozen=True, slots=True)
class CheckScales:
    """What a market has to have and, with the scales it may add, what is recommended."""

    required: int
    recommended: int
    reasons: tuple[Reason, ...]

    def explain(self, lang: str) -> str:
        """The numbers, and a line for each rule."""
        head = in_language(
            lang,
            f"应配备公平秤不少于 {self.required} 台，建议 {self.recommended} 台。",
            f"At least {self.required} check scales; {self.recommended} recommended.",
        )
        return "\n".join([head, *(f"{one.clause.article}  {one.explain(lang)}" for one in self.reasons)])

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The numbers in JSON; clauses are cited in `lang`."""
        reasons = [
            {"code": one.code, "count": one.count, "text": one.explain(lang), "clause": one.clause.cite(lang)}
            for one in self.reasons
        ]
        return {"covered": True, "required": self.required, "recommended": self.recommended, "reasons": reasons}


def check_scales(
    *, trade_scales: int, isolated_areas: int = 0, live_goods_areas: int = 0, complaint_areas: int = 0
) -> CheckScales:
    """The number of check scales for a market.

    The rules of 5.1.3 are floors, of which the highest holds; areas where complaints cluster ask for one more each, and
    areas with live poultry or aquatic goods may have one more each. Raises `ValueError` for a negative number.
    """
    if min(trade_scales, isolated_areas, live_goods_areas, complaint_areas) < 0:
        raise ValueError("scales and areas are counted from nought")
    rules = load("check_scales")
    floors = {
        "at-least": rules["at_least"],
        "trade-scales": -(-trade_scales // rules["trade_scales_each"]),
        "isolated-areas": isolated_areas,
    }
    added = {"complaint-areas": complaint_areas, "live-goods-areas": live_goods_areas}
    counted = {**floors, **added}
    reasons = tuple(
        Reason(code, count, clause_from(rules["clauses"][code])) for code, count in counted.items() if count
    )
    required = max(floors.values()) + complaint_areas
    return CheckScales(required, required + live_goods_areas, reasons)
