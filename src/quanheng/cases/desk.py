"""The complaints waiting at a desk: those whose clock runs out first come first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from quanheng.cases import contact
from quanheng.cases.models import Card, Complaint
from quanheng.cases.submission import PHONE_CHARACTERS
from quanheng.law.complaint_flow import flow
from quanheng.people import sealing
from quanheng.people.areas import within
from quanheng.people.models import Role, User

# Fewer digits are the beginning of something else.
PHONE_SHORTEST = 7


def ended_states() -> list[str]:
    return [state.key for state in flow().states.values() if state.final]


def open_states() -> list[str]:
    return [state.key for state in flow().states.values() if not state.final]


@dataclass(frozen=True)
class Mark:
    """Where the page before ended: in the queue by due date, among the ended by number."""

    due_on: date
    pk: int

    def __str__(self) -> str:
        return f"{self.due_on.isoformat()}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        due_on, _, pk = text.partition(".")
        try:
            return cls(date.fromisoformat(due_on), int(pk))
        except ValueError:
            return None


def complaint(viewer: object, number: str) -> Complaint:
    """Raises Complaint.DoesNotExist for one outside the viewer's area as for one that is not there."""
    rows = Complaint.objects.filter(within(viewer))
    return rows.select_related("market", "stall", "trade_scale", "handler").get(number=number)


def found(viewer: User, words: str, after: str = "") -> QuerySet[Complaint]:
    """By the complaint's number, or by the telephone number of the complainant."""
    digits = contact.digits_of(words)
    if len(digits) < PHONE_SHORTEST or not PHONE_CHARACTERS.issuperset(words):
        return numbered(viewer, words, after)
    rows = Complaint.objects.filter(within(viewer), number__gt=after)
    rows = rows.filter(contact_digest__in=sealing.digests(digits, contact.PURPOSE))
    if viewer.role != Role.REGULATOR:
        rows = rows.filter(contact_shown_to_manager=True)
    return rows.select_related("market").order_by("number")


def numbered(viewer: object, number: str, after: str = "") -> QuerySet[Complaint]:
    """Those whose number begins so."""
    rows = Complaint.objects.filter(within(viewer), number__startswith=number.upper(), number__gt=after)
    return rows.select_related("market").order_by("number")


def waiting(viewer: object, states: list[str], after: Mark | None = None) -> QuerySet[Complaint]:
    rows = _dressed(Complaint.objects.filter(within(viewer), state__in=states)).order_by("due_on", "pk")
    if after is None:
        return rows
    # The day alone says where an index begins.
    return rows.filter(due_on__gte=after.due_on).filter(Q(due_on__gt=after.due_on) | Q(pk__gt=after.pk))


def ended(viewer: object, before: int | None = None) -> QuerySet[Complaint]:
    rows = Complaint.objects.filter(within(viewer), state__in=ended_states())
    return _latest_first(_dressed(rows), before)


def to_recover(viewer: object, before: int | None = None) -> QuerySet[Complaint]:
    """What a market paid first and has not recovered, whether the complaint has ended or not."""
    rows = Complaint.objects.filter(within(viewer), to_recover_fen__gt=0)
    return _latest_first(_dressed(rows), before)


def _latest_first(rows: QuerySet[Complaint], before: int | None) -> QuerySet[Complaint]:
    """By the moment of lodging, as people ask for days; ``before`` is the last one of the page before."""
    rows = rows.order_by("-lodged_at", "-pk")
    at = Complaint.objects.filter(pk=before).values_list("lodged_at", flat=True).first() if before else None
    return rows.filter(lodged_at__lte=at).filter(Q(lodged_at__lt=at) | Q(pk__lt=before)) if at else rows


def _dressed(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    return rows.select_related("market", "stall", "recheck", "handler")


def open_count(viewer: object) -> int:
    return Complaint.objects.filter(within(viewer), state__in=open_states()).count()


def cards_to_decide(viewer: object) -> QuerySet[Card]:
    rows = Card.objects.filter(within(viewer), state="proposed").select_related("complaint", "stall__market")
    return rows.order_by("proposed_at", "pk")
