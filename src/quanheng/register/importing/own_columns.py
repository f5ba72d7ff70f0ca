"""The optional columns of a ledger that only some kinds of instrument have."""

from django.utils.translation import gettext_lazy as _

from quanheng.law.instruments import Intervals
from quanheng.register.importing.columns import Column
from quanheng.register.importing.line import Line
from quanheng.register.kinds import cells
from quanheng.register.kinds.forms import DetailsUnfit
from quanheng.register.models.instrument import SCALES

ROWS_CHARACTERS = 2000
INTERVALS = Column("intervals", _("Max/e"), ("Max/e", "最大秤量/检定分度值", "Max和e"), False, 60)
OWN = (
    INTERVALS,
    *(
        Column(name, field.asked.label, called, False, ROWS_CHARACTERS if field.sort == "rows" else 120, rare=True)
        for name, (field, called) in cells.columns().items()
    ),
)


def read_own(line: Line) -> dict:
    """The details of an instrument whose kind is known, as they are kept; what is wrong is noted in the line."""
    line.fit([column for column in OWN if column.name in line.said])
    _read_intervals(line)
    try:
        return cells.details_of(line.said["kind"], line.said)
    except DetailsUnfit as unfit:
        for name, one in unfit.wrong.items():
            line.wrong(name, one.code, **one.facts)
        return {}


def _read_intervals(line: Line) -> None:
    said = line.said.setdefault("intervals", "")
    if not said:
        return
    if line.said["kind"] not in SCALES:
        line.wrong("intervals", "not-of-kind")
        return
    try:
        line.said["intervals"] = str(Intervals.parse(said.replace("，", ",")))
    except ValueError:
        line.wrong("intervals", "intervals")
