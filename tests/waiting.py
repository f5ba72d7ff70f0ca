"""Waiting for other processes: as long as a busy machine may need, and no longer than the thing itself takes."""

import time
from collections.abc import Callable
from typing import TypeVar

Seen = TypeVar("Seen")


def until(look: Callable[[], Seen], what: str, seconds: float = 60) -> Seen:
    """The first true answer of `look`; a failed test that names what did not happen otherwise."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, f"not within {seconds:g} s: {what}"
        time.sleep(0.05)
    return seen
