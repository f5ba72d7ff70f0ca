"""In whatever order a scale is checked, repaired and opened: nothing is verified without a match that still holds."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quanheng.register.chronicle import today
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Instrument
from quanheng.register.record import Report, record
from quanheng.register.verifying.moves import start
from tests.cast import NOON, Cast
from tests.verifying import compared, of_the_new_kind, scheduled

pytestmark = pytest.mark.requirement("N25-3.3", "N25-3.4", "N25-3.5", "T4-4.2.5")

CHECKS = {"match": {}, "mismatch": {"serial": "X"}, "no-code": {"production_code": ""}}
EVENTS = (
    "repair",
    "seal-broken",
    "sealed",
    "housing-opened",
    "unlocked",
    "parameter-changed",
    "put-into-use",
    "resumed",
)
HARMLESS = ("put-into-use", "resumed")
STEPS = st.lists(st.tuples(st.sampled_from([*CHECKS, *EVENTS]), st.integers(0, 40)), max_size=7)


def happen(scale: Instrument, steps: list[tuple[str, int]], cast: Cast) -> None:
    """Each so many hours before noon, in the order in which they are told and not in which they happened."""
    for number, (what, hours) in enumerate(steps):
        at = NOON - timedelta(hours=hours, seconds=40 - number)
        if what in CHECKS:
            compared(scale, cast.people["verifier"], at, **CHECKS[what])
        else:
            facts = {"repair_code": "R-9"} if what == "repair" else {}
            record(scale, Report(what, at, f"step-{number}", facts), source="staff")


def newest(steps: list[tuple[str, int]], kinds: tuple[str, ...]) -> tuple[int, int, str] | None:
    """Fewest hours ago; of the same hour the one told last, whose seconds are later."""
    told = [(-hours, number, what) for number, (what, hours) in enumerate(steps) if what in kinds]
    return max(told, default=None)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS)
def test_no_order_leads_around_the_comparison(cast: Cast, steps: list[tuple[str, int]]):
    """Begun means: the newest check matched, today, and nothing happened to the scale since. And a scale that could
    not be verified is not in use by any of these events either, once its verification has ended."""
    with transaction.atomic():
        scale = of_the_new_kind(cast.scales["TS-1"])
        made = scheduled(scale, cast.people["chenguang"], cast.people["verifier"], NOON)
        happen(scale, steps, cast)
        try:
            begun = start(made.number, by=cast.people["verifier"], at=NOON).state == "doing"
        except ValidationError:
            begun = False
        check, event = newest(steps, tuple(CHECKS)), newest(steps, tuple(e for e in EVENTS if e not in HARMLESS))
        if begun:
            assert check is not None
            assert check[2] == "match"
            assert event is None or event[:2] < check[:2]
            assert legal_day(NOON + timedelta(hours=check[0])) == legal_day(NOON)
        if check and check[2] == "match" and event is None:
            assert begun is (legal_day(NOON + timedelta(hours=check[0])) == legal_day(NOON))
        scale = Instrument.objects.select_related("state").get(pk=scale.pk)
        answer = today(scale, legal_day(NOON))
        if any(what in ("repair", "housing-opened") for what, _hours in steps):
            assert not answer.usage.may_be_used
        transaction.set_rollback(True)
