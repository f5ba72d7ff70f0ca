"""Places and organisations are entered, changed and closed by the office of their area; what was before stays known."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from quanheng.people.models import AuditEntry
from quanheng.register.due import Mark
from quanheng.register.keeping import licences, organisations, places
from quanheng.register.keeping.change import Doer
from quanheng.register.models import Licence, Organisation, Place, Region
from tests.cast import BODY_USCC, Cast

pytestmark = [pytest.mark.requirement("T4-5.3.2.1", "QH-places"), pytest.mark.django_db]
TODAY = date(2026, 11, 20)


@pytest.fixture
def office(cast: Cast) -> Doer:
    return Doer(cast.people["dongping"], "127.0.0.1")


@pytest.fixture
def east(cast: Cast) -> Region:
    return cast.chenguang.region


def given(**told: str) -> dict[str, str]:
    return {"kind": "filling-station", "name": "东屏加油站（虚构）", "complaint_phone": "0000-7654321"} | told


def test_a_new_place_gets_its_area_below_its_region(east: Region, office: Doer):
    """Nobody types a path: the first is p000001, the next p000002, and the count of the county follows."""
    first = places.enter(east, given(), office, TODAY)
    second = places.enter(east, given(name="第二加油站（虚构）"), office, TODAY)
    assert (first.area, second.area) == ("99/01/01/p000001/", "99/01/01/p000002/")
    entry = AuditEntry.objects.filter(act="place-added").earliest("pk")
    assert (entry.area, entry.after["name"], entry.address) == (first.area, "东屏加油站（虚构）", "127.0.0.1")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "spaceship"}, "kind"),
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "晨光农贸市场"}, "name"),
        ({"latitude": "30.1"}, "longitude"),
        ({"latitude": "91", "longitude": "1"}, "latitude"),
        ({"latitude": "nan", "longitude": "1"}, "latitude"),
        ({"phone": "call me"}, "phone"),
        ({"opened_on": "2027-01-01"}, "opened_on"),
        ({"opened_on": "昨天"}, "opened_on"),
        ({"run_by_uscc": "12345"}, "run_by_uscc"),
        ({"run_by_name": "无代码公司（虚构）"}, "run_by_uscc"),
    ],
)
@pytest.mark.requirement("QH-input")
def test_mistakes_are_told_beside_the_field(east: Region, office: Doer, told: dict[str, str], field: str):
    """Nothing is written, whatever was wrong."""
    before = Place.objects.count(), Organisation.objects.count()
    with pytest.raises(ValidationError) as wrong:
        places.enter(east, given(**told), office, TODAY)
    assert list(wrong.value.message_dict) == [field]
    assert (Place.objects.count(), Organisation.objects.count()) == before


def test_nobody_enters_a_place_in_another_county_or_above(cast: Cast, office: Doer):
    """The office of 东屏区 enters nothing in 西渡县; a city that has counties takes no places itself."""
    for area in ("99/01/02/", "99/01/"):
        with pytest.raises(ValidationError):
            places.enter(Region.objects.get(area=area), given(), office, TODAY)
    Region.objects.filter(area="99/01/01/").update(abolished_on=TODAY)
    with pytest.raises(ValidationError):
        places.enter(Region.objects.get(area="99/01/01/"), given(), office, TODAY)


def test_whoever_runs_it_is_known_by_code(east: Region, office: Doer):
    """A code on the register is taken as it is, in whatever case typed; a new one needs a name."""
    known = places.enter(east, given(run_by_uscc=BODY_USCC.lower()), office, TODAY)
    assert known.run_by.name == "云秤市计量所（虚构）"
    with pytest.raises(ValidationError) as wrong:
        places.enter(east, given(name="b", run_by_uscc="91110000600037341L"), office, TODAY)
    assert "run_by_name" in wrong.value.message_dict
    named = given(name="b", run_by_uscc="91110000600037341L", run_by_name="能源公司（虚构）")
    assert places.enter(east, named, office, TODAY).run_by.runs_places


def test_a_change_says_what_was_before_and_why(cast: Cast, office: Doer):
    """Only what differs is on the trail; without a difference or a reason nothing is written."""
    told = {"kind": "market", "name": "晨光农贸市场", "name_en": "Chenguang Market", "reason": "搬迁"}
    told |= {"complaint_phone": "0000-1234567", "group_standard_adopted_on": "2026-01-01"}
    with pytest.raises(ValidationError):
        places.change(cast.chenguang, told, office, TODAY)
    places.change(cast.chenguang, told | {"address": "新街2号"}, office, TODAY)
    entry = AuditEntry.objects.get(act="place-changed")
    assert (entry.before, entry.after, entry.reason) == ({"address": ""}, {"address": "新街2号"}, "搬迁")
    with pytest.raises(ValidationError) as wrong:
        places.change(cast.chenguang, told | {"kind": "shop"}, office, TODAY)
    assert "kind" in wrong.value.message_dict


def test_a_place_is_closed_when_nothing_is_in_use(cast: Cast, east: Region, office: Doer):
    """A market with scales in use stays open; an empty one is closed, kept, and may be opened again."""
    told = {"closed_on": "2026-11-19", "reason": "停业"}
    with pytest.raises(ValidationError):
        places.close(cast.chenguang, told, office, TODAY)
    made = places.enter(east, given(), office, TODAY)
    places.close(made, told, office, TODAY)
    assert Place.objects.get(pk=made.pk).closed_on == date(2026, 11, 19)
    places.enter(east, given(), office, TODAY)  # its name is free again
    places.reopen(made, {"reason": "恢复"}, office)
    assert Place.objects.get(pk=made.pk).closed_on is None


@pytest.mark.requirement("T4-4.1")
def test_licences_run_out_and_are_renewed(cast: Cast, office: Doer):
    """A renewed licence is a new row; the old one is ended and stays."""
    told = {"kind": "food", "number": "JY-1", "issuer": "虚构局", "valid_until": "2026-11-01"}
    licences.enter(cast.chenguang, told, office)
    licences.enter(cast.chenguang, {"kind": "business", "number": BODY_USCC}, office)
    licences.enter(cast.chenguang, told | {"number": "JY-2", "valid_until": "2026-12-24"}, office)
    standing = {one.licence.number: one.standing for one in licences.held(cast.chenguang, TODAY)}
    assert standing == {BODY_USCC: "good", "JY-1": "over", "JY-2": "soon"}
    with pytest.raises(ValidationError):
        licences.enter(cast.chenguang, told, office)
    old = Licence.objects.get(number="JY-1")
    licences.end(old, {"reason": "已换证"}, office, TODAY)
    assert licences.held(cast.chenguang, TODAY)[-1].standing == "ended"
    with pytest.raises(Licence.DoesNotExist):
        licences.licence(cast.people["xidu"], old.pk)


@pytest.mark.requirement("T4-4.1")
def test_what_runs_out_is_listed_with_the_nearest_day_first(cast: Cast, office: Doer):
    """Of places and stalls of the own area; what is ended, or valid for long, does not wait for anybody."""
    for number, until in (("JY-3", "2027-12-31"), ("JY-1", "2026-11-01"), ("JY-2", "2026-12-24"), ("JY-4", "")):
        holder = cast.vegetables if number == "JY-1" else cast.chenguang
        licences.enter(holder, {"kind": "food", "number": number, "valid_until": until}, office)

    def listed(who: str, which: str = "", after: Mark | None = None) -> list[str]:
        return [one.number for one in licences.running_out(cast.people[who], TODAY, which, after)]

    assert listed("chenguang") == ["JY-1", "JY-2", "JY-3"]
    told = {which: listed("dongping", which) for which in ("over", "soon", "good", "nonsense")}
    assert told == {"over": ["JY-1"], "soon": ["JY-2"], "good": ["JY-3"], "nonsense": ["JY-1", "JY-2", "JY-3"]}
    first = Licence.objects.get(number="JY-1")
    assert listed("dongping", after=Mark(first.valid_until, first.pk)) == ["JY-2", "JY-3"]
    assert listed("xidu") == []
    assert [one.licence.number for one in licences.held(cast.chenguang, TODAY)] == ["JY-3", "JY-2", "JY-4"]
    licences.end(first, {"reason": "已换证"}, office, TODAY)
    assert listed("chenguang", "over") == []


def firm(**told: str) -> dict[str, str]:
    return {"uscc": "91110000600037341L", "name": "衡器修理公司（虚构）", "area": "99/01/01/", "repairs": "on"} | told


def test_an_organisation_is_entered_changed_and_closed(cast: Cast, office: Doer):
    """The code stays what it was; a closed one is kept and may be opened again."""
    made = organisations.enter(firm(), office)
    organisations.change(made, firm(uscc="x", phone="0000-1", verifies="on", reason="取得资质"), office)
    made.refresh_from_db()
    assert (made.uscc, made.repairs, made.verifies, made.phone) == ("91110000600037341L", True, True, "0000-1")
    organisations.close(made, {"closed_on": "2026-11-01", "reason": "注销"}, office, TODAY)
    made.refresh_from_db()
    assert made.closed_on == date(2026, 11, 1)
    organisations.reopen(made, {"reason": "误操作"}, office)
    acts = list(
        AuditEntry.objects.filter(subject=f"organisation:{made.pk}").order_by("pk").values_list("act", flat=True)
    )
    assert acts == [f"organisation-{act}" for act in ("added", "changed", "closed", "reopened")]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"uscc": "91110000600037341M"}, "uscc"),
        ({"uscc": BODY_USCC}, "uscc"),
        ({"name": ""}, "name"),
        ({"repairs": ""}, "does"),
        ({"area": "99/01/02/"}, "area"),
        ({"area": "99/01/01/m001/"}, "area"),
    ],
)
@pytest.mark.requirement("QH-input")
def test_mistakes_in_an_organisation(cast: Cast, office: Doer, told: dict[str, str], field: str):
    """A wrong or taken code, no name, nothing that it does, an area of others."""
    with pytest.raises(ValidationError) as wrong:
        organisations.enter(firm(**told), office)
    assert list(wrong.value.message_dict) == [field]


def test_organisations_are_found_by_code_and_name(cast: Cast, office: Doer):
    """Within one's own area: the body of the city is seen by the city and not by a county."""
    organisations.enter(firm(), office)
    city, county = cast.people["city"], cast.people["dongping"]
    assert [one.uscc for one in organisations.organisations(county, "修理")] == ["91110000600037341L"]
    assert [one.uscc for one in organisations.organisations(city, "1299")] == [BODY_USCC]
    assert [one.uscc for one in organisations.organisations(city, does="verifies")] == [BODY_USCC]
    assert list(organisations.organisations(county, "1299")) == []
