"""Re-weighings: what check scales found."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from quanheng.console.gate import staff
from quanheng.console.leaf import leaf, moment_key, read_moment_key
from quanheng.console.part import part_of
from quanheng.measuring import recheck_list

SIEVES = (("", _("All")), ("exceeded", _("Exceeded")), ("unpaired", _("Not paired")))


@staff("see-instruments")
def page(request: HttpRequest) -> HttpResponse:
    sieve = request.GET.get("show", "")
    before = read_moment_key(request.GET.get("before", ""))
    rows = part_of(request, recheck_list.rechecks(request.user, sieve, before))
    found = leaf(rows, lambda row: moment_key(row.checked_at, row.pk))
    context = {"found": found, "sieve": sieve, "sieves": SIEVES}
    return render(request, "console/rechecks.html", context)
