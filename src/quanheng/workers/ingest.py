"""The ingest worker: what scales publish goes into the database; only then are broker and scale told."""

import os
import signal
import sys
import time
from types import FrameType

from django.conf import settings
from django.db import connection

from quanheng.connectors import frame, scale
from quanheng.measuring.known_scales import KnownScales
from quanheng.measuring.platform_key import signing_key
from quanheng.measuring.receive import TRY_AGAIN, Outcome, receive
from quanheng.workers.intake_report import IntakeReport
from quanheng.workers.subscription import Delivery, Subscription, Version, version_spoken, where

# About 5,000 weighings of MessagePack: more in one commit gains little.
COALESCED_BYTES = 400_000
COALESCED_SECONDS = 0.02
IDLE_SECONDS = 0.5
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


class Stopped(Exception):
    """We were asked to end while the database was away; nothing in hand was acknowledged."""


class Ingest:
    def __init__(self, name: str, subscription: Subscription) -> None:
        self.name = name
        self.subscription = subscription
        self.scales = KnownScales()
        self.key = signing_key()
        self.report = IntakeReport(say)
        self.stop_asked = False

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_asked = True

    def run(self) -> None:
        try:
            while not self.stop_asked:
                if deliveries := gather(self.subscription):
                    self.take(deliveries)
                self.report.tell_when_due()
        except Stopped:
            say("stopped while the database was away; the broker keeps what was not stored")
        self.report.tell()

    def take(self, deliveries: list[Delivery]) -> None:
        outcomes = self.stored(deliveries)
        for delivery, outcome in zip(deliveries, outcomes, strict=True):
            if outcome.receipt is not None:
                message = frame.seal(scale.encode(outcome.receipt), self.key)
                self.subscription.answer(outcome.device_id, message)
            self.subscription.acknowledge(delivery)
        self.report.note(outcomes)

    def stored(self, deliveries: list[Delivery]) -> list[Outcome]:
        """Try until the database has committed: nothing else ever lets go of a message."""
        arrivals = [delivery.arrival for delivery in deliveries]
        tries = 0
        while True:
            try:
                outcomes = receive(arrivals, self.name, self.scales)
            except TRY_AGAIN as error:
                self.wait_for_database(tries, error)
                tries += 1
                continue
            if tries:
                say("the database is back")
            return outcomes

    def wait_for_database(self, tries: int, error: Exception) -> None:
        if tries == 0:
            say(f"the database is away, what arrives waits: {' '.join(str(error).split())[:200]}")
        connection.close()
        deadline = time.monotonic() + PAUSES[min(tries, len(PAUSES) - 1)]
        while time.monotonic() < deadline:
            if self.stop_asked:
                raise Stopped
            self.subscription.pump(0.05)


def gather(subscription: Subscription) -> list[Delivery]:
    """Wait for one message, then take what else comes within a moment, so that one commit serves many."""
    if not subscription.inbox:
        subscription.pump(IDLE_SECONDS)
    if subscription.inbox:
        deadline = time.monotonic() + COALESCED_SECONDS
        while subscription.inbox_bytes < COALESCED_BYTES and (left := deadline - time.monotonic()) > 0:
            subscription.pump(left)
    return subscription.take(COALESCED_BYTES)


def chosen_version(url: str) -> Version:
    """MQTT_VERSION, or what the broker speaks, as soon as there is one."""
    given = os.environ.get("MQTT_VERSION", "")
    if given:
        if given not in ("5", "3.1.1"):
            sys.exit(f"MQTT_VERSION is 5 or 3.1.1, not {given!r}")
        return given
    waiting = False
    while (version := version_spoken(url)) is None:
        if not waiting:
            say(f"no broker at {where(url)} yet")
            waiting = True
        time.sleep(1)
    return version


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    name = os.environ.get("WORKER_NAME") or "ingest-1"
    url = settings.BROKER_URL
    subscription = Subscription(url, name, chosen_version(url), say)
    ingest = Ingest(name, subscription)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ingest.ask_to_stop)
    try:
        ingest.run()
    finally:
        subscription.close()
