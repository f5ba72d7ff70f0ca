"""Find what a person may see by a number, a code or a name, however it was typed (T4-5.3.2.1)."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Model, Q, QuerySet, TextField

from quanheng.connectors import gs1
from quanheng.people.areas import within
from quanheng.register.models import Instrument, Place, Stall

# A pair of characters is the least that a name is found by; see migration 0004.
NAME_MIN = 2
# Whoever finds so many has typed too little.
NAMED_MAX = 500


def instruments(viewer: object, words: str, after: str = "") -> QuerySet[Instrument]:
    """By Digital Link, GTIN, asset number, and the beginning of the serial or our own number."""
    found = Instrument.objects.filter(within(viewer)).filter(_names_instrument(words))
    found = found.select_related("place", "stall", "state").order_by("device_id")
    return found.filter(device_id__gt=after) if after else found


def _names_instrument(words: str) -> Q:
    try:
        code = gs1.read_scale(words)
    except gs1.CodeUnreadable:
        begins = Q(device_id__istartswith=words) | Q(serial__istartswith=words)
        return begins | Q(gtin=words.zfill(14)) if _is_gtin(words) else begins | Q(giai=words)
    return Q(gtin=code.gtin, serial=code.serial)


def _is_gtin(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) in (8, 12, 13, 14)


def places(viewer: object, words: str, after: str = "") -> QuerySet[Place]:
    return _named(Place.objects.select_related("region"), viewer, words, after, "name", "name_en")


def stalls(viewer: object, words: str, after: str = "") -> QuerySet[Stall]:
    """By the name of the stall or of who runs it."""
    return _named(Stall.objects.select_related("market"), viewer, words, after, "name", "operator_name")


def _named(rows: QuerySet, viewer: object, words: str, after: str, *columns: str) -> QuerySet:
    """In the order of areas; ``after`` is the last of the page before."""
    found = rows.filter(pk__in=named(rows.model, viewer, words, *columns)).order_by("area")
    return found.filter(area__gt=after) if after else found


def named(model: type[Model], viewer: object, words: str, *columns: str) -> list[int]:
    """The keys of rows in whose names every two neighbouring characters of each word stand; NAMED_MAX at the most.

    Asked for apart and in no order: the planner cannot know how frequent a pair is, and would else walk the table in
    order to find the first of what may not be there. Below the nation the names of the area are read one by one, which
    costs less than finding a common pair everywhere.
    """
    pairs = _pairs(words)
    if not pairs:
        return []
    known = {f"{column}_pairs": Pairs(F(column)) for column in columns}
    said = Q()
    for column in columns:
        said |= _read(column, words) if getattr(viewer, "area", None) else Q(**{f"{column}_pairs__contains": pairs})
    found = model.objects.alias(**known).filter(within(viewer)).filter(said)
    return list(found.order_by().values_list("pk", flat=True)[:NAMED_MAX])


def _read(column: str, words: str) -> Q:
    found = Q()
    for word in words.split():
        found &= Q(**{f"{column}__icontains": word}) if len(word) >= NAME_MIN else Q()
    return found


class Pairs(Func):
    """Each two neighbouring characters of a text, as the index knows them."""

    function = "register_pairs"
    output_field = ArrayField(TextField())


def _pairs(words: str) -> list[str]:
    return sorted({word[at : at + 2] for word in words.upper().split() for at in range(len(word) - 1)})
