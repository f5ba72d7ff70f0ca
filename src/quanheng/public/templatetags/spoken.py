"""How the shoppers' pages say masses, money and days."""

from datetime import date

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from quanheng.law.goods import GOODS
from quanheng.law.units import format_yuan
from quanheng.measuring.spoken import in_chinese, mass
from quanheng.public import qr
from quanheng.register.models import Place

register = template.Library()
register.filter(mass)


@register.filter
def yuan(amount_fen: int | None) -> str:
    return "—" if amount_fen is None else format_yuan(amount_fen)


@register.filter
def day(on: date | None) -> str:
    if on is None:
        return "—"
    return f"{on.year}年{on.month}月{on.day}日" if in_chinese() else f"{on.day} {on:%B %Y}"


@register.filter
def goods(key: str) -> str:
    return GOODS[key].name(get_language() or "zh-hans") if key in GOODS else ""


@register.filter
def market_name(market: Place) -> str:
    return market.name if in_chinese() or not market.name_en else market.name_en


@register.simple_tag
def invented() -> bool:
    return settings.DEMO


@register.simple_tag
def qr_picture(link: str) -> SafeString:
    return mark_safe(qr.picture(link))  # noqa: S308 - drawn by us, the link is only its modules


@register.filter
def drawn(stars: int) -> str:
    return "★" * stars + "☆" * (5 - stars)
