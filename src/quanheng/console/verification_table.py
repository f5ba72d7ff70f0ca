"""The list of verifications as it is narrowed: for its page, its file, and acts on many at once."""

from django.db.models import QuerySet
from django.http import HttpRequest

from quanheng.console.leaf import Leaves, read_number_key
from quanheng.console.ticked import ticked
from quanheng.register.models import Verification
from quanheng.register.verifying import desk


def listed(request: HttpRequest) -> Leaves[Verification]:
    shown, only = request.GET.get("state", ""), ticked(request.GET)

    def rows(before: str) -> QuerySet[Verification]:
        found = desk.verifications(request.user, shown, read_number_key(before))
        return found.filter(instrument__device_id__in=only) if only else found

    return Leaves(rows, lambda row: row.pk)
