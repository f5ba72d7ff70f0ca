"""How complaints were handled: by month, class, goods and place, and step by step."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from quanheng.cases.categories import Category
from quanheng.cases.handling_count import NOT_STATED
from quanheng.cases.handling_sums import STEPS, Sums
from quanheng.console.export import Column, Sheet
from quanheng.law.goods import GOODS

STEP_NAMES = {
    "decide": gettext_lazy("accept or refuse"),
    "mediate": gettext_lazy("mediate"),
    "pay": gettext_lazy("pay"),
    "end": gettext_lazy("end"),
    "recover": gettext_lazy("recover from the operator"),
}
FROM_TO = {
    "decide": gettext_lazy("from lodging to accepting or refusing"),
    "mediate": gettext_lazy("from accepting to an agreement, or to none"),
    "pay": gettext_lazy("from the end of mediation to paying"),
    "end": gettext_lazy("from lodging to the end"),
    "recover": gettext_lazy("from the market's paying first to getting it back"),
}


def _share(n: int, of: int) -> int | None:
    return n * 1000 // of if of else None


@dataclass(frozen=True)
class Told:
    """The figures of a place, a month, a class or goods, under its name; ``area`` where there is a page of its own."""

    name: object
    sums: Sums
    area: str = ""

    @property
    def in_time_per_mille(self) -> int | None:
        return _share(self.sums.decided_in_time, self.sums.decided)

    @property
    def remedied_per_mille(self) -> int | None:
        return _share(self.sums.remedied, self.sums.lodged)

    @property
    def steps(self) -> dict[str, "Step"]:
        return {step: Step(step, self.sums) for step in STEPS}


@dataclass(frozen=True)
class Step:
    """How long one step took; ``in_time`` is None where no order sets a day for it."""

    step: str
    sums: Sums

    @property
    def name(self) -> object:
        return FROM_TO[self.step]

    @property
    def took(self) -> int:
        return self.sums.took(self.step)

    @property
    def half(self) -> int | None:
        return self.sums.within(self.step, 50)

    @property
    def nine_tenths(self) -> int | None:
        return self.sums.within(self.step, 90)

    @property
    def in_time(self) -> int | None:
        return {"decide": self.sums.decided_in_time, "mediate": self.sums.mediated_in_time}.get(self.step)

    @property
    def in_time_per_mille(self) -> int | None:
        return None if self.in_time is None else _share(self.in_time, self.took)


def category_name(key: str) -> object:
    return dict(Category.choices).get(key, key)


def goods_name(key: str) -> str:
    if key == NOT_STATED:
        return _("Goods not stated")
    return GOODS[key].name("en" if (get_language() or "").startswith("en") else "zh") if key in GOODS else key


def _stars(sums: Sums) -> str:
    return "" if sums.mean_stars is None else f"{sums.mean_stars:.1f}"


def _blank(n: int | None) -> int | str:
    return "" if n is None else n


HEADINGS = {
    "months": gettext_lazy("Month lodged"),
    "categories": gettext_lazy("About"),
    "goods": gettext_lazy("Goods"),
}
_HALF = {
    "decide": gettext_lazy("Days to accept or refuse, half"),
    "mediate": gettext_lazy("Days of mediation, half"),
    "pay": gettext_lazy("Days to pay, half"),
    "end": gettext_lazy("Days to the end, half"),
    "recover": gettext_lazy("Days to recover, half"),
}
_NINE_TENTHS = {
    "decide": gettext_lazy("Days to accept or refuse, nine of ten"),
    "mediate": gettext_lazy("Days of mediation, nine of ten"),
    "pay": gettext_lazy("Days to pay, nine of ten"),
    "end": gettext_lazy("Days to the end, nine of ten"),
    "recover": gettext_lazy("Days to recover, nine of ten"),
}


def _days(step: str) -> tuple[Column, Column]:
    return (
        Column(_HALF[step], lambda row: _blank(row.sums.within(step, 50))),
        Column(_NINE_TENTHS[step], lambda row: _blank(row.sums.within(step, 90))),
    )


def sheet(listed: str) -> Sheet:
    """The same columns for months, classes, goods and places."""
    return Sheet(
        f"answers-{listed}" if listed in HEADINGS else "answers",
        gettext_lazy("How complaints were handled"),
        (
            Column(HEADINGS.get(listed, gettext_lazy("Region or market")), lambda row: str(row.name)),
            Column(gettext_lazy("Complaints lodged"), lambda row: row.sums.lodged),
            Column(gettext_lazy("Accepted or refused"), lambda row: row.sums.decided),
            Column(gettext_lazy("of them in time"), lambda row: row.sums.decided_in_time),
            Column(gettext_lazy("Mediations ended"), lambda row: row.sums.mediated),
            Column(gettext_lazy("of them in time"), lambda row: row.sums.mediated_in_time),
            *(column for step in STEPS for column in _days(step)),
            Column(gettext_lazy("Complaints ended"), lambda row: row.sums.ended),
            Column(gettext_lazy("Complaints remedied"), lambda row: row.sums.remedied),
            Column(gettext_lazy("Rated"), lambda row: row.sums.rated),
            Column(gettext_lazy("Stars, mean"), lambda row: _stars(row.sums)),
        ),
    )


STEPS_TAKEN = Sheet(
    "answers-steps",
    gettext_lazy("How long each step took"),
    (
        Column(gettext_lazy("Step"), lambda row: str(row.name)),
        Column(gettext_lazy("Complaints that took it"), lambda row: row.took),
        Column(gettext_lazy("Days, half"), lambda row: _blank(row.half)),
        Column(gettext_lazy("Days, nine of ten"), lambda row: _blank(row.nine_tenths)),
        Column(gettext_lazy("of them in time"), lambda row: _blank(row.in_time)),
    ),
)
