"""Documents that fail when they lie: commands, links, dependencies and coverage are compared with the tree."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import typer
from tools import coverage_doc

from quanheng.cli import app

pytestmark = pytest.mark.requirement("QH-house")

TREE = Path(__file__).resolve().parent.parent
FOREIGN = {".venv", ".tools", ".data", "node_modules", ".pytest_cache"}
DOCUMENTS = [path for path in sorted(TREE.rglob("*.md")) if not FOREIGN & set(path.relative_to(TREE).parts)]
RECIPES = TREE / "docs" / "wire" / "examples"
README, README_ZH = TREE / "README.md", TREE / "README.zh-CN.md"
PAGES_A_PERSON_STARTS_FROM = [README, README_ZH, TREE / "CONTRIBUTING.md", TREE / "deploy" / "README.md"]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
ADR_LINES = 60


def by_name(path: Path) -> str:
    return path.relative_to(TREE).as_posix()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def shell_in(path: Path) -> str:
    return "\n".join(body for language, body in FENCE.findall(text_of(path)) if language in {"sh", "shell", "bash"})


def code_in(path: Path) -> str:
    """Everything set as code: fenced shell and `inline`."""
    inline = re.findall(r"`([^`\n]+)`", FENCE.sub("", text_of(path)))
    return "\n".join([shell_in(path), *inline])


def commands() -> set[str]:
    """Every command of `quanheng`, as "simulate run"."""
    whole = typer.main.get_group(app).commands
    below = {f"{name} {inner}" for name, command in whole.items() for inner in getattr(command, "commands", ())}
    return set(whole) | below


@pytest.mark.parametrize("path", DOCUMENTS, ids=by_name)
def test_links_resolve(path):
    """A link to a file of the tree leads to a file of the tree."""
    targets = [target for target in LINK.findall(FENCE.sub("", text_of(path))) if "://" not in target]
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_each_picture_is_shown():
    """A picture that no document shows is one that nobody keeps true."""
    shown = {(path.parent / target).resolve() for path in DOCUMENTS for target in LINK.findall(text_of(path))}
    assert [by_name(path) for path in (TREE / "docs" / "pictures").iterdir() if path not in shown] == []


@pytest.mark.parametrize("path", PAGES_A_PERSON_STARTS_FROM, ids=by_name)
def test_commands_exist(path):
    """What a newcomer is told to type can be typed."""
    code = code_in(path)
    targets = set(re.findall(r"^([a-z-]+):", text_of(TREE / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^|[\s`])make ([a-z][a-z-]*)", code)) <= targets
    asked = re.findall(r"(?:^|[\s`/])quanheng ([a-z]+)(?: ([a-z]+))?", code)
    known = commands()
    assert [f"{one} {two}".strip() for one, two in asked if one not in known and f"{one} {two}" not in known] == []
    files = re.findall(r"(?:^|\s)((?:tools|docs|tests|bench|src|deploy)/[\w./-]+\.\w+)", code, re.MULTILINE)
    assert [file for file in files if not (TREE / file).exists()] == []


@pytest.mark.parametrize("path", [README, README_ZH], ids=by_name)
def test_settings_exist(path):
    """Each environment variable the README names is read somewhere."""
    named = set(re.findall(r"`([A-Z][A-Z_]{3,})(?:=[^`]*)?`", text_of(path)))
    code = "\n".join(text_of(file) for file in (TREE / "src" / "quanheng").rglob("*.py"))
    assert named
    assert [name for name in named if f'"{name}"' not in code] == []


@pytest.mark.parametrize("path", [README, README_ZH], ids=by_name)
def test_the_shown_recipe_is_the_tested_one(path):
    """The README's way to speak as a scale is, line by line, the script which a test runs against a living market."""
    recipe = next(body for _, body in FENCE.findall(text_of(path)) if "mosquitto_pub" in body)
    script = [line.strip() for line in text_of(RECIPES / "publish.sh").splitlines()]
    shown = [line.strip() for line in recipe.splitlines() if line.strip()]
    assert [line for line in shown if line not in script] == []


@pytest.mark.parametrize("path", [README, README_ZH], ids=by_name)
def test_the_map_of_rooms_is_whole(path):
    """The README's map shows each room that stands, and no other."""
    contracts = tomllib.loads(text_of(TREE / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    entrances, *layers = next(one["layers"] for one in contracts if one["type"] == "layers")
    assert "cli" in entrances
    rooms = {room for layer in layers for room in layer.split(" | ")}
    assert set(re.findall(r"^\| `(\w+)` \|", text_of(path), re.MULTILINE)) == rooms


def test_both_readmes_say_the_same():
    """Whoever reads the Chinese README has the same sections, commands, pictures and links."""
    shapes = []
    for path in (README, README_ZH):
        text = text_of(path)
        links = [link for link in LINK.findall(text) if not link.startswith("README")]
        shapes.append((re.findall(r"^#+(?= )", FENCE.sub("", text), re.MULTILINE), FENCE.findall(text), links))
    assert shapes[0] == shapes[1]


def test_every_dependency_has_its_reason():
    """Nothing is installed that nobody argued for, and nothing is argued for that is not installed."""
    told = tomllib.loads(text_of(TREE / "pyproject.toml"))
    python = [*told["project"]["dependencies"], *told["build-system"]["requires"]]
    python += [one for group in told["dependency-groups"].values() for one in group]
    packages = [json.loads(text_of(path)) for path in sorted(TREE.glob("frontend/*/package.json"))]
    node = {name for one in packages for part in ("dependencies", "devDependencies") for name in one.get(part, {})}
    installed = {re.split(r"[\[<>=~! ]", one)[0] for one in python} | node
    argued = re.findall(r"^\| (\S+) \| \S", text_of(TREE / "docs/adr/0002-dependencies.md"), re.MULTILINE)
    assert set(argued) - {"package", "---"} == installed


def test_decisions_are_short_and_numbered():
    """A decision is a page, its tables not counted, and no two have one number."""
    decisions = sorted((TREE / "docs" / "adr").glob("*.md"))
    assert len({int(path.name[:4]) for path in decisions}) == len(decisions)
    said = {by_name(path): [line for line in text_of(path).splitlines() if line[:1] != "|"] for path in decisions}
    assert [name for name, lines in said.items() if len(lines) > ADR_LINES] == []


def test_changelog_tells_changes_of_law_apart():
    """Users of the judgements follow the law, not the code: its changes have a heading of their own."""
    newest = re.split(r"^## ", text_of(TREE / "CHANGELOG.md"), flags=re.MULTILINE)[1]
    assert "### Law" in newest


def test_coverage_table_is_current():
    """docs/coverage.md is what `make coverage-doc` writes now."""
    assert coverage_doc.DOCUMENT.read_text(encoding="utf-8") == coverage_doc.document()


def test_unknown_requirements_are_refused():
    """An ID which no document has is a slip of the pen and stops the table."""
    lines = coverage_doc.lines_of(coverage_doc.load()["requirements"])
    with pytest.raises(coverage_doc.UnknownRequirement, match=r"tests/test_x\.py names T4-9\.9"):
        coverage_doc.gather([("T4-9.9", "tests/test_x.py")], lines)


def test_sub_clauses_count_for_their_clause():
    """T4-4.2.2 has six numbered parts: the third counts for it, a seventh does not exist, and T4-5.1.6.3 is its own."""
    lines = coverage_doc.lines_of(coverage_doc.load()["requirements"])
    assert lines["T4-4.2.2.3"] == "T4-4.2.2"
    assert "T4-4.2.2.7" not in lines
    assert lines["T4-5.1.6.3"] == "T4-5.1.6.3"


def test_marks_are_read_from_the_source():
    """Marks on a function, a class, a parameter and a whole file all count."""
    source = """
pytestmark = [pytest.mark.requirement("QH-wire")]
@pytest.mark.requirement("T4-5.1.6", "T4-5.1.5")
def test_a(): ...
@pytest.mark.requirement("T4-3.3")
class TestB: ...
CASES = [pytest.param(1, marks=pytest.mark.requirement("T4-3.4"))]
"""
    found = set(coverage_doc.marks_in(source))
    assert found == {"QH-wire", "T4-5.1.6", "T4-5.1.5", "T4-3.3", "T4-3.4"}


def test_citations_are_whole_ids():
    """T4-5.1.6 is not cited by T4-5.1.6.3, nor QH-run by a device named QH-15."""
    assert coverage_doc.CITATION.findall("T4-5.1.6.3, QH-15, (N25-3.2b) TZ-A3. WT4-1") == [
        "T4-5.1.6.3",
        "N25-3.2b",
        "TZ-A3",
    ]
