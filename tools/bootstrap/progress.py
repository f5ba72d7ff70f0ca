"""One line for each step, and one clear sentence when a step is impossible."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Impossible(Exception):
    """Something we need can neither be found nor installed; the text says what a person can do."""


def say(step: str, what: str) -> None:
    print(f"{step:>10} | {what}", flush=True)


def run(step: str, *command: object, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a command quietly; its output appears only when it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout[-4000:] + done.stderr[-8000:])
        raise Impossible(f"{step}: `{' '.join(words)}` failed (exit {done.returncode}), see above")
