"""python3 tools/bootstrap run|test: make a machine with python3 and package registries ready, step by step.

Uses the standard library only, as nothing is installed yet when it starts.
"""

from __future__ import annotations

import sys

import browser
import frontend
import node
import python_packages
from progress import ROOT, Impossible, run, say


def make_ready(purpose: str) -> None:
    builds = frontend.stale(purpose)
    npm = node.system_npm() if builds else None
    groups = ["dev"] if purpose == "test" else []
    if builds and npm is None:
        groups.append(node.WHEEL_GROUP)
    python_packages.sync(groups)
    if builds:
        frontend.build(builds, npm or node.wheel_npm())
    run("messages", ROOT / ".venv" / "bin" / "python", "tools/compile_messages.py")
    if purpose == "test":
        browser.ensure_browser()
        browser.ensure_chinese_font()


def main() -> int:
    try:
        make_ready(sys.argv[1])
    except Impossible as why:
        say("stopped", str(why))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
