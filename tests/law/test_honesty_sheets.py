"""The score sheets stand whole and as printed, and a sheet that does not hang together is not loaded."""

import re
from dataclasses import replace

import pytest

from quanheng.law.answers import read_answers
from quanheng.law.honesty_index import SHEETS, score_sheet, template
from quanheng.law.honesty_readings import unclear_places
from quanheng.law.score_rules import rule_from
from tests.law.printed_sheets import SCENIC, STREET

BOTH = pytest.mark.parametrize("key", SHEETS)


@pytest.mark.requirement("TZ-A3", "TZ-A4")
@pytest.mark.parametrize(("key", "printed"), [("scenic", SCENIC), ("street", STREET)])
def test_the_sheets_are_whole_and_in_the_printed_order(key, printed):
    """Each heading with its printed number, even where the print skips or omits one, and each line with its points."""
    headings = score_sheet(key).headings
    assert [(heading.part, heading.number, heading.zh) for heading in headings] == [told[:3] for told in printed]
    for heading, (*_, lines) in zip(headings, printed, strict=True):
        assert [line.points for line in heading.lines] == [points for *_, points in lines]
        for line, (first, last, _) in zip(heading.lines, lines, strict=True):
            assert line.text_zh.startswith(first)
            assert line.text_zh.endswith(last)


@pytest.mark.requirement("TZ-A3", "TZ-A4")
@pytest.mark.parametrize(("key", "sums"), [("scenic", (100, 10, 15)), ("street", (100, 8, 20))])
def test_the_parts_sum_as_printed(key, sums):
    """Scenic areas 100 + 10 − 15, streets 100 + 8 − 20."""
    assert tuple(score_sheet(key).points_of(part) for part in ("base", "bonus", "deduction")) == sums


@pytest.mark.requirement("TZ-A3")
def test_a_printed_sum_of_a_heading_is_the_sum_of_its_lines():
    """Scenic headings print their points in brackets: 放心计量（18分）."""
    for heading in score_sheet("scenic").headings:
        if told := re.search(r"（(\d+)分）", heading.zh):
            assert heading.points == sum(line.points for line in heading.lines) == int(told[1])


@pytest.mark.requirement("TZ-A3", "TZ-A4")
@BOTH
def test_every_line_is_told_in_both_languages_with_its_place(key):
    """A line is cited by its printed number, or by its title where none is printed."""
    sheet = score_sheet(key)
    assert all(line.text("zh-hans") and line.text("en") for line in sheet.lines)
    assert all(heading.clause.source.force == "local-guidance" for heading in sheet.headings)
    cited = {heading.zh: heading.clause.article for heading in score_sheet("scenic").headings}
    assert cited["放心计量（18分）"] == "附件3“放心计量（18分）”"
    assert cited["产品质量（6分）"] == "附件3第12项"
    with pytest.raises(KeyError):
        score_sheet("market")


@pytest.mark.requirement("TZ-A3", "TZ-A4")
@BOTH
def test_the_template_has_every_line_and_answers_none(key):
    """What is printed to be filled in is valid, in both languages, and prejudges nothing."""
    sheet, text = score_sheet(key), template(score_sheet(key))
    filled = read_answers(text)
    assert list(filled["items"]) == [line.id for line in sheet.lines]
    assert not any(filled["items"].values())
    assert filled["readings"] == {}
    for line in sheet.lines:
        assert f"# {line.text_zh}\n# {line.text_en}\n" in text
        assert all(f"#{fact.key} =" in text for fact in line.rule.facts)
    assert all(f'#{place.key} = "{place.choices[0].key}"' in text for place in unclear_places().values())


def changed(sheet, **changes):
    """The sheet with its first heading's first line changed."""
    first, *others = sheet.headings
    line, *lines = first.lines
    return (replace(first, lines=(replace(line, **changes), *lines)), *others)


@pytest.mark.requirement("TZ-A3")
@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (lambda sheet: {"headings": changed(sheet, points=4)}, "base sums to 101"),
        (lambda sheet: {"headings": changed(sheet, points=0)}, "base sums to 97"),
        (lambda sheet: {"headings": changed(sheet, id="dispute-ledger")}, "named twice"),
        (lambda sheet: {"headings": sheet.headings[::-1]}, "out of order"),
        (lambda sheet: {"headings": sheet.headings[:-1]}, "deduction sums to 10"),
        (lambda sheet: {"printed": {**sheet.printed, "base": 99}}, "99 points, not 100"),
        (lambda sheet: {"printed": {"base": 100, "bonus": 10}}, "unknown or missing parts"),
        (lambda sheet: {"parties": {}}, "unknown or missing parts or parties"),
        (
            lambda sheet: {"headings": (replace(sheet.headings[0], points=7), *sheet.headings[1:])},
            "do not sum to 7",
        ),
    ],
)
def test_a_sheet_that_does_not_hang_together_is_not_loaded(changes, fault):
    """A slip in the table stops the program instead of changing somebody's index."""
    sheet = score_sheet("scenic")
    with pytest.raises(ValueError, match=fault):
        replace(sheet, **changes(sheet))


@pytest.mark.requirement("QH-house")
def test_an_unknown_rule_is_not_loaded():
    """A rule nobody wrote is a slip in the table."""
    with pytest.raises(ValueError, match="guess"):
        rule_from({"kind": "guess"})
