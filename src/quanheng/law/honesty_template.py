"""The answers file of a score sheet, to be filled in: every line as printed, with what is asked, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from quanheng.law.honesty_readings import unclear_places

if TYPE_CHECKING:
    from quanheng.law.honesty_index import Heading, Line, Sheet

_HOW: Final = """\
# 填写方法：去掉要填的行首的 #，在等号后写上答案；不填的行不计分，并会列为“没有填写”。
# How to fill in: take the # off the entry and write the answer after the equals sign; what is left out earns nothing.
# true 是，false 否；评分可有两位小数，未给满分须在 note 写明原因。
# true is yes, false no; points may have two decimals, and a note says why points are kept back.
"""
_READINGS: Final = """\
# 文件没有写明之处的读法，保留 # 则用每项的第一种。
# How unclear places are read; with the # kept, the first of each.
[readings]"""


def template(sheet: Sheet) -> str:
    """A fillable answers file (TOML) for the sheet. As it stands it is valid and answers nothing."""
    return "\n".join([*_head(sheet), *_readings(), *_items(sheet)]) + "\n"


def _head(sheet: Sheet) -> Iterator[str]:
    yield f"# {sheet.zh}：{sheet.clause.cite('zh')}"
    yield f"# {sheet.en}: {sheet.clause.cite('en')}"
    yield _HOW
    yield f'sheet = "{sheet.key}"'
    yield 'place = ""  # 景区或街区名称 name of the place'
    yield ""


def _readings() -> Iterator[str]:
    yield _READINGS
    for place in unclear_places().values():
        yield f"# {place.zh}"
        yield f"# {place.en}"
        for choice in place.choices:
            yield f"#   {choice.key}: {choice.zh} / {choice.en}"
        yield f'#{place.key} = "{place.choices[0].key}"'
    yield ""


def _items(sheet: Sheet) -> Iterator[str]:
    part = ""
    for heading in sheet.headings:
        if heading.part != part:
            part = heading.part
            yield f"# ==== {sheet.part_name(part, 'zh')} {sheet.part_name(part, 'en')} ===="
            yield ""
        yield from _heading(sheet, heading)
        for line in heading.lines:
            yield from _line(line)


def _heading(sheet: Sheet, heading: Heading) -> Iterator[str]:
    for lang in ("zh", "en"):
        told = [sheet.party_name(heading.party, lang), heading.number, heading.title(lang)]
        yield "# -- " + " ".join(filter(None, told))


def _line(line: Line) -> Iterator[str]:
    yield f"# {line.text_zh}"
    yield f"# {line.text_en}"
    yield f"# {line.points} 分 / {line.points} points"
    yield f"[items.{line.id}]"
    for fact in line.rule.facts:
        empty = '""' if fact.kind == "words" else ""
        yield f"#{fact.key} = {empty}".rstrip() + f"  # {fact.zh} {fact.en}"
    yield ""
