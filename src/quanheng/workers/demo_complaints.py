"""What shoppers of the invented city complained of in the year before it opened, and how it ended.

Told once, by the verbs that doors and desks call, each at the hour of its day; nobody and nothing in it is real. None
of these was weighed again: what a check scale found is only told by scales that live.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import translation
from django.utils.timezone import make_aware

from quanheng.cases import progress, rate
from quanheng.cases.lodge import lodge
from quanheng.cases.models import Complaint
from quanheng.cases.submission import Submission
from quanheng.people.models import User
from quanheng.register.legal_day import SHANGHAI
from quanheng.register.models import Place, Stall

# Those who have each market in hand.
DESKS = {"99/01/01/m001/": "manager-chenguang", "99/01/02/m002/": "manager-hewan"}
# Of the stalls of a market, those that somebody complained of.
STALLS = 12
DAYS = 330
# The city learned in this year: from a complaint every other day to two a month.
MOST_DAYS_APART = 13
CATEGORIES = ("short-weight",) * 6 + ("wrong-amount",) * 3 + ("suspicious-scale", "recheck-refused", "other")
GOODS = ("vegetable", "fruit", "meat", "seafood", "")
SAID = {
    "short-weight": "回家称了一下，好像不够数。（演示）",
    "wrong-amount": "说好按斤算，结果按公斤收钱。（演示）",
    "suspicious-scale": "秤上没有检定标志。（演示）",
    "recheck-refused": "要求复秤，摊主不愿意。（演示）",
    "other": "摊位没有公布投诉电话。（演示）",
}
YUAN = 100
OPENS, CLOSES = 8, 18


@dataclass(frozen=True)
class Step:
    """A move, so many hours after the one before, and what was written with it."""

    move: str
    hours: float
    facts: dict[str, Any]


ACCEPT = Step("accept", 5, {})
ASK = Step("call-operator", 3, {"text": "已向摊主了解情况。（演示）"})
MEDIATE = Step("start-mediation", 20, {})
AGREED = (
    Step("agree", 26, {"refund_fen": 6 * YUAN, "compensation_fen": 30 * YUAN}),
    Step("pay", 1, {"paid_fen": 36 * YUAN}),
    Step("close", 2, {"answer": "摊主已当面退赔，感谢您的监督。（演示）"}),
)
EXPLAINED = Step("close", 30, {"answer": "已当面说明并纠正，价签已改为按公斤标示。（演示）"})
FAILED = (
    Step("fail", 60, {"reason": "双方未能达成一致。（演示）"}),
    Step("close", 10, {"answer": "调解未成，您可以依法提起诉讼。（演示）"}),
)
REFUSED = Step("refuse", 30, {"ground": "no-consumer-dispute"})
LATE = Step("accept", 14 * 24, {})
# How it went, the stars it got (none where nobody rated), and how often of twenty.
COURSES: tuple[tuple[int, int | None, tuple[Step, ...]], ...] = (
    (7, 5, (ACCEPT, ASK, MEDIATE, *AGREED)),
    (3, 4, (ACCEPT, ASK, MEDIATE, *AGREED)),
    (4, None, (ACCEPT, ASK, EXPLAINED)),
    (2, 3, (ACCEPT, MEDIATE, *FAILED)),
    (2, None, (REFUSED,)),
    (2, 1, (LATE, ASK, EXPLAINED)),
)
TWENTY = [(stars, steps) for often, stars, steps in COURSES for _ in range(often)]


def tell(today: date) -> int:
    """How many were told: none the second time, nor in a city without these markets."""
    markets = list(Place.objects.filter(area__in=DESKS).order_by("area"))
    if len(markets) < len(DESKS) or Complaint.objects.exists():
        return 0
    draw = Random(11)  # noqa: S311
    days = list(_days(draw, today))
    with translation.override("zh-hans"):
        for number, day in enumerate(days, start=1):
            _one(draw, number, day, markets)
    return len(days)


def _days(draw: Random, today: date) -> Iterator[date]:
    """Further and further apart, up to a month ago: by then the last of them has ended."""
    day = today - timedelta(days=DAYS)
    while day < today - timedelta(days=35):
        yield day
        gone = 1 - (today - day).days / DAYS
        day += timedelta(days=draw.randint(1, 3 + round(gone * MOST_DAYS_APART)))


def _one(draw: Random, number: int, day: date, markets: list[Place]) -> None:
    lodged_at = make_aware(datetime.combine(day, time(draw.randint(8, 11), draw.randrange(60))))
    complaint = lodge(_said(draw, number, draw.choice(markets)), at=lodged_at).complaint
    stars, steps = draw.choice(TWENTY)
    by = User.objects.get(username=DESKS[complaint.market.area])
    ended_at = _work(complaint, by, steps, lodged_at, pace=draw.uniform(0.5, 1.4))
    if stars is not None:
        reason = "等了两周才有人受理。（演示）" if stars <= rate.BAD else ""
        rate.rate(complaint.pk, stars=stars, reason=reason, at=ended_at + timedelta(days=1))


def _said(draw: Random, number: int, market: Place) -> Submission:
    category = draw.choice(CATEGORIES)
    return Submission(
        submission_key=f"invented-complaint-{number:04}",
        category=category,
        market_id=market.pk,
        stall_id=draw.choice(list(Stall.objects.filter(market=market).order_by("area")[:STALLS])).pk,
        goods_class=draw.choice(GOODS),
        description=SAID[category],
    )


def _work(complaint: Complaint, by: User, steps: tuple[Step, ...], since: datetime, *, pace: float) -> datetime:
    at = since
    for step in steps:
        at = _at_work(at + timedelta(hours=step.hours * pace))
        progress.move(complaint.pk, step.move, actor=by, facts=step.facts, at=at)
    return at


def _at_work(at: datetime) -> datetime:
    """What would fall into the night is done the next morning."""
    local = at.astimezone(SHANGHAI)
    if OPENS <= local.hour < CLOSES:
        return at
    morning = local if local.hour < OPENS else local + timedelta(days=1)
    return morning.replace(hour=OPENS)
