"""The secret link: everything for its holder, nothing for anyone else."""

import re

import pytest

from quanheng.cases import progress
from tests.shopping import LATER, buy, complain, short_purchase

pytestmark = pytest.mark.requirement("T4-5.3.3")


@pytest.fixture
def lodged(cast):
    return complain(short_purchase(), description="<b>the blue bag</b>")


def words(client, link: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(link).content.decode()))


def test_it_shows_steps_verdict_and_the_next_date(lodged, client):
    """What happened, what it means, what comes next and by when."""
    page = words(client, f"/c/{lodged.token}")
    for word in ("已提交", "您提交了投诉", "2026年12月1日", "少了 60 克", "超过允许的 20 克。", "0000-1234567"):
        assert word in page


def test_it_shows_what_was_agreed(cast, lodged, client):
    """Refund and compensation in yuan, and their sum."""
    manager = cast.people["chenguang"]
    for name, facts in (
        ("accept", {}),
        ("start-mediation", {}),
        ("agree", {"refund_fen": 36, "compensation_fen": 50_000}),
        ("advance", {"paid_fen": 50_036}),
    ):
        progress.move(lodged.complaint.pk, name, actor=manager, facts=facts, at=LATER)
    page = words(client, f"/c/{lodged.token}")
    for word in ("¥0.36", "¥500.00", "¥500.36", "市场已先行赔付，再向摊主追偿", "已赔付"):
        assert word in page
    assert "确定撤回" not in page


def ended(cast, complaint) -> None:
    manager = cast.people["chenguang"]
    for name, facts in (("accept", {}), ("close", {"answer": "x", "reason": "x", "second_person": "dongping"})):
        progress.move(complaint.pk, name, actor=manager, facts=facts, at=LATER)


@pytest.fixture
def over(cast):
    """Ended without a re-weighing, so that one person could end it."""
    made = complain(buy(), key="another-random-submission-key")
    ended(cast, made.complaint)
    return made


def test_it_is_rated_when_it_has_ended_and_not_before(over, lodged, client):
    """Five stars need no word; what is still handled offers no stars and takes none."""
    assert "处理得怎么样" not in words(client, f"/c/{lodged.token}")
    assert client.post(f"/c/{lodged.token}/rate", {"stars": "5"}).status_code == 422
    assert "处理得怎么样" in words(client, f"/c/{over.token}")
    assert client.post(f"/c/{over.token}/rate", {"stars": "5"}).status_code == 302
    over.complaint.refresh_from_db()
    assert over.complaint.stars == 5
    page = words(client, f"/c/{over.token}")
    assert "处理得怎么样" not in page
    assert "5 星" in page


@pytest.mark.parametrize("stars", ["1", "2"])
def test_a_bad_rating_needs_a_word(over, client, stars):
    """Beside the field, with what was chosen kept; with a word it is taken."""
    answer = client.post(f"/c/{over.token}/rate", {"stars": stars, "reason": " "})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="rate-reason-wrong"' in told
    assert f'value="{stars}" checked' in told
    assert client.post(f"/c/{over.token}/rate", {"stars": stars, "reason": "没人回电话"}).status_code == 302
    over.complaint.refresh_from_db()
    assert over.complaint.stars == int(stars)
    assert "没人回电话" in words(client, f"/c/{over.token}")


@pytest.mark.parametrize("stars", ["", "0", "6", "five", "５", "\0"])
def test_no_star_is_no_rating(over, client, stars):
    """Nothing chosen, or nonsense, is answered beside the stars."""
    answer = client.post(f"/c/{over.token}/rate", {"stars": stars, "reason": "x\0"})
    assert answer.status_code == 422
    assert 'id="rate-stars-wrong"' in answer.content.decode()
    assert client.post("/c/nobody/rate", {"stars": "5"}).status_code == 404


def test_it_can_be_withdrawn_once(lodged, client):
    """A second press changes nothing and breaks nothing."""
    for _ in range(2):
        answer = client.post(f"/c/{lodged.token}/withdraw")
        assert (answer.status_code, answer["Location"]) == (302, f"/c/{lodged.token}")
    assert "已撤回" in words(client, f"/c/{lodged.token}")
    assert lodged.complaint.events.count() == 2


@pytest.mark.parametrize("token", ["x", "a" * 32, "%00", "%FF", "a" * 3000])
def test_a_guess_finds_nothing(lodged, client, token):
    """Neither to read nor to withdraw; the page says that links have to be complete."""
    assert "链接必须完整" in words(client, f"/c/{token}")
    assert client.get(f"/c/{token}").status_code == 404
    assert client.post(f"/c/{token}/withdraw").status_code == 404


def test_no_machine_keeps_it(lodged, client):
    """Not in a cache, not in a search engine; and what the shopper wrote is text, not markup."""
    answer = client.get(f"/c/{lodged.token}")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert "&lt;b&gt;the blue bag" in answer.content.decode()
