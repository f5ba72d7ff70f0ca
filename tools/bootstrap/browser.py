"""The browser and the Chinese fonts of the tests: found, else installed, else named in one sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from progress import ROOT, Impossible, run, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def on_path() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def of_playwright() -> str | None:
    """The browser that Playwright installed for itself, if it did."""
    script = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    asked = subprocess.run(
        [ROOT / ".venv" / "bin" / "python", "-c", script], capture_output=True, text=True, check=False
    )
    path = asked.stdout.strip()
    return path if path and Path(path).exists() else None


def can_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> None:
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    run("browser", "apt-get", "update", "-q", env=env)
    run("browser", "apt-get", "install", "-q", "-y", "--no-install-recommends", *packages, env=env)


def ensure_browser() -> None:
    if on_path() or of_playwright():
        return
    if can_apt():
        say("browser", "installing chromium with apt-get")
        apt_install("chromium")
        return
    say("browser", "installing Playwright's chromium")
    try:
        run("browser", ROOT / ".venv" / "bin" / "playwright", "install", "chromium")
    except Impossible as why:
        raise Impossible("browser: the tests need Chromium on PATH; install it with your system's packages") from why


def has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def ensure_chinese_font() -> None:
    if has_chinese_font():
        return
    if can_apt():
        say("fonts", "installing a Chinese font with apt-get")
        apt_install("fonts-noto-cjk", "fontconfig")
    else:
        say("fonts", "no Chinese font found: screenshots will show boxes; install Noto Sans CJK to read them")
