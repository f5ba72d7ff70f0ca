"""Operators of whom more than one complaint was upheld, with how much they sold."""

from django.utils.translation import gettext_lazy

from quanheng.cases.models import RepeatedOperator
from quanheng.console.export import Column, Sheet
from quanheng.register.area_names import place_name


def market_of(row: RepeatedOperator) -> str:
    return place_name(row.stall.market)


REPEATED = Sheet(
    "repeated-operators",
    gettext_lazy("Operators with more than one upheld complaint"),
    (
        Column(gettext_lazy("Operator"), lambda row: row.operator_name),
        Column(gettext_lazy("Market"), market_of),
        Column(gettext_lazy("Stall"), lambda row: row.stall.number),
        Column(gettext_lazy("Complaints upheld"), lambda row: row.upheld),
        Column(gettext_lazy("Complaints lodged"), lambda row: row.lodged),
        Column(gettext_lazy("Weighings"), lambda row: row.weighings),
        Column(gettext_lazy("Re-weighings"), lambda row: row.rechecks),
        Column(gettext_lazy("of which beyond the limit"), lambda row: row.exceeded),
    ),
)
