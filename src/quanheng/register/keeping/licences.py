"""The licences of a place (T4-4.1.1): enter one, end one; which of them have run out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from quanheng.register.keeping.change import Doer, added, changed
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.models import Licence, LicenceKind, Place

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Held:
    """``standing`` is ``ended``, ``over``, ``soon`` or ``good``."""

    licence: Licence
    standing: str


def held(place: Place, today: date) -> list[Held]:
    """Those that stand first, by kind."""
    rows = sorted(place.licences.all(), key=lambda one: (one.ended_on is not None, one.kind, one.pk))
    return [Held(one, _standing(one, today)) for one in rows]


def _standing(licence: Licence, today: date) -> str:
    if licence.ended_on:
        return "ended"
    if licence.valid_until is None or licence.valid_until > today + SOON:
        return "good"
    return "over" if licence.valid_until < today else "soon"


@transaction.atomic
def enter(place: Place, given: Mapping[str, Any], by: Doer) -> Licence:
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
    locked = Place.objects.select_for_update().get(pk=place.pk)
    if locked.licences.filter(kind=values["kind"], number=values["number"]).exists():
        form.refuse("number", _("This licence is entered already."))
    form.done()
    made = Licence.objects.create(place=locked, area=locked.area, **values)
    added("licence-added", made, by, tuple(values))
    return made


@transaction.atomic
def end(place: Place, number: int, given: Mapping[str, Any], by: Doer, today: date) -> None:
    """Raises Licence.DoesNotExist for one of another place."""
    licence = Licence.objects.select_for_update().get(pk=number, place=place)
    form = FilledIn(given)
    reason = form.reason()
    form.done()
    changed("licence-ended", licence, {"ended_on": licence.ended_on or today}, by, reason)
