"""Acts on many instruments, and what became of each of them."""

from django.utils.translation import gettext_lazy

from quanheng.console.export import Column, Sheet
from quanheng.register.area_names import place_name
from quanheng.register.bulk.acts import ACTS

OUTCOMES = {
    "": gettext_lazy("Not looked at yet"),
    "fit": gettext_lazy("Possible"),
    "refused": gettext_lazy("Refused"),
    "done": gettext_lazy("Done"),
}
STAGES = {
    "check": ("quiet", gettext_lazy("Being looked at")),
    "checked": ("warn", gettext_lazy("Waits for your word")),
    "run": ("quiet", gettext_lazy("Being done")),
    "done": ("good", gettext_lazy("Done")),
}
ROWS = Sheet(
    "bulk-job",
    gettext_lazy("Act on many, row by row"),
    (
        Column(gettext_lazy("Instrument number"), lambda row: row.instrument.device_id),
        Column(gettext_lazy("Model"), lambda row: row.instrument.model),
        Column(gettext_lazy("Serial number"), lambda row: row.instrument.serial),
        Column(gettext_lazy("Stall"), lambda row: str(row.instrument.stall or "")),
        Column(gettext_lazy("Place"), lambda row: place_name(row.instrument.place)),
        Column(gettext_lazy("Outcome"), lambda row: str(OUTCOMES[row.outcome])),
        Column(gettext_lazy("Detail"), lambda row: row.said),
    ),
)
JOBS = Sheet(
    "bulk",
    gettext_lazy("Acts on many"),
    (
        Column(gettext_lazy("Begun"), lambda row: row.created_at),
        Column(gettext_lazy("Act"), lambda row: str(ACTS[row.act].label)),
        Column(gettext_lazy("Who"), lambda row: str(row.by)),
        Column(gettext_lazy("State"), lambda row: str(STAGES[row.stage][1])),
        Column(gettext_lazy("Instruments"), lambda row: row.total),
        Column(gettext_lazy("Done"), lambda row: row.done_rows),
        Column(gettext_lazy("Refused"), lambda row: row.refused_rows),
    ),
)
