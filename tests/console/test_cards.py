"""The pages of cards: the list, one card with its acts, the notice, and what the operator sees of it."""

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from quanheng.cases import cards
from quanheng.cases.models import Card
from quanheng.console.printed import filters_told
from quanheng.people.models import AuditEntry
from tests.console.conftest import Scene
from tests.console.test_desk import settled
from tests.console.test_export import rows_of

pytestmark = [pytest.mark.requirement("T4-4.2.4.5"), pytest.mark.django_db]


@pytest.fixture
def card(scene: Scene) -> Card:
    """A yellow card of 晨光 market, confirmed by its manager today."""
    settled(scene)
    manager, at = scene.cast.people["chenguang"], scene.at
    return cards.confirm(Card.objects.get().pk, actor=manager, reason="证据充分", at=at)


def send(client: Client, card: Card, act: str, **answers: str):
    return client.post(f"/console/cards/{card.complaint.number}/acts/{act}", answers)


def page(scene: Scene, card: Card, person: str, **headers: str) -> str:
    answer = scene.client(person, **headers).get(f"/console/cards/{card.complaint.number}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("person", ["chenguang", "administrator", "dongping", "city", "stallholder"])
def test_a_card_is_listed_for_those_it_concerns(scene: Scene, card: Card, person: str):
    """Market, authority and the operator find it among those to be carried out, on the page and in the file."""
    client = scene.client(person)
    assert card.complaint.number in client.get("/console/cards").content.decode()
    assert rows_of(client.get("/console/cards?as=csv"))[1][0] == card.complaint.number
    for found in ("q=青禾", f"q={card.complaint.number[:10]}", "state=confirmed"):
        assert card.complaint.number in client.get(f"/console/cards?{found}").content.decode()
    for nothing in ("state=revoked", "q=河湾"):
        assert card.complaint.number not in client.get(f"/console/cards?{nothing}").content.decode()
    assert client.get("/console/cards?state=%00&q=%00&before=nonsense").status_code == 200


@pytest.mark.parametrize("person", ["xidu", "hewan"])
def test_strangers_find_no_card(scene: Scene, card: Card, person: str):
    """Of another county neither list, page, notice nor act."""
    client = scene.client(person)
    assert card.complaint.number not in client.get("/console/cards?state=all").content.decode()
    for path in ("", ".pdf"):
        assert client.get(f"/console/cards/{card.complaint.number}{path}").status_code == 404
    assert send(client, card, "note", text="x").status_code == 404


def test_the_operator_appeals_on_the_page(scene: Scene, card: Card):
    """Reads why and until when, and nobody's name; is told beside the field that a reason is missing; appeals once."""
    told = page(scene, card, "stallholder")
    assert "证据充分" in told
    assert card.appeal_until.isoformat() in told
    assert "东屏区（虚构）" in told
    assert "chenguang ·" not in told
    assert "/console/complaints/" not in told
    client = scene.client("stallholder")
    empty = send(client, card, "appeal", text=" ")
    assert empty.status_code == 422
    assert 'id="appeal-text-wrong"' in empty.content.decode()
    assert send(client, card, "appeal", text="秤刚检定过").status_code == 302
    assert send(client, card, "appeal", text="再来").status_code == 422
    assert "秤刚检定过" in page(scene, card, "stallholder")
    assert send(client, card, "revoke", reason="x").status_code == 404


def test_the_office_above_finds_and_decides_it(scene: Scene, card: Card):
    """The county comes home to it and upholds; the market may not, nor may it close the stall meanwhile."""
    send(scene.client("stallholder"), card, "appeal", text="秤刚检定过")
    county, manager = scene.client("dongping"), scene.client("chenguang")
    lines = {duty.name: address for duty, _, address in county.get("/console/today").context["pressing"]}
    assert card.complaint.number in county.get(lines["card-appeals"]).content.decode()
    assert 'id="act-close-stall"' not in page(scene, card, "chenguang")
    assert send(manager, card, "uphold", reason="x").status_code == 404
    assert send(county, card, "uphold", reason="检定在后").status_code == 302
    assert 'id="act-close-stall"' in page(scene, card, "chenguang")
    assert AuditEntry.objects.filter(act="card-uphold", reason="检定在后").exists()


def test_a_manager_carries_it_out_and_is_told_what_is_missing(scene: Scene, card: Card):
    """Closed today with who saw it; a day still to come, or nobody who saw it, is answered beside the field."""
    manager, today = scene.client("chenguang"), scene.at.date().isoformat()
    wrong = send(manager, card, "close-stall", on="2030-01-01", seen_by="").content.decode()
    assert 'id="close-stall-on-wrong"' in wrong
    assert 'id="close-stall-seen_by-wrong"' in wrong
    assert send(manager, card, "close-stall", on=today, seen_by="王巡查（虚构）").status_code == 302
    assert send(manager, card, "penalty-paid", on=today, receipt="SJ-7").status_code == 302
    told = page(scene, card, "chenguang")
    assert "SJ-7" in told
    assert told.count("<li class=") >= 7
    lines = {duty.name for duty, *_ in scene.client("chenguang").get("/console/today").context["later"]}
    assert "cards-open" in lines


def test_a_card_whose_ground_fell_says_so(scene: Scene, card: Card):
    """In words, with the count then and now, and nothing has changed by itself."""
    Card.objects.update(asks_again=True, offence=2, offence_now=1)
    told = page(scene, card, "dongping", **{"Accept-Language": "en"})
    assert "Another card of this operator was revoked" in told
    assert 'id="act-recount"' in told
    assert 'id="act-keep"' in told


@pytest.mark.requirement("QH-lists")
@pytest.mark.parametrize(
    ("state", "said"), [("appealed", "申诉中"), ("lodged", "已提交"), ("applied", "已申请"), ("nonsense", "nonsense")]
)
def test_a_printed_list_says_in_words_what_it_was_narrowed_to(rf: RequestFactory, state: str, said: str):
    """At its foot, for cards, complaints and verifications alike; what has no word is told as it stands."""
    with translation.override("zh-hans"):
        assert filters_told(rf.get("/", {"state": state})) == [("状态", said)]


@pytest.mark.parametrize("person", ["chenguang", "stallholder"])
def test_the_notice_is_printed(scene: Scene, card: Card, person: str):
    """For whoever hands it over and for the operator; of a proposal there is none."""
    path = f"/console/cards/{card.complaint.number}.pdf"
    answer = scene.client(person).get(path)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    Card.objects.update(state="proposed")
    assert scene.client(person).get(path).status_code == 404


@pytest.mark.requirement("QH-scope")
def test_the_public_never_reads_of_a_card(scene: Scene, card: Card):
    """Neither who follows the complaint by its number at the public pages nor who looks at the place."""
    market = scene.cast.chenguang
    for path in ("/", f"/at/{market.area}", f"/at/{scene.cast.vegetables.area}", "/now"):
        told = Client().get(path, follow=True).content.decode()
        assert "黄牌" not in told
        assert card.complaint.number not in told
