"""Who is proposed for key supervision, under it, or was."""

from django.utils.translation import gettext_lazy

from quanheng.cases.key_supervision import words
from quanheng.cases.key_supervision.figures import read
from quanheng.cases.key_supervision.thresholds import thresholds
from quanheng.cases.models import KeySupervision
from quanheng.console.export import Column, Sheet
from quanheng.register.area_names import place_name


def _reasons(row: KeySupervision) -> str:
    return words.reasons_told(row.reasons)


def _counted(row: KeySupervision) -> str:
    return " | ".join(words.in_short(read(row.figures), row.reasons, thresholds()))


KEY_SUPERVISIONS = Sheet(
    "key-supervisions",
    gettext_lazy("Key supervision"),
    (
        Column(gettext_lazy("Operator"), lambda row: row.operator_name),
        Column(gettext_lazy("Stall"), lambda row: str(row.stall)),
        Column(gettext_lazy("Market"), lambda row: place_name(row.market)),
        Column(gettext_lazy("Reasons"), _reasons),
        Column(gettext_lazy("What was counted"), _counted),
        Column(gettext_lazy("State"), lambda row: row.get_state_display()),
        Column(gettext_lazy("Proposed"), lambda row: row.proposed_at),
        Column(gettext_lazy("From"), lambda row: row.since),
        Column(gettext_lazy("Until"), lambda row: row.until),
        Column(gettext_lazy("What is done meanwhile"), lambda row: row.measures),
        Column(gettext_lazy("Told on"), lambda row: row.told_on),
        Column(gettext_lazy("Ended"), lambda row: row.ended_at),
    ),
)
