"""Tie a child's life to its parent's: should the parent be killed without a word, the kernel tells the child."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def follow_parent() -> None:
    """End in order when the process that started us is gone, as `make` is after kill -9."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


def tie(death_signal: signal.Signals) -> Callable[[], None] | None:
    """A preexec_fn for subprocess.Popen, which calls it after stepping down to another account, as the kernel needs."""
    libc, parent = _libc, os.getpid()
    if libc is None:  # elsewhere the next start clears what is left, see leftovers.py
        return None

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # we died between the fork and the request
            os._exit(1)

    return ask_kernel
