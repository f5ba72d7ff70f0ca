"""Words and colours of verifications."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from quanheng.console.move_forms import Attempt
from quanheng.console.templatetags.words import word
from quanheng.law.kind_trials import UNITS, Judged, Limit, Spread, Trial, TrialOutcome
from quanheng.law.test_programme import Outcome, Point
from quanheng.law.verification import Interval, Readiness
from quanheng.register.kinds import decimals
from quanheng.register.models import Document, Verification
from quanheng.register.verifying import trial_table
from quanheng.register.verifying.trial_sheet import PERCENT_DECIMALS, TrialSheet, TriedOnce
from quanheng.register.verifying.weighing_sheet import Tried

register = template.Library()
TONES = {"applied": "warn", "scheduled": "warn", "doing": "warn", "passed": "good", "failed": "bad"}


@register.filter
def stage(verification: Verification) -> SafeString:
    return word(TONES.get(verification.state, "quiet"), verification.get_state_display())


@register.filter
def point_name(point: Point | Trial | Spread) -> str:
    return point.name(get_language() or "zh-hans")


@register.filter
def proposal(outcome: Outcome | TrialOutcome) -> str:
    return outcome.explain(get_language() or "zh-hans")


@register.filter
def cited(outcome: Outcome | TrialOutcome) -> str:
    clauses = outcome.clauses if isinstance(outcome, TrialOutcome) else (outcome.clause,)
    return "; ".join(clause.cite(get_language() or "zh-hans") for clause in clauses)


@register.filter
def error_grams(micrograms: int) -> str:
    """An error in grams, to half a milligram."""
    whole, rest = divmod(abs(micrograms), 1_000_000)
    digits = f"{rest:06d}".rstrip("0")
    return f"{'-' if micrograms < 0 else ''}{whole}{'.' + digits if digits else ''} g"


@register.filter
def plain_grams(mass_mg: int | str | None) -> str:
    """For the inside of a field that asks for grams; a template has "" where there is no reading."""
    if not isinstance(mass_mg, int):
        return ""
    whole, rest = divmod(abs(mass_mg), 1000)
    digits = f"{rest:03d}".rstrip("0")
    return f"{'-' if mass_mg < 0 else ''}{whole}{'.' + digits if digits else ''}"


@register.filter
def readiness(ready: Readiness) -> str:
    return ready.explain(get_language() or "zh-hans")


@register.filter
def unit_name(point: Trial) -> str:
    return UNITS[point.unit][0]


@register.filter
def plain_amount(number: int | str | None, point: Trial) -> str:
    """For the inside of a field; a template has "" where there is no reading."""
    return decimals.written(number, UNITS[point.unit][1]) if isinstance(number, int) else ""


@register.filter
def trial_error(judgement: Judged, point: Trial) -> str:
    in_ = "millionths" if judgement.limit.is_relative else point.unit
    return trial_table.error(judgement.error, in_)


@register.filter
def trial_limit(limit: Limit, point: Trial) -> str:
    return "±" + trial_table.error(limit.amount, "millionths" if limit.is_relative else point.unit)


@register.filter
def plain_limit(row: TriedOnce, sheet: TrialSheet) -> str:
    """What was entered for this point, else for the one before of the same trial."""
    limit = _entered_limit(row, sheet)
    if limit is None:
        return ""
    return decimals.written(limit.amount, PERCENT_DECIMALS if limit.is_relative else UNITS[row.point.unit][1])


@register.filter
def limit_source(row: TriedOnce, sheet: TrialSheet) -> str:
    limit = _entered_limit(row, sheet)
    return limit.source if limit else ""


def _entered_limit(row: TriedOnce, sheet: TrialSheet) -> Limit | None:
    own = row.reading.limit if row.reading else None
    return own or sheet.last_limits.get(row.point.trial)


@register.filter
def limit_cited(limit: Limit) -> str:
    return limit.cite(get_language() or "zh-hans")


@register.filter
def per_cent_of(millionths: int) -> str:
    return trial_table.error(millionths, "millionths")


@register.filter
def period_source(period: Interval) -> str:
    return period.clause.cite(get_language() or "zh-hans")


@register.filter
def withdrawing(document: Document) -> str:
    """The name of the form that withdraws it."""
    return f"withdraw-{document.pk}"


@register.filter
def is_tried(row: Tried | TriedOnce, attempt: Attempt) -> bool:
    """Whether this is the reading that was sent and refused."""
    return bool(attempt.errors) and attempt.move == f"{row.point.trial}-{row.point.ordinal}"
