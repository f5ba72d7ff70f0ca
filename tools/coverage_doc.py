"""Write docs/coverage.md: each requirement, the code that cites it, the tests that name it.

The list is docs/requirements.toml. Code cites a requirement by writing its ID in a docstring, a comment, a table or a
page; a test names it in `@pytest.mark.requirement("T4-5.1.6")`. An ID that is not in the list is an error: it is a slip
of the pen, or a requirement nobody wrote down.
"""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent
LIST = TREE / "docs" / "requirements.toml"
DOCUMENT = TREE / "docs" / "coverage.md"
CITATION = re.compile(r"(?<![\w-])(?:N25|G22|C21|T4|TZ)-A?\d+(?:\.\d+)*[a-z]?(?![\w-])|(?<![\w-])QH-[a-z]+(?![\w-])")
CITING = {".py", ".toml", ".html", ".ts", ".js", ".css"}
Where = dict[str, set[str]]


class UnknownRequirement(Exception):
    pass


def load() -> dict:
    return tomllib.loads(LIST.read_text(encoding="utf-8"))


def lines_of(requirements: dict) -> dict[str, str]:
    """Every ID that may be cited, and the line of the list that it counts for."""
    parts = {f"{id_}.{n}": id_ for id_, one in requirements.items() for n in range(1, one.get("parts", 0) + 1)}
    return parts | {id_: id_ for id_ in requirements}


def citations() -> Iterator[tuple[str, str]]:
    for path in sorted((TREE / "src").rglob("*")):
        if path.suffix in CITING and "static" not in path.parts:
            for id_ in CITATION.findall(path.read_text(encoding="utf-8")):
                yield id_, path.relative_to(TREE).as_posix()


def marks_in(source: str) -> Iterator[str]:
    """The IDs of every requirement mark in a test file: on functions, classes, parameters or the whole file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.requirement"):
            yield from (ast.literal_eval(argument) for argument in node.args)


def marks() -> Iterator[tuple[str, str]]:
    for path in sorted((TREE / "tests").rglob("test_*.py")):
        for id_ in marks_in(path.read_text(encoding="utf-8")):
            yield id_, path.relative_to(TREE).as_posix()


def gather(found: Iterable[tuple[str, str]], lines: dict[str, str]) -> Where:
    where: Where = defaultdict(set)
    for id_, file in found:
        if id_ not in lines:
            raise UnknownRequirement(f"{file} names {id_}, which docs/requirements.toml does not have")
        where[lines[id_]].add(file)
    return where


def links(files: Iterable[str], strip: str) -> str:
    return "<br>".join(f"[{file.removeprefix(strip)}](../{file})" for file in sorted(files)) or "—"


def state(id_: str, code: Where, tests: Where) -> str:
    if tests[id_]:
        return "tested"
    return "in code, no test" if code[id_] else "**not yet**"


def table(prefix: str, requirements: dict, code: Where, tests: Where) -> Iterator[str]:
    yield "| ID | requirement | state | code | tests |"
    yield "| --- | --- | --- | --- | --- |"
    for id_, one in requirements.items():
        if id_.startswith(prefix + "-"):
            columns = [id_, f"{one['en']}<br>{one['zh']}", state(id_, code, tests)]
            yield "| " + " | ".join([*columns, links(code[id_], "src/quanheng/"), links(tests[id_], "tests/")]) + " |"


def document() -> str:
    listed = load()
    requirements = listed["requirements"]
    lines = lines_of(requirements)
    code, tests = gather(citations(), lines), gather(marks(), lines)
    states = [state(id_, code, tests) for id_ in requirements]
    text = [
        "# What is required, where it is done, what shows it",
        "",
        "Written by `make coverage-doc` from [requirements.toml](requirements.toml), from the IDs that code cites, and",
        "from the `requirement` marks of tests; a test fails when it is out of date. *Tested* means that at least one",
        "test names the requirement, not that every word of the clause is met.",
        "",
        f"Of {len(states)} requirements {states.count('tested')} are named by tests, "
        f"{states.count('in code, no test')} are cited by code only, {states.count('**not yet**')} are not yet begun.",
    ]
    for prefix, source in listed["documents"].items():
        text += ["", f"## {prefix} · {source['title_zh']}", "", source["title_en"], ""]
        text += table(prefix, requirements, code, tests)
    return "\n".join(text) + "\n"


def main() -> int:
    try:
        DOCUMENT.write_text(document(), encoding="utf-8")
    except UnknownRequirement as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
