"""What is not confirmed stands where it can be changed: dated data, a setting, or one named rule without a figure."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import pytest

from quanheng.law.tables import load

pytestmark = pytest.mark.requirement("QH-house")

LAW = Path(str(files("quanheng.law")))
TABLES = sorted(path.stem for path in (LAW / "tables").glob("*.toml"))
# These three are the lists of what is known, and how surely, of all the others.
TOLD_OF = [name for name in TABLES if name not in {"sources", "readings", "honesty_readings"}]
UNSURE = [row for row in load("readings")["reading"] if row["confidence"] == "C"]
KEPT = [(row, place) for row in UNSURE for place in row["kept_in"].split(", ")]
A_COMMENT_OF_C = re.compile(r"#.*(?:\(C\)|\b(?:confidence|reading|error|of) C\b)", re.IGNORECASE)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def rows_with(key: str, node: object) -> Iterator[dict]:
    """Every row of a table, however deep, that has the key."""
    if isinstance(node, dict):
        if key in node:
            yield node
        for inner in node.values():
            yield from rows_with(key, inner)
    elif isinstance(node, list):
        for inner in node:
            yield from rows_with(key, inner)


def at(node: object, path: list[str]) -> list[object]:
    """What stands at a path; of a list, in any of its rows."""
    if isinstance(node, list):
        return [found for inner in node for found in at(inner, path)]
    if not path:
        return [node]
    return at(node[path[0]], path[1:]) if isinstance(node, dict) and path[0] in node else []


@pytest.mark.parametrize("name", TOLD_OF)
def test_every_table_says_how_sure_it_is(name):
    """A figure whose standing nobody noted would pass for the law."""
    assert re.search("confidence", text_of(LAW / "tables" / f"{name}.toml"), re.IGNORECASE)
    assert {row["confidence"] for row in rows_with("confidence", load(name))} <= {"A", "B", "C"}


@pytest.mark.parametrize("name", TOLD_OF)
def test_an_unconfirmed_row_is_dated_and_told(name):
    """A row of confidence C begins on a day, so that a correction is one more row, and the sources page tells of it."""
    unsure = [row for row in rows_with("confidence", load(name)) if row["confidence"] == "C"]
    assert [row for row in unsure if "from_on" not in row] == []
    told = {place.split(":")[0] for _, place in KEPT if not place.startswith(("rule:", "setting:"))}
    rules = {place.removeprefix("rule:").split(".")[0] for _, place in KEPT if place.startswith("rule:")}
    if unsure or A_COMMENT_OF_C.search(text_of(LAW / "tables" / f"{name}.toml")):
        assert name in told | rules


def test_what_the_score_sheets_leave_open_is_a_choice():
    """Every unclear place of the sheets has more than one reading to choose from."""
    assert all(len(row["choices"]) > 1 for row in load("honesty_readings").values())


@pytest.mark.parametrize(("row", "place"), KEPT, ids=[place for _, place in KEPT])
def test_an_unconfirmed_reading_is_kept_where_it_says(row, place):
    """The figure is in the table and the code reads it there; the setting exists; the rule exists and has no figure."""
    kind, where = place.split(":")
    if kind == "rule":
        module, function = where.split(".")
        assert callable(getattr(import_module(f"quanheng.law.{module}"), function))
        assert not re.search(r"\d", re.sub(r'"[^"]*"', "", row["reading"])), "a figure belongs in a table"
    elif kind == "setting":
        assert re.search(rf'(?:one_of|environ\.get)\("{where}"', text_of(LAW.parent / "settings.py"))
    else:
        *_, last = where.split(".")
        assert at(load(kind), where.split("."))
        assert any(re.search(rf"\b{last}\b", text_of(path)) for path in LAW.glob("*.py"))


def test_only_unconfirmed_readings_need_a_place():
    """Where a text is clear there is nothing to change, and nothing says that there were."""
    assert [
        row["place"] for row in load("readings")["reading"] if ("kept_in" in row) != (row["confidence"] == "C")
    ] == []


@pytest.mark.parametrize("path", sorted(LAW.glob("*.py")), ids=lambda path: path.stem)
def test_no_day_of_a_text_stands_in_code(path):
    """The law is dated in its tables only; a day written in code could not be appended to, only overwritten."""
    calls = [node for node in ast.walk(ast.parse(text_of(path))) if isinstance(node, ast.Call)]
    years = [
        call.args[0].value
        for call in calls
        if ast.unparse(call.func) == "date" and call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert [year for year in years if year > 1970] == []  # 1970 is where days are counted from
    assert not A_COMMENT_OF_C.search(text_of(path)), "what is not confirmed belongs in a table"
