"""How much one address, or one phone, may begin in an hour: generous, since a market's visitors share its Wi-Fi."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from quanheng.cases.models import SubmissionTally
from quanheng.people.request_address import line_of

KEPT = timedelta(days=1)
HOUR = timedelta(hours=1)
COUNT_ONE_MORE = """
INSERT INTO cases_submissiontally (address_digest, hour, lodged) VALUES (%s, %s, 1)
ON CONFLICT (address_digest, hour) DO UPDATE SET lodged = cases_submissiontally.lodged + 1 RETURNING lodged
"""


@dataclass(frozen=True)
class Budget:
    """``setting`` names how many an hour; ``salt`` keeps the counts of one budget apart from those of another."""

    setting: str
    salt: str

    @property
    def most(self) -> int:
        return getattr(settings, self.setting)


ADDRESS = Budget("COMPLAINTS_PER_HOUR", "quanheng.cases.pace")
# A phone that is known has an allowance of its own, so that a flood from its market's Wi-Fi does not silence it.
PHONE = Budget("COMPLAINTS_PER_PHONE_AND_HOUR", "quanheng.cases.pace.phone")
ADDRESS_OF_PHONES = Budget("COMPLAINTS_OF_PHONES_PER_HOUR", "quanheng.cases.pace.address-of-phones")
NEW_PHONE = Budget("NEW_PHONES_PER_HOUR", "quanheng.cases.pace.new-phone")


class TooMany(Exception):
    """As many in this hour as the budget has; ``seconds`` until the next hour begins."""

    def __init__(self, budget: Budget, seconds: int) -> None:
        super().__init__(budget.setting)
        self.most = budget.most
        self.seconds = seconds


def admit(budget: Budget, who: str, at: datetime) -> None:
    """Count one more for an address or a phone; raises TooMany beyond the hour's allowance."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    SubmissionTally.objects.filter(hour__lt=at - KEPT).delete()
    digest = salted_hmac(budget.salt, line_of(who), algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE_MORE, [digest, hour])
        (counted,) = cursor.fetchone()
    if counted > budget.most:
        raise TooMany(budget, max(1, int((hour + HOUR - at).total_seconds())))
