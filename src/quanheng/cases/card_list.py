"""The cards that a person may see, by state and by what is still to be done."""

from django.db.models import F, Q, QuerySet

from quanheng.cases.models import Card, Complaint
from quanheng.law.card_flow import card_flow
from quanheng.people.areas import within
from quanheng.people.models import Role, User
from quanheng.register.find import named
from quanheng.register.models import Place, Stall

OPEN, ALL = "open", "all"
# Of markets and stalls with such a name; whoever finds more has typed too little.
NAMED_MOST, MARKETS_MOST = 100, 20


def cards_of(viewer: User) -> QuerySet[Card]:
    """An operator sees the own ones, not those of who had the stall before, and none that is not decided."""
    rows = Card.objects.filter(within(viewer))
    if viewer.role != Role.OPERATOR:
        return rows
    told = {*card_flow().standing, "revoked"}
    return rows.filter(state__in=told, operator_name=F("stall__operator_name"))


def tabs(viewer: User) -> list[str]:
    states = [state for state in card_flow().states if viewer.role != Role.OPERATOR or state not in UNTOLD]
    return [OPEN, *states, ALL]


UNTOLD = frozenset({"proposed", "dismissed"})


def cards(viewer: User, tab: str, words: str = "", before: int | None = None) -> QuerySet[Card]:
    """The latest first."""
    rows = cards_of(viewer).filter(_in_tab(tab), _said(viewer, words)).order_by("-pk")
    rows = rows.filter(pk__lt=before) if before else rows
    return rows.select_related("complaint", "stall__market", "decided_by")


def _in_tab(tab: str) -> Q:
    if tab == OPEN:
        return Q(is_open=True)
    return Q(state=tab) if tab in card_flow().states else Q()


def _said(viewer: User, words: str) -> Q:
    """The beginning of the complaint's number, or a name of the market, the stall or who runs it."""
    if not words:
        return Q()
    numbered = Complaint.objects.filter(within(viewer), number__startswith=words.upper()).order_by("-number")
    found = Q(complaint__in=list(numbered.values_list("pk", flat=True)[:NAMED_MOST]))
    found |= Q(stall__in=named(Stall, viewer, words, "name", "operator_name")[:NAMED_MOST])
    markets = Place.objects.filter(pk__in=named(Place, viewer, words, "name", "name_en")[:MARKETS_MOST])
    for area in markets.values_list("area", flat=True):
        found |= Q(area__startswith=area)
    return found


def card(viewer: User, number: str) -> Card:
    """By the number of its complaint; raises Card.DoesNotExist for a stranger's as for none."""
    rows = cards_of(viewer).select_related("complaint__market", "stall", "decided_by")
    return rows.get(complaint__number=number)


def to_carry_out(viewer: User) -> QuerySet[Card]:
    return cards_of(viewer).filter(is_open=True)


def appeals_to_decide(viewer: User) -> QuerySet[Card]:
    """Those that were handed to this very office."""
    return Card.objects.filter(within(viewer), state="appealed", appeal_desk=viewer.area)
