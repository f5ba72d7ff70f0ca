"""Two masses as bars from a common zero: what was paid for, and what the check scale read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from quanheng.measuring.models import Recheck

WIDTH = 1000


@dataclass(frozen=True)
class Bar:
    label: str
    mass_mg: int
    width: int
    missing: int  # the part that was paid for and not there


def bars(recheck: Recheck) -> list[Bar]:
    paid, read = max(recheck.settled_mg or 0, 0), max(recheck.check_mg, 0)
    longest = max(paid, read, 1)
    paid_width, read_width = paid * WIDTH // longest, read * WIDTH // longest
    return [
        Bar(_("Paid for"), paid, paid_width, 0),
        Bar(_("On the check scale"), recheck.check_mg, read_width, max(paid_width - read_width, 0)),
    ]
