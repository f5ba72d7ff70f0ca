"""Words about key supervision."""

from django import template

from quanheng.cases.key_supervision import words
from quanheng.cases.models import KeySupervision

register = template.Library()


@register.filter
def reasons_told(row: KeySupervision) -> str:
    return words.reasons_told(row.reasons)
