"""Build the styles and scripts of the pages; skipped while nothing they are made from has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import node
from progress import ROOT, run, say

PROJECT = ROOT / "frontend" / "console"
OUTPUT = ROOT / "src" / "quanheng" / "console" / "static" / "console"
BUILT_FROM = PROJECT / "node_modules" / ".built-from"
INSTALLED_FROM = PROJECT / "node_modules" / ".installed-from"


def digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(PROJECT)}\0".encode() + path.read_bytes())
    return total.hexdigest()


def sources() -> list[Path]:
    return sorted(path for path in PROJECT.rglob("*") if path.is_file() and "node_modules" not in path.parts)


def locks() -> list[Path]:
    return [PROJECT / "package.json", PROJECT / "package-lock.json"]


def stamped(stamp: Path, value: str) -> bool:
    return stamp.exists() and stamp.read_text() == value


def is_built() -> bool:
    return OUTPUT.is_dir() and any(OUTPUT.iterdir()) and stamped(BUILT_FROM, digest(sources()))


def build(npm: list[str]) -> None:
    env = node.with_node_first(npm)
    if not stamped(INSTALLED_FROM, digest(locks())):
        say("pages", "front-end packages of package-lock.json")
        run("pages", *npm, "ci", "--no-audit", "--no-fund", cwd=PROJECT, env=env)
        INSTALLED_FROM.write_text(digest(locks()))
    say("pages", "building styles and scripts")
    run("pages", *npm, "run", "build", cwd=PROJECT, env=env)
    BUILT_FROM.write_text(digest(sources()))
