"""The system account for parts that refuse to run as root: PostgreSQL always, Mosquitto by good custom."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

ACCOUNT = "quanheng"


class NoAccount(RuntimeError):
    """Root started us and no unprivileged account can be had."""


def account() -> str | None:
    """The account to step down to; None where we are not root and simply stay who we are."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        create_account()
    return ACCOUNT


def create_account() -> None:
    useradd = shutil.which("useradd") or "/usr/sbin/useradd"
    if not Path(useradd).exists():
        raise NoAccount(
            f"PostgreSQL refuses to run as root: create a system user named {ACCOUNT!r}, or start us as a normal user"
        )
    command = [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    made = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if made.returncode not in (0, 9):  # 9: another start of ours was first
        raise NoAccount(f"cannot create the system user {ACCOUNT!r}: {made.stderr.strip()}")


def identity(user: str | None) -> dict[str, Any]:
    """Arguments of subprocess.Popen that step down to this account."""
    if user is None:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def give(directory: Path, user: str | None) -> None:
    """Make a private directory that belongs to the account, and let the account reach it."""
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o700)
    if user is not None:
        entry = pwd.getpwnam(user)
        os.chown(directory, entry.pw_uid, entry.pw_gid)
        let_reach(directory)


def let_reach(path: Path) -> list[Path]:
    """Let other accounts pass through (not list) the directories above a path, as they cannot in /root or mktemp.
    Returns those that were closed, for whoever should be told."""
    closed = [directory for directory in path.resolve().parents if not directory.stat().st_mode & stat.S_IXOTH]
    for directory in closed:
        directory.chmod(directory.stat().st_mode | stat.S_IXGRP | stat.S_IXOTH)
    return closed
