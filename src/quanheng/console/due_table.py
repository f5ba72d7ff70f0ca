"""The list of what is due for verification as it is narrowed: for its page, its file, and acts on many at once."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from quanheng.console.leaf import Leaves
from quanheng.console.ticked import ticked
from quanheng.register import due
from quanheng.register.models import InstrumentState


def listed(request: HttpRequest) -> Leaves[InstrumentState]:
    today, only = timezone.localdate(), ticked(request.GET)
    asked = {"area": asked_area(request), "kind": request.GET.get("kind", "")}

    def rows(after: str) -> QuerySet[InstrumentState]:
        found = due.due(request.user, asked_span(request), today, **asked, after=due.Mark.read(after))
        return found.filter(instrument__device_id__in=only) if only else found

    return Leaves(rows, lambda row: due.Mark(row.valid_until, row.pk))


def asked_span(request: HttpRequest) -> str:
    """The first of them where what is asked for is none of ours."""
    spans, span = due.spans(), request.GET.get("within", "")
    return span if span in spans else spans[0]


def asked_area(request: HttpRequest) -> str:
    return request.GET.get("area", "").replace("\0", "")[:120]
