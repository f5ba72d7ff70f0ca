"""What waits for a person today: how many of each sort, the pressing ones first. Nothing is concluded here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from quanheng.cases import card_list, check_scale_need, desk, honesty_reminders, reports
from quanheng.cases.clock import MEDIATED_STATES
from quanheng.cases.key_supervision import lists as key_supervision
from quanheng.cases.models import Complaint
from quanheng.measuring import check_scale_watch
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.people.permissions import may
from quanheng.register import due, unlock_list
from quanheng.register.identity import check_list
from quanheng.register.keeping import licences
from quanheng.register.models import ImportJob, InstrumentState
from quanheng.register.standby import lent_out

# Beyond so many a person reads "many"; counting on would only cost time.
COUNTED_MOST = 999
MARKETS_MOST = 50
DUE_SOON_DAYS = "30"


@dataclass(frozen=True)
class Duty:
    """``name`` says what it is; ``is_pressing`` that its day has passed or somebody is waiting."""

    name: str
    n: int
    is_pressing: bool

    @property
    def is_many(self) -> bool:
        return self.n > COUNTED_MOST


@dataclass(frozen=True)
class _Sort:
    name: str
    act: str
    count: Callable[[User, datetime], int]
    is_pressing: bool = True


def duties(person: User, at: datetime) -> list[Duty]:
    """Those of which there is at least one; pressing ones first, then in the order of the day's work."""
    counted = [Duty(sort.name, sort.count(person, at), sort.is_pressing) for sort in _SORTS if may(person, sort.act)]
    return sorted((duty for duty in counted if duty.n), key=lambda duty: not duty.is_pressing)


def _many(rows: QuerySet) -> int:
    return rows.order_by()[: COUNTED_MOST + 1].count()


def _due(span: str) -> Callable[[User, datetime], int]:
    return lambda person, at: _many(due.due(person, span, localdate(at)))


def _complaints_late(person: User, at: datetime) -> int:
    return _many(
        _of_clock(person, lodged={"accept_due_on__lt": localdate(at)}, running={"mediate_due_on__lt": localdate(at)})
    )


def _of_clock(person: User, lodged: dict[str, date], running: dict[str, date]) -> QuerySet[Complaint]:
    own = Complaint.objects.filter(within(person))
    late = own.filter(state="lodged", **lodged)
    return late | own.filter(state__in=MEDIATED_STATES, stopped_on=None, **running)


def _complaints_open(person: User, _at: datetime) -> int:
    return _many(Complaint.objects.filter(within(person), state__in=desk.open_states()))


def _check_scales_lacking(person: User, at: datetime) -> int:
    """For a market or a few; a county reads it in the overview."""
    places = list(check_scale_need.markets(person)[: MARKETS_MOST + 1])
    if len(places) > MARKETS_MOST:
        return 0
    return sum(one.lacking for one in check_scale_need.needs(places, at))


def _labels(person: User, _at: datetime) -> int:
    return _many(InstrumentState.objects.filter(within(person), label_intact=False, status__in=due.IN_SERVICE))


def _lent(person: User, _at: datetime) -> int:
    return _many(InstrumentState.objects.filter(within(person), status="in-use", pk__in=lent_out()))


def _licences(which: str) -> Callable[[User, datetime], int]:
    return lambda person, at: _many(licences.running_out(person, localdate(at), which))


def _not_checked(person: User, at: datetime) -> int:
    return _many(check_scale_watch.check_scales(person, check_scale_watch.MISSING, localdate(at)))


def _imports(person: User, _at: datetime) -> int:
    return _many(ImportJob.objects.filter(within(person), stage__in=("mapping", "checked")))


def _cards_open(person: User, _at: datetime) -> int:
    return _many(card_list.to_carry_out(person))


def _is_a_market_or_county(person: User) -> bool:
    return (person.area or "").count("/") >= 3


def _nearby(count: Callable[[User, datetime], int]) -> Callable[[User, datetime], int]:
    """Asked for a county or less: above that nobody works it off, and counting would read much."""
    return lambda person, at: count(person, at) if _is_a_market_or_county(person) else 0


_KEY = key_supervision.DECIDE
_SORTS: Iterable[_Sort] = (
    _Sort("complaints-late", "work-complaints", _complaints_late),
    _Sort("locked", "see-locks", lambda person, _at: _many(unlock_list.locked(person))),
    _Sort("findings", "decide-findings", lambda person, _at: _many(check_list.checks(person, "open"))),
    _Sort("reports", "decide-reports", lambda person, _at: _many(reports.waiting(person))),
    _Sort("overdue", "apply-for-verification", _nearby(_due(due.OVERDUE))),
    _Sort("ended", "apply-for-verification", _nearby(_due(due.ENDED))),
    _Sort("not-checked", "check-weekly", _not_checked),
    _Sort("check-scales-lacking", "see-check-scales", _nearby(_check_scales_lacking)),
    _Sort("cards", "confirm-cards", lambda person, _at: _many(desk.cards_to_decide(person))),
    _Sort("key-objections", _KEY, lambda person, _at: _many(key_supervision.objected(person))),
    _Sort("key-reviews", _KEY, lambda person, at: _many(key_supervision.to_review(person, at))),
    _Sort("key-untold", _KEY, lambda person, _at: _many(key_supervision.to_tell(person))),
    _Sort("key-proposals", _KEY, lambda person, _at: _many(key_supervision.proposed(person))),
    _Sort("card-appeals", "decide-card-appeals", lambda person, _at: _many(card_list.appeals_to_decide(person))),
    _Sort("labels", "record-life", _nearby(_labels)),
    _Sort("licences-over", "keep-market", _nearby(_licences(licences.OVER))),
    _Sort("complaints-open", "see-complaints", _nearby(_complaints_open), is_pressing=False),
    _Sort("cards-open", "act-on-cards", _nearby(_cards_open), is_pressing=False),
    _Sort(
        "reminders",
        "read-honesty-reminders",
        lambda person, _at: _many(honesty_reminders.unread(person)),
        is_pressing=False,
    ),
    _Sort("due-soon", "apply-for-verification", _nearby(_due(DUE_SOON_DAYS)), is_pressing=False),
    _Sort("licences-soon", "keep-market", _nearby(_licences(licences.RUNS_OUT)), is_pressing=False),
    _Sort("lent", "record-life", _nearby(_lent), is_pressing=False),
    _Sort("imports", "import-ledgers", _imports, is_pressing=False),
)
