"""Once a day, by itself: whenever the machine was started, and however long it slept."""

from datetime import datetime

import pytest

from quanheng.register.legal_day import SHANGHAI
from quanheng.register.models import Notice, ReplacementDay
from quanheng.register.record import Report, record
from quanheng.workers.daily import do, next_time
from tests.cast import Cast, noon_of
from tests.register.test_reminders import TODAY

pytestmark = pytest.mark.requirement("T4-4.2.5", "N25-3.1")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-20 00:10", "2026-11-20 02:30"),
        ("2026-11-20 02:29", "2026-11-20 02:30"),
        ("2026-11-20 02:30", "2026-11-21 02:30"),
        ("2026-12-31 23:59", "2027-01-01 02:30"),
    ],
)
def test_the_next_time_is_early_in_the_morning(now: str, due: str):
    """Early in Shanghai, of today or of tomorrow."""
    here, there = (datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (now, due))
    assert next_time(here) == there


def test_a_day_reminds_and_keeps_the_stock(cast: Cast):
    """Both are done, and a second time on the day changes nothing."""
    facts = {"certificate_number": "C", "verification_body": "B", "valid_until": "2026-11-25"}
    record(cast.scales["TS-1"], Report("verified", noon_of(TODAY.replace(day=1)), "c", facts), source="staff")
    do(TODAY)
    kept = (Notice.objects.count(), ReplacementDay.objects.count())
    assert min(kept) > 0
    do(TODAY)
    assert (Notice.objects.count(), ReplacementDay.objects.count()) == kept
