"""What a scanned code opens: a scale's identity, or one purchase with its verdict."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from quanheng.connectors.gs1 import CodeUnreadable, asset_path, scale_path
from quanheng.law.verification import is_sealed
from quanheng.measuring import photographs
from quanheng.measuring.purchase import PurchaseView, ReceiptForged, ScaleUnknown, asset_of, purchase, scale_of
from quanheng.measuring.told import has_adopted, tell
from quanheng.public.bars import bars
from quanheng.public.linkset import announced, linkset, wants_linkset
from quanheng.register import chronicle
from quanheng.register.kinds import told
from quanheng.register.life_words import kind_name
from quanheng.register.models import Instrument
from quanheng.register.models.instrument import SCALES
from quanheng.register.standing import standing
from quanheng.register.usage import lawful_kind
from quanheng.register.verifying import desk, trial_table

PURCHASE_PARAMETERS = frozenset("nmuwats")
EVENTS_SHOWN = 20


@require_safe
def scanned(request: HttpRequest, gtin: str, serial: str) -> HttpResponse:
    link = _link(request, gtin, serial)
    try:
        if PURCHASE_PARAMETERS & request.GET.keys():
            return _purchase_page(request, purchase(link))
        return _scale_page(request, scale_of(link), scale_path(gtin, serial))
    except CodeUnreadable:
        return unreadable(request, "damaged", 400)
    except ReceiptForged:
        return unreadable(request, "forged", 400)
    except ScaleUnknown:
        return unreadable(request, "unknown", 404)


def _link(request: HttpRequest, gtin: str, serial: str) -> str:
    """The code as it was printed, whichever of our pages about it is open."""
    query = request.META.get("QUERY_STRING", "")
    return request.build_absolute_uri(scale_path(gtin, serial)) + (f"?{query}" if query else "")


def unreadable(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    return render(request, "public/unreadable.html", {"reason": reason}, status=status)


def _purchase_page(request: HttpRequest, view: PurchaseView) -> HttpResponse:
    recheck = view.latest_recheck or next(iter(view.rechecks), None)
    context = _scale(view.instrument) | {
        "view": view,
        "recheck": recheck,
        "told": tell(recheck, recheck.judgement if recheck else {}, adopted=adopted(view)),
        "bars": bars(recheck) if recheck and recheck.pairing == "paired" else [],
        "code": view.code,
        "has_photograph": recheck is not None and photographs.is_kept(recheck.photograph_sha256),
        "photograph_query": request.META.get("QUERY_STRING", ""),
    }
    return render(request, "public/purchase.html", context)


def adopted(view: PurchaseView) -> bool:
    return has_adopted(view.instrument.place, view.weighed_on)


@require_safe
def asset(request: HttpRequest, giai: str) -> HttpResponse:
    """An instrument whose maker gave it no GTIN carries an asset identifier (GS1 AI 8004)."""
    path = asset_path(giai)
    try:
        return _scale_page(request, asset_of(request.build_absolute_uri(path)), path)
    except CodeUnreadable:
        return unreadable(request, "damaged", 400)
    except ScaleUnknown:
        return unreadable(request, "unknown", 404)


def _scale_page(request: HttpRequest, scale: Instrument, path: str) -> HttpResponse:
    if wants_linkset(request):
        return linkset(request, scale, path)
    answer = chronicle.today(scale, localdate())
    context = _scale(scale) | {
        "code": request.build_absolute_uri(path),
        "answer": answer,
        "reasons": answer.usage.told(get_language() or "zh-hans"),
        "own_lines": told.lines(told.described(scale), to_public=True),
        "results": trial_table.results(desk.issued(scale.state.certificate_number)),
        "is_sealed": is_sealed(lawful_kind(scale.kind)),
        "life": [(event, kind_name(event.kind)) for event in chronicle.public_events(scale)[:EVENTS_SHOWN]],
    }
    return announced(render(request, "public/scale.html", context), path)


def _scale(scale: Instrument) -> dict[str, object]:
    return {
        "scale": scale,
        "is_scale": scale.kind in SCALES,
        "standing": standing(scale, localdate()),
        "scale_path": scale_path(scale.gtin, scale.serial) if scale.gtin else asset_path(scale.giai),
    }


@require_safe
def photograph(request: HttpRequest, gtin: str, serial: str) -> HttpResponse:
    """Only for who holds the receipt: its code, signed by the scale, is asked for here as well."""
    try:
        recheck = purchase(_link(request, gtin, serial)).latest_recheck
    except (CodeUnreadable, ReceiptForged, ScaleUnknown):
        raise Http404 from None
    picture = photographs.shown(recheck.photograph_sha256) if recheck and recheck.photograph_sha256 else None
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})
