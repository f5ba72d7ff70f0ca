"""Words and colours of verifications."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from quanheng.console.move_forms import Attempt
from quanheng.console.templatetags.words import word
from quanheng.law.test_programme import Outcome, Point
from quanheng.law.verification import Readiness
from quanheng.register.models import Verification
from quanheng.register.verifying.readings import Tried

register = template.Library()
TONES = {"applied": "warn", "scheduled": "warn", "doing": "warn", "passed": "good", "failed": "bad"}


@register.filter
def stage(verification: Verification) -> SafeString:
    return word(TONES.get(verification.state, "quiet"), verification.get_state_display())


@register.filter
def point_name(point: Point) -> str:
    return point.name(get_language() or "zh-hans")


@register.filter
def proposal(outcome: Outcome) -> str:
    return outcome.explain(get_language() or "zh-hans")


@register.filter
def cited(outcome: Outcome) -> str:
    return outcome.clause.cite(get_language() or "zh-hans")


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
def is_tried(row: Tried, attempt: Attempt) -> bool:
    """Whether this is the reading that was sent and refused."""
    return bool(attempt.errors) and attempt.move == f"{row.point.trial}-{row.point.ordinal}"
