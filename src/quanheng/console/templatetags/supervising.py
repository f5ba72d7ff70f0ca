"""Words about key supervision."""

from django import template

from quanheng.cases.key_supervision import words
from quanheng.cases.key_supervision.figures import read
from quanheng.cases.key_supervision.thresholds import thresholds
from quanheng.cases.models import KeySupervision

register = template.Library()


@register.filter
def reasons_told(row: KeySupervision) -> str:
    return words.reasons_told(row.reasons)


@register.filter
def in_short(row: KeySupervision) -> list[str]:
    return words.in_short(read(row.figures), row.reasons, thresholds())
