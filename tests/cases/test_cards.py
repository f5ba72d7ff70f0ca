"""A card after it was confirmed: questioned, upheld or revoked, carried out, told where what it rests on changes."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from quanheng.cases import card_list, cards, offences, progress
from quanheng.cases.card_measures import closed_days, open_measures
from quanheng.cases.models import Card, CardEvent
from quanheng.cases.models.card import STANDING
from quanheng.law.card_flow import card_flow
from quanheng.law.errors import MoveNotAllowed
from quanheng.people.models import AuditEntry
from tests.carding import confirmed, day, do, proposed, settled
from tests.cast import Cast
from tests.shopping import LATER

pytestmark = [pytest.mark.requirement("T4-4.2.4.5"), pytest.mark.django_db]


def refused(cast: Cast, card: Card, act: str, **how: object) -> list[str]:
    """The fields at fault."""
    with pytest.raises(ValidationError) as wrong:
        do(cast, card, act, **how)
    return list(wrong.value.message_dict)


def test_a_card_binds_only_where_the_market_had_adopted_the_standard(cast: Cast):
    """The register is corrected: adopted the day after the purchase. The proposal of before can no longer be confirmed,
    a person dismisses it; adopted on the very day of the purchase it can."""
    late, same_day = proposed(cast, 5), proposed(cast, 6)
    bought_on = date(2026, 11, 20)
    cast.chenguang.group_standard_adopted_on = bought_on + timedelta(days=1)
    cast.chenguang.save()
    assert refused(cast, late, "confirm") == ["state"]
    assert do(cast, late, "dismiss").state == "dismissed"
    cast.chenguang.group_standard_adopted_on = bought_on
    cast.chenguang.save()
    assert do(cast, same_day, "confirm").state == "confirmed"


def test_no_card_is_confirmed_while_its_complaint_is_handled_again(cast: Cast):
    """What it rests on is open: the decision waits until the complaint has ended."""
    card = proposed(cast)
    for name, facts in (("pay", {"paid_fen": 50_036}), ("close", {"answer": "已赔付"})):
        progress.move(card.complaint_id, name, actor=cast.people["chenguang"], facts=facts, at=LATER)
    progress.move(card.complaint_id, "reopen", actor=cast.people["dongping"], facts={"reason": "x"}, at=LATER)
    assert refused(cast, card, "confirm") == ["state"]
    assert Card.objects.get().state == "proposed"


def test_an_operator_appeals_from_the_own_account(cast: Cast):
    """On the last day it is in time; the office above the market gets it, and its measures wait."""
    card = do(cast, confirmed(cast), "appeal", by="stallholder", days=7)
    assert (card.state, card.appeal_until.isoformat(), card.appeal_desk) == ("appealed", day(7), "99/01/01/")
    for measure in ("close-stall", "penalty-paid"):
        assert refused(cast, card, measure, days=7) == ["on"]
    event = CardEvent.objects.last()
    assert (event.act, event.actor, event.facts["text"]) == ("appeal", cast.people["stallholder"], "复核过")
    assert AuditEntry.objects.filter(act="card-appeal", reason="复核过").exists()


def test_what_was_done_before_the_appeal_is_put_on_record_after_it(cast: Cast):
    """Paid on the day before the appeal, entered the day after; a receipt of the day of the appeal waits."""
    card = do(cast, confirmed(cast), "appeal", by="stallholder", days=3)
    assert refused(cast, card, "penalty-paid", on=day(3), days=4) == ["on"]
    assert do(cast, card, "penalty-paid", on=day(2), days=4).penalty_paid_on.isoformat() == day(2)


@pytest.mark.parametrize(("days", "field"), [(8, "state")])
def test_after_the_last_day_nobody_appeals(cast: Cast, days: int, field: str):
    """A day later it is too late, and the card stands."""
    card = confirmed(cast)
    assert refused(cast, card, "appeal", by="stallholder", days=days) == [field]
    assert Card.objects.get(pk=card.pk).state == "confirmed"


def test_an_appeal_on_paper_counts_from_the_day_it_was_handed_in(cast: Cast):
    """Handed in on the last day, entered three days later: in time. A day after the last, or before the card: not."""
    card = confirmed(cast)
    paper = {"handed_in_by": "青禾蔬菜摊主", "days": 10}
    assert refused(cast, card, "appeal-on-paper", on=day(8), **paper) == ["on"]
    assert refused(cast, card, "appeal-on-paper", on=day(-1), **paper) == ["on"]
    assert refused(cast, card, "appeal-on-paper", on=day(7), **paper | {"handed_in_by": ""}) == ["handed_in_by"]
    assert do(cast, card, "appeal-on-paper", on=day(7), **paper).state == "appealed"


def test_the_office_above_decides_and_never_who_confirmed(cast: Cast):
    """Confirmed by the market: the county decides. Confirmed by the county: the city, and the county not."""
    first = do(cast, confirmed(cast, 5), "appeal", by="stallholder")
    with pytest.raises(MoveNotAllowed):
        do(cast, first, "uphold", by="chenguang")
    assert do(cast, first, "uphold", by="dongping").state == "upheld"
    second = do(cast, confirmed(cast, 6, by="dongping"), "appeal", by="stallholder")
    assert second.appeal_desk == "99/01/"
    assert refused(cast, second, "revoke", by="dongping") == ["state"]
    assert refused(cast, second, "revoke", by="city", reason=" ") == ["reason"]
    assert do(cast, second, "revoke", by="city").state == "revoked"


def test_strangers_and_later_tenants_find_no_card(cast: Cast):
    """Neither the other county nor who took the stall over; a proposal is shown to staff alone."""
    card = proposed(cast)
    operator = cast.people["stallholder"]
    assert not card_list.cards_of(operator).exists()
    do(cast, card, "confirm")
    assert card_list.cards_of(operator).get() == card
    for stranger in ("xidu", "hewan"):
        with pytest.raises(Card.DoesNotExist):
            card_list.card(cast.people[stranger], card.complaint.number)
    cast.vegetables.operator_name = "another tenant"
    cast.vegetables.save()
    with pytest.raises(Card.DoesNotExist):
        do(cast, card, "appeal", by="stallholder")


def test_a_revoked_card_counts_no_longer(cast: Cast):
    """The next shortage of the operator is a first one again."""
    card = confirmed(cast, 5)
    assert offences.next_offence(settled(cast, 6)) == 2
    do(cast, card, "revoke", by="dongping")
    assert offences.next_offence(settled(cast, 7)) == 1


def test_a_later_card_is_told_of_the_changed_count_and_not_changed(cast: Cast):
    """The first of two is revoked: the red card stays red until a person says what follows, and the trail tells why."""
    first, second = confirmed(cast, 5), confirmed(cast, 6)
    assert (second.colour, second.offence) == ("red", 2)
    do(cast, first, "revoke", by="dongping")
    second.refresh_from_db()
    assert (second.colour, second.asks_again, second.offence_now, second.is_open) == ("red", True, 1, True)
    told = second.events.last()
    assert (told.act, told.facts) == ("count-changed", {"now": 1, "because": first.complaint.number})
    second = do(cast, second, "recount", by="dongping")
    assert (second.colour, second.offence, second.expelled, second.closure_days) == ("yellow", 1, False, 7)
    assert refused(cast, second, "keep") == ["state"]


def test_an_earlier_card_does_not_ask_because_a_later_one_falls(cast: Cast):
    """A near miss: the second is revoked, and the first offence was a first all along."""
    first, second = confirmed(cast, 5), confirmed(cast, 6)
    do(cast, second, "revoke", by="dongping")
    first.refresh_from_db()
    assert not first.asks_again


def test_a_complaint_taken_up_again_is_told_to_its_card(cast: Cast):
    """The card stands, and asks a person to look again; who leaves it as it is says so."""
    card = confirmed(cast)
    for name, facts in (("pay", {"paid_fen": 50_036}), ("close", {"answer": "已赔付"})):
        progress.move(card.complaint_id, name, actor=cast.people["chenguang"], facts=facts, at=LATER)
    card.refresh_from_db()
    assert not card.asks_again
    progress.move(card.complaint_id, "reopen", actor=cast.people["dongping"], facts={"reason": "x"}, at=LATER)
    card.refresh_from_db()
    assert (card.asks_again, card.events.last().act) == (True, "complaint-reopened")
    assert refused(cast, card, "recount") == ["state"]
    assert not do(cast, card, "keep").asks_again


def test_a_closure_has_its_days_and_who_saw_them(cast: Cast):
    """Seven days with the first; each day closed, open, or not looked at; on the eighth it trades again."""
    card = do(cast, confirmed(cast), "close-stall", days=1)
    assert (card.closed_from.isoformat(), card.closed_until.isoformat()) == (day(1), day(7))
    do(cast, card, "look-at-closure", days=2, seen="closed")
    do(cast, card, "look-at-closure", days=3, seen="open", seen_by="李巡查（虚构）")
    assert [(one.seen, one.seen_by) for one in closed_days(card)][:4] == [
        ("", ""),
        ("closed", "王巡查（虚构）"),
        ("open", "李巡查（虚构）"),
        ("", ""),
    ]
    assert refused(cast, card, "look-at-closure", days=8, seen="closed") == ["on"]
    assert refused(cast, card, "look-at-closure", days=2, seen="asleep") == ["seen"]
    assert "reopening" in open_measures(card)
    card = do(cast, card, "reopen-stall", days=8)
    assert "reopening" not in open_measures(card)
    assert len(closed_days(card)) == 7


def test_before_its_last_day_a_stall_trades_again_only_for_a_reason(cast: Cast):
    """On the last day of seven it is early, the day after not; once open it is not opened or closed again."""
    card = do(cast, confirmed(cast), "close-stall", days=1)
    assert refused(cast, card, "reopen-stall", days=7, reason="") == ["reason"]
    card = do(cast, card, "reopen-stall", days=7, reason="台风，市场整体停业")
    for again in ("close-stall", "reopen-stall"):
        assert refused(cast, card, again, days=9) == ["state"]


@pytest.mark.parametrize(("on", "field"), [(-1, "on"), (3, "on")])
def test_no_measure_before_the_card_nor_in_the_future(cast: Cast, on: int, field: str):
    """A closure begun the day before the card, or only tomorrow, is a slip of the pen."""
    assert refused(cast, confirmed(cast), "close-stall", on=day(on), days=2) == [field]


def test_a_penalty_is_paid_with_a_receipt_and_paid_back_when_the_card_falls(cast: Cast):
    """2 000 yuan, once; a revoked card leaves them to be paid back, and the closure to be ended."""
    card = do(cast, do(cast, confirmed(cast), "penalty-paid", days=1), "close-stall", days=1)
    assert card.events.filter(act="penalty-paid").get().facts["paid_fen"] == 200_000
    assert refused(cast, card, "penalty-paid", days=2) == ["state"]
    card = do(cast, card, "revoke", by="dongping", days=2)
    assert open_measures(card) == ["reopening", "return"]
    assert refused(cast, card, "penalty-returned", days=3, receipt="") == ["receipt"]
    do(cast, card, "penalty-returned", days=3)
    card = do(cast, card, "reopen-stall", days=3, reason="")
    assert (open_measures(card), card.is_open) == ([], False)


def test_a_red_card_sends_away_when_nobody_may_appeal_any_more(cast: Cast):
    """On the last day for an appeal not yet, the day after on record with who saw it."""
    confirmed(cast, 5)
    card = confirmed(cast, 6)
    assert open_measures(card) == ["expulsion", "rectification"]
    assert refused(cast, card, "expel", days=7) == ["on"]
    card = do(cast, card, "expel", days=8)
    assert (card.expelled_on.isoformat(), open_measures(card)) == (day(8), ["rectification"])


@pytest.mark.requirement("T4-4.2.4.6")
def test_what_was_put_right_is_told_and_confirmed_by_another(cast: Cast):
    """The operator tells, the market sends back, the operator tells again; who told it never confirms it."""
    card = do(cast, confirmed(cast), "rectify", by="stallholder", text="换了秤")
    card = do(cast, card, "refuse-rectification", reason="新秤未检定")
    card = do(cast, card, "rectify", by="chenguang", text="新秤已检定")
    assert refused(cast, card, "accept-rectification", by="chenguang") == ["state"]
    assert "rectification" in open_measures(card)
    card = do(cast, card, "accept-rectification", by="dongping")
    assert "rectification" not in open_measures(card)
    assert refused(cast, card, "rectify") == ["state"]


def test_acts_on_a_card_are_history(cast: Cast):
    """The database itself refuses to change one."""
    event = confirmed(cast).events.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        CardEvent.objects.filter(pk=event.pk).update(actor_role="nobody")


def test_a_setting_lets_the_closure_go_on_during_an_appeal(cast: Cast, settings):
    """Where an installation holds up only what cannot be taken back, a stall is closed while the appeal runs."""
    settings.CARD_APPEAL_STAYS = "expulsion"
    card = do(cast, confirmed(cast), "appeal", by="stallholder")
    assert do(cast, card, "close-stall", days=1).closed_from.isoformat() == day(1)


def test_an_appeal_waits_for_the_office_it_goes_to(cast: Cast):
    """The county finds it among what it has to decide, the city and the other county not."""
    do(cast, confirmed(cast), "appeal", by="stallholder")
    found = {who: card_list.appeals_to_decide(cast.people[who]).count() for who in ("dongping", "city", "xidu")}
    assert found == {"dongping": 1, "city": 0, "xidu": 0}


def test_what_counts_is_what_the_law_lets_stand():
    """The index that finds the standing cards names the same states as the table."""
    assert set(STANDING) == card_flow().standing


def test_nobody_acts_who_has_no_part_in_it(cast: Cast):
    """An administrator reads; an invented act is none."""
    card = confirmed(cast)
    for act, by in (("close-stall", "administrator"), ("burn", "dongping"), ("count-changed", "dongping")):
        with pytest.raises(MoveNotAllowed):
            cards.act(card.pk, act, actor=cast.people[by], given={}, at=LATER)
