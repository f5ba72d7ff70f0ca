"""Legal days are those of Shanghai, whatever the clock of the machine."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def legal_day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
