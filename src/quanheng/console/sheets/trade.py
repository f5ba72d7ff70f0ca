"""Published figures of one kind of places: months of a region, and the regions below it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.cases.models import PublishedFigures
from quanheng.cases.small_numbers import FEW, NEARLY_ALL
from quanheng.console.export import Column, Sheet

ABSENT = "—"


@dataclass(frozen=True)
class Told:
    """Of a month or a region, under its name; ``area`` where it has parts of its own."""

    name: str
    row: PublishedFigures
    area: str = ""

    @property
    def lodged(self) -> str:
        return _about(self.row.lodged)

    @property
    def in_time(self) -> str:
        return _share(self.row.in_time_percent)

    @property
    def remedied(self) -> str:
        return _share(self.row.remedied_percent)

    @property
    def rechecks(self) -> str:
        return _about(self.row.rechecks)

    @property
    def exceeded(self) -> str:
        return _share(self.row.exceeded_percent)

    @property
    def in_use(self) -> str:
        return _about(self.row.in_use)

    @property
    def verified(self) -> str:
        return _share(self.row.verified_percent)


def _about(n: int | None) -> str:
    return ABSENT if n is None else str(n)


def _share(percent: int | None) -> str:
    if percent is None:
        return ABSENT
    return {FEW: _("fewer than 5"), NEARLY_ALL: _("nearly all")}.get(percent, f"{percent} %")


def sheet(listed: str) -> Sheet:
    return Sheet(
        "trade-parts" if listed == "parts" else "trade-figures",
        gettext_lazy("Figures of a trade"),
        (
            Column(gettext_lazy("Region") if listed == "parts" else gettext_lazy("Month"), lambda row: row.name),
            Column(gettext_lazy("Complaints lodged, about"), lambda row: row.lodged),
            Column(gettext_lazy("Decided in time"), lambda row: row.in_time),
            Column(gettext_lazy("Remedied"), lambda row: row.remedied),
            Column(gettext_lazy("Re-weighings, about"), lambda row: row.rechecks),
            Column(gettext_lazy("of which beyond a limit"), lambda row: row.exceeded),
            Column(gettext_lazy("Instruments in use, about"), lambda row: row.in_use),
            Column(gettext_lazy("of which with a valid verification"), lambda row: row.verified),
        ),
    )
