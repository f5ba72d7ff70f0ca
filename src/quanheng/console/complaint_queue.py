"""The queue of the complaint desk: tabs with their counts, filters, and the file of what they show."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quanheng.cases import desk, offices, queue
from quanheng.cases.categories import Category
from quanheng.cases.models import Complaint
from quanheng.console import export
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.part import part_of
from quanheng.console.queue_words import CARDS, HANDS, WEIGHED
from quanheng.console.sheets.cases import COMPLAINTS


@staff("see-complaints")
@opens_with_saved("complaints")
def page(request: HttpRequest) -> HttpResponse:
    shown = request.GET.get("state", queue.OPEN)
    shown, wanted = shown if shown in queue.tabs() else queue.OPEN, _wanted(request)

    narrowing = queue.narrowing(request.user, wanted)

    def rows(tab: str, after: desk.Mark | None = None) -> QuerySet[Complaint]:
        return part_of(request, queue.rows_narrowed(request.user, tab, narrowing, after))

    complaints = Leaves(
        lambda key: rows(shown, desk.Mark.read(key)),
        lambda row: desk.Mark(row.due_on, row.pk),
        offices.with_names,
    )
    if export.is_asked(request):
        return export.answer(request, COMPLAINTS, complaints)
    found = complaints.leaf(request.GET.get("after", ""))
    offices.with_names(found.rows)
    context = {
        "found": found,
        "shown": shown,
        "wanted": wanted,
        "tabs": _tabs(queue.counts(rows, [tab for tab in queue.tabs() if tab != queue.ENDED])),
        "choices": {"category": Category.choices, **_choices()},
        "cards": desk.cards_to_decide(request.user)[:20],
    }
    return render(request, "console/complaints.html", context)


def _choices() -> dict[str, list[tuple[str, object]]]:
    asked = {"hands": HANDS, "weighed": WEIGHED, "card": CARDS}
    return {name: list(choices.items()) for name, choices in asked.items()}


def _tabs(counted: dict[str, int]) -> list[tuple[str, int | None, bool]]:
    """Each with how many, and whether there are more than are told; the ended ones are not counted."""
    most = queue.COUNTED_MOST
    known = {tab: (min(n, most), n > most) for tab, n in counted.items()}
    return [(tab, *known.get(tab, (None, False))) for tab in queue.tabs()]


def _wanted(request: HttpRequest) -> queue.Wanted:
    asked = {name: request.GET.get(name, "").replace("\0", "").strip()[:60] for name in ("q", *_NAMES)}
    return queue.Wanted(
        asked["q"],
        **{name: asked[name] for name in _NAMES},
        since=_day(request.GET.get("since", "")),
        until=_day(request.GET.get("until", "")),
    )


_NAMES = ("category", "hands", "weighed", "card")


def _day(text: str) -> date | None:
    """What is no day narrows nothing, nor does one before this platform or far ahead."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None
