"""Licences of places (T4-4.1.1) and of those who work at stalls: enter one, end one; which of them run out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from quanheng.people.areas import within
from quanheng.register.due import Mark
from quanheng.register.keeping.change import Doer, added, changed
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.models import Licence, LicenceKind, Place, Stall

SOON = timedelta(days=60)
ENDED, OVER, RUNS_OUT, GOOD = "ended", "over", "soon", "good"


@dataclass(frozen=True)
class Held:
    """``standing`` is ``ended``, ``over``, ``soon`` or ``good``."""

    licence: Licence
    standing: str


def held(holder: Place | Stall, today: date) -> list[Held]:
    """A place's own, or of a stall, those that stand first, by kind."""
    own = holder.licences.filter(stall=None) if isinstance(holder, Place) else holder.licences.all()
    rows = sorted(own, key=lambda one: (one.ended_on is not None, one.kind, one.pk))
    return [Held(one, standing(one, today)) for one in rows]


def standing(licence: Licence, today: date) -> str:
    if licence.ended_on:
        return ENDED
    if licence.valid_until is None or licence.valid_until > today + SOON:
        return GOOD
    return OVER if licence.valid_until < today else RUNS_OUT


def running_out(viewer: object, today: date, which: str = "", after: Mark | None = None) -> QuerySet[Licence]:
    """Those that stand and have a last day, the nearest first: run out, soon to, good for longer, or all."""
    rows = Licence.objects.filter(within(viewer), ended_on=None, valid_until__isnull=False)
    soon = today + SOON
    asked = {
        OVER: Q(valid_until__lt=today),
        RUNS_OUT: Q(valid_until__range=(today, soon)),
        GOOD: Q(valid_until__gt=soon),
    }
    rows = rows.filter(asked[which]) if which in asked else rows
    if after and after.valid_until:
        rows = rows.filter(Q(valid_until__gt=after.valid_until) | Q(valid_until=after.valid_until, pk__gt=after.pk))
    return rows.select_related("place__region", "stall").order_by("valid_until", "pk")


def licence(viewer: object, number: int) -> Licence:
    """Raises Licence.DoesNotExist for one outside the viewer's area as for one that is not there."""
    return Licence.objects.filter(within(viewer)).select_related("place__region", "stall").get(pk=number)


@transaction.atomic
def enter(holder: Place | Stall, given: Mapping[str, Any], by: Doer) -> Licence:
    form = FilledIn(given)
    values = {
        "kind": form.choice("kind", LicenceKind.values),
        "number": form.text("number", 60, must=True),
        "issuer": form.text("issuer", 120),
        "valid_until": form.day("valid_until"),
    }
    # The number of a business licence is the credit code itself since 2015.
    if values["kind"] == LicenceKind.BUSINESS and len(values["number"]) == 18:
        values["number"] = form.credit_code("number")
    locked = type(holder).objects.select_for_update().get(pk=holder.pk)
    of = (
        {"place": locked, "stall": None}
        if isinstance(locked, Place)
        else {"place_id": locked.market_id, "stall": locked}
    )
    if Licence.objects.filter(**of, kind=values["kind"], number=values["number"]).exists():
        form.refuse("number", _("This licence is entered already."))
    form.done()
    made = Licence.objects.create(area=locked.area, **of, **values)
    added("licence-added", made, by, tuple(values))
    return made


@transaction.atomic
def end(seen: Licence, given: Mapping[str, Any], by: Doer, today: date) -> None:
    row = Licence.objects.select_for_update().get(pk=seen.pk)
    form = FilledIn(given)
    reason = form.reason()
    form.done()
    changed("licence-ended", row, {"ended_on": row.ended_on or today}, by, reason)


def end_with_operator(stall: Stall, on: date, by: Doer, reason: str) -> None:
    """Within the caller's transaction: who leaves a stall takes the licences along."""
    for row in Licence.objects.select_for_update().filter(stall=stall, ended_on=None):
        changed("licence-ended", row, {"ended_on": on}, by, reason)
