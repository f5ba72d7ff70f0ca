"""What is published of one kind of places for its association, with small numbers kept back."""

from datetime import date

import pytest

from quanheng.cases import publication, trade, trade_facts
from quanheng.cases.models import HandlingFigures, PublishedFigures
from quanheng.cases.small_numbers import NEARLY_ALL
from quanheng.register.models import InstrumentState
from tests.cast import Cast
from tests.shopping import buy, weigh_again

pytestmark = [pytest.mark.requirement("TZ-3.3"), pytest.mark.django_db]
NOVEMBER = date(2026, 11, 1)
DAY = date(2026, 12, 10)


@pytest.fixture
def published(cast: Cast, monkeypatch) -> None:
    """Forty complaints about markets of the one county, and two about a shop; 30 and 4 purchases weighed again."""
    for area, level in (("", 0), ("99/", 1), ("99/01/", 2), ("99/01/01/", 3)):
        for key, n in (("", 42), ("market", 40), ("shop", 2)):
            by = {"by": "kind" if key else "", "key": key}
            HandlingFigures.objects.create(area=area, level=level, month=NOVEMBER, lodged=n, ended=n, **by)
    counted = {("99/01/01/", "market"): 33, ("99/01/01/", "shop"): 4, ("99/01/", "market"): 33}
    monkeypatch.setattr(trade_facts, "rechecks", lambda _month: (counted, dict.fromkeys(counted, 3)))
    monkeypatch.setattr(trade_facts, "instruments", lambda _on: (counted, counted))
    publication.publish(DAY)


def told(cast: Cast, who: str, area: str, kind: str = "market") -> list[PublishedFigures]:
    return list(trade.months(cast.people[who], area, kind))


def test_an_association_reads_its_trade(cast: Cast, published: None):
    """About 35 re-weighings of which few went beyond a limit; all but few of the instruments are verified."""
    (row,) = told(cast, "association", "99/01/01/")
    assert (row.rechecks, row.exceeded_percent, row.in_use, row.verified_percent) == (35, 0, 35, NEARLY_ALL)


def test_a_small_trade_takes_the_other_with_it(cast: Cast, published: None):
    """All 42 of the county are public: the 40 of markets would tell of the two of the shop, so neither is told."""
    (row,) = told(cast, "association", "99/01/01/")
    assert row.lodged is None
    assert told(cast, "city", "99/01/01/", "shop") == []
    assert PublishedFigures.objects.get(area="99/01/01/", kind="").lodged == 40


def test_it_reads_neither_another_trade_nor_another_area(cast: Cast, published: None):
    """Its own trade stands on the account; a city's figures lie above a county's association."""
    assert trade.kinds_of(cast.people["association"]) == ["market"]
    assert "works" not in trade.kinds_of(cast.people["city"])
    assert told(cast, "association", "99/01/") == []


def test_facts_are_counted_by_county_and_trade(cast: Cast):
    """Two purchases of markets weighed again in November, one beyond the limit; six instruments in use, one overdue."""
    for seq, mass in ((5, 1_000_000), (6, 900_000)):
        weigh_again(buy(seq=seq), mass, seq=seq)
    InstrumentState.objects.filter(instrument__device_id="TS-3").update(due_on="2026-01-01")
    there, exceeded = trade_facts.rechecks(NOVEMBER)
    assert {area: there[area, "market"] for area in ("", "99/01/", "99/01/01/", "99/01/02/")} == {
        **dict.fromkeys(("", "99/01/", "99/01/01/"), 2),
        "99/01/02/": 0,
    }
    assert exceeded["99/01/01/", "market"] == 1
    in_use, verified = trade_facts.instruments(DAY)
    assert (in_use["99/01/", "market"], verified["99/01/", "market"], verified["99/01/02/", "market"]) == (6, 5, 1)
    assert trade_facts.rechecks(date(2026, 10, 1))[0] == {}
