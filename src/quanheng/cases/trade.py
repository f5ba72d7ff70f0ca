"""What a trade association reads of its area and its trade (TZ-3.3): published figures, and never a person or a place.

Small numbers are kept back as from the public (quanheng.cases.small_numbers); told is one kind of places at a time.
"""

from django.db.models import QuerySet

from quanheng.cases import publication
from quanheng.cases.models import Publication, PublishedFigures
from quanheng.people.areas import within
from quanheng.people.models import Role, User
from quanheng.register.models import PlaceKind

MAKERS_OWN = (PlaceKind.WORKS,)


def kinds_of(viewer: User) -> list[str]:
    """An association reads of its own trade, an office of every one."""
    own = viewer.trade_kinds if viewer.role == Role.ASSOCIATION else PlaceKind.values
    return [kind for kind in PlaceKind.values if kind in own and kind not in MAKERS_OWN]


def months(viewer: User, area: str, kind: str) -> QuerySet[PublishedFigures]:
    """The last edition of each month, the latest month first."""
    rows = PublishedFigures.objects.filter(within(viewer), publication__in=publication.latest(), area=area, kind=kind)
    return rows.select_related("publication").order_by("-publication__month")


def parts(viewer: User, told: Publication, area: str, kind: str) -> QuerySet[PublishedFigures]:
    """The regions directly below, of one month."""
    return publication.parts(told, area, kind).filter(within(viewer))
