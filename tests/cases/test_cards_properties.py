"""Whatever people do with two cards of one operator, in whatever order: what must never happen does not."""

from collections import Counter
from contextlib import suppress
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from quanheng.cases import cards, offences
from quanheng.cases.card_measures import open_measures
from quanheng.cases.models import Card, Complaint
from quanheng.law.card_flow import card_flow
from quanheng.law.errors import MoveNotAllowed
from tests.carding import do, proposed, settled
from tests.cast import Cast

pytestmark = [pytest.mark.requirement("T4-4.2.4.5"), pytest.mark.django_db]

ONCE = ("close-stall", "reopen-stall", "penalty-paid", "penalty-returned", "expel", "appeal", "uphold", "revoke")
PEOPLE = ("chenguang", "dongping", "city", "stallholder")
WALKS, STEPS = 15, 16


@pytest.fixture
def three(cast: Cast) -> tuple[Card, Card, Complaint]:
    """Two cards to be decided, and a third complaint of the same stall."""
    return proposed(cast, 5), proposed(cast, 6), settled(cast, 7)


def test_no_order_of_acts_breaks_a_card(cast: Cast, three: tuple[Card, Card, Complaint]):
    """None is decided twice, closes a stall twice or is paid twice; a revoked one is not counted and begins nothing."""
    *pair, third = three
    seen: Counter[str] = Counter()
    for seed in range(WALKS):
        with transaction.atomic():
            walk(cast, pair, Random(seed))
            standing = [look_at(Card.objects.get(pk=card.pk), seen) for card in pair]
            assert offences.next_offence(third) == 1 + sum(standing)
            transaction.set_rollback(True)
    # Walks on which little happens would show little.
    assert {"confirm", "dismiss", "close-stall", "penalty-paid", "appeal", "revoke"} <= seen.keys()


def walk(cast: Cast, pair: list[Card], chance: Random) -> None:
    """Mostly what somebody can do now, every now and then anything; a day later each time or not."""
    days = 0
    for _step in range(STEPS):
        card, by = chance.choice(pair), chance.choice(PEOPLE)
        card.refresh_from_db()
        possible = [act.name for act in cards.acts_open_to(card, cast.people[by])]
        act = chance.choice(possible if possible and chance.random() < 0.8 else list(card_flow().acts))
        days += chance.choice((0, 0, 1))
        with suppress(ValidationError, MoveNotAllowed, Card.DoesNotExist), transaction.atomic():
            do(cast, card, act, by=by, days=days, seen="closed")


def look_at(card: Card, seen: Counter[str]) -> bool:
    """Whether it counts, by its history alone, which must agree with the row."""
    acts = list(card.events.values_list("act", flat=True))
    done = Counter(acts)
    seen.update(done)
    assert done["confirm"] + done["dismiss"] <= 1
    assert all(done[act] <= 1 for act in ONCE)
    assert done["appeal"] + done["appeal-on-paper"] <= 1
    after_revoked = acts[acts.index("revoke") + 1 :] if done["revoke"] else []
    assert set(after_revoked) <= {"reopen-stall", "penalty-returned", "note"}
    assert card.is_open == bool(open_measures(card))
    stands = bool(done["confirm"] and not done["revoke"])
    assert stands == (card.state in card_flow().standing)
    return stands
