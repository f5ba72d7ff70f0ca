"""The first page: what one looks at, in ten seconds."""

import threading
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quanheng.cases import desk
from quanheng.cases.models import Complaint
from quanheng.measuring import live
from quanheng.measuring.freshest import freshest_purchase
from quanheng.measuring.health import weighings_stored
from quanheng.measuring.purchase import PurchaseView
from quanheng.measuring.told import Told, tell
from quanheng.people.accounts import demonstration_accounts
from quanheng.public.views.code import adopted

KEPT = timedelta(seconds=1)
NATION = ""
DESKS = {"manager": "market-manager", "regulator": "regulator"}


@require_safe
@never_cache
def first_page(request: HttpRequest) -> HttpResponse:
    accounts = demonstration_accounts()
    desks = {desk: [one for one in accounts if one.role == role] for desk, role in DESKS.items()}
    context = {"numbers": numbers(), "desks": desks, **_fresh_purchase(request)}
    return render(request, "public/first.html", context)


@require_safe
@never_cache
def now(_request: HttpRequest) -> JsonResponse:
    return JsonResponse(numbers())


def numbers() -> dict[str, str]:
    """As they are shown. All visitors of one second share one reading."""
    return _shared.read(datetime.now(UTC))


class _Shared:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read_at = datetime.min.replace(tzinfo=UTC)
        self._numbers: dict[str, str] = {}

    def read(self, at: datetime) -> dict[str, str]:
        with self._lock:
            if at - self._read_at > KEPT:
                self._numbers, self._read_at = _read(at), at
            return self._numbers


_shared = _Shared()


def _read(at: datetime) -> dict[str, str]:
    scales = live.scales(NATION, at)
    return {
        "stored": f"{weighings_stored():,}",
        "per_second": f"{live.per_second(live.minutes_of_last_hour(NATION, at), at):.1f}",
        "online": f"{scales.online} / {scales.networked}",
        "open": f"{Complaint.objects.filter(state__in=desk.open_states()).count():,}",
    }


def _fresh_purchase(request: HttpRequest) -> dict[str, object]:
    view = freshest_purchase()
    if view is None:
        return {"view": None}
    path = view.code[view.code.index("/01/") :]
    return {"view": view, "told": _told(view), "path": path, "link": request.build_absolute_uri(path)}


def _told(view: PurchaseView) -> Told:
    recheck = view.latest_recheck
    return tell(recheck, recheck.judgement if recheck else {}, adopted=adopted(view))
