"""The code table of administrative divisions: what a code stood for in a year, and what lies below it."""

import pytest

from quanheng.law import divisions

pytestmark = pytest.mark.requirement("QH-places")
NOW = 2026


def names(code: str, year: int = NOW) -> list[str]:
    return [one.name for one in divisions.below(code, year)]


def test_the_counties_of_a_city():
    """台州 331000 has nine; its "urban districts" 331001 are nobody's county."""
    assert names("331000") == [
        *("椒江区", "黄岩区", "路桥区", "三门县", "天台县", "仙居县"),
        *("温岭市", "临海市", "玉环市"),
    ]


def test_a_county_that_became_a_city():
    """玉环县 331021 became 玉环市 331083 in 2017: either code was in force in its own time only."""
    assert "玉环县" in names("331000", 2016)
    assert "玉环市" not in names("331000", 2016)
    assert divisions.division("331021", 2016).name == "玉环县"
    assert divisions.division("331021", NOW) is None


def test_levels_follow_from_the_zeros():
    """Two digits for each of province, city and county."""
    told = {code: divisions.division(code, NOW).level for code in ("330000", "331000", "331002")}
    assert told == {"330000": "province", "331000": "city", "331002": "county"}
    assert [divisions.above(code) for code in ("331002", "331000", "330000")] == ["331000", "330000", ""]


@pytest.mark.parametrize(
    ("code", "county"), [("110100", "东城区"), ("429000", "仙桃市"), ("419000", "济源市"), ("500200", "城口县")]
)
def test_counties_directly_below_a_province(code: str, county: str):
    """Such a county needs the heading above it, which the list of codes dropped in 1989, to stand in the tree."""
    assert county in names(code)
    assert divisions.division(code, NOW) in divisions.below(divisions.above(code), NOW)


def test_a_city_without_counties():
    """东莞 has none: places stand in the city itself."""
    assert divisions.division("441900", NOW).name == "东莞市"
    assert names("441900") == []


def test_the_size_of_the_country():
    """34 provinces and regions, and between 2,800 and 2,900 counties, as in the yearbooks."""
    provinces = divisions.below(divisions.COUNTRY, NOW)
    cities = [city for province in provinces for city in divisions.below(province.code, NOW)]
    assert len(provinces) == 34
    assert 2800 < sum(len(divisions.below(city.code, NOW)) for city in cities) < 2900


@pytest.mark.parametrize("code", ["990100", "000000", "33", "", "浙江"])
def test_what_the_table_lacks(code: str):
    """Invented codes and nonsense are nothing, not a mistake of the program."""
    assert divisions.division(code, NOW) is None


def test_the_table_says_how_old_it_is():
    """Who picks from a table has to know that last year's changes may be missing."""
    assert "GB/T 2260" in divisions.edition()
    assert str(divisions.last_year()) in divisions.edition()
    assert 2020 < divisions.last_year() <= NOW
