"""The rules of the house, as tests: what the reader of one room may rely on in all of them.

What import-linter, ruff and mypy can check they check; this is the rest. A size is an alarm and not a wall: a file or
function may pass it by a line in TOO_LONG that says why.
"""

import ast
import re
import statistics
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.requirement("QH-house")

TREE = Path(__file__).resolve().parent.parent
HOUSE = TREE / "src" / "quanheng"
FACES = ("console", "public", "api")
FUNCTION_LINES, FILE_LINES, TEST_LINES, MEDIAN_FUNCTION_LINES = 40, 400, 500, 12
# "path" or "path::function": why it is as long as it is
TOO_LONG: dict[str, str] = {}
VAGUE = {"utils", "util", "common", "core", "services", "service", "helpers", "helper", "manager", "base", "misc"}
WRITES = {"save", "create", "update", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
WRITES |= {"a" + verb for verb in WRITES}
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "localtime", "gmtime"}
# Commands speak to a terminal; every other room logs or answers.
MAY_PRINT = ("cli", "workers", "simulator")
MAY_IMPORT_LATE = {
    "cli/processes.py": "`quanheng --help` need not load Django or a simulator",
    "cli/regions.py": "looking something up in the table needs no database",
    "cli/upkeep.py": "as with the other processes, `quanheng --help` need not load Django",
    "workers/broker.py": "only a machine without Mosquitto pays for loading amqtt",
}
FOREIGN = {".git", ".venv", ".tools", ".data", "node_modules", "__pycache__", "static", "dist", "unpackage"}
TEXT = {
    ".py",
    ".toml",
    ".md",
    ".html",
    ".js",
    ".ts",
    ".vue",
    ".css",
    ".yaml",
    ".yml",
    ".conf",
    ".sh",
    ".json",
    ".po",
    "",
}
LOCKS = {"uv.lock", "package-lock.json"}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def python_files(*places: str) -> list[Path]:
    """Python below the places, migrations left out: they are written once, mostly by Django."""
    found = [path for place in places for path in sorted((TREE / place).rglob("*.py"))]
    return [path for path in found if not FOREIGN & set(path.parts) and "migrations" not in path.parts]


def room_files(*rooms: str) -> list[Path]:
    return python_files(*(f"src/quanheng/{room}" for room in rooms))


def rooms() -> list[str]:
    return sorted(place.name for place in HOUSE.iterdir() if (place / "__init__.py").exists())


def named(path: Path) -> str:
    return path.relative_to(TREE).as_posix()


def entrance(path: Path) -> str:
    """The room a file stands in, or the name of one that stands beside the rooms."""
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring: explaining more must never cost anything."""
    said = function.body[0] if ast.get_docstring(function) else None
    told = (said.end_lineno or 0) - said.lineno + 1 if said else 0
    return (function.end_lineno or 0) - function.lineno + 1 - told


def called(path: Path) -> Iterator[tuple[str, int]]:
    """The last name of everything a file calls, with its line: `x.objects.create(…)` is `.create`, `f(…)` is `f`."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield "." + node.func.attr, node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node.lineno


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def identifiers(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        for field in ("name", "id", "attr", "arg", "asname"):
            if isinstance(value := getattr(node, field, None), str):
                yield value


def written_files() -> list[Path]:
    """Everything a person wrote for this project, whatever the language."""
    found = [path for path in sorted(TREE.rglob("*")) if not FOREIGN & set(path.relative_to(TREE).parts)]
    hidden = {path for path in found if any(part.startswith(".") for part in path.relative_to(TREE).parts[:1])}
    kept = [path for path in found if path.is_file() and (path not in hidden or ".ci" in path.parts)]
    return [path for path in kept if path.suffix in TEXT and path.name not in LOCKS]


def test_no_vague_modules():
    """A file is named for a thing or an act of the trade; a drawer for the rest fills up."""
    code = python_files("src", "tests", "tools", "bench")
    assert [named(path) for path in code if VAGUE & {path.stem, path.parent.name}] == []


def test_rooms_are_in_the_import_contract():
    """A new room says where it stands in the one downward line."""
    told = tomllib.loads((TREE / "pyproject.toml").read_text(encoding="utf-8"))
    layers = next(one for one in told["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    stated = {name for layer in layers["layers"] for name in layer.split(" | ")}
    standing = {*rooms(), *(path.stem for path in HOUSE.glob("*.py") if path.stem != "__init__")}
    assert layers["exhaustive"]
    assert stated == standing


def test_no_empty_rooms():
    """A room exists when something is in it."""
    furniture = {"__init__.py", "apps.py"}
    assert [room for room in rooms() if all(path.name in furniture for path in room_files(room))] == []


def test_tests_mirror_the_rooms():
    """Who knows where the code is knows where its tests are."""
    places = {path.name for path in (TREE / "tests").iterdir() if path.is_dir() and path.name not in FOREIGN}
    assert places <= {*rooms(), "e2e", "deploy", "wire"}


def test_faces_write_only_through_verbs():
    """A page or route never changes a row itself: the verb of an app does, and its rules and audit come along."""
    found = [(named(path), name, line) for path in room_files(*FACES) for name, line in called(path)]
    assert [one for one in found if one[1].removeprefix(".") in WRITES and one[1].startswith(".")] == []
    assert [one for one in found if one[1] in {".cursor", ".raw", ".execute"}] == []


def test_faces_own_no_tables():
    """What a face shows belongs to an app below it."""
    tables = [HOUSE / face / name for face in [*FACES, "workers"] for name in ("models", "models.py", "migrations")]
    assert [named(path) for path in tables if path.exists()] == []


def test_no_signals():
    """Lower rooms never call upward: an upper room asks. Nothing happens that the caller does not write."""
    forbidden = {"django.dispatch", "django.db.models.signals", "django.core.signals"}
    assert [named(path) for path in python_files("src") if forbidden & set(imported(path))] == []


def test_imports_stand_at_the_top():
    """An import inside a function hides a cycle, or has a reason that is written down here."""
    late = [
        named(path)
        for path in python_files("src")
        if not {path.relative_to(HOUSE).as_posix(), entrance(path)} & set(MAY_IMPORT_LATE)
        for function in functions(path)
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    ]
    assert late == []


def test_law_asks_no_clock_and_no_chance():
    """A judgement is a function of the facts and the legal date; asked again in ten years it says the same."""
    outside = {"time", "os", "random", "secrets", "django", "socket", "urllib"}
    imports = [(named(path), name) for path in room_files("law") for name in imported(path)]
    assert [one for one in imports if one[1].split(".")[0] in outside] == []
    calls = [(named(path), name, line) for path in room_files("law") for name, line in called(path)]
    assert [one for one in calls if one[1].removeprefix(".") in CLOCKS] == []


def test_law_judges_in_integers():
    """Floats may rank, they never judge: 0.1 kg + 0.2 kg must be 0.3 kg."""
    floats = [
        (named(path), node.lineno)
        for path in room_files("law")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    assert floats == []
    assert [named(path) for path in room_files("law") if "float" in {name for name, _ in called(path)}] == []


def public_faces(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """What other rooms may call; a method of one statement is explained by its class."""
    for node in parsed(path).body:
        if isinstance(node, ast.ClassDef):
            yield node
            methods = [one for one in node.body if isinstance(one, ast.FunctionDef)]
            yield from (one for one in methods if len(one.body) > 1 and not one.name.startswith("__"))
        elif isinstance(node, ast.FunctionDef):
            yield node


def test_law_is_documented():
    """Every public face of law says what it means, in which units, and where it is written."""
    faces = [(path, one) for path in room_files("law") for one in public_faces(path) if not one.name.startswith("_")]
    assert [f"{named(path)}::{one.name}" for path, one in faces if not ast.get_docstring(one)] == []


def test_nobody_is_concluded_about_by_a_name():
    """Software finds; only a person concludes. A name in the code would conclude for them."""
    forbidden = "cheat"
    code = python_files("src", "tests", "tools", "bench")
    files = [named(path) for path in code if forbidden in path.stem]
    names = [(named(path), name) for path in code for name in identifiers(path) if forbidden in name.lower()]
    assert files + names == []


def test_only_commands_print():
    """A page or verb which prints speaks to nobody."""
    quiet = [path for path in python_files("src") if entrance(path) not in MAY_PRINT]
    assert [named(path) for path in quiet if "print" in {name for name, _ in called(path)}] == []


def test_functions_are_short():
    """A function that fits on a screen can be judged by reading it."""
    code = python_files("src", "tests", "tools", "bench")
    sizes = {f"{named(path)}::{one.name}": length(one) for path in code for one in functions(path)}
    assert {name: size for name, size in sizes.items() if size > FUNCTION_LINES and name not in TOO_LONG} == {}
    ours = [size for name, size in sizes.items() if name.startswith("src/")]
    assert statistics.median(ours) < MEDIAN_FUNCTION_LINES


def test_files_are_short():
    """One thing per file."""
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files("src", "tests", "tools")}
    limits = {path: TEST_LINES if "tests" in path.relative_to(TREE).parts else FILE_LINES for path in sizes}
    long = {named(path): size for path, size in sizes.items() if size > limits[path]}
    assert {name: size for name, size in long.items() if name not in TOO_LONG} == {}


def test_exceptions_are_still_needed():
    """An exception which nothing needs any more is taken off the list, and none stands there without a reason."""
    assert [name for name, why in TOO_LONG.items() if not why or not (TREE / name.split("::")[0]).exists()] == []


def test_nothing_is_left_for_later():
    """What is not done is said in the documents, where users read it, and not in a comment."""
    later = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
    assert [named(path) for path in written_files() if later.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a path on somebody's machine", r"(?<![\w.$}~])/(?:home|root|Users|work)/"),
        ("a ticket number instead of a reason", r"(?i)\b(?:issues?|tickets?|PR) ?#?\d"),
        ("where packages come from, which only lock files say", r"pypi\.(?:org|python)|registry\.npm|pythonhosted"),
    ],
)
def test_the_project_stands_alone(what, pattern):
    """Whoever receives this tree understands it without the place where it was made."""
    own = [path for path in written_files() if path != Path(__file__)]
    assert [named(path) for path in own if re.search(pattern, path.read_text(encoding="utf-8"))] == [], what


def written_tests(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [one for one in functions(path) if one.name.startswith("test_")]


def test_every_test_says_the_fact_it_shows():
    """A failing test tells which fact of the trade no longer holds, in one sentence."""
    files = [path for path in python_files("tests") if path.name.startswith("test_")]
    silent = [(named(path), one.name) for path in files for one in written_tests(path) if not ast.get_docstring(one)]
    assert silent == []


def is_marked(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    return any("mark.requirement(" in ast.unparse(decorator) for decorator in node.decorator_list)


def unmarked(path: Path) -> list[str]:
    module = parsed(path)
    if any(isinstance(node, ast.Assign) and "mark.requirement(" in ast.unparse(node) for node in module.body):
        return []
    classes = [node for node in module.body if isinstance(node, ast.ClassDef) and is_marked(node)]
    below = {id(node) for one in classes for node in ast.walk(one)}
    return [f"{named(path)}::{one.name}" for one in written_tests(path) if not is_marked(one) and id(one) not in below]


def test_every_test_names_its_requirement():
    """docs/coverage.md is made of these marks: a test which names nothing shows nothing to an auditor."""
    files = [path for path in python_files("tests") if path.name.startswith("test_") and path.parent != TREE / "tests"]
    assert [test for path in files for test in unmarked(path)] == []


def test_migrations_are_named_by_intent():
    """`0007_complaints_carry_a_deadline` tells an operator what is about to happen; `0007_auto_…` does not."""
    files = [path for path in HOUSE.rglob("migrations/*.py") if path.name != "__init__.py"]
    vague = re.compile(r"auto|initial|alter_|merge|misc|update_")
    assert files
    assert [named(path) for path in files if vague.search(path.stem) or not re.match(r"\d{4}_[a-z]", path.stem)] == []
