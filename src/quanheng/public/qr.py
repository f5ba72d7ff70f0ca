"""A code to scan, as an inline picture that prints sharp."""

import segno


def picture(link: str) -> str:
    code = segno.make(link, error="m", micro=False)
    return code.svg_inline(border=3, dark="#1b2422", light="#fff", omitsize=True)
