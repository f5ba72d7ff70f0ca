"""Who looks after instruments in one's area, when they were trained last, and who is due (T4-4.2.2.6)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from quanheng.console import export
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.part import part_of
from quanheng.console.sheets.places import TRAINED, TRAINING
from quanheng.people.models import User
from quanheng.register.keeping import training
from quanheng.register.models import Place


@staff("see-markets")
@opens_with_saved("training")
def page(request: HttpRequest) -> HttpResponse:
    today, shown = timezone.localdate(), request.GET.get("standing", "")
    shown = shown if shown in TRAINED else ""
    listed = Leaves(
        lambda after: part_of(request, training.people(request.user, today, shown, after)),
        lambda person: person.username,
        _with_place,
    )
    if export.is_asked(request):
        return export.answer(request, TRAINING, listed)
    found = listed.leaf(request.GET.get("after", "").replace("\0", "")[:60])
    context = {
        "rows": _with_place(found.rows),
        "next": found.next,
        "shown": shown,
        "standings": TRAINED.items(),
    }
    return render(request, "console/training.html", context)


def _with_place(people: list[User]) -> list[tuple[training.Trained, Place | None]]:
    places = {place.area: place for place in Place.objects.filter(area__in=[one.area for one in people])}
    return [(one, places.get(one.person.area)) for one in training.standings(people, timezone.localdate())]
