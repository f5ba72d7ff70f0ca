"""Our end of the broker: a session that outlives us, messages that stay the broker's until we acknowledge them."""

import queue
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from paho.mqtt import client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from quanheng.connectors import topics
from quanheng.measuring.arrivals import Arrival

Version = Literal["5", "3.1.1"]
PROTOCOLS: dict[Version, int] = {"5": mqtt.MQTTv5, "3.1.1": mqtt.MQTTv311}
PORTS = {"mqtt": 1883, "mqtts": 8883}
SESSION_KEPT_SECONDS = 7 * 24 * 3600
WINDOW = 1000  # messages a broker may send before we acknowledge one
WAITING_MAX = 2000
CONNECT_SECONDS = 5.0
VERSION_REFUSED = (1, 132)  # as MQTT 3.1.1 and as MQTT 5 say it
SHARED = f"$share/ingest/{topics.ALL_UP}"
EVERY_STATUS = topics.status("+")


class Delivery(NamedTuple):
    """One message in hand. ``connection`` numbers the connection it came by: on another, ``mid`` means nothing."""

    arrival: Arrival
    mid: int
    qos: int
    connection: int


@dataclass
class Subscription:
    url: str
    client_id: str
    version: Version
    say: Callable[[str], None]
    inbox: "queue.Queue[Delivery]" = field(default_factory=lambda: queue.Queue(WAITING_MAX))
    connection: int = 0

    def __post_init__(self) -> None:
        self.client = make_client(self.url, self.client_id, self.version, clean=False)
        self.client.max_inflight_messages_set(200)
        self.client.max_queued_messages_set(20_000)
        self.client.reconnect_delay_set(1, 10)
        self.client.on_connect = self._connected
        self.client.on_disconnect = self._disconnected
        self.client.on_message = self._arrived

    def open(self) -> None:
        parts = urlsplit(self.url)
        options: dict[str, Any] = {}
        if self.version == "5":
            options = {"clean_start": False, "properties": _lasting()}
        self.client.connect_async(parts.hostname or "127.0.0.1", port_of(self.url), keepalive=30, **options)
        self.client.loop_start()

    def close(self) -> None:
        """Say good-bye but keep the session: what arrives while we are away waits for us."""
        options = {"properties": Properties(PacketTypes.DISCONNECT)} if self.version == "5" else {}
        self.client.disconnect(**options)
        self.client.loop_stop()

    def acknowledge(self, delivery: Delivery) -> None:
        """An acknowledgement for an earlier connection could hit another message of the same number: it is not sent.

        The broker then delivers again, and the repeat is absorbed.
        """
        if delivery.connection == self.connection and self.client.is_connected():
            self.client.ack(delivery.mid, delivery.qos)

    def answer(self, device_id: str, message: bytes) -> None:
        """Without a connection nothing is queued: the batch comes again, and with it the receipt."""
        if self.client.is_connected():
            self.client.publish(topics.receipt(device_id), message, qos=1)

    def _connected(self, client: mqtt.Client, _data: Any, _flags: Any, code: Any, properties: Any) -> None:
        if code.is_failure:
            self.say(f"the broker refuses us: {code}")
            return
        self.connection += 1
        wanted = subscriptions(self.version, properties)
        client.subscribe([(topic, 1) for topic in wanted])
        self.say(f"connected to {where(self.url)} by MQTT {self.version}, listening to {' and '.join(wanted)}")

    def _disconnected(self, _client: mqtt.Client, _data: Any, _flags: Any, code: Any, _properties: Any) -> None:
        self.connection += 1  # what is in hand can no longer be acknowledged
        if code.is_failure:
            self.say(f"the broker is away: {code}")

    def _arrived(self, _client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        arrival = Arrival(topic_of(message), message.payload, datetime.now(UTC))
        # Blocks when we cannot keep up: then nothing more is read from the broker.
        self.inbox.put(Delivery(arrival, message.mid, message.qos, self.connection))


def subscriptions(version: Version, properties: Any) -> list[str]:
    """A shared subscription divides the work among workers, but is not given retained births: those come to all."""
    is_shared = version == "5" and getattr(properties, "SharedSubscriptionAvailable", 1)
    return [SHARED, EVERY_STATUS] if is_shared else [topics.ALL_UP]


def topic_of(message: mqtt.MQTTMessage) -> str:
    try:
        return message.topic or "?"
    except UnicodeDecodeError:
        return "?"


def where(url: str) -> str:
    return f"{urlsplit(url).hostname}:{port_of(url)}"


def port_of(url: str) -> int:
    parts = urlsplit(url)
    return parts.port or PORTS.get(parts.scheme, 1883)


def make_client(url: str, client_id: str, version: Version, *, clean: bool) -> mqtt.Client:
    # In MQTT 5 a clean start is asked for at connection.
    options: dict[str, Any] = {} if version == "5" else {"clean_session": clean}
    client = mqtt.Client(
        mqtt.CallbackAPIVersion.VERSION2, client_id, protocol=PROTOCOLS[version], manual_ack=not clean, **options
    )
    parts = urlsplit(url)
    if parts.username:
        client.username_pw_set(unquote(parts.username), unquote(parts.password or ""))
    if parts.scheme == "mqtts":
        client.tls_set_context(ssl.create_default_context())
    return client


def _lasting() -> Properties:
    properties = Properties(PacketTypes.CONNECT)
    properties.SessionExpiryInterval = SESSION_KEPT_SECONDS
    properties.ReceiveMaximum = WINDOW
    return properties


def version_spoken(url: str) -> Version | None:
    """MQTT 5 where the broker answers to it, 3.1.1 where it hangs up instead, None where nobody is there.

    A refusal in MQTT 5, as for a wrong password, is an answer: then the version is not what is wrong.
    """
    answers: queue.SimpleQueue[Version] = queue.SimpleQueue()
    client = make_client(url, "", "5", clean=True)
    client.on_connect = lambda _client, _data, _flags, code, _properties: answers.put(
        "3.1.1" if code.value in VERSION_REFUSED else "5"
    )
    client.on_disconnect = lambda *_: answers.put("3.1.1")  # before any answer: it did not understand us
    try:
        client.connect(urlsplit(url).hostname or "127.0.0.1", port_of(url), keepalive=30, clean_start=True)
    except OSError:
        return None
    client.loop_start()
    try:
        return answers.get(timeout=CONNECT_SECONDS)
    except queue.Empty:
        return "3.1.1"
    finally:
        client.disconnect()
        client.loop_stop()
