from quanheng.measuring.models.device_event import DeviceEvent
from quanheng.measuring.models.presence import Presence
from quanheng.measuring.models.recheck import Recheck
from quanheng.measuring.models.rejected import RejectedMessage
from quanheng.measuring.models.tally import DayTally, Intake, Tally
from quanheng.measuring.models.weekly_check import WeeklyCheck
from quanheng.measuring.models.weighing import Weighing

__all__ = [
    "DayTally",
    "DeviceEvent",
    "Intake",
    "Presence",
    "Recheck",
    "RejectedMessage",
    "Tally",
    "WeeklyCheck",
    "Weighing",
]
