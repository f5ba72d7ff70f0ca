"""What a list of instruments is narrowed to, read from an address or from a filter that somebody saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from quanheng.register import due
from quanheng.register.find import NAME_MIN, named
from quanheng.register.life_words import STATUS_NAMES
from quanheng.register.models import Kind, Place
from quanheng.register.standby import lent_out

LOCKED, LABEL_DAMAGED, LENT = "locked", "label-damaged", "lent"
PLACES_MATCHED_MAX = 200
YES, NO = "yes", "no"
LONGEST = {"words": 60, "place": 80, "maker": 120, "after": 60}
ADDRESSED = {"words": "q"}


@dataclass(frozen=True)
class Wanted:
    """Every part may be empty, and then narrows nothing. ``after`` is the last device id of the page before."""

    words: str = ""
    kind: str = ""
    after: str = ""
    status: str = ""
    verification: str = ""
    replace_by: str = ""
    place: str = ""
    maker: str = ""
    networked: str = ""

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Wanted":
        return cls(**{name: _plain(said, name) for name in cls.__dataclass_fields__})

    @property
    def more(self) -> bool:
        """Whether anything beyond words and kind is asked for."""
        return any((self.status, self.verification, self.replace_by, self.place, self.maker, self.networked))


def _plain(said: Mapping[str, str], name: str) -> str:
    return said.get(ADDRESSED.get(name, name), "").replace("\0", "").strip()[: LONGEST.get(name, 20)]


def narrowing(wanted: Wanted, viewer: object, today: date) -> Q:
    """All that is wanted besides words; a word that is none of ours narrows nothing."""
    found = Q()
    for name, read in _PARTS.items():
        if said := getattr(wanted, name):
            found &= read(said, viewer, today)
    return found


def _kind(said: str, _viewer: object, _today: date) -> Q:
    return Q(kind=said) if said in Kind.values else Q()


def _status(said: str, _viewer: object, _today: date) -> Q:
    if said == LOCKED:
        return Q(state__locked=True) & ~Q(state__status="scrapped")
    if said == LABEL_DAMAGED:
        return Q(state__label_intact=False, state__status__in=due.IN_SERVICE)
    if said == LENT:
        return Q(state__status="in-use", pk__in=lent_out())
    return Q(state__status=said) if said in STATUS_NAMES else Q()


def _verification(said: str, _viewer: object, today: date) -> Q:
    """Of instruments in service, as the list of what is due counts them."""
    if said not in due.spans():
        return Q()
    return due.when(said, today, "state__") & Q(state__status__in=due.IN_SERVICE)


def _replace_by(said: str, _viewer: object, _today: date) -> Q:
    try:
        return Q(state__replace_by=date.fromisoformat(said)) & Q(state__status__in=due.IN_SERVICE)
    except ValueError:
        return Q()


def _place(said: str, viewer: object, _today: date) -> Q:
    if len(said) < NAME_MIN:
        return Q()
    return Q(place__in=named(Place, viewer, said, "name", "name_en")[:PLACES_MATCHED_MAX])


def _maker(said: str, _viewer: object, _today: date) -> Q:
    return Q(maker__startswith=said)


def _networked(said: str, _viewer: object, _today: date) -> Q:
    return Q(networked=said == YES) if said in (YES, NO) else Q()


_PARTS: dict[str, Callable[[str, object, date], Q]] = {
    "kind": _kind,
    "status": _status,
    "verification": _verification,
    "replace_by": _replace_by,
    "place": _place,
    "maker": _maker,
    "networked": _networked,
}
