"""Let the city live: what happens is told by the seed, when it happens by a clock, and all of it goes over the wire."""

import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from nacl.signing import VerifyKey

from quanheng.connectors.scale import Recheck
from quanheng.simulator.broker_link import AddressWrong, BrokerLink
from quanheng.simulator.counter import Happening
from quanheng.simulator.courier import Courier
from quanheng.simulator.errands import complain, fetch_platform_key, upload
from quanheng.simulator.fleet import WORKBENCH, device_key, manifest
from quanheng.simulator.happenings import happenings
from quanheng.simulator.journal import Journal, journal_of
from quanheng.simulator.locksmith import NO_KEY, Locksmith, MakersKey
from quanheng.simulator.panels import Panels, panels_beside
from quanheng.simulator.scale import Scale
from quanheng.simulator.shopper import SHORT_ENOUGH_MG

SUMMARY_EVERY_S = 30.0
TICK_S = 0.1
AHEAD_AT_MOST_MS = 20 * 3_600_000
# A shopper looks at the phone a while before complaining; in seconds of the city's clock.
THINKS_S = 12.0
# What the platform's demonstration uses where nobody chose another.
DEMO_PASSWORD = "quanheng-demo-2026"  # noqa: S105 - published on the sign-in page
say = logging.getLogger("quanheng.simulator")


class Clock:
    """The city's time: from ``start_ms`` on, ``speed`` times as fast as life.

    A platform takes nothing dated more than a day ahead, so a fast city that has gained most of a day slows down.
    """

    def __init__(self, start_ms: int, speed: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.start_ms, self.speed, self.monotonic = start_ms, speed, monotonic
        self.began_s = monotonic()

    def now_ms(self) -> int:
        lived_ms = (self.monotonic() - self.began_s) * 1000
        return self.start_ms + round(min(lived_ms * self.speed, lived_ms + AHEAD_AT_MOST_MS))


class City:
    def __init__(
        self,
        broker_url: str,
        web_url: str,
        seed: int,
        clock: Clock,
        journal: Journal,
        truth: TextIO | None,
        panels: Panels,
        key: MakersKey,
    ) -> None:
        self.clock, self.journal, self.truth = clock, journal, truth
        fleet = manifest(seed)
        seqs = journal.next_seqs()
        self.scales = {
            name: Scale(name, papers["firmware"], device_key(seed, name), journal)
            for papers in fleet["instruments"]
            if (name := papers["device_id"]) != WORKBENCH
        }
        for name, scale in self.scales.items():
            scale.next_seq = seqs.get(name, 1)
        self.courier = Courier(web_url)
        self.locksmith = Locksmith(fleet, key, panels, self.courier)
        # Codes hold for minutes of the platform's clock, so where time runs faster nobody opens a housing.
        locks, is_opened = self.locksmith.locks, clock.speed == 1
        self.story = happenings(fleet, clock.start_ms, web_url, seqs, locks, is_opened=is_opened)
        self.next: Happening = next(self.story)
        self.platform_key: VerifyKey | None = None
        self.link = BrokerLink(broker_url, list(self.scales.values()), self._receive, clock.now_ms)
        self.counts = dict.fromkeys(("recorded", "receipted", "rejected"), 0)

    def live(self, stopped: Callable[[], bool]) -> None:
        self.courier.start()
        self.courier.send(fetch_platform_key(self._trust))
        self.locksmith.begin()
        summary_at_s = time.monotonic() + SUMMARY_EVERY_S
        while not stopped():
            self._let_happen()
            now_s, now_ms = time.monotonic(), self.clock.now_ms()
            self.locksmith.attend(now_ms)
            for line in self.link.up():
                line.scale.pump(line.send, now_s, now_ms)
            self.link.wait(TICK_S)
            if now_s >= summary_at_s:
                summary_at_s += SUMMARY_EVERY_S
                self._sum_up()

    def close(self) -> None:
        self.link.close()
        self.courier.close()

    def _let_happen(self) -> None:
        """Everything that is due, unless the journal is full: then the city waits for the platform."""
        now_ms = self.clock.now_ms()
        while self.next.at_ms <= now_ms and not self.journal.is_full():
            self._happened(self.next)
            self.next = next(self.story)

    def _happened(self, happening: Happening) -> None:
        record, name = happening.record, happening.device_id
        assert record is not None
        self.journal.keep(name, record)
        self.scales[name].note(record.seq + 1)
        self.counts["recorded"] += 1
        if self.truth:
            line = {"scale": name, "seq": record.seq, "at_ms": record.at_ms} | happening.truth
            self.truth.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.locksmith.happened(happening)
        if isinstance(record, Recheck):
            self._rechecked(happening, record)

    def _rechecked(self, happening: Happening, recheck: Recheck) -> None:
        assert happening.shown is not None
        self.courier.send(upload(recheck.photograph_sha256, happening.photograph))
        short_mg = happening.shown.net_mg - recheck.mass_mg
        if short_mg >= SHORT_ENOUGH_MG:
            what = (happening.device_id, happening.shown.goods, happening.truth["bought_at"])
            say.info("%s: %s from %s is %.3f kg short of %.3f kg", *what, short_mg / 1e6, happening.shown.net_mg / 1e6)
        if happening.complaint:
            self.courier.send(complain(happening.complaint), after_s=THINKS_S / self.clock.speed)

    def _trust(self, key: VerifyKey) -> None:
        self.platform_key = key

    def _receive(self, scale: Scale, message: bytes) -> None:
        if self.platform_key is None:  # whose receipt it is cannot be told yet; the batch will be sent again
            return
        waiting = self.journal.waiting
        if receipt := scale.take_receipt(message, self.platform_key):
            self.counts["receipted"] += waiting - self.journal.waiting
            self.counts["rejected"] += len(receipt.rejected)
            if receipt.refused:
                say.info("%s: the platform refused a batch: %s", scale.device_id, receipt.refused)

    def _sum_up(self) -> None:
        numbers = (len(self.link.up()), len(self.scales), *self.counts.values(), self.journal.waiting)
        say.info("%d of %d scales connected; %d records, %d receipted, %d rejected, %d waiting", *numbers)


def run(
    broker_url: str,
    web_url: str,
    seed: int,
    speed: float = 1.0,
    truth_path: Path | None = None,
    journal_path: Path | None = None,
    start_ms: int | None = None,
    stopped: Callable[[], bool] = lambda: False,
    key: MakersKey = NO_KEY,
) -> None:
    """Play the city until ``stopped``. Without a journal path its scales forget their numbers with the program."""
    clock = Clock(start_ms if start_ms is not None else time.time_ns() // 1_000_000, speed)
    journal = Journal(journal_path)
    truth = truth_path.open("a", encoding="utf-8", buffering=1) if truth_path else None
    panels = Panels(panels_beside(journal_path) if journal_path else None)
    city = City(broker_url, web_url.rstrip("/"), seed, clock, journal, truth, panels, key)
    try:
        city.live(stopped)
    finally:
        city.close()
        journal.close()
        panels.close()
        if truth:
            truth.close()


def main(*, broker: str, web: str, seed: int, speed: float = 1.0, truth: Path | None = None) -> None:
    """Run until SIGTERM or Ctrl-C, one line an event. The scales' memory lies in DATA_DIR."""
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    say.info("city of seed %d: two markets, sixty-four scales, speed %g", seed, speed)
    master, password = os.environ.get("UNLOCK_MASTER_KEY", ""), os.environ.get("QUANHENG_DEMO_PASSWORD")
    if not master:
        say.info("no UNLOCK_MASTER_KEY: a scale whose housing is opened stays locked")
    key = MakersKey(master.encode(), password or DEMO_PASSWORD)
    try:
        run(broker, web, seed, speed, truth, journal_of(seed), stopped=stop.is_set, key=key)
    except AddressWrong as why:
        sys.exit(str(why))
