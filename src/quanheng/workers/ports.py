"""Which TCP ports of this machine are free to listen on."""

import socket

LOOPBACK = "127.0.0.1"


def is_free(port: int, host: str = LOOPBACK) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # A port that only lingers in TIME_WAIT after our own stop is free to a server.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def any_free(host: str = LOOPBACK) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def free_from(first: int, host: str = LOOPBACK) -> int:
    """The wanted port, or the next free one of the following fifty."""
    for port in range(first, min(first + 50, 65536)):
        if is_free(port, host):
            return port
    return any_free(host)
