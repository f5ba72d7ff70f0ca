"""Who looks after instruments in one's area, when they were trained last, and who is due (T4-4.2.2.6)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from quanheng.console.gate import staff
from quanheng.console.leaf import leaf
from quanheng.console.part import part_of
from quanheng.register.keeping import training
from quanheng.register.models import Place


@staff("see-markets")
def page(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("after", "").replace("\0", "")[:60]
    found = leaf(part_of(request, training.people(request.user, after)), lambda person: person.username)
    places = {place.area: place for place in Place.objects.filter(area__in=[one.area for one in found.rows])}
    standings = training.standings(found.rows, timezone.localdate())
    context = {"rows": [(one, places.get(one.person.area)) for one in standings], "next": found.next}
    return render(request, "console/training.html", context)
