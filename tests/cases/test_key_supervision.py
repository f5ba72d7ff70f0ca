"""Key supervision: whom a night proposes, what people decide, and that nothing comes back without something newer."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from quanheng.cases import duties, progress
from quanheng.cases.key_supervision import decide, lists, objection, propose
from quanheng.cases.key_supervision.figures import Figures, read
from quanheng.cases.key_supervision.gather import Gathering
from quanheng.cases.models import Card, KeyCount, KeyState, KeySupervision, KeySupervisionEvent
from quanheng.measuring import day_tally
from quanheng.measuring.models import DayTally, Recheck, Tally
from quanheng.people.models import AuditEntry
from quanheng.register.identity import deciding
from quanheng.register.models import InstrumentState, StallOperator
from quanheng.register.record import Report, record
from tests.cast import NOON, Cast
from tests.shopping import LATER, buy, complain, short_purchase
from tests.suspecting import NIGHT, reweighed, sold
from tests.verifying import compared

pytestmark = [pytest.mark.requirement("TZ-3.1"), pytest.mark.django_db]
DAY = timedelta(days=1)
REASON = {"reason": "核实无误"}
CONFIRMED = REASON | {"until": "2027-05-31", "measures": "每周抽查一次"}


@pytest.fixture
def suspect(cast: Cast) -> Cast:
    """青禾蔬菜 exceeded the limit in 9 of 41 re-weighings, the fish stall beside it in 1 of 90."""
    reweighed(cast, "TS-2", 89, 1)
    reweighed(cast, "TS-1", 32, 9)
    return cast


def proposed(at: datetime = NIGHT) -> KeySupervision | None:
    propose.count(at)
    return KeySupervision.objects.order_by("-pk").first()


def figures_of(cast: Cast, at: datetime = NIGHT) -> Figures:
    return Gathering.at(at).figures(cast.vegetables)


def act(cast: Cast, name: str, row: KeySupervision, given: dict, at: datetime = NIGHT) -> KeySupervision:
    return decide.do(name, row.pk, given, by=cast.people["dongping"], at=at)


def test_a_night_proposes_with_its_figures(suspect: Cast):
    """One stall of the market stands out; the figures that speak are kept with what they are out of."""
    assert propose.count(NIGHT).proposed == 1
    row = KeySupervision.objects.get()
    assert (row.state, row.reasons, row.stall, row.operator_name) == (
        *("proposed", ["exceeded"], suspect.vegetables),
        suspect.vegetables.operator_name,
    )
    kept = read(row.figures)
    assert (kept.exceeded, kept.rechecks, kept.exceeded_of_others, kept.rechecks_of_others) == (9, 41, 1, 90)
    assert kept.circle == "market"
    assert kept.months[-1].exceeded == 9
    assert row.events.get().kind == "proposed"


def test_an_honest_stall_is_not_proposed(cast: Cast):
    """Three short re-weighings of forty-one, in a market with a few everywhere, propose nobody."""
    reweighed(cast, "TS-2", 88, 2)
    reweighed(cast, "TS-1", 38, 3)
    assert proposed() is None
    assert KeyCount.objects.get().looked_at == 2


def test_a_market_of_one_is_compared_with_its_county(cast: Cast):
    """Where too little was re-weighed at the other stalls of the market, the county's stand in; too few say nothing."""
    reweighed(cast, "TS-2", 10, 0)
    reweighed(cast, "TS-1", 32, 9)
    assert proposed() is None
    assert figures_of(cast).circle == "county"


def test_a_purchase_weighed_again_and_again_is_one(suspect: Cast):
    """A shopper who puts the same bag on the scale three times has bought once; the last reading counts."""
    one = Recheck.objects.filter(trade_scale=suspect.scales["TS-1"], market_exceeded=True).first()
    again = {"purchase_seq": one.purchase_seq, "weighed_at": one.weighed_at}
    reweighed(suspect, "TS-1", 0, 2, NOON + timedelta(minutes=9), **again)
    assert figures_of(suspect).rechecked.hits == 9
    reweighed(suspect, "TS-1", 1, 0, NOON + timedelta(minutes=20), **again)
    assert figures_of(suspect).rechecked.hits == 8


@pytest.mark.parametrize(("passed", "set_aside", "exceeded"), [(False, 41, 0), (True, 0, 9)])
def test_a_check_scale_that_failed_counts_neither_way(suspect: Cast, passed: bool, set_aside: int, exceeded: int):
    """Its check the day after failed: nothing that was weighed on it before says anything of a stall."""
    told = {"weights": "M1-1", "load_mg": 1, "readings_mg": [1], "judgement": {}, "passed": passed}
    who = {"checked_by": suspect.people["administrator"], "area": suspect.chenguang.area}
    suspect.scales["CS-1"].weekly_checks.create(key="week", checked_at=NOON + DAY, **told, **who)
    found = figures_of(suspect, NIGHT + DAY)
    assert (found.set_aside, found.exceeded) == (set_aside, exceeded)


def test_between_one_and_two_deviations_only_where_adopted(cast: Cast):
    """The group standard's stricter limit says nothing in a market that adopted it later."""
    reweighed(cast, "TS-1", 0, 4, statute_exceeded=False)
    assert figures_of(cast).exceeded == 4
    cast.chenguang.group_standard_adopted_on = date(2026, 11, 21)
    cast.chenguang.save()
    assert (figures_of(cast).exceeded, figures_of(cast).rechecks) == (0, 4)


def test_complaints_are_counted_by_people(cast: Cast):
    """Three complaints, two by one telephone number; one withdrawn and one of bad manners count nowhere."""
    numbers = ("13800000001", "13800000001", "13800000002", "13800000003")
    made = [
        complain(buy(seq=seq), key=f"a-key-of-number-{seq}", contact_phone=phone).complaint
        for seq, phone in enumerate(numbers, start=5)
    ]
    progress.by_owner(made[-1].pk, "withdraw", at=LATER)
    sold(cast.chenguang, 5)
    found = figures_of(cast)
    assert (found.complaints, found.complainants, found.upheld) == (3, 2, 0)
    assert found.weighings == 4
    assert found.months[-1].complaints == 3


def test_complaints_before_sales_are_on_record_are_not_compared(cast: Cast):
    """A market whose scales were networked today had complaints before: nothing says how many sales those are of."""
    complain(buy())
    assert (figures_of(cast).complaints, figures_of(cast).measured_since) == (0, None)
    sold(cast.chenguang, 5, date(2026, 11, 21))
    later = Gathering.at(NIGHT + DAY).figures(cast.vegetables)
    assert (later.complaints, later.measured_since, later.months[-1].complaints) == (0, date(2026, 11, 21), 1)


def test_what_proved_right_is_counted_apart(cast: Cast):
    """Agreed and exceeded: it was upheld. The same agreement without a short re-weighing is goodwill."""
    for seq, code in ((5, short_purchase(seq=5)), (6, buy(seq=6))):
        made = complain(code, key=f"a-key-of-number-{seq}").complaint
        terms = {"refund_fen": 600, "compensation_fen": 50_000, "text": "双方同意"}
        for move, facts in (("accept", {}), ("start-mediation", {}), ("agree", terms)):
            progress.move(made.pk, move, actor=cast.people["chenguang"], facts=facts, at=LATER)
    sold(cast.chenguang, 5)
    found = figures_of(cast)
    assert (found.complaints, found.upheld) == (2, 1)
    assert found.newest["upheld"] == LATER


def test_two_cards_are_a_reason_and_one_is_none(cast: Cast):
    """What people confirmed twice within half a year; a dismissed card is nothing."""
    for seq, state in ((5, "confirmed"), (6, "dismissed")):
        complaint = complain(buy(seq=seq), key=f"a-key-of-number-{seq}").complaint
        told = {"colour": "yellow", "offence": 1, "market_penalty_fen": 0, "closure_days": 7, "expelled": False}
        who = {"stall": cast.vegetables, "operator_name": cast.vegetables.operator_name, "area": cast.vegetables.area}
        Card.objects.create(complaint=complaint, state=state, proposed_at=LATER, decided_at=LATER, **told, **who)
    assert proposed() is None
    Card.objects.update(state="confirmed", decided_at=NIGHT)
    row = proposed(NIGHT + DAY)
    assert row.reasons == ["cards"]
    assert read(row.figures).cards == 2


def test_a_referred_finding_is_a_reason(cast: Cast):
    """A person looked at what did not match and referred it; what was dismissed is nothing."""
    inspector = cast.people["dongping"]
    checks = [compared(cast.scales["TS-1"], inspector, NOON, serial="another") for _ in range(2)]
    deciding.decide(checks[0].pk, "dismissed", reason="铭牌被油污遮住", by=inspector, at=LATER)
    assert proposed() is None
    deciding.decide(checks[1].pk, "referred", reason="铭牌与登记不符", by=inspector, at=LATER)
    assert proposed().reasons == ["identity"]
    assert (figures_of(cast).referred, figures_of(cast).identity_checks) == (1, 2)


@pytest.mark.parametrize(("days", "reasons"), [(30, None), (31, ["overdue"])])
def test_in_use_long_after_its_day(cast: Cast, days: int, reasons: list[str] | None):
    """Overdue by a month is no reason yet; by a day more it is, and the night finds it though nobody did anything."""
    propose.count(NIGHT - 2 * DAY)
    propose.count(NIGHT - DAY)
    ended = localdate(NIGHT) - timedelta(days=days)
    InstrumentState.objects.filter(instrument=cast.scales["TS-1"]).update(due_on=ended)
    row = proposed()
    assert (row.reasons if row else None) == reasons


def test_opened_twice_without_a_repair(cast: Cast):
    """Once is a mishap; a repair that is entered afterwards says what it was opened for."""
    scale = cast.scales["TS-1"]
    record(scale, Report("housing-opened", NOON - 9 * DAY, "1"), source="device")
    record(scale, Report("repair", NOON - 8 * DAY, "2", {"repair_code": "R"}), source="staff")
    record(scale, Report("housing-opened", NOON - 2 * DAY, "3"), source="device")
    assert proposed() is None
    record(scale, Report("housing-opened", NOON - DAY, "4"), source="device")
    row = proposed(NIGHT + DAY)
    assert row.reasons == ["opened"]
    assert (read(row.figures).opened, read(row.figures).mended) == (2, 1)


def test_a_new_operator_does_not_inherit(suspect: Cast):
    """Since somebody else works at the stall, nothing of before counts against them."""
    StallOperator.objects.create(
        stall=suspect.vegetables, area=suspect.vegetables.area, name="新摊主（虚构）", since=date(2026, 11, 21)
    )
    suspect.vegetables.operator_name = "新摊主（虚构）"
    suspect.vegetables.save()
    assert proposed() is None
    assert figures_of(suspect).operator_since == date(2026, 11, 21)


def test_a_dismissed_proposal_stays_dismissed(suspect: Cast):
    """The next nights have the same figures and say nothing; one more short re-weighing asks again."""
    act(suspect, "dismiss", proposed(), REASON)
    for night in (1, 2, 3):
        assert propose.count(NIGHT + night * DAY).proposed == 0
    reweighed(suspect, "TS-1", 0, 1, NOON + 3 * DAY)
    assert propose.count(NIGHT + 4 * DAY).proposed == 1
    assert list(KeySupervision.objects.order_by("pk").values_list("state", flat=True)) == ["dismissed", "proposed"]


def test_a_night_without_news_looks_at_nobody(suspect: Cast):
    """What a night costs is what is new: two nights look at the same facts, the third at none of them."""
    assert [propose.count(NIGHT + night * DAY).looked_at for night in range(4)] == [2, 2, 0, 0]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        propose.count(NIGHT + 5 * DAY)
    assert not [one for one in asked if "measuring_weighing" in one["sql"]]


def test_news_about_a_proposal_are_added_to_it(suspect: Cast):
    """An open proposal is not made twice: its figures follow, and what they were stays in its history."""
    row = proposed()
    reweighed(suspect, "TS-1", 0, 2, NIGHT + timedelta(hours=1))
    propose.count(NIGHT + DAY)
    row.refresh_from_db()
    assert KeySupervision.objects.count() == 1
    assert read(row.figures).exceeded == 11
    assert [one.facts["figures"]["exceeded"] for one in row.events.all()] == [9, 11]
    reweighed(suspect, "TS-1", 0, 1, NIGHT + DAY + timedelta(minutes=1))
    propose.count(NIGHT + DAY + timedelta(minutes=5))
    row.refresh_from_db()
    assert (read(row.figures).exceeded, row.events.count()) == (12, 2)


def test_a_person_confirms_with_a_reason(suspect: Cast):
    """From today until a day that the office says, with what is done meanwhile; on record with who and why."""
    row = act(suspect, "confirm", proposed(), CONFIRMED)
    assert (row.state, row.since, row.until) == (KeyState.RUNNING, date(2026, 11, 21), date(2027, 5, 31))
    event = row.events.last()
    assert (event.kind, event.actor, event.note) == ("confirm", suspect.people["dongping"], "核实无误")
    entry = AuditEntry.objects.get(act="key-supervision-confirm")
    assert (entry.reason, entry.after["measures"]) == ("核实无误", "每周抽查一次")
    assert decide.usual_end(date(2026, 8, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("name", "given", "wrong"),
    [
        ("confirm", {}, {"until", "measures", "reason"}),
        ("confirm", CONFIRMED | {"until": "2026-11-21"}, {"until"}),
        ("confirm", CONFIRMED | {"until": "2031-01-01"}, {"until"}),
        ("confirm", CONFIRMED | {"until": "soon", "reason": " "}, {"until", "reason"}),
        ("dismiss", {"reason": "\0"}, {"reason"}),
        ("dismiss", {"reason": "字" * 2001}, {"reason"}),
        ("end", REASON, {"state"}),
        ("no-such-act", REASON, {"state"}),
    ],
)
def test_bad_input_is_answered_by_field(suspect: Cast, name: str, given: dict, wrong: set[str]):
    """Every mistake is told at once, and nothing is changed."""
    row = proposed()
    with pytest.raises(ValidationError) as refused:
        act(suspect, name, row, given)
    assert set(refused.value.message_dict) == wrong
    row.refresh_from_db()
    assert (row.state, row.events.count()) == ("proposed", 1)


def test_it_is_extended_and_ended_by_a_person(suspect: Cast):
    """The last day alone ends nothing: it is a duty to look at it again, and a person extends or ends with a reason."""
    row = act(suspect, "confirm", proposed(), CONFIRMED)
    inspector, late = suspect.people["dongping"], NIGHT + 200 * DAY
    assert not lists.to_review(inspector, NIGHT)
    assert list(lists.to_review(inspector, late)) == [row]
    row = act(suspect, "extend", row, CONFIRMED | {"until": "2027-09-30", "reason": "仍有超差"}, late)
    assert (row.until, row.events.last().facts["before"]) == (date(2027, 9, 30), "2027-05-31")
    row = act(suspect, "end", row, REASON, late + DAY)
    assert (row.state, row.ended_at) == (KeyState.ENDED, late + DAY)
    assert propose.count(late + 2 * DAY).proposed == 0


def test_the_operator_hears_and_objects(suspect: Cast):
    """Nothing is seen of a proposal; of a decision all of it. One objection at a time, and it is answered."""
    operator, row = suspect.people["stallholder"], proposed()
    assert not objection.own(operator)
    act(suspect, "confirm", row, CONFIRMED)
    assert list(lists.to_tell(suspect.people["dongping"])) == [row]
    objection.hear(row.pk, by=operator, at=NIGHT + DAY)
    assert not lists.to_tell(suspect.people["dongping"])
    objection.object_to(row.pk, {"text": "秤已送修"}, by=operator, at=NIGHT + DAY)
    with pytest.raises(ValidationError):
        objection.object_to(row.pk, {"text": "再说一次"}, by=operator, at=NIGHT + DAY)
    assert "key-objections" in {one.name for one in duties.duties(suspect.people["dongping"], NIGHT + DAY)}
    act(suspect, "answer", row, {"answer": "维持，已约检"}, NIGHT + 2 * DAY)
    told = [one.kind for one in objection.own(operator).get().events.all()]
    assert told == ["proposed", "confirm", "heard", "objected", "answer"]
    with pytest.raises(ValidationError):
        act(suspect, "answer", row, {"answer": "再答"}, NIGHT + 2 * DAY)


def test_the_next_operator_hears_nothing_of_it(suspect: Cast):
    """Who takes the stall over is not the one it is about."""
    act(suspect, "confirm", proposed(), CONFIRMED)
    suspect.vegetables.operator_name = "新摊主（虚构）"
    suspect.vegetables.save()
    assert not objection.own(suspect.people["stallholder"])
    assert lists.of_stall(suspect.people["dongping"], suspect.vegetables) is None
    assert lists.of_stall(suspect.people["dongping"], suspect.vegetables, "青禾蔬菜（虚构）") is not None


def test_history_is_appended(suspect: Cast):
    """The database refuses to change or remove what happened."""
    row = proposed()
    with pytest.raises(DatabaseError), transaction.atomic():
        KeySupervisionEvent.objects.update(note="anders")
    with pytest.raises(DatabaseError), transaction.atomic():
        KeySupervisionEvent.objects.filter(supervision=row).delete()


@pytest.mark.parametrize(
    ("person", "proposals", "decided"),
    [
        ("dongping", 1, 1),
        ("city", 1, 1),
        ("xidu", 0, 0),
        ("chenguang", 0, 1),
        ("administrator", 0, 1),
        ("hewan", 0, 0),
    ],
)
def test_who_sees_it(suspect: Cast, person: str, proposals: int, decided: int):
    """A suspicion is the office's alone; a decision is known to the own market as well, and to no other."""
    viewer, row = suspect.people[person], proposed()
    assert lists.proposed(viewer).count() == proposals
    act(suspect, "confirm", row, CONFIRMED)
    assert lists.running(viewer).count() == decided
    assert (lists.of_stall(viewer, suspect.vegetables) is not None) == bool(decided)
    act(suspect, "end", row, REASON)
    assert lists.past(viewer).count() == proposals


def test_a_stranger_decides_nothing(suspect: Cast):
    """The other county's office finds no such proposal."""
    row = proposed()
    with pytest.raises(KeySupervision.DoesNotExist):
        decide.do("dismiss", row.pk, REASON, by=suspect.people["xidu"], at=NIGHT)
    with pytest.raises(KeySupervision.DoesNotExist):
        objection.object_to(row.pk, {"text": "x"}, by=suspect.people["stallholder"], at=NIGHT)


def test_days_are_folded_once(cast: Cast):
    """What came in by minutes is one row a market and day; a second night adds nothing, today is left for tomorrow."""
    for hours, weighings in ((0, 5), (1, 7), (24, 100)):
        minute = NOON + timedelta(hours=hours)
        Tally.objects.create(minute=minute, market=cast.chenguang, weighings=weighings, area=cast.chenguang.area)
    assert day_tally.fold(date(2026, 11, 21)) == 1
    assert day_tally.fold(date(2026, 11, 21)) == 0
    assert DayTally.objects.get().weighings == 12
    assert day_tally.fold(date(2026, 11, 22)) == 1
    sold(cast.hewan, 1000)
    assert day_tally.weighings("99/01/01/", date(2026, 11, 20)) == 112
