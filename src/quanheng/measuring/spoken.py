"""How masses are said to laypeople, on every page and by every program that speaks to them."""

from django.utils.translation import get_language

from quanheng.law.units import format_reading


def mass(mass_mg: int | None) -> str:
    """1.250 千克 or 1.250 kg: as the display of a scale, in the units of everyday speech."""
    if mass_mg is None:
        return "—"
    text = format_reading(mass_mg)
    return text.replace("kg", "千克").replace("g", "克") if in_chinese() else text


def in_chinese() -> bool:
    return (get_language() or "zh-hans").startswith("zh")
