"""The pages of places: regions set up, a market added with its layout, stalls, licences, training, organisations."""

import pytest
from django.urls import reverse

from quanheng.register.keeping import regions
from quanheng.register.keeping.change import Doer
from quanheng.register.models import (
    Entrance,
    Organisation,
    Place,
    Region,
    SellingArea,
    SignCheck,
    Stall,
    TrainingRecord,
)
from tests.cast import BODY_USCC
from tests.console.conftest import Scene

pytestmark = [pytest.mark.requirement("T4-5.3.2.1", "QH-places"), pytest.mark.django_db]
NEW = "/console/places/new?area=99/01/01/"


def test_a_market_is_added_with_its_layout(scene: Scene):
    """Two parts and a main entrance without a check scale change what the market needs, and its page says why."""
    client = scene.client("dongping")
    told = {"kind": "market", "name": "新河农贸市场（虚构）", "complaint_phone": "0000-1111111"}
    answer = client.post(NEW, told)
    market = Place.objects.get(name="新河农贸市场（虚构）")
    assert answer.url == reverse("console:market", args=[market.pk])
    page = reverse("console:market-layout", args=[market.pk])
    for area in ("一号厅", "二号厅", "三号厅"):
        client.post(f"{page}/add-area", {"area_name": area, "is_enclosed": "on"})
    client.post(f"{page}/add-entrance", {"entrance_name": "东门", "is_main": "on"})
    said = client.get(page).content.decode()
    assert "至少 3 台，现有 0 台" in said
    assert "主要出入口“东门”" in said
    hall = SellingArea.objects.get(name="三号厅")
    client.post(f"{page}/remove-area", {"number": hall.pk})
    client.post(
        f"{page}/change-entrance", {"number": Entrance.objects.get().pk, "is_main": "on", "has_check_scale": "on"}
    )
    said = client.get(page).content.decode()
    assert "至少 2 台，现有 0 台" in said
    assert "主要出入口“东门”" not in said


@pytest.mark.requirement("QH-input")
def test_what_was_typed_stays_beside_what_is_wrong(scene: Scene):
    """A wrong credit code is explained beside its field, and the rest of the form is as it was."""
    told = {"kind": "clinic", "name": "东屏诊所（虚构）", "run_by_uscc": "1299O100MB0000001P", "run_by_name": "x"}
    answer = scene.client("dongping").post(NEW, told)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "第 5 位是“O”" in said
    assert "东屏诊所（虚构）" in said
    assert 'aria-describedby="new-run_by_uscc-wrong"' in said


def test_the_county_is_chosen_first(scene: Scene):
    """A city's office is asked in which county; one of another city's is as if it were not there."""
    client = scene.client("city")
    assert "西渡县（虚构）" in client.get("/console/places/new").content.decode()
    assert client.get("/console/places/new?area=98/").status_code == 404


@pytest.mark.parametrize("person", ["chenguang", "administrator"])
def test_a_market_does_not_add_places(scene: Scene, person: str):
    """Its manager changes what is known of it and keeps its stalls; places are entered and closed by the office."""
    client = scene.client(person)
    assert client.get("/console/places/new").status_code == 403
    assert client.post(f"/console/places/{scene.cast.chenguang.pk}/close").status_code == 403
    assert client.get(f"/console/markets/{scene.cast.chenguang.pk}/stalls/new").status_code == 200
    assert client.get("/console/organisations").status_code == 403
    assert client.get("/console/regions").status_code == 403


def test_the_list_has_every_kind(scene: Scene):
    """Shops stand beside markets, and may be looked at alone; names are found by two characters."""
    client = scene.client("dongping")
    everything = client.get("/console/places").content.decode()
    assert scene.east.shop.name in everything
    shops = client.get("/console/places?kind=shop").context["rows"]
    assert [line.place for line in shops] == [scene.east.shop]
    assert [line.place for line in client.get("/console/places?q=商店").context["rows"]] == [scene.east.shop]


def test_a_stall_from_opening_to_closing(scene: Scene):
    """Opened, handed over, renamed, closed: its page tells who worked there."""
    client = scene.client("chenguang")
    told = {"number": "B9", "stall_type": "熟食", "operator_name": "甲某（虚构）", "opened_on": "2026-01-01"}
    page = client.post(f"/console/markets/{scene.cast.chenguang.pk}/stalls/new", told).url
    client.post(f"{page}/hand-over", {"operator_name": "乙某（虚构）", "since": "2026-03-01", "reason": "转让"})
    said = client.get(page).content.decode()
    assert "甲某（虚构）" in said
    assert "2026-02-28" in said
    assert client.post(f"{page}/change", {"number": "B9", "stall_type": "熟食", "reason": "x"}).status_code == 422
    assert client.post(f"{page}/close", {"closed_on": "2026-11-01", "reason": "撤摊"}).status_code == 302
    assert Stall.objects.get(number="B9").closed_on is not None
    assert "B9" not in client.get(f"/console/markets/{scene.cast.chenguang.pk}").content.decode()


@pytest.mark.requirement("T4-5.1.4")
def test_signs_are_a_checklist(scene: Scene):
    """What nobody looked at yet is said so; a missing sign without words is refused beside its field."""
    client = scene.client("administrator")
    page = f"/console/markets/{scene.cast.chenguang.pk}/layout"
    assert client.get(page).content.decode().count("从未查看") == 4
    told = {"sign": "at-scale", "seen_on": "2026-11-01", "state": "not-in-order"}
    assert "请说明缺少什么" in client.post(f"{page}/sign", told).content.decode()
    assert client.post(f"{page}/sign", told | {"note": "字迹不清"}).status_code == 302
    assert "字迹不清" in client.get(page).content.decode()
    assert SignCheck.objects.get().by_name == "administrator"
    assert client.post(f"{page}/dance").status_code == 404


@pytest.mark.requirement("N25-2", "T4-4.2.2", "T4-4.1")
def test_licences_and_training_of_a_market(scene: Scene):
    """Entered by the market, seen by the office: who was trained when and which licence has run out."""
    client = scene.client("chenguang")
    page = f"/console/places/{scene.cast.chenguang.pk}"
    client.post(f"{page}/licences", {"kind": "business", "number": BODY_USCC})
    client.post(f"{page}/licences", {"kind": "food", "number": "JY-9", "valid_until": "2020-01-01"})
    told = {"person": "administrator", "on": "2026-03-01", "subject": "公平秤核查", "hours": "4"}
    assert client.post(f"{page}/training", told | {"hours": "x"}).status_code == 422
    client.post(f"{page}/training", told)
    assert TrainingRecord.objects.get().minutes == 240
    said = scene.client("dongping").get(f"{page}/papers").content.decode()
    for words in ("已过期", "JY-9", "公平秤核查", "已培训"):
        assert words in said
    assert "公平秤核查" in scene.client("city").get("/console/training").content.decode()
    assert "公平秤核查" not in scene.client("xidu").get("/console/training").content.decode()
    licence = scene.cast.chenguang.licences.get(number="JY-9")
    assert client.post(f"/console/licences/{licence.pk}/end", {"reason": ""}).status_code == 422
    assert client.post(f"/console/licences/{licence.pk}/end", {"reason": "换证"}).status_code == 302


def test_regions_are_picked_from_the_table(scene: Scene):
    """A city's office ticks what the table offers; renamed and merged counties tell their past."""
    regions.pick(["330000", "331000"], Doer(None), 2026)
    platform = scene.cast.people["city"]
    platform.area = "33/10/"
    platform.save()
    client = scene.client("city")
    said = client.get("/console/regions").content.decode()
    assert "临海市" in said
    assert "GB/T 2260" in said
    client.post("/console/regions/pick", {"code": ["331002", "331082", "990101"]})
    assert set(Region.objects.filter(area__startswith="33/10/").values_list("code", flat=True)) == {
        *("331000", "331002", "331082"),
    }
    there = "?area=33/10/02/"
    assert client.post(f"/console/regions/rename{there}", {"name": "新椒江区（虚构）"}).status_code == 422
    told = {"name": "新椒江区（虚构）", "until": "2026-10-31", "reason": "更名"}
    assert client.post(f"/console/regions/rename{there}", told).status_code == 302
    told = {"on": "2026-11-01", "into": "331082", "reason": "撤并"}
    assert client.post(f"/console/regions/merge{there}", told).status_code == 302
    said = client.get(f"/console/regions{there}").content.decode()
    assert "椒江区 (至" in said
    assert "并入临海市" in said
    assert "已撤销" in client.get("/console/places/new?area=33/10/02/").content.decode()
    assert client.post("/console/regions/enter", {"code": "331002", "name": "x"}).status_code == 422


def test_organisations_through_the_pages(scene: Scene):
    """Entered with a checked code, changed with a reason, closed and opened again."""
    client = scene.client("city")
    told = {"uscc": "91110000600037341L", "name": "衡器公司（虚构）", "area": "99/01/", "makes": "on"}
    assert (
        "校验码应为“L”"
        in client.post("/console/organisations/new", told | {"uscc": "91110000600037341M"}).content.decode()
    )
    page = client.post("/console/organisations/new", told).url
    assert client.post(f"{page}/change", told | {"phone": "0000-1"}).status_code == 422
    assert client.post(f"{page}/change", told | {"phone": "0000-1", "reason": "补录"}).status_code == 302
    assert client.post(f"{page}/close", {"closed_on": "2026-11-01", "reason": "注销"}).status_code == 302
    assert "已" in client.get(page).content.decode()
    assert client.post(f"{page}/reopen", {"reason": "误操作"}).status_code == 302
    assert Organisation.objects.get(uscc="91110000600037341L").phone == "0000-1"
    assert "衡器公司" in client.get("/console/organisations?q=衡器").content.decode()
    assert "衡器公司" not in client.get("/console/organisations?does=verifies").content.decode()


def test_places_are_closed_by_the_office(scene: Scene):
    """A market in use stays open; a shop is closed, said so on its page, and may be opened again."""
    client = scene.client("dongping")
    told = {"closed_on": "2026-11-01", "reason": "停业"}
    assert client.post(f"/console/places/{scene.east.shop.pk}/close", told).status_code == 302
    assert "关闭" in client.get(f"/console/places/{scene.east.shop.pk}").content.decode()
    assert client.post(f"/console/places/{scene.east.shop.pk}/reopen", {"reason": "复业"}).status_code == 302
    told = {"kind": "shop", "name": "改名商店（虚构）", "reason": ""}
    assert client.post(f"/console/places/{scene.east.shop.pk}/change", told).status_code == 422
    assert client.post(f"/console/places/{scene.east.shop.pk}/change", told | {"reason": "更名"}).status_code == 302
    assert "改名商店" in client.get(f"/console/places/{scene.east.shop.pk}").content.decode()


@pytest.mark.requirement("T4-4.2.6")
def test_the_quarterly_report(scene: Scene):
    """The administrator submits with one click; the office sees who has reported, and cannot report for a market."""
    client, office = scene.client("administrator"), scene.client("dongping")
    page = f"/console/markets/{scene.cast.chenguang.pk}/report"
    assert "未提交" in client.get(page).content.decode()
    assert client.get(f"{page}/2026-Q9").status_code == 404
    assert office.post(f"{page}/2026-Q3/submit").status_code == 403
    assert "未提交" in office.get("/console/market-reports?quarter=2026-Q3").content.decode()
    assert client.post(f"{page}/2026-Q3/submit", {"remarks": "整改完毕（虚构）"}).status_code == 302
    assert client.post(f"{page}/2026-Q3/submit").status_code == 422
    assert client.post(f"{page}/2099-Q4/submit").status_code == 422
    said = office.get(f"{page}/2026-Q3").content.decode()
    assert "整改完毕（虚构）" in said
    assert "未提交" not in office.get("/console/market-reports?quarter=2026-Q3").content.decode()
    assert office.get("/console/market-reports?quarter=x").status_code == 404


def test_a_place_without_an_english_name_keeps_its_own(scene: Scene):
    """An English page calls it by its Chinese name, not by nothing."""
    page = scene.client("dongping", **{"accept-language": "en"}).get("/console/places").content.decode()
    assert scene.east.shop.name in page
    assert "Chenguang Market" in page


@pytest.mark.parametrize(
    ("page", "words"),
    [("places?kind=shop&", "商店（虚构）"), ("organisations?", "商行（虚构）"), ("training?", "administrator")],
)
def test_lists_are_taken_away(scene: Scene, page: str, words: str):
    """Each list is its own export, of one's own area only and with the filters of the page."""
    answer = scene.client("dongping").get(f"/console/{page}as=csv")
    told = b"".join(answer.streaming_content).decode()
    assert words in told
    assert scene.west.shop.name not in told
