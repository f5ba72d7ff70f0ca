"""Masses are whole milligrams and money whole fen; nothing here passes through a float.

Parsing refuses what cannot be held exactly, because a rounding nobody asked for could move a mass over a limit.
"""

import re
from decimal import Decimal
from typing import Final, NewType

Milligrams = NewType("Milligrams", int)
"""A mass, in milligrams; of goods, of a load, of an error."""

Fen = NewType("Fen", int)
"""Money, in fen (1/100 yuan)."""

MG_PER_G: Final = 1_000
MG_PER_KG: Final = 1_000_000

_MG_PER_UNIT: Final = {
    "kg": MG_PER_KG,
    "千克": MG_PER_KG,
    "公斤": MG_PER_KG,
    "g": MG_PER_G,
    "克": MG_PER_G,
    "mg": 1,
    "毫克": 1,
}
_QUANTITY: Final = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*([a-z一-鿿]*)", re.ASCII)


def parse_mass(text: str, default_unit: str = "kg") -> Milligrams:
    """Read "15kg", "5 g", "1.250" (in `default_unit`) or "975克" as whole milligrams.

    Raises `ValueError` for anything else: a sign, a non-legal unit such as 斤, or more digits than a milligram holds.
    """
    match = _QUANTITY.fullmatch(text.strip().lower())
    if match is None:
        raise ValueError(f"not a mass: {text!r}")
    unit = match[2] or default_unit
    if unit not in _MG_PER_UNIT:
        raise ValueError(f"not a legal unit of mass: {unit!r}")
    return Milligrams(_whole(Decimal(match[1]) * _MG_PER_UNIT[unit], text))


def parse_yuan(text: str) -> Fen:
    """Read "4.50" (yuan) as whole fen; raises `ValueError` for a sign or parts of a fen."""
    match = _QUANTITY.fullmatch(text.strip())
    if match is None or match[2] not in ("", "元"):
        raise ValueError(f"not an amount in yuan: {text!r}")
    return Fen(_whole(Decimal(match[1]) * 100, text))


def _whole(value: Decimal, text: str) -> int:
    if value != value.to_integral_value():
        raise ValueError(f"finer than the smallest unit: {text!r}")
    return int(value)


def format_mass(mass_mg: int) -> str:
    """Write a mass as printed tables do: "1.25 kg" from one kilogram up, "975 g" or "0.01 g" below."""
    sign, size = ("-" if mass_mg < 0 else ""), abs(mass_mg)
    if size >= MG_PER_KG:
        return f"{sign}{_decimal(size, 6)} kg"
    return f"{sign}{_decimal(size, 3)} g"


def format_reading(mass_mg: int) -> str:
    """Write a mass as a scale shows it: "1.460 kg" with its last gram; as printed tables do where that loses none."""
    if abs(mass_mg) < MG_PER_KG or mass_mg % 1000:
        return format_mass(mass_mg)
    kilograms, grams = divmod(abs(mass_mg) // 1000, 1000)
    return f"{'-' if mass_mg < 0 else ''}{kilograms}.{grams:03d} kg"


def _decimal(value: int, places: int) -> str:
    whole, part = divmod(value, 10**places)
    digits = f"{part:0{places}d}".rstrip("0")
    return f"{whole}.{digits}" if digits else str(whole)


def format_yuan(amount_fen: int) -> str:
    """Write money as "¥500.00", or "-¥5.00"; the sign says which way it goes."""
    yuan, fen = divmod(abs(amount_fen), 100)
    return f"{'-' if amount_fen < 0 else ''}¥{yuan}.{fen:02d}"


def divide_half_up(numerator: int, denominator: int) -> int:
    """The quotient of two non-negative integers, an exact half going up (the rounding of tills and invoices)."""
    if numerator < 0 or denominator <= 0:
        raise ValueError("half-up is defined here for a non-negative quotient")
    return (2 * numerator + denominator) // (2 * denominator)
