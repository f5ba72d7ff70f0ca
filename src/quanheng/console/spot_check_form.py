"""A volunteer's check on one screen of a phone: what a code can say is scanned, the rest is a few taps."""

from secrets import token_urlsafe

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from quanheng.cases.places import Whereabouts
from quanheng.console.asked import given
from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.law.goods import GOODS
from quanheng.law.spot_checks import Observation, observations
from quanheng.supervision import checking, weighing, where
from quanheng.supervision.models import Volunteer


@staff("spot-check")
def page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _sent(request)
    asked = {name: request.GET.get(name, "").replace("\0", "") for name in ("code", "market", "stall")}
    if not any(asked.values()):
        return _choose(request, asked, {})
    return _form(request, asked, {})


def _sent(request: HttpRequest) -> HttpResponse:
    told, file = given(request), request.FILES.get("photograph")
    # Longer ones are refused by their size: nothing of them need be read.
    content = file.read(settings.DOCUMENT_BYTES_MAX + 1) if file else b""
    try:
        row = checking.enter(told, content, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _form(request, told, first_messages(wrong))
    return redirect(reverse("console:spot-check", args=[row.pk]) + "?new=1")


def _form(request: HttpRequest, told: dict[str, str], errors: dict[str, str]) -> HttpResponse:
    try:
        volunteer = checking.serving_volunteer(request.user, timezone.now())
        place = where.standing_at(told, volunteer, request.user)
    except ValidationError as wrong:
        return _choose(request, told, errors or first_messages(wrong))
    return render(
        request, "console/spot_check_new.html", _context(told, errors, place, volunteer), status=_status(errors)
    )


def _status(errors: dict[str, str]) -> int:
    return 422 if errors else 200


def _choose(request: HttpRequest, told: dict[str, str], errors: dict[str, str]) -> HttpResponse:
    context = {"markets": where.markets(request.user), "given": told, "errors": errors}
    return render(request, "console/spot_check_where.html", context, status=_status(errors))


def _context(told: dict[str, str], errors: dict[str, str], place: Whereabouts, volunteer: Volunteer) -> dict:
    bought, today = place.bought, timezone.localdate()
    record = weighing.networked(bought) if bought else None
    lang = get_language() or "zh-hans"
    return {
        "given": told,
        "errors": errors,
        "place": place,
        "stalls": [] if place.stall or place.scale else where.stalls(place.market),
        "bought": bought,
        "record": record,
        "told": weighing.in_words(record, place.market) if record else None,
        "asks_goods": not (bought and bought.receipt.goods_class),
        "goods": [(key, one.name(lang)) for key, one in GOODS.items()],
        "check_scales": [
            (one.device_id, weighing.scale_name(one, today)) for one in weighing.check_scales(place.market)
        ],
        "observations": [_asked(one, told, lang) for one in observations(today)],
        "key": told.get("key") or token_urlsafe(24),
        "volunteer": volunteer,
        "draft": f"spot-check:{told.get('code') or told.get('market')}",
    }


def _asked(one: Observation, told: dict[str, str], lang: str) -> tuple[str, str, str, str]:
    return one.id, one.name(lang), one.written_in, told.get(f"observed-{one.id}", "")
