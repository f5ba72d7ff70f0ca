"""Unified social credit codes (GB 32100): whether one can be right, and if not, which character is wrong and why."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

LENGTH = 18
# Left out of the code because they are taken for others, and what they are mostly taken for.
TAKEN_FOR = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}
WORDS = {
    "length": _("expected 18 characters, here are %(given)s"),
    "taken-for": _("character %(at)s is “%(sign)s”, a letter that no code contains; “%(meant)s” is probably meant"),
    "digit": _("character %(at)s is “%(sign)s”, but the first eight characters are digits"),
    "sign": _("character %(at)s is “%(sign)s”; only digits and capital letters are used"),
    "check": _(
        "the last character is “%(sign)s”, but the 17 before it ask for “%(meant)s”: one of the 18 is wrong, or two "
        "are interchanged"
    ),
}


@dataclass(frozen=True)
class Wrong:
    """Why a code cannot be right; said in the reader's language when it is shown."""

    code: str
    facts: dict[str, object]

    def __str__(self) -> str:
        return str(WORDS[self.code]) % self.facts


def compact(text: str) -> str:
    """As it is kept: capital letters, no spaces or hyphens; full-width characters are what phones type in Chinese."""
    narrow = text.translate({number: number - 0xFEE0 for number in range(0xFF01, 0xFF5F)})
    return re.sub(r"[\s\-—]", "", narrow).upper()


def wrong_in(code: str) -> Wrong | None:
    """The first thing that is wrong in a compact code, or None."""
    if len(code) != LENGTH:
        return Wrong("length", {"given": len(code)})
    for at, sign in enumerate(code, 1):
        if wrong := _wrong_sign(at, sign):
            return wrong
    meant = uscc.calc_check_digit(code[:-1])
    if code[-1] != meant or not uscc.is_valid(code):
        return Wrong("check", {"sign": code[-1], "meant": meant})
    return None


def _wrong_sign(at: int, sign: str) -> Wrong | None:
    told = {"at": at, "sign": sign}
    if sign in TAKEN_FOR:
        return Wrong("taken-for", told | {"meant": TAKEN_FOR[sign]})
    if not re.fullmatch("[0-9A-Z]", sign):
        return Wrong("sign", told)
    return Wrong("digit", told) if at <= 8 and not sign.isdigit() else None
