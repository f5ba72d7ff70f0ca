"""What is looked for is found however it was typed, and never outside one's area."""

from dataclasses import dataclass

import pytest
from django.db import connection

from quanheng.connectors.gs1 import scale_path
from quanheng.register import find
from quanheng.register.instrument_list import Wanted, instruments
from tests.cast import GTIN, RESOLVER, Cast, a_receipt, a_weighing

pytestmark = pytest.mark.requirement("T4-5.3.2.1", "QH-scope")


@dataclass(frozen=True)
class Viewer:
    area: str | None


CITY, EAST, WEST = Viewer("99/01/"), Viewer("99/01/01/"), Viewer("99/01/02/")


def numbers(viewer: Viewer, words: str) -> list[str]:
    return [one.device_id for one in find.instruments(viewer, words)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("TS-1", ["TS-1"]),
        ("ts-", ["TS-1", "TS-2"]),
        (RESOLVER + scale_path(GTIN, "TS-2"), ["TS-2"]),
        (a_receipt("TS-1", a_weighing()), ["TS-1"]),
        (GTIN, ["CS-1", "CS-2", "TS-1", "TS-2"]),
        (GTIN[1:], ["CS-1", "CS-2", "TS-1", "TS-2"]),
        ("S-1", []),
        ("%", []),
        ("_S-1", []),
    ],
)
def test_an_instrument_by_number_or_code(cast: Cast, words: str, found: list[str]):
    """The beginning of a number in any case, a pasted label or receipt, a GTIN of 13 or 14 digits."""
    assert numbers(EAST, words) == found


def test_a_code_of_another_county_finds_nothing(cast: Cast):
    """西渡县 does not learn from a search that 东屏区 has this scale; who has no area finds nothing at all."""
    assert numbers(WEST, RESOLVER + scale_path(GTIN, "TS-1")) == []
    assert numbers(Viewer(None), "TS-1") == []


@pytest.mark.parametrize("words", ["晨光", "光农", "农贸市场", "chenguang", "GUANG MAR", "市场 晨光"])
def test_a_market_by_any_part_of_its_name(cast: Cast, words: str):
    """Any two neighbouring characters of the name, of the English one in any case, and words in any order."""
    assert [place.name for place in find.places(EAST, words)] == ["晨光农贸市场"]


@pytest.mark.parametrize("words", ["河湾", "晨", "晨农", ""])
def test_names_that_are_not_here(cast: Cast, words: str):
    """Another county's market, a single character, characters that do not stand side by side."""
    assert list(find.places(EAST, words)) == []


def test_a_stall_by_its_operator(cast: Cast):
    """The operator's name finds the stall; the next page begins behind the last."""
    assert [stall.name for stall in find.stalls(CITY, "虚构")] == ["青禾蔬菜", "水边鲜鱼", "果子摊"]
    assert [stall.name for stall in find.stalls(CITY, "虚构", cast.vegetables.area)] == ["水边鲜鱼", "果子摊"]


def test_pairs_are_the_same_in_both_places(cast: Cast):
    """What the index holds of a name is what a search for that name asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT register_pairs('晨光 ab'), register_pairs('x'), register_pairs('')")
        assert [sorted(pairs) for pairs in cursor.fetchone()] == [sorted(["晨光", "光 ", " A", "AB"]), [], []]


def test_the_list_goes_on_where_it_ended(cast: Cast):
    """In the order of areas; page after page names each scale once."""
    seen: list[str] = []
    while one := instruments(CITY, Wanted(after=seen[-1] if seen else "")).first():
        seen.append(one.device_id)
    assert seen == ["CS-1", "CS-2", "TS-1", "TS-2", "CS-3", "TS-3"]
    assert instruments(CITY, Wanted(after="gone")).count() == 6
