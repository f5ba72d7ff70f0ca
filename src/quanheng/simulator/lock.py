"""The lock of a scale's housing, as docs/wire/unlocking.md asks: opened, it locks; only the one-time code unlocks it.

No clock, no network, and no way round: whoever asks says what time the scale's own clock shows.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from quanheng.connectors.scale import EventName
from quanheng.connectors.unlock_codes import CHALLENGE_DIGITS, confirmation, is_code
from quanheng.simulator.chance import chance

ATTEMPTS = 5
# Five wrong codes make the keys deaf, each time twice as long as before, and a day at most.
FIRST_DEAF_MS, LONGEST_DEAF_MS = 15 * 60_000, 24 * 3_600_000


class Report(NamedTuple):
    """What the scale will record, under its next number."""

    event: EventName
    detail: str
    challenge: str = ""


class Answer(NamedTuple):
    """What the display says after a code was typed."""

    outcome: Literal["unlocked", "wrong", "deaf", "not-locked", "opened", "no-lock"]
    confirmation: str = ""


@dataclass
class Lock:
    """``challenge`` is empty while the scale is not locked."""

    device_id: str
    secret: bytes
    challenge: str = ""
    wrong: int = 0
    lock_outs: int = 0
    deaf_until_ms: int = 0
    # Unlocked as it should be, and not verified since: its owner sells nothing on it until it is.
    unverified: bool = False
    # Somebody opened it at the keyboard of the demonstration: the city's own people leave it alone.
    by_hand: bool = False
    reports: deque[Report] = field(default_factory=deque)

    @property
    def is_locked(self) -> bool:
        return bool(self.challenge)

    @property
    def attempts_left(self) -> int:
        return ATTEMPTS - self.wrong

    def open_housing(self, at_ms: int) -> None:
        """A housing that is opened again while the scale is locked changes nothing about the lock."""
        self.reports.append(Report("housing-opened", ""))
        if not self.is_locked:
            self._show_anew(at_ms)
            self.reports.append(Report("locked", "housing opened", self.challenge))

    def enter(self, typed: str, at_ms: int) -> Answer:
        if not self.is_locked:
            return Answer("not-locked")
        if at_ms < self.deaf_until_ms:
            return Answer("deaf")
        code = typed.replace(" ", "")
        if not is_code(self.secret, self.challenge, code, at_ms // 1000):
            return self._refuse(at_ms)
        self._release("one-time code accepted")
        self.unverified = True
        return Answer("unlocked", confirmation(self.secret, code))

    def force(self) -> None:
        """What no honest scale can do: its maker's secret was given away, or its program exchanged."""
        if self.is_locked:
            self._release("service code accepted")

    def _refuse(self, at_ms: int) -> Answer:
        self.wrong += 1
        if self.wrong < ATTEMPTS:
            self.reports.append(Report("unlock-refused", f"wrong code {self.wrong} of {ATTEMPTS}", self.challenge))
            return Answer("wrong")
        self.deaf_until_ms = at_ms + min(LONGEST_DEAF_MS, FIRST_DEAF_MS << min(self.lock_outs, 10))
        self.lock_outs += 1
        self._show_anew(at_ms)
        self.reports.append(Report("unlock-refused", f"wrong code {ATTEMPTS} of {ATTEMPTS}", self.challenge))
        return Answer("deaf")

    def _release(self, detail: str) -> None:
        self.challenge, self.wrong, self.lock_outs, self.deaf_until_ms, self.by_hand = "", 0, 0, 0, False
        self.reports.append(Report("unlocked", detail))

    def _show_anew(self, at_ms: int) -> None:
        draw = chance(self.secret.hex(), self.device_id, "challenge", at_ms, self.lock_outs)
        before, self.wrong = self.challenge, 0
        while self.challenge == before:
            self.challenge = f"{draw.randrange(10**CHALLENGE_DIGITS):0{CHALLENGE_DIGITS}d}"
