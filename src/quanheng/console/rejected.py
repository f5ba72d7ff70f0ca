"""Messages that could not be taken as facts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from quanheng.console import export
from quanheng.console.filters import opens_with_saved
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, moment_key, read_moment_key
from quanheng.console.sheets.administration import REJECTED
from quanheng.measuring import rejected_list
from quanheng.measuring.models import RejectedMessage

PREVIEW_BYTES = 1024
ROW_BYTES = 16


@staff("see-rejected-messages")
@opens_with_saved("rejected")
def page(request: HttpRequest) -> HttpResponse:
    reason = request.GET.get("reason", "").replace("\0", "")
    messages = Leaves(
        lambda before: rejected_list.rejected(request.user, reason, read_moment_key(before)),
        lambda row: moment_key(row.received_at, row.pk),
    )
    if export.is_asked(request):
        return export.answer(request, REJECTED, messages)
    context = {
        "found": messages.leaf(request.GET.get("before", "")),
        "reason": reason,
        "reasons": rejected_list.reasons(request.user),
    }
    return render(request, "console/rejected.html", context)


@staff("see-rejected-messages")
def one(request: HttpRequest, number: int) -> HttpResponse:
    message = _message(request, number)
    body = bytes(message.body)
    context = {
        "message": message,
        "kept": len(body),
        "hex": hex_rows(body[:PREVIEW_BYTES]),
        "is_preview": len(body) > PREVIEW_BYTES,
    }
    return render(request, "console/rejected_message.html", context)


@staff("see-rejected-messages")
def download(request: HttpRequest, number: int) -> HttpResponse:
    message = _message(request, number)
    response = HttpResponse(bytes(message.body), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="rejected-{message.pk}.bin"'
    return response


def _message(request: HttpRequest, number: int) -> RejectedMessage:
    try:
        return rejected_list.rejected_message(request.user, number)
    except RejectedMessage.DoesNotExist:
        raise Http404 from None


def hex_rows(body: bytes) -> str:
    """Offset, bytes and what of them is printable, as every hex viewer shows them."""
    rows = []
    for start in range(0, len(body), ROW_BYTES):
        part = body[start : start + ROW_BYTES]
        text = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in part)
        rows.append(f"{start:06x}  {part.hex(' '):<{ROW_BYTES * 3}} {text}")
    return "\n".join(rows)
