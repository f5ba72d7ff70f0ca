"""The city of the end-to-end tests: one for the whole session, alive, faster than life."""

from collections.abc import Iterator

import pytest

from tests.e2e.browsing import bare_phone, chromium, desk, phone
from tests.e2e.market import LivingMarket

__all__ = ["bare_phone", "chromium", "desk", "phone"]


@pytest.fixture(scope="session")
def living_market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivingMarket]:
    """Tests that kill parts or count rows start one of their own."""
    with LivingMarket(tmp_path_factory.mktemp("market") / "data", {"SIM_SPEED": "10"}) as market:
        yield market
