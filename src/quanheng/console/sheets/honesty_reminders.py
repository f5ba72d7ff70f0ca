"""Reminders of trade associations."""

from django.utils.translation import gettext_lazy

from quanheng.console.export import Column, Sheet
from quanheng.register.area_names import name_of_area
from quanheng.register.models import PlaceKind

KINDS = dict(PlaceKind.choices)

REMINDERS = Sheet(
    "honesty-reminders",
    gettext_lazy("Honesty reminders"),
    (
        Column(gettext_lazy("Title"), lambda row: row.title),
        Column(gettext_lazy("Text"), lambda row: row.text),
        Column(gettext_lazy("Association"), lambda row: row.issued_by.name),
        Column(gettext_lazy("Area"), lambda row: name_of_area(row.area)),
        Column(gettext_lazy("For"), lambda row: ", ".join(str(KINDS.get(kind, kind)) for kind in row.kinds)),
        Column(gettext_lazy("Sent at"), lambda row: row.issued_at),
        Column(gettext_lazy("Withdrawn at"), lambda row: row.withdrawn_at),
    ),
)
