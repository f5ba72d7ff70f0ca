"""From where the request comes that is being answered: the audit trail says it, without each verb being told."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from ipaddress import ip_address, ip_network

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

_address: ContextVar[str | None] = ContextVar("address of the request", default=None)
Answer = Callable[[HttpRequest], HttpResponse | Awaitable[HttpResponse]]


def line_of(address: str) -> str:
    """Whom an address belongs to: an IPv6 line has 2⁶⁴ of them (RFC 6177), which count as one."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if known.version == 4 or known.ipv4_mapped:
        return str(getattr(known, "ipv4_mapped", None) or known)
    return str(ip_network((known, 64), strict=False).network_address)


def current_address() -> str | None:
    """None outside a request: a timer, a command, a scale on the wire."""
    return _address.get()


@sync_and_async_middleware
def remember_address(answer: Answer) -> Answer:
    if iscoroutinefunction(answer):

        async def answered_later(request: HttpRequest) -> HttpResponse:
            known = _address.set(_of(request))
            try:
                return await answer(request)
            finally:
                _address.reset(known)

        return answered_later

    def answered(request: HttpRequest) -> HttpResponse:
        known = _address.set(_of(request))
        try:
            return answer(request)
        finally:
            _address.reset(known)

    return answered


def _of(request: HttpRequest) -> str | None:
    return request.META.get("REMOTE_ADDR") or None
