"""The queue of the desk, narrowed: what about, whose, weighed again or not, in whose hands, lodged when."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import make_aware

from quanheng.cases import desk
from quanheng.cases.models import Card, Complaint
from quanheng.law.card_flow import card_flow
from quanheng.people.models import Role, User
from quanheng.register.find import named
from quanheng.register.models import Place, Stall

TO_RECOVER, ENDED, OPEN = "to-recover", "ended", "open"
# Beyond so many a person reads "many"; counting on would only cost time.
COUNTED_MOST = 999
# Of markets and stalls with such a name; whoever finds more has typed too little.
NAMED_MOST = 100


@dataclass(frozen=True)
class Wanted:
    """What a person asked for; what is empty narrows nothing."""

    words: str = ""
    category: str = ""
    hands: str = ""
    weighed: str = ""
    card: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def more(self) -> bool:
        return bool(self.weighed or self.card or self.since or self.until)


def tabs() -> list[str]:
    return [OPEN, *desk.open_states(), ENDED, TO_RECOVER]


def rows(viewer: User, tab: str, wanted: Wanted, after: desk.Mark | None = None) -> QuerySet[Complaint]:
    return rows_narrowed(viewer, tab, narrowing(viewer, wanted), after)


def rows_narrowed(viewer: User, tab: str, to: Q, after: desk.Mark | None = None) -> QuerySet[Complaint]:
    """In the order of the tab: open ones by time left, the others the latest first."""
    before = after.pk if after else None
    if tab == TO_RECOVER:
        found = desk.to_recover(viewer, before)
    elif tab == ENDED:
        found = desk.ended(viewer, before)
    else:
        found = desk.waiting(viewer, [tab] if tab in desk.open_states() else desk.open_states(), after)
    return found.filter(to)


def counts(narrowed: Callable[[str], QuerySet[Complaint]], of: Iterable[str]) -> dict[str, int]:
    """Of each tab, up to one more than is told; ``narrowed`` answers its rows. Those open are those of their states."""
    most, asked = COUNTED_MOST + 1, list(of)
    counted = {tab: narrowed(tab).order_by()[:most].count() for tab in {*asked, *desk.open_states()} - {OPEN}}
    counted[OPEN] = min(sum(counted[state] for state in desk.open_states()), most)
    return {tab: counted[tab] for tab in asked}


def narrowing(viewer: User, wanted: Wanted) -> Q:
    """Names are looked up here, once for all the tabs of a page."""
    found = _lodged(wanted) & _said(viewer, wanted.words)
    if wanted.category:
        found &= Q(category=wanted.category)
    for name, choices in (("hands", HANDS), ("weighed", WEIGHED), ("card", CARD)):
        if chosen := choices.get(getattr(wanted, name)):
            found &= chosen(viewer)
    return found


def _lodged(wanted: Wanted) -> Q:
    """Both days are included, as the market's clock has them."""
    found = Q()
    if wanted.since:
        found &= Q(lodged_at__gte=_begins(wanted.since))
    if wanted.until:
        found &= Q(lodged_at__lt=_begins(wanted.until + timedelta(days=1)))
    return found


def _begins(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))


def _said(viewer: User, words: str) -> Q:
    """The beginning of its number, or a name of its market, its stall or who runs that."""
    if not words:
        return Q()
    markets = named(Place, viewer, words, "name", "name_en")[:NAMED_MOST]
    stalls = named(Stall, viewer, words, "name", "operator_name")[:NAMED_MOST]
    return Q(number__startswith=words.upper()) | Q(market__in=markets) | Q(stall__in=stalls)


def _elsewhere(viewer: User) -> Q:
    """Of a market, with the offices above it and nowhere else: asked for by name, as nearly all are its own."""
    if viewer.role == Role.REGULATOR or not viewer.area:
        return ~Q(desk=viewer.area)
    return Q(desk__in=[viewer.area[:end] for end, sign in enumerate(viewer.area[:-1], 1) if sign == "/"])


def _exceeded() -> Q:
    return Q(recheck__market_exceeded=True) | Q(recheck__statute_exceeded=True)


def _card(*states: str) -> Callable[[User], Q]:
    return lambda _viewer: Q(Exists(Card.objects.filter(complaint=OuterRef("pk"), state__in=states)))


Choices = dict[str, Callable[[User], Q]]
HANDS: Choices = {
    "me": lambda viewer: Q(handler=viewer),
    "nobody": lambda viewer: Q(handler=None, desk=viewer.area),
    "mine": lambda viewer: Q(desk=viewer.area),
    "another": _elsewhere,
    "handed-up": lambda _viewer: Q(escalated_for__isnull=False),
}
WEIGHED: Choices = {
    "exceeded": lambda _viewer: _exceeded(),
    "not-exceeded": lambda _viewer: Q(recheck__isnull=False) & ~_exceeded(),
    "not-weighed": lambda _viewer: Q(recheck=None),
}
CARD: Choices = {
    "proposed": _card("proposed"),
    "confirmed": _card(*card_flow().standing),
    "dismissed": _card("dismissed"),
    "revoked": _card("revoked"),
}
