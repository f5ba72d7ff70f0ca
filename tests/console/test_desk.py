"""The complaint desk: what may be done, by whom, and what is said when it may not."""

import pytest
from django.test import Client

from quanheng.cases.models import Card
from tests.console.conftest import Scene, move

REFUND, COMPENSATION = "0.60", "500.00"


def page(scene: Scene, person: str = "chenguang", **headers: str) -> str:
    return scene.client(person, **headers).get(f"/console/complaints/{scene.east.complaint.number}").content.decode()


def send(client: Client, scene: Scene, name: str, **answers: str):
    return client.post(f"/console/complaints/{scene.east.complaint.number}/moves/{name}", answers)


def state(scene: Scene) -> str:
    scene.east.complaint.refresh_from_db()
    return scene.east.complaint.state


def settled(scene: Scene) -> None:
    """Accepted, mediated and agreed on what is owed."""
    manager = scene.cast.people["chenguang"]
    for name in ("accept", "start-mediation"):
        move(scene.east.complaint, name, manager)
    move(scene.east.complaint, "agree", manager, refund_fen=60, compensation_fen=50_000)


@pytest.mark.requirement("T4-5.1.6", "T4-4.2.4.4")
def test_the_evidence_and_what_is_owed_stand_on_the_page(scene: Scene):
    """100 g of vegetables missing at a limit of 20 g: both verdicts with their clauses, refund and compensation."""
    told = page(scene)
    assert "少了 100 g" in told
    assert "允许相差 20 g" in told
    assert "允许相差 40 g" in told
    assert "T/GDSM 0004" in told
    assert f"¥{REFUND}" in told
    assert f"¥{COMPENSATION}" in told
    assert f"/console/photographs/{scene.east.photograph}" in told


@pytest.mark.requirement("T4-4.2.4.1")
@pytest.mark.parametrize(
    ("person", "moves"),
    [
        ("chenguang", {"accept", "refuse", "note"}),
        ("dongping", {"accept", "refuse", "note"}),
        ("administrator", set()),
    ],
)
def test_each_role_is_offered_its_own_moves(scene: Scene, person: str, moves: set[str]):
    """A lodged complaint may be accepted or refused by market and authority; an administrator reads only."""
    told = page(scene, person)
    offered = {
        name for name in ("accept", "refuse", "note", "agree", "advance", "close") if f'id="move-{name}"' in told
    }
    assert offered == moves


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "请填写重量，例如 1.25（千克）或 980 g。"), ("en", "Expected a mass such as 1.25 (kg) or 980 g.")],
)
def test_a_wrong_answer_is_told_at_its_field_and_kept(scene: Scene, language: str, said: str):
    """Nobody types the rest again because one field was wrong; nothing is recorded meanwhile."""
    move(scene.east.complaint, "accept", scene.cast.people["chenguang"])
    client = scene.client("chenguang", **{"accept-language": language})
    answer = send(client, scene, "repeat-weighing", settled_mg="1", actual_mg="<i>", witness="值班员")
    told = answer.content.decode()
    assert answer.status_code == 422
    assert said in told
    assert 'id="repeat-weighing-actual_mg-wrong"' in told
    assert 'id="repeat-weighing-settled_mg-wrong"' not in told
    assert "值班员</textarea>" in told
    assert "&lt;i&gt;" in told
    assert scene.east.complaint.events.count() == 2


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("note", ["a\0b", "长" * 2001])
def test_a_remark_that_cannot_be_stored_is_told(scene: Scene, note: str):
    """A note too long or with control characters is refused at the note, not by the database."""
    answer = send(scene.client("chenguang"), scene, "accept", note=note)
    assert answer.status_code == 422
    assert "accept-note-wrong" in answer.content.decode()
    assert state(scene) == "lodged"


@pytest.mark.requirement("T4-4.2.4.4")
def test_less_than_owed_cannot_be_agreed(scene: Scene):
    """The market may give more than the texts ask for, never less."""
    for name in ("accept", "start-mediation"):
        move(scene.east.complaint, name, scene.cast.people["chenguang"])
    client = scene.client("chenguang")
    refused = send(client, scene, "agree", refund_fen=REFUND, compensation_fen="499.99")
    assert f"不得少于 ¥{COMPENSATION}。" in refused.content.decode()
    assert send(client, scene, "agree", refund_fen=REFUND, compensation_fen=COMPENSATION).status_code == 302
    assert state(scene) == "agreed"


@pytest.mark.requirement("T4-4.2.4.1")
def test_a_move_from_a_page_left_open_is_refused_in_words(scene: Scene):
    """A colleague accepted meanwhile: accepting again is told, not done twice."""
    client = scene.client("chenguang")
    assert send(client, scene, "accept").status_code == 302
    again = client.post(
        f"/console/complaints/{scene.east.complaint.number}/moves/accept", {}, follow=True
    ).content.decode()
    assert "投诉的现状不允许由您进行这一步。" in again
    assert list(scene.east.complaint.events.values_list("move", flat=True)) == ["lodge", "accept"]


@pytest.mark.requirement("T4-4.2.2")
def test_a_shown_shortage_is_refused_by_two_people_only(scene: Scene):
    """One person's refusal of a complaint whose re-weighing exceeded the limit is kept as a question to another."""
    answers = {"ground": "papers-missing", "reason": "材料不全", "second_person": "dongping"}
    first = scene.client("chenguang")
    send(first, scene, "refuse", **answers)
    assert state(scene) == "lodged"
    assert "待第二人作出同样处理后生效" in first.get("/console/complaints").content.decode()
    assert "仅工作人员可见" in page(scene)
    send(scene.client("dongping"), scene, "refuse", **(answers | {"second_person": "chenguang"}))
    assert state(scene) == "refused"


@pytest.mark.requirement("T4-4.2.4.5")
@pytest.mark.parametrize(("decision", "becomes"), [("confirm", "confirmed"), ("dismiss", "dismissed")])
def test_a_person_decides_on_the_card_with_a_reason(scene: Scene, decision: str, becomes: str):
    """The system proposes a yellow card for a first offence; without a reason nobody confirms or dismisses it."""
    settled(scene)
    client = scene.client("chenguang")
    address = f"/console/complaints/{scene.east.complaint.number}/card/{decision}"
    assert "黄牌" in client.get("/console/complaints").content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    assert Card.objects.get().state == "proposed"
    assert client.post(address, {"reason": "证据充分"}).status_code == 302
    card = Card.objects.get()
    assert (card.state, card.reason, card.decided_by) == (becomes, "证据充分", scene.cast.people["chenguang"])
    assert "该牌已作出决定" in client.get("/console/complaints").content.decode()
    assert client.post(address, {"reason": "再来"}).status_code == 422


@pytest.mark.requirement("T4-4.2.4.5")
def test_no_card_no_decision(scene: Scene):
    """Before a settlement there is no card, and an invented decision is no page."""
    client = scene.client("chenguang")
    for decision in ("confirm", "burn"):
        address = f"/console/complaints/{scene.east.complaint.number}/card/{decision}"
        assert client.post(address, {"reason": "x"}).status_code == 404


@pytest.mark.requirement("T4-4.2.4.4")
def test_the_market_pays_first_and_the_story_says_so(scene: Scene):
    """Where the operator does not pay, the market does; every step stays on the page, in the order of the form."""
    settled(scene)
    send(scene.client("chenguang"), scene, "advance", paid_fen="500.60")
    assert state(scene) == "remedied"
    told = page(scene)
    assert "市场先行赔付" in told
    assert "¥500.60" in told


@pytest.mark.requirement("QH-scope")
def test_what_a_shopper_writes_is_only_text(scene: Scene):
    """A description with markup shows as it was typed."""
    scene.east.complaint.description = "<script>alert(1)</script>"
    scene.east.complaint.save()
    assert "<script>alert" not in page(scene)
    assert "&lt;script&gt;alert" in page(scene)
