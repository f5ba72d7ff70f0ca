"""What holds for every filled score sheet, whatever the answers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.law.honesty_index import SHEETS, score, score_sheet

pytestmark = pytest.mark.requirement("TZ-A3", "TZ-A4")

BOUNDS = {"scenic": (-15, 110), "street": (-20, 108)}


@st.composite
def answer(draw, line):
    """Some answer to a line, or none."""
    kinds = [fact.kind for fact in line.rule.facts]
    if "points" in kinds:
        given_hundredths = draw(st.integers(0, line.points_hundredths))
        return {"points": Decimal(given_hundredths) / 100, "note": "看过"}
    if "yes-no" in kinds:
        return {line.rule.facts[0].key: draw(st.booleans())}
    counts = sorted(draw(st.integers(0, 300)) for _ in kinds)
    if len(counts) == 2:
        counts[1] += 1
    return dict(zip((fact.key for fact in line.rule.facts), counts, strict=True))


@st.composite
def filled(draw):
    """Some sheet, filled in wholly or in part, with some readings."""
    sheet = score_sheet(draw(st.sampled_from(SHEETS)))
    left_out = draw(st.sets(st.sampled_from([line.id for line in sheet.lines]), max_size=5))
    answered = [line for line in sheet.lines if line.id not in left_out]
    readings = {
        "each_time": draw(st.sampled_from(["section", "line"])),
        "below_threshold": draw(st.sampled_from(["nothing", "proportional"])),
        "rounding": draw(st.sampled_from(["half-up", "down"])),
    }
    return sheet, {"items": {line.id: draw(answer(line)) for line in answered}, "readings": readings}


@given(filled())
def test_points_stay_within_the_printed_ones(sheet_and_answers):
    """No part is ever more than its printed points, and the total is what the parts make."""
    sheet, answers = sheet_and_answers
    scored = score(sheet, answers)
    for part in ("base", "bonus", "deduction"):
        assert 0 <= scored.part_hundredths(part) <= sheet.points_of(part) * 100
    lowest, highest = BOUNDS[sheet.key]
    assert lowest * 100 <= scored.total_hundredths <= highest * 100
    told = scored.as_dict()
    assert told["base"] + told["bonus"] - told["deduction"] == told["total"]
    assert len(told["items"]) == len(sheet.lines)


@given(filled())
def test_every_point_not_given_has_a_reason(sheet_and_answers):
    """Base and bonus: less than printed is explained. Deduction: whatever is taken is explained."""
    sheet, answers = sheet_and_answers
    for item in score(sheet, answers).items:
        missing = item.heading.part != "deduction" and item.given_hundredths < item.line.points_hundredths
        taken = item.heading.part == "deduction" and item.given_hundredths > 0
        if missing or taken:
            assert item.reason
        assert bool(item.reason) == bool(item.why("zh")) == bool(item.why("en"))


@given(filled(), st.data())
def test_fewer_faults_never_score_lower(sheet_and_answers, data):
    """Taking away one fault, or adding one merit, never lowers the total."""
    sheet, answers = sheet_and_answers
    line = data.draw(st.sampled_from(sheet.lines))
    part = next(heading.part for heading in sheet.headings if line in heading.lines)
    before = answers["items"].get(line.id)
    better = {key: improved(key, value, part) for key, value in (before or {}).items()}
    improved_answers = {**answers, "items": {**answers["items"], line.id: better}} if before else answers
    assert score(sheet, improved_answers).total_hundredths >= score(sheet, answers).total_hundredths


def improved(key, value, part):
    """One step better: a yes where a yes is good, one fault fewer, one more of what is good."""
    if key in ("met", "found"):
        return key == "met"
    if key == "out_of_date" or (key == "times" and part == "deduction"):
        return max(value - 1, 0)
    if key in ("times", "monitoring_points"):
        return value + 1
    if key in ("conforming", "trained", "handled_in_time", "satisfied"):
        return value + 1
    if key == "points":
        return value.to_integral_value(rounding="ROUND_CEILING")
    return value


@given(filled())
def test_the_same_answers_score_the_same_in_any_order(sheet_and_answers):
    """The order of a file decides nothing."""
    sheet, answers = sheet_and_answers
    turned = {**answers, "items": dict(reversed(answers["items"].items()))}
    assert score(sheet, turned).as_dict() == score(sheet, answers).as_dict()
