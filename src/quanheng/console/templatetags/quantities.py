"""Quantities as people read them; the integers behind stay whole."""

from datetime import datetime

from django import template
from django.utils import timezone

from quanheng.law.units import format_reading, format_yuan

register = template.Library()
ABSENT = "—"


@register.filter
def mass(mass_mg: int | None) -> str:
    return ABSENT if mass_mg is None else format_reading(mass_mg)


@register.filter
def yuan(amount_fen: int | None) -> str:
    return ABSENT if amount_fen is None else format_yuan(amount_fen)


@register.filter
def plain_yuan(amount_fen: int | None) -> str:
    """For the inside of a field, which wants no sign of the currency."""
    return "" if amount_fen is None else format_yuan(amount_fen).replace("¥", "")


@register.filter
def plain_kg(mass_mg: int | None) -> str:
    """For the inside of a field that asks for kilograms."""
    return "" if mass_mg is None else f"{mass_mg // 1_000_000}.{mass_mg % 1_000_000:06d}".rstrip("0").rstrip(".")


@register.filter
def clock_time(at: datetime | None) -> str:
    """Today "13:05:09", another day "11-20 13:05"."""
    if at is None:
        return ABSENT
    here = timezone.localtime(at)
    return here.strftime("%H:%M:%S" if here.date() == timezone.localdate() else "%m-%d %H:%M")


@register.filter
def full_time(at: datetime | None) -> str:
    return ABSENT if at is None else timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")


@register.filter
def per_cent(per_mille: int | None) -> str:
    """ "98.7 %", from thousandths."""
    return ABSENT if per_mille is None else f"{per_mille // 10}.{per_mille % 10} %"


@register.filter
def per_cent_whole(per_mille: int | None) -> int:
    """For the length of a bar."""
    return (per_mille or 0) // 10


@register.filter
def in_fours(digits: str) -> str:
    """Eight digits as one reads them out: 1234 5678."""
    return f"{digits[:4]} {digits[4:]}"
