"""How complaints were handled, place by place."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from quanheng.cases.models import HandlingFigures
from quanheng.console.export import Column, Sheet


@dataclass(frozen=True)
class Told:
    """The figures of a place, a month or a class, under its name."""

    figures: HandlingFigures
    name: str = ""

    @property
    def in_time_per_mille(self) -> int | None:
        decided = self.figures.decided
        return self.figures.decided_in_time * 1000 // decided if decided else None

    @property
    def remedied_per_mille(self) -> int | None:
        return self.figures.remedied * 1000 // self.figures.lodged if self.figures.lodged else None


def _rounded(number: float | None) -> str:
    return "" if number is None else f"{number:.1f}"


ANSWERS = Sheet(
    "answers",
    gettext_lazy("How complaints were handled"),
    (
        Column(gettext_lazy("Region or market"), lambda row: row.name),
        Column(gettext_lazy("Complaints lodged"), lambda row: row.figures.lodged),
        Column(gettext_lazy("Accepted or refused"), lambda row: row.figures.decided),
        Column(gettext_lazy("of them in time"), lambda row: row.figures.decided_in_time),
        Column(gettext_lazy("Days to accept or refuse, median"), lambda row: _rounded(row.figures.days_to_decide)),
        Column(gettext_lazy("Complaints ended"), lambda row: row.figures.ended),
        Column(gettext_lazy("Days to the end, median"), lambda row: _rounded(row.figures.days_to_end)),
        Column(gettext_lazy("Complaints remedied"), lambda row: row.figures.remedied),
        Column(gettext_lazy("Rated"), lambda row: row.figures.rated),
        Column(gettext_lazy("Stars, mean"), lambda row: _rounded(row.figures.stars)),
    ),
)
