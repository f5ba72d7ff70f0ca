"""What a person does with an act on many: begin it, see what would happen, have it done."""

from collections.abc import Mapping
from datetime import datetime
from itertools import count

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.people.permissions import may
from quanheng.register.bulk.acts import ACTS
from quanheng.register.form_key import form_key
from quanheng.register.legal_day import legal_day
from quanheng.register.models import BulkJob, BulkRow, Instrument

# More at once is a mistake, or a matter for a program.
MOST = 20_000
CHUNK = 2000


def jobs(viewer: User, before: int | None = None) -> QuerySet[BulkJob]:
    """Those that the viewer may open, the latest first; ``before`` is the last of the page before."""
    own = [name for name, act in ACTS.items() if may(viewer, act.allowed)]
    rows = BulkJob.objects.filter(within(viewer), act__in=own).select_related("by").order_by("-pk")
    return rows if before is None else rows.filter(pk__lt=before)


def rows(job: BulkJob, outcome: str = "", after: int = 0) -> QuerySet[BulkRow]:
    """In their order; refused ones only, or all."""
    found = BulkRow.objects.filter(job=job, ordinal__gt=after).order_by("ordinal")
    found = found.filter(outcome=outcome) if outcome else found
    return found.select_related("instrument__place__region", "instrument__stall")


@transaction.atomic
def begin(by: User, act: str, instruments: QuerySet[Instrument], *, key: str, filters: str = "") -> BulkJob:
    """Keep which instruments are meant; a worker then looks at each. The same form sent again is the same job."""
    if act not in ACTS:
        raise ValidationError({"act": _("Choose what to do.")})
    if not may(by, ACTS[act].allowed):
        raise PermissionDenied
    own_key = f"{by.pk}:{form_key({'key': key[:40]})}"[:64]
    if known := BulkJob.objects.filter(key=own_key).first():
        return known
    meant = list(instruments.values_list("pk", flat=True)[: MOST + 1])
    if not meant:
        raise ValidationError({"act": _("Tick at least one row.")})
    if len(meant) > MOST:
        raise ValidationError({"act": _("At most %(most)d at once: narrow the list.") % {"most": MOST}})
    told = {"area": by.area or "", "filters": filters[:500], "language": (get_language() or "zh-hans")[:10]}
    job = BulkJob.objects.create(by=by, act=act, key=own_key, total=len(meant), **told)
    numbered = zip(count(1), meant, strict=False)
    BulkRow.objects.bulk_create(
        (BulkRow(job=job, ordinal=ordinal, instrument_id=pk) for ordinal, pk in numbered), batch_size=CHUNK
    )
    return job


@transaction.atomic
def run(job: BulkJob, given: Mapping[str, str], *, by: User, at: datetime) -> None:
    """Have it done to all that are fit. Raises ValidationError by field; a second time changes nothing."""
    held = BulkJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if held.by_id != by.pk or not may(by, ACTS[held.act].allowed):
        raise PermissionDenied
    if held.stage != "checked":
        return
    held.given = ACTS[held.act].checked(given, by, legal_day(at))
    held.stage, held.position, held.heartbeat_at = "run", 0, None
    held.save()
    after = {"instruments": held.fit_rows, "act": held.act, "filters": held.filters}
    audit.note("bulk-run", f"bulk:{held.pk}", user=by, area=held.area, after=after, reason=held.given.get("reason", ""))
