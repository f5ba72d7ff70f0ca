"""Old scales that were replaced before the platform counted: told from their lives, once."""

from datetime import date, timedelta

import pytest

from quanheng.register import replacement
from quanheng.register.delivery import enter
from quanheng.register.divisions import Division
from quanheng.register.models import ReplacementDay
from quanheng.register.replacement_past import tell_past
from quanheng.simulator.fleet import manifest
from quanheng.simulator.scales_apart import REPLACED_DAYS_AGO

TODAY = date(2026, 11, 20)
pytestmark = [pytest.mark.requirement("N25-3.1"), pytest.mark.django_db]


def test_the_past_ends_where_the_present_begins():
    """A year of weeks, of the scales that were there then; with today kept, the history adds up to today's counts."""
    enter(manifest(7, TODAY))
    assert tell_past("99/", TODAY) > 0
    replacement.keep_day(TODAY)
    city = Division("99/01/")
    told = dict(replacement.history(city))
    now = replacement.together(replacement.stocks(city).values())
    assert max(told) <= TODAY
    assert told[max(told)].by_day == now.by_day
    first = told[min(told)]
    assert min(told) == TODAY - timedelta(weeks=52)
    # Ten old ones were scrapped in the year; others came and stayed.
    assert first.to_replace >= len(REPLACED_DAYS_AGO)


def test_a_history_that_is_kept_is_left_alone():
    """Nobody writes a second past over the first."""
    enter(manifest(7, TODAY))
    replacement.keep_day(TODAY)
    before = list(ReplacementDay.objects.values_list("pk", "change"))
    assert tell_past("99/", TODAY) == 0
    assert list(ReplacementDay.objects.values_list("pk", "change")) == before
