"""What is published of how complaints were handled: no small number, nor by subtraction, and on stated days only."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from random import Random

import pytest

from quanheng.cases import publication
from quanheng.cases.models import HandlingFigures, Publication, PublishedFigures
from quanheng.cases.small_numbers import FEW, HIDDEN_LEAST, LEAST, NEARLY_ALL, hidden, rounded, share
from tests.cast import Cast

pytestmark = [pytest.mark.requirement("T4-4.2.6", "QH-privacy")]
MONTH = date(2026, 10, 1)


def with_sums(counties: dict[str, int]) -> dict[tuple[str, str], int]:
    """The counties and everything above them, for all kinds of places."""
    counts: dict[tuple[str, str], int] = {}
    for area, n in counties.items():
        for length in range(0, len(area) + 1, 3):
            counts[area[:length], ""] = counts.get((area[:length], ""), 0) + n
    return counts


def test_a_small_county_takes_a_neighbour_with_it():
    """Of 30, 12 and 3 the city's 45 would give the 3 away: the 12 is kept back too; of 30, 12 and 5 all are told."""
    silent = hidden(with_sums({"99/01/01/": 30, "99/01/02/": 12, "99/01/03/": 3}))
    assert silent == {("99/01/02/", ""), ("99/01/03/", "")}
    assert hidden(with_sums({"99/01/01/": 30, "99/01/02/": 12, "99/01/03/": 5})) == set()


def test_small_ones_that_hide_each_other_need_no_neighbour():
    """Three, three and four are ten together: nobody tells from their sum which of them is which."""
    silent = hidden(with_sums({f"99/01/0{at}/": n for at, n in enumerate((30, 3, 3, 4), start=1)}))
    assert silent == {(f"99/01/0{at}/", "") for at in (2, 3, 4)}


def test_nothing_is_told_below_what_is_not_told():
    """A city kept back for its small neighbour is not added up from its counties."""
    counts = with_sums({"99/01/01/": 3, "99/02/01/": 6, "99/02/02/": 6, "99/03/01/": 40})
    silent = {area for area, _ in hidden(counts)}
    assert silent == {"99/01/", "99/01/01/", "99/02/", "99/02/01/", "99/02/02/"}


def test_a_small_trade_takes_another_with_it():
    """Of 40 complaints 30 are of markets, 7 of shops, 3 of filling stations: the shops are kept back with the last."""
    counts = {("99/01/01/", kind): n for kind, n in (("", 40), ("market", 30), ("shop", 7), ("filling-station", 3))}
    assert hidden(counts) == {("99/01/01/", "shop"), ("99/01/01/", "filling-station")}


def test_kept_back_once_it_stays_so():
    """A later edition in which the fifth complaint came does not tell that it came."""
    counts = with_sums({"99/01/01/": 30, "99/01/02/": 12, "99/01/03/": 5})
    assert hidden(counts, before=[("99/01/03/", "")]) == {("99/01/02/", ""), ("99/01/03/", "")}


def could_have_been(counties: dict[str, int], most: int) -> Iterator[dict[str, int]]:
    """Every city that would be published in the very same words."""
    told = words(counties)
    for numbers in product(range(most), repeat=len(counties)):
        other = dict(zip(counties, numbers, strict=True))
        if words(other) == told:
            yield other


def words(counties: dict[str, int]) -> dict[tuple[str, str], int]:
    counts = with_sums(counties)
    return {cell: rounded(n) for cell, n in counts.items() if cell not in hidden(counts)}


@pytest.mark.parametrize("seed", range(6))
def test_a_small_county_cannot_be_worked_out(seed: int):
    """Who knows every published number and these rules is left with five or more possibilities for a small county."""
    draw = Random(seed)
    counties = {"99/01/01/": draw.randint(1, 4), "99/01/02/": draw.randint(0, 15), "99/01/03/": draw.randint(6, 15)}
    possible = {other["99/01/01/"] for other in could_have_been(counties, 19)}
    assert len(possible) >= LEAST
    assert counties["99/01/01/"] in possible


def test_shares_tell_no_small_number():
    """Eleven of twelve would tell of the one; of a hundred, 97 in time are "nearly all", 3 are "few", 62 are 60 %."""
    assert share(11, 12) is None
    assert (share(97, 100), share(3, 100), share(62, 100), share(95, 100)) == (NEARLY_ALL, FEW, 60, 95)


def test_what_is_kept_back_together_is_never_small():
    """Whatever the numbers: where a sum is told and something of it is not, what is not told comes to ten or none."""
    draw = Random(7)
    for _turn in range(300):
        areas = [f"99/0{city}/0{county}/" for city in (1, 2, 3) for county in (1, 2, 3)]
        counts = with_sums({area: draw.choice((0, 1, 3, 5, 8, 13, 60)) for area in areas})
        silent = hidden(counts)
        for whole in ("", "99/", "99/01/", "99/02/", "99/03/"):
            parts = [cell for cell in counts if len(cell[0]) == len(whole) + 3 and cell[0].startswith(whole)]
            kept_back = sum(counts[cell] for cell in parts if cell in silent)
            untold = (whole, "") in silent or all(cell in silent for cell in parts)
            assert untold or kept_back == 0 or kept_back >= HIDDEN_LEAST


@pytest.fixture
def lodged(cast: Cast) -> None:
    """In October: 42 in the one county, of which the night counted 25 remedied, and three in the other."""
    for area, level, n in (("", 0, 45), ("99/", 1, 45), ("99/01/", 2, 45), ("99/01/01/", 3, 42), ("99/01/02/", 3, 3)):
        figures = {"lodged": n, "ended": n // 2, "remedied": n * 6 // 10, "decided": n, "decided_in_time": n}
        days = {"decide_days": [0, 0, n], "end_days": [0, 0, 0, n // 2]}
        for by, key in (("", ""), ("kind", "market")):
            HandlingFigures.objects.create(area=area, level=level, month=MONTH, by=by, key=key, **figures, **days)


@pytest.mark.django_db
def test_a_month_is_published_on_its_days_and_rests_in_between(lodged: None):
    """On 10 November, December and January; what happened on 11 November is told on 10 December."""
    assert publication.publish(date(2026, 11, 9)) == 0
    assert publication.publish(date(2026, 11, 10)) == 1
    HandlingFigures.objects.filter(area="99/01/").update(lodged=61)
    assert publication.publish(date(2026, 11, 11)) == 0
    assert told("99/01/").lodged == 45
    publication.publish(date(2026, 12, 12))
    assert told("99/01/").lodged == 60
    assert told("99/01/").publication.published_on == date(2026, 12, 12)
    for day in (date(2027, 1, 10), date(2027, 2, 10)):
        publication.publish(day)
    editions = Publication.objects.filter(month=MONTH).order_by("edition")
    assert list(editions.values_list("edition", flat=True)) == [1, 2, 3]


def told(area: str, kind: str = "") -> PublishedFigures:
    latest = next(one for one in publication.latest() if one.month == MONTH)
    return PublishedFigures.objects.select_related("publication").get(publication=latest, area=area, kind=kind)


@pytest.mark.django_db
def test_only_rounded_numbers_are_kept_to_be_told(lodged: None):
    """What is not told is not in the table either: 45 of the city, neither county, as the one would give the other."""
    publication.publish(date(2026, 11, 10))
    row = told("99/01/")
    assert (row.lodged, row.ended_percent, row.remedied_percent, row.in_time_percent) == (45, 50, 60, NEARLY_ALL)
    assert (row.decide_half, row.end_nine_tenths, row.half_stars) == (2, 3, None)
    areas = PublishedFigures.objects.filter(lodged__isnull=False, kind="").values_list("area", flat=True)
    assert set(areas) == {"", "99/", "99/01/"}


@pytest.mark.django_db
def test_a_machine_that_slept_publishes_what_is_due(lodged: None):
    """The edition of the day, and not one after the other."""
    assert publication.due(date(2027, 3, 1))[0] == (MONTH, 3)


@pytest.mark.django_db
def test_before_the_first_complaint_there_is_nothing_to_publish(cast: Cast):
    """No empty months."""
    assert publication.publish(date(2026, 11, 10)) == 0
