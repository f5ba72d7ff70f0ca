"""Both embedded brokers carry a QoS 1 message, on loopback only."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import paho.mqtt.client as mqtt
import psutil
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from quanheng.connectors import topics
from quanheng.workers import broker, ports, unprivileged
from tests.waiting import until

Start = Callable[[Path, int], subprocess.Popen[bytes]]


def start_mosquitto(directory: Path, port: int) -> subprocess.Popen[bytes]:
    user = unprivileged.account()
    configuration = broker.write_configuration(directory / "broker", port, user)
    command = [broker.mosquitto(), "-c", str(configuration)]
    return subprocess.Popen(command, cwd="/", **unprivileged.identity(user))


def start_amqtt(_directory: Path, port: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "MQTT_PORT": str(port)}
    return subprocess.Popen([sys.executable, "-m", "quanheng.cli", "broker"], env=environment)


def client(port: int) -> mqtt.Client:
    made = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv311)
    made.connect("127.0.0.1", port, keepalive=30)
    made.loop_start()
    until(made.is_connected, "connected", 20)
    return made


needs_mosquitto = pytest.mark.skipif(broker.mosquitto() is None, reason="Mosquitto is not installed")


@pytest.mark.requirement("QH-run", "QH-wire")
@pytest.mark.parametrize("start", [pytest.param(start_mosquitto, marks=needs_mosquitto), start_amqtt])
def test_a_message_goes_through(tmp_path: Path, start: Start):
    """What a scale publishes reaches who listens to all scales; strangers on the network reach no port at all."""
    port = ports.any_free()
    process = start(tmp_path, port)
    try:
        until(lambda: broker.answers(port), "the broker listens", 20)
        heard, granted = [], []
        listener, scale = client(port), client(port)
        listener.on_message = lambda _client, _data, message: heard.append(message.payload)
        listener.on_subscribe = lambda *_: granted.append(True)
        listener.subscribe(topics.ALL_UP, qos=1)
        until(lambda: granted, "subscribed", 20)
        scale.publish(topics.records("M001-T001"), b"a batch", qos=1).wait_for_publish(20)
        until(lambda: heard == [b"a batch"], "heard", 20)
        doors = [door.laddr for door in psutil.Process(process.pid).net_connections() if door.status == "LISTEN"]
        assert [(door.ip, door.port) for door in doors] == [("127.0.0.1", port)]
        for talker in (listener, scale):
            talker.disconnect()
            talker.loop_stop()
    finally:
        process.terminate()
        process.wait(20)
