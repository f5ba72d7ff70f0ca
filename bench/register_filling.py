"""An invented country for bench/register.py: divisions, places, stalls, instruments and their lives, as rows for COPY.

Everything follows from a row's number, so that two runs fill the same country. What is kept of each life beside it is
written as the register itself would fold it; `bench/register.py` folds a sample anew and compares.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from quanheng.law.phase_out import may_be_used

PROVINCES, CITIES, COUNTIES = 31, 10, 9
PLACES_WHOLE, INSTRUMENTS_WHOLE = 280_000, 1_500_000
STALLS_A_MARKET, CHECK_SCALES_A_MARKET = 15, 2
MARKETS_ONE_IN = 7
SHANGHAI = ZoneInfo("Asia/Shanghai")
GTIN, BODY = "09521234543213", "虚构计量所"
OTHER_PLACES = (
    ("shop", "trade-scale"),
    ("filling-station", "fuel-dispenser"),
    ("public-utility", "electricity-meter"),
    ("public-utility", "water-meter"),
    ("charging-site", "charger"),
    ("optician", "focimeter"),
)
NAMES_OF_PLACES = re.findall("..", "晨光河湾东门西市青禾南桥石街望江荷塘松岭白云清泉百合月牙金穗龙井梧桐码头永安新街")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"


@dataclass(frozen=True)
class Country:
    scale: float
    today: date

    @property
    def places(self) -> int:
        return int(PLACES_WHOLE * self.scale)

    @property
    def instruments(self) -> int:
        return int(INSTRUMENTS_WHOLE * self.scale)

    def county(self, number: int) -> str:
        province, rest = divmod(number % (PROVINCES * CITIES * COUNTIES), CITIES * COUNTIES)
        city, county = divmod(rest, COUNTIES)
        return f"{province + 11}/{city + 1:02}/{county + 1:02}/"

    def regions(self) -> Iterator[tuple]:
        known: dict[str, None] = {}
        for number in range(PROVINCES * CITIES * COUNTIES):
            county = self.county(number)
            for area in (county[:3], county[:6], county):
                known.setdefault(area)
        levels = {3: "province", 6: "city", 9: "county"}
        for pk, area in enumerate(known, 1):
            code = area.replace("/", "").ljust(6, "0")
            yield pk, area, code, f"虚构{code}", f"Invented {code}", levels[len(area)]

    def place(self, number: int) -> tuple[str, str, str]:
        """Its area, its kind and the kind of instrument used there."""
        area = f"{self.county(number)}m{number:06}/"
        if number % MARKETS_ONE_IN == 0:
            return area, "market", "trade-scale"
        return area, *OTHER_PLACES[number % len(OTHER_PLACES)]

    def all_places(self, region_of: dict[str, int]) -> Iterator[tuple]:
        for number in range(self.places):
            area, kind, _ = self.place(number)
            name = f"{NAMES_OF_PLACES[number % 20]}{NAMES_OF_PLACES[number // 20 % 20]}{number:06}"
            yield number + 1, area, kind, name, f"Place {number:06}", region_of[area[:9]], "", "", *"fffff"

    def stalls(self) -> Iterator[tuple]:
        pk = 0
        for place in range(0, self.places, MARKETS_ONE_IN):
            area, _, _ = self.place(place)
            for number in range(1, STALLS_A_MARKET + 1):
                pk += 1
                who = f"{SURNAMES[pk % 24]}{SURNAMES[pk // 24 % 24]}{pk:06}"
                yield pk, f"{area}s{number:03}/", place + 1, f"s{number:03}", f"{who}蔬菜", "蔬菜", who, "", ""

    def all_instruments(self) -> Iterator["Filled"]:
        number = stall = 0
        others = self.instruments - (self.places + MARKETS_ONE_IN - 1) // MARKETS_ONE_IN * (
            STALLS_A_MARKET + CHECK_SCALES_A_MARKET
        )
        elsewhere = self.places - (self.places + MARKETS_ONE_IN - 1) // MARKETS_ONE_IN
        owed = 0
        for place in range(self.places):
            area, place_kind, kind = self.place(place)
            if place_kind == "market":
                for at in range(STALLS_A_MARKET):
                    number, stall = number + 1, stall + 1
                    yield Filled(self, number, kind, f"{area}s{at + 1:03}/", place + 1, stall)
                for _ in range(CHECK_SCALES_A_MARKET):
                    number += 1
                    yield Filled(self, number, "check-scale", area, place + 1, None)
            else:
                owed += others
                here, owed = divmod(owed, elsewhere)
                for _ in range(here):
                    number += 1
                    yield Filled(self, number, kind, area, place + 1, None)


@dataclass(frozen=True, slots=True)
class Filled:
    """One instrument, its life, and what is kept of it."""

    country: Country
    number: int
    kind: str
    area: str
    place: int
    stall: int | None

    @property
    def conforming(self) -> bool:
        return self.kind == "trade-scale" and self.number % 10 < 3

    @property
    def networked(self) -> bool:
        return self.kind == "trade-scale" and self.number % 10 in (3, 4, 5)

    @property
    def intervals(self) -> str:
        return "15kg/5g" if self.kind in ("trade-scale", "check-scale") else ""

    @property
    def is_stopped(self) -> bool:
        return self.number % 50 == 0

    @property
    def verified_on(self) -> date:
        return self.country.today - timedelta(days=self.number * 7919 % 400)

    @property
    def in_use_since(self) -> date:
        return self.verified_on - timedelta(days=self.number % 900)

    def row(self) -> tuple:
        serial = f"B{self.number:08}"
        return (
            self.number, f"QH{self.number:08}", GTIN, "", serial, self.kind, "虚构衡器厂", "QH-15", "", "", "III", "",
            self.intervals, "trade", "on-site", "{}", "", "ft"[self.networked], "ft"[self.conforming], self.area,
            self.place, self.stall, "",
        )  # fmt: skip

    def state(self) -> tuple:
        verified, until = self.verified_on, _year_after(self.verified_on)
        conforming, code = self.conforming, "ft"[self.conforming]
        replace_by = _replace_by(self.kind, conforming=conforming, networked=self.networked)
        last = _noon(self.country.today if self.is_stopped else verified)
        return (
            self.number, self.area, self.kind, "stopped" if self.is_stopped else "in-use", self.in_use_since, "f", "t",
            "t", code, code, "t", verified, until, "t", f"C-{self.number}", BODY, "[]", last, until, replace_by,
        )  # fmt: skip

    def life(self) -> Iterator[tuple]:
        """Without keys of its own: kind, when, key, facts."""
        verified = self.verified_on
        if self.conforming:
            yield "production-code", self.in_use_since, '{"production_code": "P", "repair_code": "R"}'
        yield "put-into-use", self.in_use_since, "{}"
        if self.number % 4 == 0:
            yield "stopped" if self.is_stopped else "label-confirmed", self._confirmed_on, "{}"
        yield "sealed", verified, "{}"
        yield "verified", verified, _certificate(self.number, _year_after(verified))

    @property
    def _confirmed_on(self) -> date:
        return self.country.today if self.is_stopped else self.in_use_since


@cache
def _replace_by(kind: str, *, conforming: bool, networked: bool) -> date | None:
    """All were put into use before the notice's days: the answer does not hang on the day."""
    if kind != "trade-scale":
        return None
    long_ago = date(2024, 1, 1)
    return may_be_used(conforming=conforming, networked=networked, in_use_since=long_ago, on=long_ago).until


@cache
def _year_after(day: date) -> date:
    return day + timedelta(days=364)


def _certificate(number: int, until: date) -> str:
    told = {"certificate_number": f"C-{number}", "verification_body": BODY, "valid_until": until.isoformat()}
    return json.dumps(told, ensure_ascii=False)


@cache
def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


@cache
def moment(day: date) -> str:
    return _noon(day).isoformat()


def line(row: tuple) -> str:
    """A row as COPY reads it: none of our texts has a tab, a line break or a backslash."""
    return "\t".join("\\N" if value is None else str(value) for value in row) + "\n"
