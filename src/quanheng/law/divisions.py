"""The code table of administrative divisions (GB/T 2260): six digits, two for each of province, city and county.

The table is not ours: the package python-stdnum carries it, read off the public list of codes with the years in which
each was in force. The last year in it is its edition; what changed later an office enters by hand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Final

_SPAN: Final = re.compile(r"(?:\[(?P<since>\d*)-(?P<until>\d*)\])?(?P<name>[^,\[\]]+)")
# Names that say only that counties are directly below a province, or are the urban ones: told with the province's name.
_COLLECTIVE: Final = re.compile(r"市辖区|县|林区|(?:省|自治区)?直辖.*")
_DIRECT: Final = "直辖县级行政区划"
COUNTRY: Final = ""


@dataclass(frozen=True, slots=True)
class Division:
    """A code and what it was called in a year; `since` and `until` are years, None where the table names no year."""

    code: str
    name: str
    since: int | None
    until: int | None

    @property
    def level(self) -> str:
        """Province, city or county, by the zeros at the end of the code."""
        return {0: "county", 1: "city", 2: "province"}[(self.code[2:4] == "00") + (self.code[4:] == "00")]

    def held_in(self, year: int) -> bool:
        """Whether the code was in force at the end of that year."""
        return (self.since or 0) <= year and (self.until is None or year < self.until)


def edition() -> str:
    """Which table this is, in one line for the person who picks from it."""
    return f"GB/T 2260（python-stdnum {version('python-stdnum')}，至{last_year()}年）"


@cache
def last_year() -> int:
    """The latest year in which the table knows of a change."""
    return max(year for rows in _table().values() for one in rows for year in (one.since or 0, one.until or 0))


def division(code: str, year: int) -> Division | None:
    """What a code stood for in a year; None for one that was not in force, or that nobody ever gave out."""
    return next((one for one in _table().get(code, ()) if one.held_in(year)), None)


def below(code: str, year: int) -> list[Division]:
    """The divisions directly below a province or city (`COUNTRY` for the provinces), by code."""
    return [one for number in _children().get(code, ()) if (one := division(number, year))]


def above(code: str) -> str:
    """The code of the next level up; `COUNTRY` for a province."""
    if code.endswith("0000"):
        return COUNTRY
    return code[:2] + "0000" if code.endswith("00") else code[:4] + "00"


@cache
def _children() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code in sorted(_table()):
        found.setdefault(above(code), []).append(code)
    return found


@cache
def _table() -> Mapping[str, tuple[Division, ...]]:
    text = files("stdnum").joinpath("cn/loc.dat").read_text(encoding="utf-8")
    found: dict[str, tuple[Division, ...]] = {}
    province, named = "", ""
    for line in text.splitlines():
        if told := re.fullmatch(r'(\d\d) province="(.*)"', line):
            province, named = told.groups()
            found[province + "0000"] = (Division(province + "0000", named, None, None),)
        elif (told := re.fullmatch(r'  (\d{4}) county="(.*)"', line)) and told[1] != "0000":
            found[province + told[1]] = tuple(_spans(province + told[1], told[2], named))
    for code in {above(one) for one in found} - {COUNTRY} - found.keys():
        found[code] = (Division(code, found[code[:2] + "0000"][0].name + _DIRECT, None, None),)
    return _without_empty_headings(found)


def _spans(code: str, told: str, province: str) -> list[Division]:
    """What a code stood for, one after the other. The "urban districts" of a city are nobody's county."""
    rows = []
    for span in _SPAN.finditer(told):
        name = span["name"]
        if _COLLECTIVE.fullmatch(name):
            if not code.endswith("00"):
                continue
            name = province + (_DIRECT if "直辖" in name else name)
        since, until = (int(year) if year else None for year in (span["since"], span["until"]))
        rows.append(Division(code, name, since, until))
    return rows


def _without_empty_headings(found: dict[str, tuple[Division, ...]]) -> dict[str, tuple[Division, ...]]:
    """A heading over counties stays as long as they do: some left the list of codes in 1989, their counties did not."""
    living = {above(code) for code, rows in found.items() for one in rows if one.until is None}
    kept: dict[str, tuple[Division, ...]] = {}
    for code, rows in found.items():
        last = rows[-1:]
        if last and last[0].level == "city" and last[0].name.endswith((_DIRECT, "市辖区", "林区", "市县")):
            kept[code] = (Division(code, last[0].name, last[0].since, None),) if code in living else ()
        else:
            kept[code] = rows
    return kept
