"""Until when scales of the old kind may be made, sold and used: the SAMR notice (N25), part 2, third item."""

from datetime import date

import pytest

from quanheng.law.errors import OutsideTable
from quanheng.law.phase_out import may_be_produced, may_be_sold, may_be_used, phase_out

pytestmark = pytest.mark.requirement("N25-3.1")
LONG_AGO = date(2024, 5, 1)


@pytest.mark.parametrize("permission", [may_be_produced, may_be_sold])
@pytest.mark.parametrize(("on", "allowed"), [(date(2026, 1, 7), True), (date(2026, 1, 8), False)])
def test_making_and_selling_end_in_january_2026(permission, on, allowed):
    """From 2026-01-08 no scale that does not conform may be produced or sold; one that conforms may."""
    assert permission(conforming=False, on=on).allowed is allowed
    assert permission(conforming=False, on=on).until == date(2026, 1, 7)
    assert permission(conforming=True, on=on).allowed


@pytest.mark.parametrize(
    ("networked", "in_use_since", "on", "allowed", "until"),
    [
        (False, LONG_AGO, date(2027, 1, 7), True, date(2027, 1, 7)),
        (False, LONG_AGO, date(2027, 1, 8), False, date(2027, 1, 7)),
        (True, LONG_AGO, date(2027, 1, 8), True, date(2030, 1, 8)),
        (True, LONG_AGO, date(2027, 6, 1), True, date(2030, 1, 8)),
        (True, LONG_AGO, date(2030, 1, 8), True, date(2030, 1, 8)),
        (True, LONG_AGO, date(2030, 1, 9), False, date(2030, 1, 8)),
        (True, date(2027, 1, 7), date(2027, 1, 8), True, date(2030, 1, 8)),
        (True, date(2027, 1, 8), date(2027, 1, 8), False, date(2027, 1, 7)),
        (True, None, date(2027, 1, 7), True, date(2030, 1, 8)),
    ],
)
def test_use_ends_in_2027_and_for_networked_scales_in_use_in_2030(networked, in_use_since, on, allowed, until):
    """From 2027-01-08 use must conform; networked scales already in use may stay until 2030-01-08."""
    answer = may_be_used(conforming=False, networked=networked, in_use_since=in_use_since, on=on)
    assert (answer.allowed, answer.until) == (allowed, until)


@pytest.mark.parametrize("networked", [True, False])
@pytest.mark.parametrize("on", [date(2026, 1, 8), date(2027, 1, 8), date(2031, 1, 1)])
def test_a_scale_that_conforms_has_no_last_day(networked, on):
    """The notice replaces only what does not conform."""
    answer = may_be_used(conforming=True, networked=networked, in_use_since=None, on=on)
    assert (answer.allowed, answer.until, answer.reason) == (True, None, "conforms")


def test_an_unknown_first_day_is_not_guessed():
    """Whether a networked scale was "in use" hangs on the day it came into use."""
    with pytest.raises(OutsideTable, match="in-use-since-not-stated"):
        may_be_used(conforming=False, networked=True, in_use_since=None, on=date(2027, 1, 8))


@pytest.mark.requirement("QH-input")
def test_a_scale_not_yet_in_use_is_not_asked_about():
    """The day of coming into use is not after the day asked about."""
    with pytest.raises(ValueError, match="after the day"):
        may_be_used(conforming=False, networked=True, in_use_since=date(2027, 6, 2), on=date(2027, 6, 1))


def test_the_three_answers_are_told_together():
    """Use, production and sale, with the last days and the clause."""
    answer = phase_out(conforming=False, networked=True, in_use_since=LONG_AGO, on=date(2027, 6, 1))
    told = answer.as_dict("en")
    assert (told["may_be_used"], told["until"], told["may_be_produced"]) == (True, "2030-01-08", False)
    assert (told["may_be_sold"], told["sold_until"], told["reason"]) == (False, "2026-01-07", "networked-in-use")
    assert "SAMR General Office" in told["clause"]
    assert answer.explain("zh").splitlines()[0] == "可以使用（至 2030-01-08）：属于在用网联电子计价秤。"
    assert "may not be sold" in answer.explain("en")
