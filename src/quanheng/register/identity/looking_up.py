"""Which scale a text names that was read off a label or typed from it."""

import re
from dataclasses import dataclass

from django.conf import settings

from quanheng.connectors import gs1
from quanheng.people.areas import within
from quanheng.register.models import Instrument

CODE_LENGTH = 600
_ELEMENTS = re.compile(r"^\(01\)([0-9]{14})\(21\)(.{1,20})$")
_PATH = re.compile(r"^/?((?:01|8004)/.+)$")


@dataclass(frozen=True, slots=True)
class Named:
    """GTIN with serial, or an asset identifier; all empty for a text that is no code of the trade."""

    gtin: str = ""
    serial: str = ""
    giai: str = ""

    @property
    def is_code(self) -> bool:
        return bool(self.gtin or self.giai)


def named(text: str) -> Named:
    """A Digital Link with or without its host, or the element string (01)…(21)…."""
    link = _as_link(text.strip())
    try:
        return Named(*gs1.read_scale(link))
    except gs1.CodeUnreadable:
        pass
    try:
        return Named(giai=gs1.read_asset(link))
    except gs1.CodeUnreadable:
        return Named()


def _as_link(text: str) -> str:
    if elements := _ELEMENTS.match(text):
        return settings.PUBLIC_URL + gs1.scale_path(*elements.groups())
    path = _PATH.match(text)
    return f"{settings.PUBLIC_URL}/{path.group(1)}" if path else text


def instrument_of(text: str, viewer: object) -> Instrument | None:
    """By the code on its label, wherever it is registered: those pages are public. By our own number or the serial

    number only within the viewer's area, and only where it is one scale's alone.
    """
    rows = Instrument.objects.select_related("place__region", "stall", "state")
    code = named(text)
    if code.gtin:
        return rows.filter(gtin=code.gtin, serial=code.serial).first()
    if code.giai:
        return rows.filter(giai=code.giai).first()
    own = rows.filter(within(viewer))
    typed = text.strip()
    if not typed:
        return None
    by_number = own.filter(device_id=typed).first()
    by_serial = list(own.filter(serial=typed)[:2])
    return by_number or (by_serial[0] if len(by_serial) == 1 else None)


def by_nameplate(maker: str, model: str, serial: str) -> Instrument | None:
    """A scale whose label is gone still has its nameplate."""
    rows = Instrument.objects.select_related("place__region", "stall", "state")
    return rows.filter(maker=maker, model=model, serial=serial).first() if maker and model and serial else None


def code_of(instrument: Instrument) -> str:
    """The code that its label bears."""
    if instrument.gtin:
        return settings.PUBLIC_URL + gs1.scale_path(instrument.gtin, instrument.serial)
    return settings.PUBLIC_URL + gs1.asset_path(instrument.giai)
