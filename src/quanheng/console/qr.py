"""Codes to be scanned: on a scale's label, and for a phone that shall make codes at sign-in."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from quanheng.connectors.gs1 import asset_path, scale_path
from quanheng.register.models import Instrument


@dataclass(frozen=True)
class Label:
    link: str
    svg: SafeString


def digital_link(instrument: Instrument) -> Label:
    path = scale_path(instrument.gtin, instrument.serial) if instrument.gtin else asset_path(instrument.giai)
    link = settings.PUBLIC_URL + path
    return Label(link, drawn(link))


def drawn(text: str) -> SafeString:
    """Drawn by segno from squares; nothing of the text is in it."""
    drawing = segno.make(text, error="m").svg_inline(scale=4, border=2, dark="#1b2422", omitsize=True)
    return mark_safe(drawing)  # noqa: S308
