"""A person decides about a finding: it is dismissed with a reason, or referred. Software only finds (N25-3.4)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.register.identity.outcome import FINDINGS
from quanheng.register.models import IdentityCheck, IdentityDecision
from quanheng.register.verifying.reasons import required_reason

DISMISSED, REFERRED = "dismissed", "referred"
KINDS = (DISMISSED, REFERRED)


@transaction.atomic
def decide(number: int, kind: str, *, reason: str, by: User, at: datetime) -> IdentityDecision:
    """Raises IdentityCheck.DoesNotExist for a stranger, KeyError for no such decision, ValidationError by field."""
    if kind not in KINDS:
        raise KeyError(kind)
    held = IdentityCheck.objects.select_for_update(no_key=True).filter(within(by)).get(pk=number)
    newest = held.decisions.order_by("-id").first()
    if held.outcome not in FINDINGS or (newest and newest.kind == kind):
        raise ValidationError({"state": _("Nothing is to be decided here: look at it again.")})
    reason = required_reason(reason)
    facts = {"check_made": held, "kind": kind, "reason": reason, "decided_at": at, "decided_by": by}
    made = IdentityDecision.objects.create(**facts, area=held.area)
    audit.note(
        f"identity-{kind}",
        held.instrument.device_id if held.instrument else str(held)[:80],
        user=by,
        area=held.area,
        before={"decision": newest.kind if newest else ""},
        after={"decision": kind, "check": held.pk},
        reason=reason,
    )
    return made
