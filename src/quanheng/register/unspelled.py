"""Text for a spreadsheet: what it would calculate it shows instead."""

import re

SPELLS = ("=", "+", "-", "@", "\t", "\r")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def unspelled(text: str) -> str:
    """With an apostrophe before what would be a formula, and without what a workbook cannot hold."""
    shown = UNWRITABLE.sub("�", text)
    return f"'{shown}" if shown.startswith(SPELLS) else shown
