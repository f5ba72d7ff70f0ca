"""The secret link: everything for its holder, nothing for anyone else."""

import re

import pytest

from quanheng.cases import progress
from tests.shopping import LATER, complain, short_purchase

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
