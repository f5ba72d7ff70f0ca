"""The desk of a trade association: figures of its trade, its reminders, and nothing else."""

from datetime import date

import pytest

from quanheng.cases.models import HonestyReminder, Publication, PublishedFigures
from quanheng.people.models import User
from tests.console.conftest import Scene

pytestmark = [pytest.mark.requirement("TZ-3.3"), pytest.mark.django_db]


@pytest.fixture
def published(scene: Scene) -> Scene:
    """One month: the county's markets, and the city's."""
    made = Publication.objects.create(month=date(2026, 10, 1), edition=1, published_on=date(2026, 11, 10))
    common = {"publication": made, "kind": "market", "in_time_percent": 100, "exceeded_percent": 0}
    PublishedFigures.objects.create(area="99/01/01/", above="99/01/", lodged=35, rechecks=120, **common)
    PublishedFigures.objects.create(area="99/01/02/", above="99/01/", lodged=25, rechecks=55, **common)
    PublishedFigures.objects.create(area="99/01/", above="99/", lodged=60, rechecks=175, **common)
    return scene


def test_an_association_comes_home_to_its_figures(published: Scene):
    """Its county in words and numbers; not the city, no market, no other trade, no page of complaints."""
    client = published.client("association")
    assert client.get("/console/home")["Location"] == "/console/trade"
    told = client.get("/console/trade?kind=shop").content.decode()
    assert "120" in told
    assert "不足 5 件" in told
    assert "晨光" not in told
    for path in ("/console/trade?area=99/01/", f"/console/trade?area={published.cast.chenguang.area}"):
        assert client.get(path).status_code == 404
    assert client.get("/console/complaints").status_code == 403


@pytest.mark.requirement("QH-lists")
def test_an_office_reads_the_parts_and_takes_them_away(published: Scene):
    """The city sees both counties of the month, and each table as a file."""
    city = published.client("city")
    assert "西渡县" in city.get("/console/trade").content.decode()
    files = [
        b"".join(city.get(f"/console/trade?as=csv&list={name}").streaming_content).decode() for name in ("", "parts")
    ]
    assert "2026-10,60,几乎全部" in files[0]
    assert "西渡县（虚构）,25,几乎全部" in files[1]


def test_nothing_published_yet_says_so(scene: Scene):
    """No month, no number."""
    assert "尚未公布" in scene.client("association").get("/console/trade").content.decode()


@pytest.mark.requirement("QH-input")
def test_a_reminder_is_sent_read_and_withdrawn(scene: Scene):
    """What is wrong stands beside its field with what was typed; the market says that it has read it."""
    association, manager = scene.client("association"), scene.client("chenguang")
    wrong = association.post("/console/honesty-reminders/issue", {"title": "", "text": "请检查公平秤"})
    assert wrong.status_code == 422
    assert "请检查公平秤" in wrong.content.decode()
    association.post("/console/honesty-reminders/issue", {"title": "节前足秤", "text": "<b>请检查公平秤</b>"})
    row = HonestyReminder.objects.get(title="节前足秤")
    assert "诚信提示" in manager.get("/console/today").content.decode()
    assert "&lt;b&gt;请检查" in manager.get("/console/honesty-reminders").content.decode()
    assert manager.post(f"/console/honesty-reminders/{row.pk}/read").status_code == 302
    assert "已阅" in manager.get("/console/honesty-reminders").content.decode()
    assert "1 个场所已阅" in association.get("/console/honesty-reminders").content.decode()
    assert association.post(f"/console/honesty-reminders/{row.pk}/withdraw", {"reason": ""}).status_code == 422
    association.post(f"/console/honesty-reminders/{row.pk}/withdraw", {"reason": "节日已过"})
    assert "节前足秤" not in manager.get("/console/honesty-reminders").content.decode()


@pytest.mark.requirement("QH-input")
def test_an_association_is_invited_with_its_trade(scene: Scene):
    """Without a trade, or with one that is none, the form says so; with two, both stand on the account."""
    told = {"username": "new.association", "name": "副食品协会（虚构）", "role": "association", "area": "99/01/01/"}
    client = scene.client("dongping")
    for trades in ([], ["works"], ["nonsense"]):
        answer = client.post("/console/accounts/invite", told | {"trades": trades})
        assert answer.status_code == 422
        assert "行业" in answer.content.decode()
    assert client.post("/console/accounts/invite", told | {"trades": ["shop", "market"]}).status_code == 200
    made = User.objects.get(username="new.association")
    assert made.trade_kinds == ["market", "shop"]
    assert "集贸市场、" in client.get(f"/console/accounts/{made.pk}").content.decode()
