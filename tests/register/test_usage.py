"""May this scale be used on a day, after the days of replacement?"""

from datetime import date

import pytest

from quanheng.register.life import LifeState
from quanheng.register.usage import usage

pytestmark = pytest.mark.requirement("N25-3.1")


def replacement(in_use_since: date | None, on: date, *, networked: bool = True, conforming: bool = False):
    status = "registered" if in_use_since is None else "in-use"
    state = LifeState(status=status, in_use_since=in_use_since)
    asked = usage(state, on, is_price_scale=True, conforming=conforming, networked=networked)
    assert asked.phase_out is not None
    return asked.phase_out.allowed, asked.phase_out.until


@pytest.mark.parametrize(
    ("in_use_since", "on", "answer"),
    [
        (date(2025, 6, 1), date(2027, 6, 1), (True, date(2030, 1, 8))),
        (date(2025, 6, 1), date(2030, 1, 8), (True, date(2030, 1, 8))),
        (date(2025, 6, 1), date(2030, 1, 9), (False, date(2030, 1, 8))),
    ],
)
def test_a_networked_scale_in_use_may_stay_until_2030(in_use_since, on, answer):
    """Networked scales that were in use when the specification came may stay three years longer."""
    assert replacement(in_use_since, on) == answer


def test_an_old_scale_still_in_its_box_gets_an_answer():
    """Not being in use is no way past the day, and no reason to fail: it is asked as if put into use that day."""
    assert replacement(None, date(2026, 11, 20))[0]
    assert not replacement(None, date(2027, 6, 1))[0]


def test_a_day_before_it_was_put_into_use_gets_an_answer():
    """Whoever looks back further than its life sees a scale that was not in use yet."""
    assert replacement(date(2026, 6, 1), date(2026, 1, 5))[0]


def test_a_conforming_scale_has_no_last_day():
    """The dates are about scales that do not conform."""
    assert replacement(date(2026, 6, 1), date(2031, 1, 1), conforming=True) == (True, None)
