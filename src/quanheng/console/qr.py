"""The code on a scale's label."""

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
    drawing = segno.make(link, error="m").svg_inline(scale=4, border=2, dark="#1b2422", omitsize=True)
    # Drawn by segno from squares; no text of the link is in it.
    return Label(link, mark_safe(drawing))  # noqa: S308
