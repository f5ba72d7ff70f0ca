"""Volunteer supervisors, their activities and checks, and the figures of these."""

from django.utils.translation import gettext_lazy

from quanheng.console.export import Column, Sheet
from quanheng.law.goods import GOODS
from quanheng.law.units import format_reading
from quanheng.register.area_names import name_of_area, place_name
from quanheng.supervision.answers import sentence
from quanheng.supervision.findings import name
from quanheng.supervision.models import SpotCheck, Volunteer


def _reading(row: SpotCheck) -> str:
    found = row.recheck.check_mg if row.recheck else row.typed_mg
    return "" if found is None else format_reading(found)


def _settled(row: SpotCheck) -> str:
    return "" if row.settled_mg is None else format_reading(row.settled_mg)


def _goods(row: SpotCheck) -> str:
    return GOODS[row.goods_class].name("zh") if row.goods_class in GOODS else ""


def _typed(row: SpotCheck) -> object:
    if row.recheck is None and row.typed_mg is None:
        return ""
    return gettext_lazy("check scale") if row.recheck else gettext_lazy("typed by hand")


# The volunteer's name stays with the office: a list that is taken away has the number.
SPOT_CHECKS = Sheet(
    "spot-checks",
    gettext_lazy("Spot checks"),
    (
        Column(gettext_lazy("Check"), str),
        Column(gettext_lazy("Time"), lambda row: row.checked_at),
        Column(gettext_lazy("Market"), lambda row: place_name(row.market)),
        Column(gettext_lazy("Stall"), lambda row: str(row.stall) if row.stall else ""),
        Column(gettext_lazy("Volunteer"), lambda row: row.volunteer.number),
        Column(gettext_lazy("Activity"), lambda row: row.activity.name if row.activity else ""),
        Column(gettext_lazy("Goods"), _goods),
        Column(gettext_lazy("Mass paid for"), _settled),
        Column(gettext_lazy("Found on the scale"), _reading),
        Column(gettext_lazy("Reading from"), lambda row: str(_typed(row))),
        Column(gettext_lazy("Findings"), lambda row: "；".join(name(code) for code in row.findings)),
        Column(gettext_lazy("What became of it"), lambda row: str(sentence(row))),
    ),
)


def _name(row: Volunteer) -> str:
    return row.user.name if row.user else ""


VOLUNTEERS = Sheet(
    "volunteers",
    gettext_lazy("Volunteer supervisors"),
    (
        Column(gettext_lazy("No."), lambda row: row.pk),
        Column(gettext_lazy("Number"), lambda row: row.number or ""),
        Column(gettext_lazy("Name"), _name),
        Column(gettext_lazy("Area"), lambda row: name_of_area(row.area)),
        Column(gettext_lazy("State"), lambda row: row.get_state_display()),
        Column(gettext_lazy("From"), lambda row: row.serves_from),
        Column(gettext_lazy("Until"), lambda row: row.serves_until),
    ),
)
ACTIVITIES = Sheet(
    "activities",
    gettext_lazy("Activities"),
    (
        Column(gettext_lazy("Activity"), lambda row: row.name),
        Column(gettext_lazy("Begins"), lambda row: row.starts_at),
        Column(gettext_lazy("Ends"), lambda row: row.ends_at),
        Column(gettext_lazy("Wanted"), lambda row: row.wanted),
        Column(gettext_lazy("Signed up"), lambda row: row.coming),
        Column(gettext_lazy("Came"), lambda row: row.came),
        Column(gettext_lazy("State"), lambda row: row.get_state_display()),
    ),
)
SPOT_CHECK_FIGURES = Sheet(
    "spot-check-figures",
    gettext_lazy("Figures of spot checks"),
    (
        Column(gettext_lazy("Market"), lambda row: place_name(row.market)),
        Column(gettext_lazy("Month"), lambda row: row.month.strftime("%Y-%m")),
        Column(gettext_lazy("Checks"), lambda row: row.checks),
        Column(gettext_lazy("Weighed again"), lambda row: row.weighed),
        Column(gettext_lazy("With a finding"), lambda row: row.found),
        Column(gettext_lazy("Of them: exceeded"), lambda row: row.exceeded),
        Column(gettext_lazy("Decided"), lambda row: row.decided),
    ),
)
