"""Whole numbers of a small unit, written and read as decimals of a usual one."""

import re

_WRITTEN = re.compile(r"([+\-−]?)(\d{1,16})(?:\.(\d{1,9}))?", re.ASCII)


def written(number: int, decimals: int) -> str:
    """5500 with 3 decimals is "5.5"."""
    whole, rest = divmod(abs(number), 10**decimals)
    digits = f"{rest:0{decimals}d}".rstrip("0") if decimals else ""
    return f"{'-' if number < 0 else ''}{whole}{'.' + digits if digits else ''}"


def read(text: str, decimals: int) -> int:
    """Raises ValueError for what is no number, and for one finer than the unit that is kept."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    sign, whole, rest = found[1], found[2], (found[3] or "").rstrip("0")
    if len(rest) > decimals:
        raise ValueError(text)
    number = int(whole) * 10**decimals + int(rest.ljust(decimals, "0") or "0")
    return -number if sign in ("-", "−") and sign else number
