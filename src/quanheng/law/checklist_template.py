"""The answers file of a checklist, to be filled in: each printed item with its questions, once for each column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from quanheng.law.checklists import Checklist, Item

_HOW: Final = """\
# 填写方法：去掉要填的行首的 #，在等号后写上答案：true 是，false 否，"n/a" 不适用，或数字。
# 监测点填自查，监管部门填核查。
# How to fill in: take the # off the entry and write the answer after the equals sign: true, false, "n/a" or a number.
# The point fills in the self-check, the office the verification.
"""


def template(form: Checklist) -> str:
    """A fillable answers file (TOML) for the form. As it stands it is valid and answers nothing."""
    lines = [*_head(form)]
    for column in form.columns:
        lines += _column(form, column)
    return "\n".join(lines) + "\n"


def _head(form: Checklist) -> Iterator[str]:
    yield f"# {form.zh}：{form.clause.cite('zh')}"
    yield f"# {form.en}: {form.clause.cite('en')}"
    yield _HOW
    yield f'form = "{form.key}"'
    yield 'point = ""  # 监测点名称 name of the monitoring point'
    yield '#quarter = ""  # 季度 quarter, 2026-Q3'
    yield "#filled_on =  # 填报时间 day of filling in, 2026-09-28"
    yield "#days_after_quarter_end =  # 季度结束后几天内报送 days after the end of the quarter until the report is due"
    yield ""


def _column(form: Checklist, column: str) -> Iterator[str]:
    yield f"# ==== {form.column_name(column, 'zh')} {form.column_name(column, 'en')} ===="
    yield f"[{column}]"
    for item in form.items:
        yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    yield f"# {item.number}. {item.text_zh}"
    yield f"#    {item.text_en}"
    for question in item.questions:
        yield f"#{question.key} =  # {question.fact.zh} {question.fact.en}"
    yield ""
