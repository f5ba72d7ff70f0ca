"""An office sets up the regions below its own: picked from the table, entered by hand, renamed, merged."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from quanheng.people.models import AuditEntry
from quanheng.register.keeping import regions
from quanheng.register.keeping.change import Doer
from quanheng.register.models import Region
from tests.cast import Cast

pytestmark = [pytest.mark.requirement("QH-places"), pytest.mark.django_db]
TODAY = date(2026, 11, 20)


def test_the_first_set_up_of_a_city():
    """台州 with its nine counties and what is above it, from one code; a second time adds nothing."""
    made = regions.pick(regions.whole("331000", 2026), Doer(None), 2026)
    assert [region.area for region in made][:3] == ["33/", "33/10/", "33/10/02/"]
    assert len(made) == 11
    assert Region.objects.get(code="331083").name == "玉环市"
    assert regions.pick(regions.whole("331000", 2026), Doer(None), 2026) == []


def test_what_is_offered_is_what_is_missing():
    """A city's office sees the counties that the table has and the register lacks."""
    regions.pick(["330000", "331000", "331002"], Doer(None), 2026)
    offered = [one.code for one in regions.offered("33/10/", 2026)]
    assert "331003" in offered
    assert "331002" not in offered


def test_nobody_picks_outside_the_own_area(cast: Cast):
    """A county's office enters no county of another province."""
    assert regions.pick(["331002"], Doer(cast.people["dongping"]), 2026) == []
    assert not Region.objects.filter(code="331002").exists()


def given(**told: str) -> dict[str, str]:
    return {"code": "990103", "name": "南湾县（虚构）", "name_en": "Nanwan"} | told


def test_a_region_that_the_table_lacks(cast: Cast):
    """A county drawn after the edition of the table, or an invented one, is entered by code and name."""
    made = regions.enter(given(), Doer(cast.people["city"], "127.0.0.1"))
    assert (made.area, made.level) == ("99/01/03/", "county")
    entry = AuditEntry.objects.get(act="region-added")
    assert (entry.user, entry.area, entry.after["name"]) == (cast.people["city"], "99/01/03/", "南湾县（虚构）")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"code": "99010"}, "code"),
        ({"code": "９９０１０３"}, "code"),
        ({"code": "990101"}, "code"),
        ({"code": "990201"}, "code"),
        ({"code": "331002"}, "code"),
        ({"name": " \0"}, "name"),
    ],
)
def test_mistakes_are_told_beside_the_field(cast: Cast, told: dict[str, str], field: str):
    """Five digits, one that is there, one whose city is missing, one of elsewhere, no name."""
    with pytest.raises(ValidationError) as wrong:
        regions.enter(given(**told), Doer(cast.people["city"]))
    assert field in wrong.value.message_dict


def test_a_renamed_county_keeps_its_area_and_its_former_name(cast: Cast):
    """Papers of before say the old name: it stays on record with its last day."""
    east = Region.objects.get(area="99/01/01/")
    told = {"name": "东屏市（虚构）", "until": "2026-10-31", "reason": "撤县设市"}
    regions.rename(east, told, Doer(cast.people["city"]), TODAY)
    east.refresh_from_db()
    former = east.former_names.get()
    assert (east.name, east.area, former.name, former.until) == (
        *("东屏市（虚构）", "99/01/01/", "东屏区（虚构）"),
        date(2026, 10, 31),
    )


def test_a_merged_county_says_into_which(cast: Cast):
    """Its places stay where they are; it takes no new ones. Into itself, or a city, it cannot be merged."""
    east = Region.objects.get(area="99/01/01/")
    Region.objects.filter(area="99/01/02/").update(code="990102")
    for into in ("990101", "990100", "x"):
        with pytest.raises(ValidationError):
            regions.abolish(east, {"on": "2026-11-01", "into": into, "reason": "合并"}, Doer(None), TODAY)
    regions.abolish(east, {"on": "2026-11-01", "into": "990102", "reason": "合并"}, Doer(None), TODAY)
    east.refresh_from_db()
    assert (east.abolished_on, east.merged_into.name) == (date(2026, 11, 1), "西渡县（虚构）")
    with pytest.raises(ValidationError):
        regions.abolish(east, {"on": "2026-11-01", "into": "990102", "reason": "合并"}, Doer(None), TODAY)
