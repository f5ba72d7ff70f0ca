"""A platform as small as the documented wire allows: it verifies, remembers, and answers with receipts."""

import json
import threading
from base64 import b64decode, b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import paho.mqtt.client as mqtt
from nacl.signing import SigningKey, VerifyKey
from paho.mqtt.enums import CallbackAPIVersion

from quanheng.connectors import topics
from quanheng.connectors.frame import open_frame, seal
from quanheng.connectors.scale import Birth, Receipt, Record, decode_batch, decode_status, encode
from quanheng.simulator.fleet import Manifest

KEY = SigningKey(b"p" * 32)


class StandIn:
    def __init__(self, fleet: Manifest, broker_port: int) -> None:
        self.keys = {one["device_id"]: VerifyKey(b64decode(one["public_key"])) for one in fleet["instruments"]}
        self.records: dict[tuple[str, int], Record] = {}
        self.changed: list[tuple[str, int]] = []
        self.online: set[str] = set()
        self.photographs: set[str] = set()
        self.complaints: list[dict[str, Any]] = []
        self.is_listening = False
        self.web = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self.web.server_address[1]}"
        threading.Thread(target=self.web.serve_forever, daemon=True).start()
        self.client = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv311)
        self.client.reconnect_delay_set(1, 1)
        self.client.on_connect = lambda client, *_: client.subscribe(topics.ALL_UP, qos=1)
        self.client.on_subscribe = lambda *_: setattr(self, "is_listening", True)
        self.client.on_disconnect = lambda *_: setattr(self, "is_listening", False)
        self.client.on_message = self._hear
        self.client.connect_async("127.0.0.1", broker_port, 30)
        self.client.loop_start()

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()
        self.web.shutdown()
        self.web.server_close()

    def _hear(self, client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        name = topics.sender(message.topic)
        assert name is not None
        body = open_frame(message.payload, self.keys[name])
        if message.topic == topics.status(name):
            (self.online.add if isinstance(decode_status(body), Birth) else self.online.discard)(name)
            return
        batch = decode_batch(body)
        for record in batch.records:
            if self.records.setdefault((name, record.seq), record) != record:
                self.changed.append((name, record.seq))
        numbers = (batch.records[0].seq, batch.records[-1].seq)
        receipt = Receipt(name, sha256(body).hexdigest(), batch.sent_at_ms, *numbers, stored=len(batch.records))
        client.publish(topics.receipt(name), seal(encode(receipt), KEY), qos=1)


def _handler(platform: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self, status: int, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _body(self) -> bytes:
            return self.rfile.read(int(self.headers["Content-Length"]))

        def do_GET(self) -> None:
            if self.path == "/api/v1/platform-key":
                return self._answer(200, {"public_key": b64encode(bytes(KEY.verify_key)).decode()})
            return self._answer(200, {"rechecks": [{"market_exceeded": True, "statute_exceeded": True}]})

        def do_PUT(self) -> None:
            platform.photographs.add(sha256(self._body()).hexdigest())
            self._answer(200, {})

        def do_POST(self) -> None:
            platform.complaints.append(json.loads(self._body()))
            self._answer(201, {"number": "C-1"})

        def log_message(self, *_: Any) -> None:
            """A test's terminal is not a log."""

    return Handler
