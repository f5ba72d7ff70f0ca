"""Whatever anybody does with complaints, in whatever order: a machine tries, and after every step all has to hold."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from quanheng.cases import handing_over, offices, progress, rate, settle
from quanheng.cases.clock import clock
from quanheng.cases.lodge import lodge
from quanheng.cases.models import Complaint, ComplaintEvent
from quanheng.cases.submission import Submission
from quanheng.cases.supervision import supervise
from quanheng.law.complaint_flow import flow, next_state
from quanheng.law.errors import MoveNotAllowed
from quanheng.people.enrolment import enrol
from quanheng.people.models import AuditEntry, User
from tests.cast import PASSWORD, Cast
from tests.shopping import LATER, buy, short_purchase

pytestmark = [pytest.mark.requirement("T4-4.2.4.1", "T4-4.2.4.4", "G22-2.6"), pytest.mark.django_db]
STAFF = ("chenguang", "deputy", "dongping", "city", "stallholder", "hewan", "xidu", "administrator")
OFFICES = ("99/01/01/m001/", "99/01/02/m002/", "99/01/01/", "99/01/", "99/")
ENDING = {
    "lodged": ("refuse",),
    "accepted": ("close",),
    "mediation": ("fail",),
    "agreed": ("pay", "close"),
    "not-agreed": ("close",),
    "remedied": ("close",),
}
WAYS = (
    ("accept", "start-mediation", "agree", "advance", "close"),
    ("accept", "start-mediation", "agree", "pay", "close"),
    ("accept", "start-mediation", "fail", "close"),
    ("refuse", "reopen"),
)
# What is on the record beside the moves of the flow, and changes no state.
BESIDE = {"lodge", "rate", "assign", progress.ASK_SECOND_PERSON}
REFUSALS = (MoveNotAllowed, ValidationError, Complaint.DoesNotExist)
SUMS = st.sampled_from(["0", "0.36", "100", "500", "500.36", "600", "600.36", "99999999"])
ANSWERS = st.fixed_dictionaries(
    {
        "desk": st.sampled_from(OFFICES),
        "place": st.sampled_from(["河湾农贸市场", "晨光农贸市场"]),
        "second_person": st.sampled_from(STAFF),
        "refund_fen": st.just("0.36") | SUMS,
        "compensation_fen": st.just("500") | SUMS,
        "paid_fen": st.just("500.36") | SUMS,
        "recovered_fen": SUMS,
        "ground": st.sampled_from(["papers-missing", "other-law"]),
        "into": st.integers(0, 2),
    }
)


def complete(answers: dict[str, Any]) -> dict[str, Any]:
    texts = dict.fromkeys(("text", "answer", "reason", "witness"), "said")
    masses = {"settled_mg": "1", "actual_mg": "0.94"}
    return texts | masses | {"papers_due_on": "2030-01-01"} | answers


class Complaints(RuleBasedStateMachine):
    """Three: about a purchase found short, about the same without its receipt, and about one that was right."""

    people: ClassVar[dict[str, User]]
    receipts: ClassVar[list[str]]
    market: ClassVar[int]

    def __init__(self) -> None:
        super().__init__()
        self.before = transaction.savepoint()
        self.at = LATER
        self.made = [self.lodged(number, code) for number, code in enumerate(self.receipts)]
        self.on_record = [[("lodge", "lodged")] for _ in self.made]
        self.dues: list[dict[str, Any]] = [{} for _ in self.made]
        self.last: tuple[int, str, str, dict[str, Any]] | None = None

    def lodged(self, number: int, code: str) -> int:
        key = f"a-random-key-of-{number}"
        given = {"purchase_code": code} if code else {"market_id": self.market}
        return lodge(Submission(key, "short-weight", **given), at=self.at).complaint.pk

    def teardown(self) -> None:
        try:
            for which in range(len(self.made)):
                self.it_holds_of(which)
                self.is_brought_to_an_end(which)
        finally:
            transaction.savepoint_rollback(self.before)

    def now(self, which: int) -> Complaint:
        return Complaint.objects.select_related("market").get(pk=self.made[which])

    def attempt(self, which: int, act: Any) -> ComplaintEvent | None:
        """What was refused leaves nothing behind; what was done is remembered here, apart from the record."""
        row = Complaint.objects.filter(pk=self.made[which]).values().get()
        try:
            with transaction.atomic():
                event = act()
        except REFUSALS:
            assert Complaint.objects.filter(pk=self.made[which]).values().get() == row
            return None
        if event.complaint.events.count() > len(self.on_record[which]):
            self.on_record[which].append((event.move, event.state))
        return event

    # --- what people do

    def staff_moves(self, which: int, name: str, who: str, answers: dict[str, Any]) -> ComplaintEvent | None:
        facts = complete(answers)
        if isinstance(facts.get("into"), int):
            facts["into"] = self.now(facts["into"]).number
        actor = self.people[who]
        return self.attempt(which, lambda: progress.move(self.made[which], name, actor=actor, facts=facts, at=self.at))

    @rule(which=st.integers(0, 2), steps=st.integers(2, 5), way=st.sampled_from(WAYS))
    def it_is_led_along(self, which: int, steps: int, way: tuple[str, ...]) -> None:
        """By people who answer well: as most complaints go, so that what comes after the end is tried as well."""
        owed = {"refund_fen": "0.36", "compensation_fen": "500", "ground": "other-law"}
        for name in way[:steps]:
            for who, second in (("province", "province-too"), ("province-too", "province"), ("chenguang", "")):
                left = settle.left_fen(self.now(which))
                event = self.staff_moves(which, name, who, owed | {"second_person": second, "paid_fen": left})
                if event is not None and event.move == name:
                    break

    @rule(which=st.integers(0, 2), pick=st.integers(0, 99), who=st.sampled_from(STAFF[:4]), answers=ANSWERS)
    def a_move_that_is_offered(self, which: int, pick: int, who: str, answers: dict[str, Any]) -> None:
        offered = progress.moves_open_to(self.now(which), self.people[who])
        if offered:
            name = offered[pick % len(offered)].name
            key = {"key": f"press-{sum(map(len, self.on_record))}"}
            self.last = which, name, who, answers | key
            if self.staff_moves(*self.last) is None:
                self.last = None

    @rule(which=st.integers(0, 2), name=st.sampled_from(sorted(flow().moves)), who=st.sampled_from(STAFF), a=ANSWERS)
    def any_move(self, which: int, name: str, who: str, a: dict[str, Any]) -> None:
        self.staff_moves(which, name, who, a)

    @precondition(lambda self: self.last is not None)
    @rule()
    def the_same_request_again(self) -> None:
        """A second tap, or a browser that heard no answer: answered as the first one was, with nothing added."""
        assert self.last is not None
        which, name, who, facts = self.last
        given = {"actor": self.people[who], "facts": complete(facts), "at": self.at}
        event = progress.move(self.made[which], name, **given)
        assert (event.move, event.state) in self.on_record[which]

    @precondition(lambda self: self.last is not None)
    @rule(who=st.sampled_from(STAFF[:4]))
    def a_colleague_makes_the_same_move(self, who: str) -> None:
        assert self.last is not None
        which, name, first, answers = self.last
        self.staff_moves(which, name, who, answers | {"second_person": first, "key": ""})

    @rule(which=st.integers(0, 2), name=st.sampled_from(["withdraw", "supply", "appeal", "appeal-end", "note"]))
    def the_complainant_moves(self, which: int, name: str) -> None:
        """The same words, sent again at once, are the same event."""
        self.attempt(which, lambda: progress.by_owner(self.made[which], name, at=self.at, text="said"))

    @rule(which=st.integers(0, 2), stars=st.integers(1, 5))
    def the_complainant_rates(self, which: int, stars: int) -> None:
        if self.now(which).stars is None:
            self.attempt(which, lambda: rate.rate(self.made[which], stars=stars, reason="so", at=self.at))

    @rule(which=st.integers(0, 2), who=st.sampled_from(STAFF[:4]), to=st.sampled_from(["", *STAFF[:3]]))
    def it_is_given_to_a_colleague(self, which: int, who: str, to: str) -> None:
        def give() -> ComplaintEvent:
            if not handing_over.assign(self.now(which).number, to, by=self.people[who], at=self.at):
                raise ValidationError("as before")
            return ComplaintEvent.objects.latest("pk")

        self.attempt(which, give)

    @rule(days=st.sampled_from([1, 5, 12, 70]))
    def days_pass(self, days: int) -> None:
        self.at += timedelta(days=days)
        told = {pk: Complaint.objects.get(pk=pk).events.count() for pk in self.made}
        supervise(self.at)
        for which, pk in enumerate(self.made):
            by_clock = Complaint.objects.get(pk=pk).events.all()[told[pk] :]
            assert {event.move for event in by_clock} <= {"due-soon", "overdue"}
            self.on_record[which] += [(event.move, event.state) for event in by_clock]

    # --- what holds at any time

    @invariant()
    def all_holds(self) -> None:
        """Of those that something happened to; at the end, of all."""
        for which, record in enumerate(self.on_record):
            if len(record) != self.dues[which].get("count"):
                self.it_holds_of(which)

    def it_holds_of(self, which: int) -> None:
        complaint = self.now(which)
        events = list(complaint.events.select_related("actor"))
        self.nothing_is_lost(which, complaint, events)
        holds_of_its_clocks(complaint, events, self.dues[which], self.at)
        holds_of_its_end(complaint, events)
        holds_of_its_office(complaint, events)
        holds_of_its_money(complaint, events)
        holds_of_second_persons(complaint, events)

    def nothing_is_lost(self, which: int, complaint: Complaint, events: list[ComplaintEvent]) -> None:
        assert [(event.move, event.state) for event in events] == self.on_record[which]
        state = "lodged"
        for event in events:
            state = state if event.move in BESIDE else next_state(state, event.move, event.actor_role)
            assert event.state == state
        assert complaint.state == state
        assert [event.at for event in events] == sorted(event.at for event in events)
        by_hand = [event for event in events if event.move not in ("lodge", "rate")]
        assert AuditEntry.objects.filter(subject=complaint.number, act__startswith="complaint-").count() == len(by_hand)

    def is_brought_to_an_end(self, which: int) -> None:
        """From wherever it is: nothing that was tried has trapped it."""
        for _step in range(6):
            complaint = self.now(which)
            if flow().states[complaint.state].final:
                return
            left = max((settle.settled_fen(complaint) or 0) - settle.paid_fen(complaint), 0)
            for name in ENDING[complaint.state]:
                for who, second in (("province", "province-too"), ("province-too", "province"), ("chenguang", "")):
                    self.staff_moves(
                        which, name, who, {"second_person": second, "paid_fen": left, "ground": "other-law"}
                    )
        raise AssertionError(f"trapped in {self.now(which).state}: {self.on_record[which]}")


def holds_of_its_clocks(complaint: Complaint, events: list[ComplaintEvent], seen: dict[str, Any], at: datetime) -> None:
    """There is one exactly where a state has one, and a last day moves only by a move that says so, never back."""
    running = clock(complaint, localdate(at))
    is_tested = complaint.stopped_on is not None
    assert (running.due_on is not None) == (complaint.state in ("lodged", "accepted", "mediation") and not is_tested)
    assert not is_tested or complaint.state in ("accepted", "mediation")
    days = {"accept": complaint.accept_due_on, "mediate": complaint.mediate_due_on}
    new = {event.move for event in events[seen.get("count", 0) :]}
    if seen:
        assert days["accept"] == seen["accept"] or new & {"appeal-end"}
        assert days["mediate"] == seen["mediate"] or new & {"accept", "reopen", "appeal-end", "testing-done"}
        for name in days:
            assert None in (days[name], seen[name]) or days[name] >= seen[name]
    seen.update(days, count=len(events))


def holds_of_its_end(complaint: Complaint, events: list[ComplaintEvent]) -> None:
    """What has ended stays ended, since the day it did, unless somebody takes it up again."""
    is_over = flow().states[complaint.state].final
    assert (complaint.closed_at is not None) == is_over
    assert is_over or complaint.stars is None
    ended: ComplaintEvent | None = None
    for event in events:
        after_end = event.move == "rate" or (event.move in flow().moves and flow().moves[event.move].after_end)
        assert ended is None or after_end, f"{event.move} after {ended.move}"
        if not flow().states[event.state].final:
            ended = None
        elif ended is None:
            ended = event
    if ended is not None:
        assert complaint.closed_at == ended.at
    assert (complaint.joined_into_id is not None) == (complaint.state == "joined")


def holds_of_its_office(complaint: Complaint, events: list[ComplaintEvent]) -> None:
    """Always an office that there is, of the line above its market; and whoever works on it is of that office."""
    assert complaint.desk in offices.line(complaint.market)
    assert complaint.area.startswith(complaint.market.area)
    assert complaint.handler is None or complaint.handler.area == complaint.desk
    named = [event.facts["desk"] for event in events if event.move in ("transfer", "overdue")]
    assert set(named) <= set(OFFICES)


def holds_of_its_money(complaint: Complaint, events: list[ComplaintEvent]) -> None:
    """One payment for what is owed; another only for more than that; recovered is at most what was paid first."""
    agreed, paid, advanced, recovered, payments = 0, 0, 0, 0, 0
    for event in events:
        if event.move == "agree":
            agreed, payments = event.facts["refund_fen"] + event.facts["compensation_fen"], 0
        elif event.move in ("pay", "advance"):
            assert not payments, "paid twice"
            paid, payments = paid + event.facts["paid_fen"], 1
            assert not agreed or paid == agreed
            advanced += event.facts["paid_fen"] if event.move == "advance" else 0
        elif event.move == "recover":
            recovered += event.facts["recovered_fen"]
            assert event.facts["recovered_fen"] > 0
            assert recovered <= advanced
    assert complaint.to_recover_fen == advanced - recovered
    assert settle.paid_fen(complaint) == paid


def holds_of_second_persons(complaint: Complaint, events: list[ComplaintEvent]) -> None:
    """A shown shortage ends without remedy only when two people said so, both since it came to be as it was."""
    entered, asked = 0, {}
    for number, event in enumerate(events):
        if event.move == progress.ASK_SECOND_PERSON:
            asked.setdefault(event.facts["move"], set()).add((number, event.actor_id))
        elif "second_person" in event.facts:
            others = {who for at, who in asked.get(event.move, ()) if at >= entered and who != event.actor_id}
            assert others, f"{event.move} by one person alone"
        if number and event.state != events[number - 1].state:
            entered = number


@pytest.fixture
def machine(cast: Cast) -> type[Complaints]:
    for name, role, area in (
        ("deputy", "market-manager", cast.chenguang.area),
        ("province", "regulator", "99/"),
        ("province-too", "regulator", "99/"),
    ):
        cast.people[name] = enrol(username=name, name=name, role=role, area=area, password=PASSWORD)
    receipts = [short_purchase(), "", buy(seq=6)]
    return type("Told", (Complaints,), {"people": cast.people, "receipts": receipts, "market": cast.chenguang.pk})


def test_no_sequence_of_moves_loses_an_event_breaks_a_clock_or_pays_twice(machine: type[Complaints]):
    """No order of moves, repetitions, appeals, hand-overs, days and second persons breaks what a complaint is."""
    quick = settings(
        max_examples=25,
        stateful_step_count=35,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=quick)
