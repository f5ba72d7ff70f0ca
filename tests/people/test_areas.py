"""The fixed cast stands in a real database."""

import pytest

from quanheng.people.areas import within
from quanheng.register.models import Instrument
from tests.cast import Cast


@pytest.mark.requirement("QH-scope")
@pytest.mark.parametrize(("who", "sees"), [("city", 6), ("dongping", 4), ("xidu", 2), ("stallholder", 1)])
def test_each_sees_the_scales_of_their_own_area(cast: Cast, who: str, sees: int) -> None:
    """A city sees both counties, a county its own, a stallholder one scale."""
    assert Instrument.objects.filter(within(cast.people[who])).count() == sees


@pytest.mark.requirement("QH-scope")
def test_a_person_without_an_area_sees_nothing(cast: Cast) -> None:
    """An account whose area was never set is not an account for the nation."""
    cast.people["city"].area = None
    assert not Instrument.objects.filter(within(cast.people["city"])).exists()
