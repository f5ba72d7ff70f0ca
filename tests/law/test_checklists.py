"""The quarterly form of a monitoring point: fifteen items, two columns, and where they differ."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from quanheng.law.answers import BadAnswer, read_answers
from quanheng.law.checklists import check, checklist, due_dates, due_on, template
from quanheng.law.quarters import Quarter
from tests.law.printed_sheets import MONITORING_POINT, in_order

pytestmark = pytest.mark.requirement("TZ-A2")

FORM = checklist("monitoring-point")


def checked(verification=None, head=None, **self_check):
    """The form of a point in order, but for what is said otherwise; verified as self-checked, but for the same."""
    own = in_order() | self_check
    return check(
        FORM, {"self": own, "verification": in_order() if verification is None else verification, **(head or {})}
    )


def faults(form):
    """The numbers of the items with a discrepancy and with a shortcoming."""
    items = form.as_dict()["items"]
    return [[item["number"] for item in items if item[fault]] for fault in ("discrepancy", "shortcoming")]


def test_the_form_is_whole_and_in_the_printed_order():
    """Fifteen items, some of which ask two or three things."""
    assert [item.number for item in FORM.items] == list(range(1, 16))
    for item, (first, answers) in zip(FORM.items, MONITORING_POINT, strict=True):
        assert item.text_zh.startswith(first)
        assert item.text("en")
        assert set(answers) <= {question.key for question in item.questions}
    assert [FORM.column_name(column, "zh") for column in FORM.columns] == ["自查情况", "核查情况"]


def test_a_point_in_order_has_nothing_to_be_told():
    """A clean form: both columns agree, nothing falls short, nothing is blank."""
    form = checked()
    assert faults(form) == [[], []]
    told = form.as_dict()
    assert (told["discrepancies"], told["shortcomings"], told["complete"], told["verified"]) == (0, 0, True, True)


@pytest.mark.parametrize(
    ("own", "found", "discrepancy", "shortcoming"),
    [
        ({}, {"seal_damaged": True}, [13], [13]),  # said no, found yes
        ({"seal_damaged": True}, {}, [13], []),  # said yes, found no: the report is wrong, the point is not
        ({"seal_damaged": True}, {"seal_damaged": True}, [], [13]),
        ({"instruments_in_use": 12}, {"instruments_in_use": 13}, [1], []),
        ({"ledger_kept": False}, {"ledger_kept": False}, [], [3]),
        ({"calibrated": "n/a"}, {"calibrated": False}, [1], [1]),
        ({"calibrated": "n/a"}, {"calibrated": "n/a"}, [], []),
        ({}, {"disputes": 2, "disputes_settled": False}, [14], [14]),
        ({"disputes": 2, "disputes_settled": True}, {"disputes": 2, "disputes_settled": True}, [], []),
        ({"disputes_settled": False}, {}, [], []),  # without a dispute the second question does not stand
    ],
)
def test_discrepancies_and_shortcomings_are_told_apart(own, found, discrepancy, shortcoming):
    """A discrepancy says that the report is not accurate, a shortcoming that something has to be put right."""
    assert faults(checked(in_order() | found, **own)) == [discrepancy, shortcoming]


def test_without_a_verification_the_word_of_the_point_counts():
    """Nothing can differ yet, but what the point admits is a shortcoming already."""
    form = checked({}, short_weight=True)
    assert faults(form) == [[], [10]]
    assert form.as_dict()["verified"] is False
    assert "核查情况未填：" in form.explain("zh-hans")


def test_settling_is_asked_where_there_was_a_dispute():
    """Item 14 asks for a number, and whether they were settled where there were any."""
    assert checked(disputes=1).unanswered["self"] == ("disputes_settled",)
    assert checked(disputes=0).unanswered["self"] == ()


def test_a_form_can_be_read():
    """Each fault is told with its item, both answers, and what kind of fault it is."""
    form = checked(in_order() | {"seal_damaged": True, "instruments_in_use": 13}, {"point": "云秤加油站"})
    told = form.explain("zh-hans").splitlines()
    assert told[0].startswith("云秤加油站：诚信计量监测点信息表（《诚信计量体系建设的指导意见》")
    assert told[1] == "自查与核查不一致 2 处，需要整改 1 处。"
    assert "· 第1项 在用计量器具台（件）数：自查情况 12，核查情况 13，不一致" in told
    assert "· 第13项 有无发生计量签封损坏的情况：自查情况 否，核查情况 是，不一致，需要整改" in told
    assert "· item 13, Has a seal been damaged: Self-check no, Verification yes, discrepancy, shortcoming" in (
        form.explain("en")
    )


@pytest.mark.requirement("TZ-A1")
def test_reports_are_due_each_quarter():
    """每季度报送: the day is not printed, so it is a setting; ours is the last day of the quarter."""
    quarter_ends = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31))
    assert due_dates(2026) == quarter_ends
    assert due_on(Quarter(2026, 4), days_after_quarter_end=10) == date(2027, 1, 10)


@pytest.mark.requirement("TZ-A1")
@pytest.mark.parametrize(
    ("filled_on", "late", "days_after", "late_with_more_time"),
    [(date(2026, 9, 30), False, 1, False), (date(2026, 10, 1), True, 1, False), (date(2026, 10, 2), True, 1, True)],
)
def test_a_report_is_late_after_its_day(filled_on, late, days_after, late_with_more_time):
    """The due day itself is in time; an office that gives more time says so."""
    head = {"quarter": "2026-Q3", "filled_on": filled_on}
    assert checked(head=head).late is late
    assert checked(head=head | {"days_after_quarter_end": days_after}).late is late_with_more_time
    assert f"填报于 {filled_on}，{'逾期' if late else '未逾期'}。" in checked(head=head).explain("zh")


@pytest.mark.requirement("TZ-A1")
def test_a_form_without_a_day_is_neither_late_nor_in_time():
    """Where the day of filling in is blank, only the due day is told."""
    form = checked(head={"quarter": "2026Q3"})
    assert (form.due_on, form.late) == (date(2026, 9, 30), None)
    assert "2026-Q3 is due by 2026-09-30.\n" in form.explain("en")


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(date(2026, 1, 1), "2026-Q1"), (date(2026, 3, 31), "2026-Q1"), (date(2026, 4, 1), "2026-Q2"),
     (date(2026, 12, 31), "2026-Q4")],
)  # fmt: skip
def test_a_day_lies_in_its_quarter(day, quarter):
    """Quarters are those of the calendar year."""
    assert str(Quarter.of(day)) == quarter
    assert Quarter.parse(quarter) == Quarter.of(day)
    assert Quarter.of(day).last_day >= day


def test_the_template_asks_each_question_in_each_column():
    """The form to fill in is valid as printed, and prejudges nothing."""
    text = template(FORM)
    blank = check(FORM, read_answers(text))
    asked = [question.key for question in FORM.questions if not question.asked_when]
    assert blank.unanswered == {"self": tuple(asked), "verification": tuple(asked)}
    assert faults(blank) == [[], []]
    assert all(text.count(f"#{question.key} =") == 2 for question in FORM.questions)
    filled = text.replace("#ledger_kept =", "ledger_kept = true", 1).replace("#filled_on =", "filled_on = 2026-09-28")
    assert check(FORM, read_answers(filled)).filled_on == date(2026, 9, 28)


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("answers", "place", "expected"),
    [
        ({"self": {"ledger": True}}, "self.ledger", "no such entry"),
        ({"self": {"ledger_kept": "yes"}}, "self.ledger_kept", "true or false"),
        ({"self": {"ledger_kept": "n/a"}}, "self.ledger_kept", "true or false"),
        ({"verification": {"calibrated": "none"}}, "verification.calibrated", '"n/a"'),
        ({"verification": {"disputes": True}}, "verification.disputes", "whole number"),
        ({"self": True}, "self", "a table"),
        ({"third": {}}, "third", "no such entry"),
        ({"form": "score"}, "form", "monitoring-point"),
        ({"quarter": "2026-Q5"}, "quarter", "2026-Q3"),
        ({"quarter": 3}, "quarter", "quotation marks"),
        ({"filled_on": "yesterday"}, "filled_on", "a date"),
        ({"filled_on": datetime(2026, 9, 28, tzinfo=UTC)}, "filled_on", "a date"),
        ({"quarter": "2026-Q1", "days_after_quarter_end": -1}, "days_after_quarter_end", "whole number"),
        ({"quarter": "2026-Q1", "days_after_quarter_end": 9999}, "days_after_quarter_end", "366"),
    ],
)
def test_a_slip_is_told_with_its_place_and_what_belongs_there(answers, place, expected):
    """Who fills in the form learns which entry is wrong and what was expected, in both languages."""
    with pytest.raises(BadAnswer) as wrong:
        check(FORM, answers)
    assert wrong.value.place == place
    assert expected in wrong.value.explain("en")
    assert wrong.value.explain("zh-hans").startswith(f"{place}：")


@pytest.mark.parametrize(
    "changes",
    [
        {"items": FORM.items[1:]},
        {"items": (*FORM.items[:14], replace(FORM.items[14], questions=FORM.items[13].questions))},
        {"items": (*FORM.items[:13], replace(FORM.items[13], questions=FORM.items[13].questions[1:]), FORM.items[14])},
        {"columns": {"self": ("自查情况", "Self-check")}},
    ],
)
def test_a_form_that_does_not_hang_together_is_not_loaded(changes):
    """A missing item, a question asked twice, one that waits for nothing, a lost column."""
    with pytest.raises(ValueError, match="monitoring-point"):
        replace(FORM, **changes)


def test_an_unknown_form_is_not_on_file():
    """There is one form so far."""
    with pytest.raises(KeyError):
        checklist("shop")
