"""Quantities that are not always masses: what a prepackage states, or holds, by mass, volume, length, area or number.

Each kind has a smallest unit in which everything is a whole number, as milligrams are for masses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Literal, get_args

QuantityKind = Literal["mass", "volume", "length", "area", "count"]
QUANTITY_KINDS: Final[tuple[str, ...]] = get_args(QuantityKind)

SMALLEST: Final[Mapping[str, str]] = MappingProxyType(
    {"mass": "mg", "volume": "ul", "length": "um", "area": "um2", "count": "pieces"}
)
"""The smallest unit of each kind, as the names of figures end: `deficiency_mg`."""

_UNITS: Final[Mapping[str, tuple[QuantityKind, int]]] = MappingProxyType(
    {
        "mg": ("mass", 1),
        "g": ("mass", 1_000),
        "kg": ("mass", 1_000_000),
        "ml": ("volume", 1_000),
        "cl": ("volume", 10_000),
        "l": ("volume", 1_000_000),
        "mm": ("length", 1_000),
        "cm": ("length", 10_000),
        "m": ("length", 1_000_000),
        "mm2": ("area", 10**6),
        "cm2": ("area", 10**8),
        "dm2": ("area", 10**10),
        "m2": ("area", 10**12),
        "pieces": ("count", 1),
    }
)
_SPELLINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "毫克": "mg",
        "克": "g",
        "千克": "kg",
        "公斤": "kg",
        "毫升": "ml",
        "厘升": "cl",
        "升": "l",
        "毫米": "mm",
        "厘米": "cm",
        "米": "m",
        "平方毫米": "mm2",
        "平方厘米": "cm2",
        "平方分米": "dm2",
        "平方米": "m2",
        **{f"{unit}²": f"{unit}2" for unit in ("mm", "cm", "dm", "m")},
        **dict.fromkeys(("pcs", "piece", "个", "件", "片", "只", "支", "粒", "枚", "张"), "pieces"),
    }
)
_WRITTEN: Final = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*([a-z一-鿿]*[2²]?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in whole smallest units of its kind, and the unit it was written in."""

    kind: QuantityKind
    amount: int
    unit: str

    @property
    def per_unit(self) -> int:
        """How many smallest units make the unit it was written in."""
        return _UNITS[self.unit][1]

    def told(self, amount: int | Fraction) -> Decimal:
        """Another amount of the kind, in the unit this one was written in, to six decimals."""
        exact = Fraction(amount) / self.per_unit
        millionths = round(exact * 1_000_000)
        written = Decimal(millionths).scaleb(-6)
        return written.quantize(Decimal(1)) if written == written.to_integral_value() else written.normalize()

    def write(self, amount: int | Fraction) -> str:
        """An amount of the kind with its unit: "15 g"."""
        return f"{self.told(amount):f} {self.unit}"


def parse_quantity(text: str, default_unit: str = "") -> Quantity:
    """Read "500g", "1.5 L", "10m", "2m²", "100个", or a bare number in `default_unit`.

    Raises `ValueError` for a sign, a unit that is not legal, or more digits than the smallest unit holds.
    """
    match = _WRITTEN.fullmatch(text.strip().lower())
    if match is None:
        raise ValueError(f"not a quantity: {text!r}")
    unit = _SPELLINGS.get(match[2], match[2]) or default_unit
    if unit not in _UNITS:
        raise ValueError(f"not a legal unit: {unit!r}" if unit else f"a quantity without its unit: {text!r}")
    kind, size = _UNITS[unit]
    amount = Decimal(match[1]) * size
    if amount != amount.to_integral_value():
        raise ValueError(f"finer than the smallest unit: {text!r}")
    return Quantity(kind, int(amount), unit)
