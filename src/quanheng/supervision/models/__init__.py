from quanheng.supervision.models.activity import Activity, Participation
from quanheng.supervision.models.spot_check import SpotCheck, SpotCheckDecision
from quanheng.supervision.models.volunteer import Interest, Volunteer, VolunteerEvent

__all__ = [
    "Activity",
    "Interest",
    "Participation",
    "SpotCheck",
    "SpotCheckDecision",
    "Volunteer",
    "VolunteerEvent",
]
