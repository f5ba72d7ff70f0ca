"""Kept documents as a page shows them, where each is looked at and withdrawn; and one as a browser is sent it."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from quanheng.people.models import User
from quanheng.register import documents
from quanheng.register.kept_documents import ENDINGS
from quanheng.register.models import Document, Instrument, Licence


@dataclass(frozen=True)
class Shown:
    """``withdraw`` is empty for whoever may not withdraw it."""

    row: Document
    address: str
    withdraw: str


def shown(held: Instrument | Licence, viewer: User) -> list[Shown]:
    page, number = ("document", held.device_id) if isinstance(held, Instrument) else ("licence-scan", held.pk)
    found = []
    for row in documents.of(held):
        address = reverse(f"console:{page}", args=[number, row.pk])
        deed = reverse(f"console:{page}-withdraw", args=[number, row.pk])
        found.append(Shown(row, address, deed if documents.may_withdraw(row, viewer) else ""))
    return found


def sent_file(request: HttpRequest) -> bytes:
    """Longer ones are refused by their size: nothing of them need be read."""
    file = request.FILES.get("file")
    return file.read(settings.DOCUMENT_BYTES_MAX + 1) if file else b""


def answer(one: Document, name: str) -> HttpResponse:
    """The bytes, which a browser must take for nothing else than they are; a paper is saved and not opened here."""
    content = documents.content_of(one)
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type=one.media)
    how = "inline" if one.media == "image/jpeg" else "attachment"
    answer["Content-Disposition"] = f'{how}; filename="{name}-{one.pk}{ENDINGS[one.media]}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
