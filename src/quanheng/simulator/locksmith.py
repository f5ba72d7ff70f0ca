"""All locks of the city: what is typed at their panels, and the honest people who see to a locked scale."""

import logging
import secrets
import time
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import NamedTuple, TypeVar

from quanheng.connectors.scale import DeviceEvent
from quanheng.connectors.unlock_codes import secret_of
from quanheng.simulator.counter import Happening
from quanheng.simulator.courier import Courier
from quanheng.simulator.errands import ask_whether_usable
from quanheng.simulator.fleet import WORKBENCH, Manifest
from quanheng.simulator.lock import Answer, Lock
from quanheng.simulator.panels import OPEN_HOUSING, Panels
from quanheng.simulator.staff import Visit, ask, authorise, confirm

say = logging.getLogger(__name__)
Told = TypeVar("Told")
# So that whoever watches sees each step, and can be quicker.
ASKS_AFTER_S, AUTHORISES_AFTER_S, CONFIRMS_AFTER_S = 45.0, 60.0, 20.0
# How often a stall whose scale was repaired looks whether it has been verified.
LOOKS_EVERY_S = 60.0


class MakersKey(NamedTuple):
    """What the maker put into the scales, and how the demonstration's staff sign in; without it nobody can unlock."""

    master: bytes = b""
    password: str = ""


NO_KEY = MakersKey()


class Locksmith:
    def __init__(self, fleet: Manifest, key: MakersKey, panels: Panels, courier: Courier) -> None:
        self.key, self.panels, self.courier = key, panels, courier
        self.markets = {
            scale["device_id"]: scale["market"]
            for scale in fleet["instruments"]
            if scale["kind"] == "trade" and scale["device_id"] != WORKBENCH
        }
        self.locks = {name: panels.restore(Lock(name, self._secret(name))) for name in self.markets}
        self.serials = {scale["device_id"]: scale["serial"] for scale in fleet["instruments"]}
        self.codes: SimpleQueue[tuple[Visit, str]] = SimpleQueue()
        self.verified: SimpleQueue[str] = SimpleQueue()
        self.looks_at_s = 0.0

    def _secret(self, device_id: str) -> bytes:
        return secret_of(self.key.master, device_id) if self.key.master else secrets.token_bytes(32)

    def begin(self) -> None:
        """Scales that were locked when the program ended still are."""
        self.panels.forget_what_was_typed()
        for lock in self.locks.values():
            if lock.is_locked and not lock.by_hand:
                self._send_for_staff(lock)

    def attend(self, now_ms: int) -> None:
        """Enter what was typed since, by people in other terminals and by those of the city."""
        for typed in self.panels.typed():
            self.panels.answer(typed, self._typed(typed.device_id, typed.text, now_ms))
        while code := _next(self.codes):
            self._enter(*code, now_ms)
        while name := _next(self.verified):
            self._sell_again(self.locks[name])
        if time.monotonic() >= self.looks_at_s:
            self.looks_at_s = time.monotonic() + LOOKS_EVERY_S
            self._look_at_repaired()

    def _look_at_repaired(self) -> None:
        for name, lock in self.locks.items():
            if lock.unverified:
                self.courier.send(ask_whether_usable(self.serials[name], partial(self.verified.put, name)))

    def _sell_again(self, lock: Lock) -> None:
        if lock.unverified and not lock.is_locked:
            lock.unverified = False
            self.panels.keep(lock)
            say.info("%s was verified after its repair, and sells again", lock.device_id)

    def _typed(self, device_id: str, text: str, now_ms: int) -> Answer:
        lock = self.locks.get(device_id)
        if lock is None:
            return Answer("no-lock")
        answer = lock.enter(text, now_ms) if text != OPEN_HOUSING else _opened_by_hand(lock, now_ms)
        self.panels.keep(lock)
        return answer

    def _enter(self, visit: Visit, code: str, now_ms: int) -> None:
        answer = self.locks[visit.device_id].enter(code, now_ms)
        self.panels.keep(self.locks[visit.device_id])
        if answer.outcome == "unlocked":
            self.courier.send(confirm(visit, answer.confirmation), CONFIRMS_AFTER_S)

    def happened(self, happening: Happening) -> None:
        lock = self.locks.get(happening.device_id)
        if lock is None or not isinstance(happening.record, DeviceEvent):
            return
        self.panels.keep(lock)
        is_honest = happening.truth.get("story") == "housing" and not lock.by_hand
        if happening.record.event == "locked" and is_honest:
            self._send_for_staff(lock)

    def _send_for_staff(self, lock: Lock) -> None:
        if not self.key.master:
            return
        challenge = lock.challenge
        is_open: Callable[[], bool] = lambda: lock.challenge == challenge  # noqa: E731
        visit = Visit(lock.device_id, self.markets[lock.device_id], challenge, self.key.password, is_open)
        got_code = partial(self._bring, visit)
        asked = partial(self.courier.send, authorise(visit, got_code), AUTHORISES_AFTER_S)
        self.courier.send(ask(visit, asked), ASKS_AFTER_S)

    def _bring(self, visit: Visit, code: str) -> None:
        self.codes.put((visit, code))


def _opened_by_hand(lock: Lock, now_ms: int) -> Answer:
    if not lock.is_locked:
        lock.by_hand = True
    lock.open_housing(now_ms)
    return Answer("opened")


def _next(told: "SimpleQueue[Told]") -> Told | None:
    try:
        return told.get_nowait()
    except Empty:
        return None
