"""What an operator sees of being under key supervision, and their objection, which goes on record and is answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from quanheng.cases import move_fields
from quanheng.cases.models import KeyState, KeySupervision, KeySupervisionEvent
from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User

OBJECT = "objected"
HEARD = "heard"
# What passes between the operator and the office.
SAID = (OBJECT, "object", "answer")
# What operators hear of is what a person decided; a proposal is nobody's business but the office's.
DECIDED = (KeyState.RUNNING, KeyState.ENDED)


def own(operator: User) -> QuerySet[KeySupervision]:
    """Of the stall the account is for, as long as the same operator works there."""
    rows = KeySupervision.objects.filter(within(operator), state__in=DECIDED, operator_name=F("stall__operator_name"))
    return rows.select_related("market", "stall").order_by("-pk")


@transaction.atomic
def hear(number: int, *, by: User, at: datetime) -> None:
    """The operator says to have read it; the first time counts. Raises KeySupervision.DoesNotExist."""
    row = own(by).select_for_update(of=("self",)).get(pk=number)
    if row.told_on is not None:
        return
    row.told_on = localdate(at)
    row.save(update_fields=["told_on"])
    facts = {"on": row.told_on.isoformat()}
    KeySupervisionEvent.objects.create(supervision=row, at=at, kind=HEARD, actor=by, facts=facts)
    told = {"told_on": facts["on"]}
    audit.note("key-supervision-heard", f"key-supervision:{row.pk}", user=by, area=row.area, after=told)


@transaction.atomic
def object_to(number: int, given: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Once for each answer. Raises KeySupervision.DoesNotExist, or ValidationError."""
    row = own(by).select_for_update(of=("self",)).get(pk=number)
    if row.state != KeyState.RUNNING:
        raise ValidationError({"text": _("The key supervision has ended.")})
    if row.has_open_objection:
        raise ValidationError({"text": _("Your objection is on record already, and is being looked at.")})
    text = _text(given)
    row.has_open_objection = True
    row.save(update_fields=["has_open_objection"])
    KeySupervisionEvent.objects.create(supervision=row, at=at, kind=OBJECT, actor=by, note=text)
    audit.note("key-supervision-objected", f"key-supervision:{row.pk}", user=by, area=row.area, reason=text)


def _text(given: Mapping[str, Any]) -> str:
    try:
        text = move_fields.plain(str(given.get("text", "")))
    except ValueError as problem:
        raise ValidationError({"text": str(problem)}) from None
    if not text:
        raise ValidationError({"text": _("Please say what you object to.")})
    return text
