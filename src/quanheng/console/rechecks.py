"""Re-weighings: what check scales found."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from quanheng.console import export
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, moment_key, read_moment_key
from quanheng.console.part import part_of
from quanheng.console.sheets.cases import RECHECKS
from quanheng.measuring import recheck_list
from quanheng.measuring.models import Recheck

SIEVES = (("", _("All")), ("exceeded", _("Exceeded")), ("unpaired", _("Not paired")))


@staff("see-instruments")
@opens_with_saved("rechecks")
def page(request: HttpRequest) -> HttpResponse:
    sieve = request.GET.get("show", "")

    def rows(before: str) -> QuerySet[Recheck]:
        return part_of(request, recheck_list.rechecks(request.user, sieve, read_moment_key(before)))

    rechecks = Leaves(rows, lambda row: moment_key(row.checked_at, row.pk))
    if export.is_asked(request):
        return export.answer(request, RECHECKS, rechecks)
    context = {"found": rechecks.leaf(request.GET.get("before", "")), "sieve": sieve, "sieves": SIEVES}
    return render(request, "console/rechecks.html", context)
