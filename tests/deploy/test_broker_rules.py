"""The broker configuration of a real installation, tried on a real Mosquitto over TLS."""

import queue
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from quanheng.connectors import topics
from quanheng.workers import broker, ports, unprivileged
from tests.waiting import until

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
PASSWORDS = {"platform": "p1", "M001-T001": "t1", "M001-T002": "t2"}
SECONDS = 20
pytestmark = pytest.mark.skipif(broker.mosquitto() is None, reason="Mosquitto is not installed (.ci/run installs it)")


@pytest.fixture(scope="module")
def tls_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """deploy/mosquitto.conf word for word, but for the container's directories and ports."""
    home = tmp_path_factory.mktemp("broker") / "mosquitto"
    user = unprivileged.account()
    outside, inside = ports.any_free(), ports.any_free()
    for directory in ("config", "config/tls", "data"):
        unprivileged.give(home / directory, user)
    make_certificate(home / "config" / "tls")
    (home / "config" / "acl").write_bytes((DEPLOY / "mosquitto.acl").read_bytes())
    make_passwords(home / "config" / "passwords")
    text = (DEPLOY / "mosquitto.conf").read_text().replace("/mosquitto/", f"{home}/")
    configuration = home / "config" / "mosquitto.conf"
    configuration.write_text(text.replace("listener 8883", f"listener {outside}").replace("1883", str(inside)))
    for file in (home / "config").rglob("*.*"):
        file.chmod(0o644)
    command = [broker.mosquitto(), "-c", str(configuration)]
    process = subprocess.Popen(command, cwd="/", **unprivileged.identity(user))
    try:
        until(lambda: broker.answers(outside), "the broker listens", SECONDS)
        yield outside
    finally:
        process.terminate()
        process.wait(SECONDS)


def make_certificate(directory: Path) -> None:
    files = ["-keyout", directory / "server.key", "-out", directory / "server.crt"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", *files],
        check=True,
        capture_output=True,
    )


def make_passwords(path: Path) -> None:
    path.touch()
    for name, password in PASSWORDS.items():
        subprocess.run(["mosquitto_passwd", "-b", path, name, password], check=True, capture_output=True)
    path.chmod(0o644)


class Voice:
    """A client that remembers what it hears."""

    def __init__(self, port: int, name: str, password: str) -> None:
        self.heard: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self.refused: list[str] = []
        self.client = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
        self.client.username_pw_set(name, password)
        self.client.tls_set_context(trusting_context())
        self.client.on_message = lambda _client, _data, message: self.heard.put((message.topic, message.payload))
        self.client.on_connect = lambda _c, _d, _f, reason, _p: self.refused.append(str(reason))
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        until(lambda: self.refused, "an answer to the connection", SECONDS)

    def listen(self, topic: str) -> None:
        granted = []
        self.client.on_subscribe = lambda *_: granted.append(True)
        self.client.subscribe(topic, qos=1)
        until(lambda: granted, f"subscribed to {topic}", SECONDS)

    def say(self, topic: str, payload: bytes) -> None:
        self.client.publish(topic, payload, qos=1).wait_for_publish(SECONDS)

    def next(self) -> tuple[str, bytes]:
        return self.heard.get(timeout=SECONDS)


def trusting_context() -> ssl.SSLContext:
    """The certificate is made for this test and signed by nobody."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@contextmanager
def voices(port: int) -> Iterator[tuple[Voice, Voice, Voice]]:
    speakers = [Voice(port, name, password) for name, password in PASSWORDS.items()]
    yield speakers[0], speakers[1], speakers[2]
    for speaker in speakers:
        speaker.client.disconnect()
        speaker.client.loop_stop()


@pytest.mark.requirement("QH-wire")
def test_a_scale_speaks_under_its_own_number_only(tls_port: int):
    """What one scale says in another's name never arrives; what it says in its own does."""
    with voices(tls_port) as (platform, first, second):
        platform.listen(topics.ALL_UP)
        first.say(topics.records("M001-T002"), b"in another's name")
        first.say(topics.receipt("M001-T002"), b"a forged receipt")
        first.say(topics.records("M001-T001"), b"own")
        assert platform.next() == (topics.records("M001-T001"), b"own")
        second.say(topics.status("M001-T002"), b"birth")
        assert platform.next() == (topics.status("M001-T002"), b"birth")


@pytest.mark.requirement("QH-wire")
def test_a_scale_hears_its_own_receipts_only(tls_port: int):
    """Even a scale that subscribes to everything hears nothing meant for another."""
    with voices(tls_port) as (platform, _first, second):
        second.listen("quanheng/v1/#")
        platform.say(topics.receipt("M001-T001"), b"for the first")
        platform.say(topics.receipt("M001-T002"), b"for the second")
        assert second.next() == (topics.receipt("M001-T002"), b"for the second")


@pytest.mark.requirement("QH-wire")
@pytest.mark.parametrize(("name", "password"), [("M001-T001", "t2"), ("", ""), ("M009-T001", "t1")])
def test_strangers_are_refused(tls_port: int, name: str, password: str):
    """A wrong password, no name, and a name that nobody enrolled."""
    assert Voice(tls_port, name, password).refused == ["Not authorized"]
