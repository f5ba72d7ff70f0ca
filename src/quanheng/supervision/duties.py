"""What waits for a person of what volunteers found, and of those who would be one."""

from datetime import datetime

from quanheng.cases.duties import COUNTED_MOST, Duty
from quanheng.people.models import User
from quanheng.people.permissions import may
from quanheng.supervision import check_list, roll
from quanheng.supervision.models.spot_check import OPEN
from quanheng.supervision.models.volunteer import VolunteerState

# Above a county nobody works them off, and counting would read much.
COUNTY_STEPS = 3


def duties(person: User, _at: datetime) -> list[Duty]:
    """Those of which there is at least one: somebody waits for the answer to a finding."""
    if (person.area or "").count("/") < COUNTY_STEPS:
        return []
    waiting = []
    if may(person, "decide-spot-checks"):
        waiting.append((("spot-checks", True), check_list.checks(person, OPEN)))
    if may(person, "keep-volunteers"):
        waiting.append((("volunteers", False), roll.volunteers(person, VolunteerState.APPLIED)))
    counted = [(told, rows.order_by()[: COUNTED_MOST + 1].count()) for told, rows in waiting]
    return [Duty(name, n, pressing) for (name, pressing), n in counted if n]
