"""Cards of the cast: a shortage settled, the card proposed, a day's later acts on it."""

from datetime import datetime, timedelta
from typing import Any

from quanheng.cases import cards, progress
from quanheng.cases.models import Card, Complaint
from tests.cast import Cast
from tests.shopping import LATER, buy, complain, weigh_again


def settled(cast: Cast, seq: int) -> Complaint:
    """Sixty grams of a kilogram were missing; both sides agreed on what the market promised."""
    code = buy(seq=seq)
    weigh_again(code, 940_000, seq=seq)
    complaint = complain(code, key=f"a-random-submission-key-{seq}").complaint
    for name, facts in (
        ("accept", {}),
        ("start-mediation", {}),
        ("agree", {"refund_fen": 36, "compensation_fen": 50_000}),
    ):
        progress.move(complaint.pk, name, actor=cast.people["chenguang"], facts=facts, at=LATER)
    complaint.refresh_from_db()
    return complaint


def proposed(cast: Cast, seq: int = 5) -> Card:
    return Card.objects.get(complaint=settled(cast, seq))


def confirmed(cast: Cast, seq: int = 5, by: str = "chenguang", at: datetime = LATER) -> Card:
    return cards.confirm(proposed(cast, seq).pk, actor=cast.people[by], reason="as weighed", at=at)


def do(cast: Cast, card: Card, act: str, by: str = "chenguang", days: int = 0, **given: Any) -> Card:
    """``days`` after the confirmation; a day that is not given is that day."""
    at = LATER + timedelta(days=days)
    told = {"on": day(days), "seen_by": "王巡查（虚构）", "receipt": "SJ-1", "text": "复核过", "reason": "复核过"}
    return cards.act(card.pk, act, actor=cast.people[by], given=told | given, at=at)


def day(days: int) -> str:
    return (LATER + timedelta(days=days)).date().isoformat()
