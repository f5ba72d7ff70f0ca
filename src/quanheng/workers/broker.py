"""The embedded MQTT broker: Mosquitto where it is installed, else amqtt, slower and for demonstrations only."""

import asyncio
import logging
import shutil
import socket
from pathlib import Path

from quanheng.workers import unprivileged
from quanheng.workers.ports import LOOPBACK

SERVER_DIRECTORIES = "/usr/local/sbin:/usr/sbin:/sbin"  # where Debian puts servers, outside a user's PATH
# Anonymous, and on loopback only: the access rules per device of a real installation are in deploy/.
CONFIGURATION = """\
listener {port} {host}
allow_anonymous true
persistence true
persistence_location {directory}/
autosave_interval 60
max_inflight_messages 200
max_queued_messages 20000
max_packet_size 1048576
log_dest stdout
log_timestamp false
log_type error
log_type warning
"""


def mosquitto() -> str | None:
    return shutil.which("mosquitto") or shutil.which("mosquitto", path=SERVER_DIRECTORIES)


def write_configuration(directory: Path, port: int, user: str | None) -> Path:
    unprivileged.give(directory, user)
    path = directory / "mosquitto.conf"
    path.write_text(CONFIGURATION.format(port=port, host=LOOPBACK, directory=directory))
    path.chmod(0o644)
    return path


def answers(port: int, host: str = LOOPBACK) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


async def serve_amqtt(port: int) -> None:
    from amqtt.broker import Broker

    configuration = {
        "listeners": {"default": {"type": "tcp", "bind": f"{LOOPBACK}:{port}"}},
        "plugins": {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
    }
    logging.getLogger("amqtt").setLevel(logging.ERROR)
    logging.getLogger("transitions").setLevel(logging.ERROR)
    broker = Broker(configuration)
    await broker.start()
    await asyncio.Event().wait()


def main(port: int) -> None:
    """Serve MQTT 3.1.1 in this process until it is killed."""
    asyncio.run(serve_amqtt(port))
