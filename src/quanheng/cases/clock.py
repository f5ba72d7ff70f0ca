"""How much time is left for a complaint: a colour, and always the words for it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quanheng.cases.models import Complaint

SOON_DAYS = 2
MEDIATED_STATES = ("accepted", "mediation")


@dataclass(frozen=True)
class Clock:
    event: str  # the clock of law.deadlines that runs, or "" when none does
    due_on: date | None
    days_left: int | None
    colour: str  # green | amber | red | grey
    words: str


def clock(complaint: Complaint, today: date) -> Clock:
    event, due_on = _running(complaint)
    if complaint.stopped_on is not None and event == "complaint-mediate":
        return Clock("", None, None, "grey", _("the clock stands still during testing"))
    if due_on is None:
        return Clock("", None, None, "grey", _("no clock runs"))
    days = (due_on - today).days
    return Clock(event, due_on, days, _colour(days), _words(days))


def _running(complaint: Complaint) -> tuple[str, date | None]:
    """Mediation is over with an agreement or without one: no order sets a day for what then follows."""
    if complaint.state == "lodged":
        return "complaint-accept", complaint.accept_due_on
    if complaint.state in MEDIATED_STATES:
        return "complaint-mediate", complaint.mediate_due_on
    return "", None


def _colour(days: int) -> str:
    if days < 0:
        return "red"
    return "amber" if days <= SOON_DAYS else "green"


def _words(days: int) -> str:
    if days < 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
    if days == 0:
        return _("due today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
