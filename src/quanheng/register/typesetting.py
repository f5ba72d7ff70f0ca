"""Papers in Chinese, set by typst from a template that a person can read."""

import io
import json
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any

import segno
import typst
from django.conf import settings


class NoChineseFont(RuntimeError):
    """None of the fonts in settings.CHINESE_FONTS is installed: a paper with boxes for characters is no paper."""


def typeset(template: Traversable, told: dict[str, Any]) -> bytes:
    """A PDF; the template reads ``told`` and the fonts to use. Raises NoChineseFont."""
    fonts = _fonts()
    known = set(fonts.families())
    chosen = [name for name in settings.CHINESE_FONTS if name in known]
    if not chosen:
        raise NoChineseFont(", ".join(settings.CHINESE_FONTS))
    inputs = {"told": json.dumps(told | {"fonts": chosen, "invented": settings.DEMO}, ensure_ascii=False)}
    return bytes(typst.Compiler(template.read_bytes(), font_paths=fonts).compile(format="pdf", sys_inputs=inputs))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(font_paths=[settings.FONTS_DIR] if settings.FONTS_DIR else [])


def qr_svg(link: str) -> str:
    drawn = io.BytesIO()
    segno.make(link, error="m").save(drawn, kind="svg", border=1, omitsize=True)
    return drawn.getvalue().decode()
