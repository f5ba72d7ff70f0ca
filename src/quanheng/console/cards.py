"""The cards of one's area: a list by state, one card with all that is to be done of it, and its notice."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.cases import card_list, cards
from quanheng.cases.models import Card
from quanheng.cases.papers import content
from quanheng.cases.papers import pdf as papers_pdf
from quanheng.console import export
from quanheng.console.card_page import context_of
from quanheng.console.complaints import first_messages
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, read_number_key
from quanheng.console.move_forms import Attempt
from quanheng.console.part import part_of
from quanheng.console.sheets.cases import CARDS
from quanheng.law.card_flow import card_flow
from quanheng.law.errors import MoveNotAllowed
from quanheng.register.typesetting import NoChineseFont


@staff("see-cards")
@opens_with_saved("cards")
def page(request: HttpRequest) -> HttpResponse:
    tabs = card_list.tabs(request.user)
    shown = request.GET.get("state", card_list.OPEN)
    shown = shown if shown in tabs else card_list.OPEN
    words = request.GET.get("q", "").replace("\0", "").strip()[:60]
    leaves = Leaves(
        lambda key: part_of(request, card_list.cards(request.user, shown, words, read_number_key(key))),
        lambda row: row.pk,
    )
    if export.is_asked(request):
        return export.answer(request, CARDS, leaves)
    context = {
        "found": leaves.leaf(request.GET.get("before", "")),
        "shown": shown,
        "words": words,
        "tabs": _named(tabs),
    }
    return render(request, "console/cards.html", context)


def _named(tabs: list[str]) -> list[tuple[str, str]]:
    language = get_language() or "zh-hans"
    states = {state: told.name(language) for state, told in card_flow().states.items()}
    names = {card_list.OPEN: _("To be carried out"), card_list.ALL: _("All"), **states}
    return [(tab, names[tab][:1].upper() + names[tab][1:]) for tab in tabs]


@staff("see-cards")
def one(request: HttpRequest, number: str) -> HttpResponse:
    """``do`` names the act whose form stands open."""
    return _page(request, _card(request, number), Attempt(request.GET.get("do", "")))


@require_POST
@staff("act-on-cards")
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    card = _card(request, number)
    given = {name: str(value) for name, value in request.POST.items()}
    try:
        cards.act(card.pk, act, actor=request.user, given=given, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, card, Attempt(act, given, first_messages(wrong)))
    except MoveNotAllowed:
        raise Http404 from None
    messages.success(request, _("Recorded."))
    return redirect("console:card-page", number)


@staff("see-cards")
def notice(request: HttpRequest, number: str) -> HttpResponse:
    card = _card(request, number)
    try:
        made = papers_pdf.pdf(card.complaint, content.paper(card.complaint, content.CARD))
    except content.NothingToWrite:
        raise Http404 from None
    except NoChineseFont as missing:
        return render(request, "console/no_font.html", {"fonts": str(missing)}, status=503)
    headers = {"Content-Disposition": f'inline; filename="{number}-card.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _card(request: HttpRequest, number: str) -> Card:
    try:
        return card_list.card(request.user, number)
    except Card.DoesNotExist:
        raise Http404 from None


def _page(request: HttpRequest, card: Card, attempt: Attempt) -> HttpResponse:
    context = context_of(card, request.user, attempt)
    return render(request, "console/card.html", context, status=422 if attempt.errors else 200)
