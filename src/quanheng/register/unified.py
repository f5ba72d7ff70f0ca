"""The five things that a market does for all its scales together (T4-4.2.2.2), stated by its manager."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.people import audit
from quanheng.people.models import User
from quanheng.register.models import Place

FIVE = {
    "unified_supply": gettext_lazy("Supply"),
    "unified_management": gettext_lazy("Management"),
    "unified_verification": gettext_lazy("Verification"),
    "unified_repair": gettext_lazy("Repair"),
    "unified_marking": gettext_lazy("Marking"),
}
REASON_MAX = 500


def five_of(place: Place) -> dict[str, bool]:
    return {name: getattr(place, name) for name in FIVE}


@transaction.atomic
def state(market: Place, given: Mapping[str, bool], *, reason: str, by: User, address: str | None) -> None:
    """Nothing is written where nothing changed."""
    place = Place.objects.select_for_update().get(pk=market.pk)
    before = five_of(place)
    changed = {name: given[name] for name in FIVE if given[name] != before[name]}
    if not changed:
        raise ValidationError({"five": _("Nothing was changed.")})
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise ValidationError({"reason": _("Say why.")})
    for name, value in changed.items():
        setattr(place, name, value)
    place.save(update_fields=list(changed))
    audit.note(
        "market-unified",
        f"place:{place.pk}",
        user=by,
        address=address,
        area=place.area,
        before={name: before[name] for name in changed},
        after=changed,
        reason=reason[:REASON_MAX],
    )
