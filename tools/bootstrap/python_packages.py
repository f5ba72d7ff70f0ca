"""uv and the Python packages of uv.lock: uv from PATH, else installed into .tools/ and nowhere else."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

from progress import ROOT, Impossible, run, say

TOOLS = ROOT / ".tools"


def find_uv() -> str | None:
    candidates = [shutil.which("uv"), TOOLS / "bin" / "uv", TOOLS / "uv" / "bin" / "uv"]
    return next((str(path) for path in candidates if path and Path(path).exists()), None)


def install_uv() -> str:
    say("uv", "not found; installing it into .tools/")
    if importlib.util.find_spec("ensurepip"):
        run("uv", sys.executable, "-m", "venv", TOOLS)
        run("uv", TOOLS / "bin" / "python", "-m", "pip", "install", "--quiet", "uv")
    elif importlib.util.find_spec("pip"):  # Debian's python3 without python3-venv
        run("uv", sys.executable, "-m", "pip", "install", "--quiet", "--target", TOOLS / "uv", "uv")
    else:
        raise Impossible("uv: python3 has neither venv nor pip; install uv or python3-venv, then try again")
    found = find_uv()
    if found is None:
        raise Impossible("uv: its package was installed but holds no program for this machine; install uv by hand")
    return found


def sync(groups: list[str]) -> None:
    """Install what uv.lock says. `--inexact`: `make run` after `make test` keeps the tools of the tests."""
    uv = find_uv() or install_uv()
    say("packages", "Python packages of uv.lock" + (f" with {', '.join(groups)}" if groups else ""))
    chosen = [word for group in groups for word in ("--group", group)]
    run("packages", uv, "sync", "--frozen", "--inexact", "--no-default-groups", *chosen)
