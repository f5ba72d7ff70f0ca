"""Who looks after instruments in one's area, when they were trained last, and who is due (T4-4.2.2.6)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from quanheng.console import export
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.part import part_of
from quanheng.console.sheets.places import TRAINING
from quanheng.people.models import User
from quanheng.register.keeping import training
from quanheng.register.models import Place


@staff("see-markets")
def page(request: HttpRequest) -> HttpResponse:
    listed = Leaves(
        lambda after: part_of(request, training.people(request.user, after)),
        lambda person: person.username,
        _with_place,
    )
    if export.is_asked(request):
        return export.answer(request, TRAINING, listed)
    found = listed.leaf(request.GET.get("after", "").replace("\0", "")[:60])
    return render(request, "console/training.html", {"rows": _with_place(found.rows), "next": found.next})


def _with_place(people: list[User]) -> list[tuple[training.Trained, Place | None]]:
    places = {place.area: place for place in Place.objects.filter(area__in=[one.area for one in people])}
    return [(one, places.get(one.person.area)) for one in training.standings(people, timezone.localdate())]
