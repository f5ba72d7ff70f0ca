"""The three lawful methods of checking a weighing, and whether one may be used with what is at hand.

Sources: Measures for Metrological Supervision of Weighed Retail Goods, Art. 6; JJF 1647, 5.2; for the group standard
T/GDSM 0004—2022, 5.1.5.1. Requirements T4-5.1.5, T4-5.1.6.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from quanheng.law import retail_wording
from quanheng.law.errors import OutsideTable
from quanheng.law.instruments import AccuracyClass, Intervals, Stage, mpe_ug
from quanheng.law.tables import load
from quanheng.law.units import Milligrams
from quanheng.law.weights import WeightClass, weights_mpe_ug

MethodName = Literal["original", "high-accuracy", "equal-accuracy"]


@dataclass(frozen=True, slots=True)
class Method:
    """A lawful way to check a weighing (Art. 6): what it asks of the checking instrument, how its shortage counts."""

    name: str
    zh: str
    en: str
    checked_by: Literal["weights", "check-scale"]
    error_share: int
    market_error_share: int
    limit_factor: int
    shortage: Literal["actual-minus-settled", "settled-minus-actual"]
    article: str
    article_en: str

    def shortfall_mg(self, settled_mg: int, actual_mg: int) -> Milligrams:
        """What the shopper did not get; negative when the shopper got more.

        In the original-instrument method `actual_mg` is what the seller's own scale shows for weights equal to the
        settled mass: a scale that shows too much gives too little (C = A − B). In the others it is the mass of the
        goods.
        """
        excess = actual_mg - settled_mg
        return Milligrams(excess if self.shortage == "actual-minus-settled" else -excess)


METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {name: Method(name=name, **row) for name, row in load("retail_deviation")["method"].items()}
)


@dataclass(frozen=True, slots=True)
class MethodFit:
    """Whether the method may be used here. `reason` is a stable code.

    `meets-precondition`; `as-stated` (no check scale was described, so the caller's word for the precondition is taken
    and the explanation says so); `check-scale-too-coarse`, `check-scale-over-max`, `check-scale-outside-class`,
    `weights-too-coarse`. `error_allowed_ug` is the largest error the checking instrument might have.
    """

    name: str
    applicable: bool
    reason: str
    error_allowed_ug: int

    def explain(self, lang: str) -> str:
        """One sentence for a reader."""
        return retail_wording.method_fit(self, METHODS[self.name], lang)

    def as_dict(self) -> dict[str, object]:
        """The method in JSON: name, whether it may be used, and the code of the reason."""
        return {"name": self.name, "applicable": self.applicable, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Check:
    """What is known of the instrument that made a check.

    `error_ug` is the largest error it may have, None when it was not described; `obstacle` is the code of the reason
    why it is no check at all; `class_` is its accuracy class, None for weights and for a scale that was not described.
    """

    error_ug: int | None
    obstacle: str = ""
    class_: AccuracyClass | None = None

    def fit(self, way: Method, deviation_mg: int) -> MethodFit:
        """Whether Art. 6 lets the method be used: the error has to stay within its share of the deviation."""
        allowed_ug = deviation_mg * 1000 // way.error_share
        if self.obstacle:
            return MethodFit(way.name, applicable=False, reason=self.obstacle, error_allowed_ug=allowed_ug)
        if self.error_ug is None:
            return MethodFit(way.name, applicable=True, reason="as-stated", error_allowed_ug=allowed_ug)
        if self.error_ug > allowed_ug:
            reason = f"{way.checked_by}-too-coarse"
            return MethodFit(way.name, applicable=False, reason=reason, error_allowed_ug=allowed_ug)
        return MethodFit(way.name, applicable=True, reason="meets-precondition", error_allowed_ug=allowed_ug)

    def serves_market_rule(self, way: Method, deviation_mg: int) -> bool:
        """Whether 5.1.5.1 of the group standard is met: an error within the deviation, and class III or better."""
        if self.obstacle or self.class_ not in (None, *_market_classes()):
            return False
        return self.error_ug is None or self.error_ug * way.market_error_share <= deviation_mg * 1000


@cache
def _market_classes() -> frozenset[str]:
    return frozenset(load("retail_deviation")["market_check_classes"])


def by_weights(class_: WeightClass, settled_mg: int) -> Check:
    """A check of the seller's own scale by weights equal to the settled mass."""
    return Check(weights_mpe_ug(class_, settled_mg))


def by_check_scale(scale: Intervals | None, class_: AccuracyClass, actual_mg: int, stage: Stage) -> Check:
    """A check on another scale; its error is that at the load it showed."""
    if scale is None:
        return Check(None)
    try:
        return Check(mpe_ug(class_, scale, actual_mg, stage), class_=class_)
    except OutsideTable as outside:
        return Check(None, obstacle=f"check-scale-{outside.reason}")
