"""What stands at the foot of every printed page: who printed it, when, and what the list was narrowed to, in words."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from quanheng.cases.categories import Category
from quanheng.console.instrument_table import LINES, NETWORKED, STATUSES, span_name
from quanheng.console.narrowed import filters
from quanheng.console.queue_words import CARDS, HANDS, WEIGHED
from quanheng.law.card_flow import card_flow
from quanheng.law.complaint_flow import flow
from quanheng.people.areas import contains
from quanheng.people.models import Role
from quanheng.register import due
from quanheng.register.area_names import name_of_area
from quanheng.register.models import Kind, PlaceKind
from quanheng.register.models.verification import VerificationState

NAMES = {
    "q": _("Words"),
    "kind": _("Kind"),
    "line": _("Line"),
    "status": _("State"),
    "state": _("State"),
    "verification": _("Verification"),
    "within": _("Verification"),
    "replace_by": _("Last day of use"),
    "place": _("Place"),
    "maker": _("Maker begins with"),
    "networked": _("Network"),
    "area": _("Area"),
    "role": _("Role"),
    "act": _("Act"),
    "subject": pgettext_lazy("of an entry", "About"),
    "person": _("User name"),
    "reason": _("Reason"),
    "show": _("Show"),
    "quarter": _("Quarter"),
    "category": _("About"),
    "hands": _("In whose hands"),
    "weighed": _("Re-weighed"),
    "card": _("Card"),
    "since": _("Lodged from"),
    "until": _("Lodged until"),
    "only": _("The ticked rows"),
}
WORDS: dict[str, dict[str, object]] = {
    "kind": {**dict(Kind.choices), **dict(PlaceKind.choices)},
    "line": dict(LINES),
    "status": dict(STATUSES),
    "networked": dict(NETWORKED),
    "role": dict(Role.choices),
    "category": dict(Category.choices),
    "hands": dict(HANDS),
    "weighed": dict(WEIGHED),
    "card": dict(CARDS),
}


def _state(said: str) -> str:
    """Lists of verifications, complaints and cards have states of their own; the same key means the same."""
    named = {**flow().states, **card_flow().states}
    if said in VerificationState.values:
        return str(VerificationState(said).label)
    return named[said].name(get_language() or "zh-hans") if said in named else said


READ: dict[str, Callable[[str], str]] = {
    "state": _state,
    "area": name_of_area,
    "verification": lambda said: span_name(said) if said in due.spans() else said,
    "within": lambda said: span_name(said) if said in due.spans() else said,
}


def filters_told(request: HttpRequest) -> list[tuple[str, str]]:
    """Name and value as the page calls them; what has no word is told as it stands in the address."""
    told = [(name, said) for name, said in filters(request).items() if name != "area" or _is_own(request, said)]
    return [(str(NAMES.get(name, name)), _value(name, said.replace("\0", ""))) for name, said in told]


def _is_own(request: HttpRequest, area: str) -> bool:
    """What lies outside one's area is not called by its name, not even at the foot of a page that refuses it."""
    return contains(request.user, area)


def _value(name: str, said: str) -> str:
    if name in READ:
        return READ[name](said)
    return str(WORDS.get(name, {}).get(said, said))


def foot(request: HttpRequest) -> dict[str, object]:
    return {"person": request.user, "at": timezone.localtime(), "filters": filters_told(request), "path": request.path}
