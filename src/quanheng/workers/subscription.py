"""Our end of the broker: a session that outlives us, messages that stay the broker's until we acknowledge them."""

import queue
import ssl
import time
from collections import deque
from collections.abc import Callable
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
RETRY_SECONDS = 1.0
KEEPALIVE_SECONDS = 60
VERSION_REFUSED = (1, 132)  # as MQTT 3.1.1 and as MQTT 5 say it
SHARED = f"$share/ingest/{topics.ALL_UP}"
EVERY_STATUS = topics.status("+")


class Delivery(NamedTuple):
    """One message in hand. ``connection`` numbers the connection it came by: on another, ``mid`` means nothing."""

    arrival: Arrival
    mid: int
    qos: int
    connection: int


class Subscription:
    """Driven by whoever calls `pump`: in one thread, as handing each packet to another costs more than the rest."""

    def __init__(self, url: str, client_id: str, version: Version, say: Callable[[str], None]) -> None:
        self.url, self.version, self.say = url, version, say
        self.inbox: deque[Delivery] = deque()
        self.inbox_bytes = 0
        self.connection = 0
        self.is_open = False
        self.next_try = 0.0
        self.told = ""
        self.client = make_client(url, client_id, version, clean=False)
        self.client.max_inflight_messages_set(200)
        self.client.max_queued_messages_set(20_000)
        self.client.on_connect = self._connected
        self.client.on_disconnect = self._disconnected
        self.client.on_message = self._arrived

    def pump(self, seconds: float) -> None:
        """Let the network work until something happens, at most this long; come back to a lost broker."""
        if not self.is_open and not self._open(seconds):
            return
        if len(self.inbox) >= WAITING_MAX:  # a broker without a window of its own must wait in its socket
            time.sleep(seconds)
        elif self.client.loop(seconds) != mqtt.MQTT_ERR_SUCCESS:
            self.is_open = False
            self.next_try = time.monotonic() + RETRY_SECONDS

    def take(self, size: int) -> list[Delivery]:
        """What has come, up to about this many bytes."""
        taken: list[Delivery] = []
        while self.inbox and size > 0:
            taken.append(self.inbox.popleft())
            size -= len(taken[-1].arrival.message)
            self.inbox_bytes -= len(taken[-1].arrival.message)
        return taken

    def _open(self, seconds: float) -> bool:
        if (wait := self.next_try - time.monotonic()) > 0:
            time.sleep(min(wait, seconds))
            return False
        options: dict[str, Any] = {"clean_start": False, "properties": _lasting()} if self.version == "5" else {}
        try:
            self.client.connect(host_of(self.url), port_of(self.url), keepalive=KEEPALIVE_SECONDS, **options)
            self.is_open = True
        except OSError:
            self.next_try = time.monotonic() + RETRY_SECONDS
        return self.is_open

    def close(self) -> None:
        """Say good-bye but keep the session: what arrives while we are away waits for us."""
        self.client.disconnect()
        self.client.loop(0)

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
            self._tell(f"the broker refuses us: {code}")
            return
        self.connection += 1
        wanted = subscriptions(self.version, properties)
        client.subscribe([(topic, 1) for topic in wanted])
        self._tell(f"connected to {where(self.url)} by MQTT {self.version}, listening to {' and '.join(wanted)}")

    def _disconnected(self, _client: mqtt.Client, _data: Any, _flags: Any, code: Any, _properties: Any) -> None:
        if code.is_failure:
            self._tell(f"the broker is away: {code}")

    def _tell(self, text: str) -> None:
        """Once, however often we try again."""
        if text != self.told:
            self.told = text
            self.say(text)

    def _arrived(self, _client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        arrival = Arrival(topic_of(message), message.payload, datetime.now(UTC))
        self.inbox.append(Delivery(arrival, message.mid, message.qos, self.connection))
        self.inbox_bytes += len(message.payload)


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
    return f"{host_of(url)}:{port_of(url)}"


def host_of(url: str) -> str:
    return urlsplit(url).hostname or "127.0.0.1"


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
        client.connect(host_of(url), port_of(url), keepalive=30, clean_start=True)
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
