"""Every scale's own MQTT connection, all of them in one thread.

A connection per scale, because each leaves its own will. MQTT 5 first; a broker that does not answer it gets 3.1.1.
While the broker is away one scale keeps knocking, and the others follow when it is let in.
"""

import logging
import secrets
import selectors
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from paho.mqtt.client import Client, MQTTMessage, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion

from quanheng.connectors import topics
from quanheng.simulator.scale import Scale

KEEPALIVE_S = 30
ANSWER_WITHIN_S = 2.5
KNOCK_EVERY_S = 1.0
# amqtt, which speaks 3.1.1 only, drops a client that connects while another's subscription is being noted.
OPEN_AT_ONCE = {MQTTv5: 8, MQTTv311: 1}
GOODBYE_WITHIN_S = 1.0
PORTS = {"mqtt": 1883, "mqtts": 8883}
say = logging.getLogger(__name__)
Receive = Callable[[Scale, bytes], None]


class AddressWrong(ValueError):
    """Not the address of a broker or of a web; the text says what was expected."""


class Line:
    """One scale's connection, made anew each time: nothing old is queued in it, and its will names its session."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.client: Client | None = None
        self.session = ""
        self.is_up = False
        self.deadline_s = 0.0
        # A scale that the broker does not let in waits a little, also while others are connected.
        self.again_at_s = 0.0

    def send(self, topic: str, message: bytes, retain: bool) -> None:
        assert self.client is not None
        self.client.publish(topic, message, qos=1, retain=retain)


class BrokerLink:
    def __init__(self, url: str, scales: list[Scale], receive: Receive, now_ms: Callable[[], int]) -> None:
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise AddressWrong(f"a broker's address looks like mqtt://127.0.0.1:1883 or mqtts://host, not {url!r}")
        self.tls = parts.scheme == "mqtts"
        self.host, self.port = parts.hostname, parts.port or PORTS[parts.scheme]
        self.password = unquote(parts.password) if parts.password else None
        self.lines = [Line(scale) for scale in scales]
        self.receive, self.now_ms = receive, now_ms
        self.selector = selectors.DefaultSelector()
        self.protocol = MQTTv5
        self.was_up = False
        self.refusal = ""
        self.next_knock_s = 0.0
        self.misc_at_s = 0.0

    def up(self) -> list[Line]:
        return [line for line in self.lines if line.is_up]

    def wait(self, seconds: float) -> None:
        """Serve the sockets for about so long."""
        self._serve(seconds)
        self._housekeeping(time.monotonic())

    def _serve(self, seconds: float) -> None:
        for key, mask in self.selector.select(seconds) if self.selector.get_map() else _idle(seconds):
            client: Client = key.data
            if mask & selectors.EVENT_READ:
                _read_all(client, key.fileobj)
            if mask & selectors.EVENT_WRITE and client.socket() is key.fileobj:
                client.loop_write()

    def _housekeeping(self, now_s: float) -> None:
        if now_s >= self.misc_at_s:
            self.misc_at_s = now_s + 1.0
            for line in self.lines:
                if line.client:
                    line.client.loop_misc()
        for line in self.lines:
            if line.client and not line.is_up and now_s >= line.deadline_s:
                self._drop(line)
        self._knock(now_s)
        self._tell()

    def _knock(self, now_s: float) -> None:
        up, knocking = self.up(), [line for line in self.lines if line.client and not line.is_up]
        down = [line for line in self.lines if line.client is None and now_s >= line.again_at_s]
        if up:
            for line in down[: max(0, OPEN_AT_ONCE[self.protocol] - len(knocking))]:
                self._open(line, now_s)
        elif down and not knocking and now_s >= self.next_knock_s:
            self.next_knock_s = now_s + KNOCK_EVERY_S
            self._open(down[0], now_s)

    def _open(self, line: Line, now_s: float) -> None:
        scale, line.session = line.scale, secrets.token_hex(6)
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=scale.device_id,
            userdata=line,
            protocol=self.protocol,
            reconnect_on_failure=False,
        )
        client.connect_timeout = ANSWER_WITHIN_S
        if self.password is not None:
            client.username_pw_set(scale.device_id, self.password)
        if self.tls:
            client.tls_set()
        client.will_set(topics.status(scale.device_id), scale.will(line.session, self.now_ms()), qos=1, retain=True)
        self._hear(client)
        line.client, line.deadline_s = client, now_s + ANSWER_WITHIN_S
        try:
            client.connect(self.host, self.port, KEEPALIVE_S)
        except OSError:
            line.client, line.again_at_s = None, now_s + KNOCK_EVERY_S

    def _hear(self, client: Client) -> None:
        client.on_connect = self._connected
        client.on_subscribe = self._subscribed
        client.on_disconnect = self._disconnected
        client.on_message = self._message
        client.on_socket_open = self._watch
        client.on_socket_close = self._forget
        client.on_socket_register_write = lambda client, _line, sock: self._write_too(client, sock, True)
        client.on_socket_unregister_write = lambda client, _line, sock: self._write_too(client, sock, False)

    def _watch(self, client: Client, _line: Line, sock: Any) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.selector.register(sock, selectors.EVENT_READ, client)

    def _forget(self, _client: Client, _line: Line, sock: Any) -> None:
        with suppress(KeyError, ValueError):  # a client that ends after us tidies up what is gone already
            self.selector.unregister(sock)

    def _write_too(self, client: Client, sock: Any, wanted: bool) -> None:
        with suppress(KeyError, ValueError):
            self.selector.modify(sock, selectors.EVENT_READ | (selectors.EVENT_WRITE if wanted else 0), client)

    def _connected(self, client: Client, line: Line, _flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:  # the broker closes, and the next knock tries the other protocol
            self._refused(line, str(reason))
        else:
            client.subscribe(topics.receipt(line.scale.device_id), qos=1)

    def _refused(self, line: Line, reason: str) -> None:
        if reason != self.refusal:  # knocking goes on for hours: each reason is told once
            self.refusal = reason
            say.info("the broker does not let %s in: %s", line.scale.device_id, reason)

    def _subscribed(self, client: Client, line: Line, *_granted: Any) -> None:
        """Only a scale that can hear its receipts begins to speak."""
        if line.client is client:
            line.is_up = True
            line.scale.say_hello(line.send, line.session, self.now_ms())

    def _disconnected(self, client: Client, line: Line, *_why: Any) -> None:
        if line.client is client:
            self._lost(line)

    def _message(self, _client: Client, line: Line, message: MQTTMessage) -> None:
        self.receive(line.scale, message.payload)

    def _drop(self, line: Line) -> None:
        """No answer in time: hang up."""
        client, line.client = line.client, None
        assert client is not None
        self._lost(line)
        _hang_up(client)

    def _lost(self, line: Line) -> None:
        if not line.is_up and not self.up():
            self.protocol = MQTTv311 if self.protocol == MQTTv5 else MQTTv5
        if not line.is_up:
            line.again_at_s = time.monotonic() + KNOCK_EVERY_S
        line.client, line.is_up = None, False

    def _tell(self) -> None:
        is_up = bool(self.up())
        if is_up and not self.was_up:
            say.info("broker reached, MQTT %s", "5" if self.protocol == MQTTv5 else "3.1.1")
        elif self.was_up and not is_up:
            say.info("broker lost; the scales keep their records")
        self.was_up = is_up

    def close(self) -> None:
        """Every scale says goodbye itself, so that its will need not."""
        for line in self.up():
            line.scale.say_goodbye(line.send, line.session, self.now_ms())
        deadline_s = time.monotonic() + GOODBYE_WITHIN_S
        while time.monotonic() < deadline_s and any(line.client and line.client.want_write() for line in self.lines):
            self._serve(0.05)
        for line in self.lines:
            if line.client:
                _hang_up(line.client)
        self.selector.close()


def _idle(seconds: float) -> list[Any]:
    time.sleep(seconds)
    return []


def _hang_up(client: Client) -> None:
    client.disconnect()
    client.loop_write()


def _read_all(client: Client, sock: Any) -> None:
    client.loop_read()
    # TLS may hold further messages that no selector sees.
    while client.socket() is sock and getattr(sock, "pending", lambda: 0)():
        client.loop_read()
