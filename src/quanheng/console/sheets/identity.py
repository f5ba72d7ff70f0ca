"""Checks of identity, and what became of them."""

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy

from quanheng.console.export import Column, Sheet
from quanheng.console.templatetags.identifying import OUTCOMES, decided
from quanheng.register.area_names import place_name
from quanheng.register.models import IdentityCheck


def _serial(row: IdentityCheck) -> str:
    return row.instrument.serial if row.instrument else str(row.found.get("serial", ""))


IDENTITY_CHECKS = Sheet(
    "identity",
    gettext_lazy("Checks of identity"),
    (
        Column(gettext_lazy("Time"), lambda row: row.checked_at),
        Column(gettext_lazy("Instrument number"), lambda row: row.instrument.device_id if row.instrument else ""),
        Column(gettext_lazy("Serial number"), _serial),
        Column(gettext_lazy("Code"), lambda row: row.code),
        Column(gettext_lazy("Found at"), lambda row: str(row.stall) if row.stall else ""),
        Column(gettext_lazy("Place"), lambda row: place_name(row.place)),
        Column(gettext_lazy("Outcome"), lambda row: str(OUTCOMES[row.outcome][1])),
        Column(gettext_lazy("Decision"), lambda row: strip_tags(decided(row))),
        Column(gettext_lazy("Checked by"), lambda row: str(row.checked_by)),
    ),
)

MAKER_SERVICES = Sheet(
    "maker-services",
    gettext_lazy("Services of the makers"),
    (
        Column(gettext_lazy("Maker"), lambda row: row.name),
        Column(gettext_lazy("Credit code"), lambda row: row.uscc),
        Column(gettext_lazy("Address of the service"), lambda row: row.service_url),
    ),
)
