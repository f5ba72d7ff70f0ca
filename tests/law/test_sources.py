"""The texts the law quotes, and its tables of them."""

from datetime import date
from importlib.resources import files

import pytest
from tools import sources_page

from quanheng.law.complaint_flow import flow
from quanheng.law.deadlines import clocks
from quanheng.law.errors import NotInForce, OutsideTable
from quanheng.law.sources import clause, sources
from quanheng.law.tables import load

pytestmark = pytest.mark.requirement("QH-house")


def test_a_group_standard_is_not_a_statute():
    """How binding a text is stands beside its name, because a group standard binds only those who adopted it."""
    known = sources()
    assert known["t-gdsm-0004-2022"].force == "group-standard"
    assert known["order-66-2020"].force == "department-rule"
    assert known["consumer-law"].force == "statute"


@pytest.mark.parametrize(
    ("source", "on", "in_force"),
    [
        ("order-20-2019", date(2026, 4, 14), True),
        ("order-20-2019", date(2026, 4, 15), False),
        ("order-121-2025", date(2026, 4, 14), False),
        ("order-121-2025", date(2026, 4, 15), True),
        ("t-gdsm-0004-2022", date(2022, 8, 31), False),
        ("jjg-539-2016", date(2000, 1, 1), True),  # its first day is not confirmed and hides nothing
    ],
)
def test_a_text_is_in_force_between_its_days(source, on, in_force):
    """Both the first and the last day count."""
    assert sources()[source].in_force(on) is in_force


def test_a_clause_is_cited_as_readers_write_it():
    """《title》（number）article in Chinese, its English name otherwise."""
    place = clause("order-20-2019", "第十四条", "Art. 14")
    assert place.cite("zh-hans") == "《市场监督管理投诉举报处理暂行办法》（国家市场监督管理总局令第20号）第十四条"
    assert place.cite("en").endswith("(SAMR Order 20 of 2019), Art. 14")
    with pytest.raises(KeyError):
        clause("hearsay", "一", "1")


def test_a_figure_of_an_order_is_never_cited_from_another_time():
    """Each clock runs within the days of the order it cites."""
    for dated in clocks().values():
        for clock in dated:
            assert clock.clause.source.in_force(clock.from_on)
            assert clock.to_on is None or clock.clause.source.in_force(clock.to_on)
    assert all(move.clauses_on(date(2026, 11, 20)) for move in flow().moves.values())


@pytest.mark.parametrize("name", [path.name for path in files("quanheng.law").joinpath("tables").iterdir()])
def test_every_table_can_be_read(name):
    """A table is TOML and says above all where it comes from."""
    assert load(name.removesuffix(".toml"))
    assert files("quanheng.law").joinpath("tables", name).read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_a_question_without_answer_is_explained(lang):
    """A reader is told what the texts do not cover, a program gets a stable code."""
    outside = OutsideTable("mass-outside-range")
    assert outside.as_dict() == {"covered": False, "reason": "mass-outside-range"}
    assert outside.explain(lang)
    assert "2004-11-30" in NotInForce("retail_deviation", date(2004, 11, 30)).explain(lang)


def test_the_sources_page_is_current():
    """docs/sources.md is what tools/sources_page.py writes now: every text, every reading, with its confidence."""
    assert sources_page.PAGE.read_text(encoding="utf-8") == sources_page.page()


def test_a_reading_names_its_decision_where_there_is_one():
    """Each unclear place has a reading with its confidence; a decision it names is on file."""
    for reading in load("readings")["reading"]:
        assert reading["confidence"] in {"A", "B", "C"}
        assert "adr" not in reading or sources_page.PAGE.parent.joinpath(f"adr/{reading['adr']}.md").exists()


def test_reasons_are_a_closed_list():
    """A reason nobody can explain is a programming error."""
    with pytest.raises(KeyError):
        OutsideTable("felt-like-it")
