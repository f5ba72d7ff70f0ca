"""What was published of one region, in words for a page and in fields for a machine."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from quanheng.cases.models import PublishedFigures
from quanheng.cases.small_numbers import FEW, NEARLY_ALL
from quanheng.register.area_names import place_name
from quanheng.register.models import Region

ABSENT = "—"
SHARES = ("in_time_percent", "ended_percent", "remedied_percent")
DAYS = ("decide_half", "decide_nine_tenths", "end_half", "end_nine_tenths")


@dataclass(frozen=True)
class Told:
    row: PublishedFigures
    region: Region | None

    @property
    def name(self) -> str:
        if not self.row.area:
            return _("The whole country")
        return place_name(self.region) if self.region else self.row.area

    @property
    def in_time(self) -> str:
        return _share(self.row.in_time_percent)

    @property
    def ended(self) -> str:
        return _share(self.row.ended_percent)

    @property
    def remedied(self) -> str:
        return _share(self.row.remedied_percent)

    @property
    def days_to_decide(self) -> str:
        return _days(self.row.decide_half, self.row.decide_nine_tenths)

    @property
    def days_to_end(self) -> str:
        return _days(self.row.end_half, self.row.end_nine_tenths)

    @property
    def stars(self) -> str:
        return ABSENT if self.row.half_stars is None else f"{self.row.half_stars / 2:g}"

    def as_dict(self) -> dict[str, object]:
        return {
            "area": self.row.area,
            "code": self.region.code if self.region else None,
            "name": self.region.name if self.region else None,
            "name_en": self.region.name_en if self.region else None,
            "lodged": self.row.lodged,
            **{name: _machine_share(getattr(self.row, name)) for name in SHARES},
            **{name: getattr(self.row, name) for name in DAYS},
            "stars": None if self.row.half_stars is None else self.row.half_stars / 2,
        }


def told_of(rows: list[PublishedFigures]) -> list[Told]:
    regions = {region.area: region for region in Region.objects.filter(area__in=[row.area for row in rows])}
    return [Told(row, regions.get(row.area)) for row in rows]


def _share(percent: int | None) -> str:
    if percent is None:
        return ABSENT
    words = {FEW: _("fewer than 5"), NEARLY_ALL: _("nearly all")}
    return words.get(percent, f"{percent} %")


def _machine_share(percent: int | None) -> int | str | None:
    return {FEW: "few", NEARLY_ALL: "nearly-all"}.get(percent, percent) if percent is not None else None


def _days(half: int | None, nine_tenths: int | None) -> str:
    return ABSENT if half is None else f"{half}–{nine_tenths}"
