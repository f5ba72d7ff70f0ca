"""A unified social credit code that cannot be right is refused, and the person is told which character is wrong."""

import pytest
from django.utils.translation import override

from quanheng.register.credit_code import compact, wrong_in

pytestmark = pytest.mark.requirement("QH-input")
GOOD = "12990100MB0000001P"


def said(code: str) -> str:
    with override("zh-hans"):
        return str(wrong_in(compact(code)) or "")


@pytest.mark.parametrize(
    "typed", [GOOD, " 12 990100 MB0000001-P ", GOOD.lower(), "".join(chr(ord(sign) + 0xFEE0) for sign in GOOD)]
)
def test_a_right_code_however_it_was_typed(typed: str):
    """Spaces, hyphens, small and full-width letters are how people type."""
    assert said(typed) == ""
    assert compact(typed) == GOOD


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (GOOD[:-1], "17 位"),
        ("12990100MBO000001P", "第 11 位是“O”"),
        ("12990100MBO000001P", "可能是“0”"),
        ("1299O100MB0000001P", "第 5 位"),
        ("129901A0MB0000001P", "前八位应为数字"),
        ("12990100MB00*0001P", "第 13 位是“*”"),
        ("12990100MB0000001Q", "校验码应为“P”"),
        ("12990100BM0000001P", "校验码应为"),
    ],
)
def test_which_character_is_wrong(code: str, told: str):
    """A letter taken for a digit, a letter among the first digits, two interchanged: each is told in words."""
    assert told in said(code)
