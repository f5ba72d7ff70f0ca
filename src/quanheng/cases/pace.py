"""How many complaints one address may lodge in an hour: generous, since a market's visitors share its Wi-Fi."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from quanheng.cases.models import SubmissionTally

KEPT = timedelta(days=1)
COUNT_ONE_MORE = """
INSERT INTO cases_submissiontally (address_digest, hour, lodged) VALUES (%s, %s, 1)
ON CONFLICT (address_digest, hour) DO UPDATE SET lodged = cases_submissiontally.lodged + 1 RETURNING lodged
"""


class TooMany(Exception):
    """This address has lodged as many complaints in this hour as one address may."""


def admit(address: str, at: datetime) -> None:
    """Count one lodging from an address; raises TooMany beyond the hour's allowance."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    SubmissionTally.objects.filter(hour__lt=at - KEPT).delete()
    digest = salted_hmac("quanheng.cases.pace", address, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE_MORE, [digest, hour])
        (lodged,) = cursor.fetchone()
    if lodged > settings.COMPLAINTS_PER_HOUR:
        raise TooMany
