"""Reply templates on the desk: kept on a page, inserted on a complaint's page, changed before anything is sent."""

import pytest

from quanheng.cases.models import Complaint, ReplyTemplate
from quanheng.people.models import AuditEntry
from tests.console.conftest import Scene
from tests.console.test_export import rows_of

pytestmark = [pytest.mark.requirement("T4-4.2.4.7"), pytest.mark.django_db]

GIVEN = {"move": "note", "title": "已联系", "text": "已就 {number} 联系摊主。"}


@pytest.fixture
def reply(scene: Scene) -> ReplyTemplate:
    assert scene.client("dongping").post("/console/replies/new", GIVEN).status_code == 302
    return ReplyTemplate.objects.get()


def test_it_is_kept_changed_and_withdrawn_by_its_office(scene: Scene, reply: ReplyTemplate):
    """Each on the audit trail; the market below reads it in its list and cannot change it."""
    office, market = scene.client("dongping"), scene.client("chenguang")
    path = f"/console/replies/{reply.pk}"
    assert "已联系" in market.get("/console/replies").content.decode()
    assert rows_of(market.get("/console/replies?as=csv"))[1][0] == "已联系"
    assert market.get(path).status_code == 404
    assert market.post(path, GIVEN).status_code == 404
    assert market.post(f"{path}/withdraw").status_code == 404
    assert office.post(path, GIVEN | {"title": "联系过了"}).status_code == 302
    assert office.post(f"{path}/withdraw").status_code == 302
    assert office.get(path).status_code == 404
    assert "联系过了" not in office.get("/console/replies").content.decode()
    acts = AuditEntry.objects.filter(act__startswith="reply-").order_by("id").values_list("act", flat=True)
    assert list(acts) == ["reply-kept", "reply-changed", "reply-withdrawn"]


def test_a_slip_is_answered_beside_its_field(scene: Scene):
    """What was typed stays; nothing is kept."""
    answer = scene.client("dongping").post("/console/replies/new", GIVEN | {"text": "已就 {nummer} 联系摊主。"})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="text-wrong"' in told
    assert "{nummer} 联系摊主" in told
    assert not ReplyTemplate.objects.exists()


def test_it_is_inserted_with_one_tap_and_without_script(scene: Scene, reply: ReplyTemplate):
    """Behind what was typed, filled, in the open form; nothing is recorded until it is sent."""
    number = scene.east.complaint.number
    client = scene.client("chenguang")
    path = f"/console/complaints/{number}/moves/note/reply/{reply.pk}"
    assert path in client.get(f"/console/complaints/{number}").content.decode()
    told = client.post(path, {"text": "电话未接。"}).content.decode()
    assert f"电话未接。\n已就 {number} 联系摊主。</textarea>" in told
    assert '<details open id="move-note">' in told
    assert Complaint.objects.get(number=number).events.count() == 1


def test_strangers_use_none_of_it(scene: Scene, reply: ReplyTemplate):
    """The other county finds neither the list's row, nor its page, nor words for its own complaint."""
    client = scene.client("xidu")
    assert "已联系" not in client.get("/console/replies").content.decode()
    assert client.get(f"/console/replies/{reply.pk}").status_code == 404
    own = scene.west.complaint.number
    assert client.post(f"/console/complaints/{own}/moves/note/reply/{reply.pk}", {}).status_code == 404
