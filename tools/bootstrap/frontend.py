"""Build the styles and scripts of the pages; skipped while nothing they are made from has changed.

Two front-ends: the staff's pages, and the shopper's app, which is built twice from one source, for browsers (H5) and,
for tests and for WeChat's developer tools, as a mini-program.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import node
from progress import ROOT, run, say

FRONTEND = ROOT / "frontend"
ROOM = ROOT / "src" / "quanheng"
# Beside the sources of a front-end: what came with packages, and what was built.
BROUGHT = {"node_modules", "dist", "unpackage"}


@dataclass(frozen=True)
class Build:
    """One build of one front-end: the script of its package.json that makes it, and where it lands."""

    project: Path
    script: str
    output: Path
    what: str

    @property
    def stamp(self) -> Path:
        return self.project / "node_modules" / f".built-{self.script.replace(':', '-')}"

    def is_fresh(self) -> bool:
        made = self.output.is_dir() and any(self.output.iterdir())
        return made and stamped(self.stamp, digest(self.project, sources(self.project)))


CONSOLE = Build(FRONTEND / "console", "build", ROOM / "console/static/console", "styles and scripts of the staff pages")
APP = FRONTEND / "complaint"
H5 = Build(APP, "build:h5", ROOM / "public/dist/app", "the shopper's app for browsers")
WECHAT = Build(APP, "build:wechat", APP / "dist/build/mp-weixin", "the shopper's app for WeChat")
PURPOSES = {"run": (CONSOLE, H5), "test": (CONSOLE, H5, WECHAT)}


def digest(project: Path, paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(project)}\0".encode() + path.read_bytes())
    return total.hexdigest()


def sources(project: Path) -> list[Path]:
    found = (path for path in project.rglob("*") if not BROUGHT & set(path.relative_to(project).parts))
    # Tests of a front-end change nothing of what is built.
    return sorted(path for path in found if path.is_file() and path.relative_to(project).parts[0] != "test")


def stamped(stamp: Path, value: str) -> bool:
    return stamp.exists() and stamp.read_text() == value


def stale(purpose: str) -> list[Build]:
    return [one for one in PURPOSES[purpose] if not one.is_fresh()]


def build(builds: list[Build], npm: list[str]) -> None:
    env = node.with_node_first(npm)
    for one in builds:
        install(one.project, npm, env)
        say("pages", f"building {one.what}")
        run("pages", *npm, "run", one.script, cwd=one.project, env=env)
        one.stamp.write_text(digest(one.project, sources(one.project)))


def install(project: Path, npm: list[str], env: dict[str, str]) -> None:
    locks = digest(project, [project / "package.json", project / "package-lock.json"])
    stamp = project / "node_modules" / ".installed-from"
    if stamped(stamp, locks):
        return
    say("pages", f"front-end packages of {project.name}/package-lock.json")
    run("pages", *npm, "ci", "--no-audit", "--no-fund", cwd=project, env=env)
    stamp.write_text(locks)
