"""Verifications, and what is due."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.console.export import Column, Sheet
from quanheng.console.sheets.instruments import stall_or_point, standing_word
from quanheng.register.area_names import place_name
from quanheng.register.models import InstrumentState

VERIFICATIONS = Sheet(
    "verifications",
    gettext_lazy("Verifications"),
    (
        Column(gettext_lazy("Number"), lambda row: row.number),
        Column(gettext_lazy("Application"), lambda row: row.application),
        Column(gettext_lazy("Instrument"), lambda row: row.instrument.device_id),
        Column(gettext_lazy("Model"), lambda row: row.instrument.model),
        Column(gettext_lazy("Serial number"), lambda row: row.instrument.serial),
        Column(gettext_lazy("Stall"), lambda row: stall_or_point(row.instrument)),
        Column(gettext_lazy("Place"), lambda row: place_name(row.place)),
        Column(gettext_lazy("Applied for on"), lambda row: row.applied_at),
        Column(gettext_lazy("Planned for"), lambda row: row.planned_on),
        Column(gettext_lazy("Verifier"), lambda row: row.verifier.name if row.verifier else ""),
        Column(gettext_lazy("Verification body"), lambda row: row.body.name if row.body else ""),
        Column(gettext_lazy("State"), lambda row: row.get_state_display()),
        Column(gettext_lazy("Ended"), lambda row: row.ended_at),
        Column(gettext_lazy("Paper"), lambda row: row.paper_number or ""),
    ),
)


def _under_way(row: InstrumentState) -> str:
    return _("Under verification") if row.under_way else ""


DUE = Sheet(
    "verifications-due",
    gettext_lazy("Due and overdue"),
    (
        Column(gettext_lazy("Instrument"), lambda row: row.instrument.device_id),
        Column(gettext_lazy("Model"), lambda row: row.instrument.model),
        Column(gettext_lazy("Serial number"), lambda row: row.instrument.serial),
        Column(gettext_lazy("Stall"), lambda row: stall_or_point(row.instrument)),
        Column(gettext_lazy("Place"), lambda row: place_name(row.instrument.place)),
        Column(gettext_lazy("Valid until"), lambda row: row.valid_until),
        Column(gettext_lazy("Verification"), lambda row: standing_word(row.instrument)),
        Column(gettext_lazy("Verification under way"), _under_way),
    ),
)
