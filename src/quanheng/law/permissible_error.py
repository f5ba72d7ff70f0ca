"""The maximum permissible error of an instrument at a load, told with what it follows from (T4-5.1.5)."""

from dataclasses import dataclass
from decimal import Decimal

from quanheng.law.instruments import AccuracyClass, Intervals, Stage, mpe_clause, mpe_ug
from quanheng.law.sources import Clause
from quanheng.law.units import Milligrams, format_mass
from quanheng.law.wording import in_language


@dataclass(frozen=True, slots=True)
class PermissibleError:
    """The answer for one load: the error either way, in micrograms, and the interval it was counted in."""

    class_: AccuracyClass
    stage: Stage
    mass_mg: Milligrams
    e_mg: Milligrams
    min_mg: Milligrams
    error_ug: int
    clause: Clause

    @property
    def error_mg(self) -> Decimal:
        """The error in milligrams; half a milligram is a lawful error, so it need not be whole."""
        exact = Decimal(self.error_ug) / 1000
        return exact.quantize(Decimal(1)) if self.error_ug % 1000 == 0 else exact

    def explain(self, lang: str) -> str:
        """The answer in one sentence, and a second one for loads below Min."""
        error = format_mass(self.error_ug // 1000) if self.error_ug % 1000 == 0 else f"{self.error_mg} mg"
        stage = {"initial": ("检定", "on verification"), "in-service": ("使用中检查", "in use")}[self.stage]
        mass, e = format_mass(self.mass_mg), format_mass(self.e_mg)
        told = in_language(
            lang,
            f"{self.class_}级、e＝{e}，载荷 {mass}，{stage[0]}：最大允许误差 ±{error}。",
            f"Class {self.class_}, e = {e}, load {mass}, {stage[1]}: the maximum permissible error is ±{error}.",
        )
        if self.mass_mg >= self.min_mg:
            return told
        least = format_mass(self.min_mg)
        return told + in_language(lang, f"载荷小于最小秤量 {least}。", f" The load is below Min, {least}.")

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The answer in JSON; the clause is cited in `lang`."""
        return {
            "covered": True,
            "mpe_mg": self.error_mg,
            "mpe_ug": self.error_ug,
            "e_mg": self.e_mg,
            "min_mg": self.min_mg,
            "class": self.class_,
            "stage": self.stage,
            "clause": self.clause.cite(lang),
        }


def permissible_error(class_: AccuracyClass, intervals: Intervals, mass_mg: int, stage: Stage) -> PermissibleError:
    """The maximum permissible error at a load; raises `OutsideTable` above Max or beyond the table of the class."""
    error_ug = mpe_ug(class_, intervals, mass_mg, stage)
    e_mg, min_mg = intervals.e_at(mass_mg), intervals.min_mg(class_)
    return PermissibleError(class_, stage, Milligrams(mass_mg), e_mg, min_mg, error_ug, mpe_clause())
