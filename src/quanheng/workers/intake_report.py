"""What the ingest worker tells its terminal: a line now and then, and one at once for what was rejected."""

import time
from collections import Counter
from collections.abc import Callable

from quanheng.measuring.receive import Outcome

EVERY_SECONDS = 10.0
NAMES = ("weighings", "rechecks", "events", "duplicates", "rejected")


class IntakeReport:
    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.counts: Counter[str] = Counter()
        self.next_at = time.monotonic() + EVERY_SECONDS
        self.told: set[tuple[str, str]] = set()

    def note(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            for name in NAMES[:-1]:
                self.counts[name] += getattr(outcome, name)
            if outcome.refusal:
                self._note_rejected(outcome.device_id, outcome.refusal, outcome.detail)
            for record in outcome.receipt.rejected if outcome.receipt else ():
                self._note_rejected(outcome.device_id, record.reason, f"number {record.seq}")

    def _note_rejected(self, device_id: str, reason: str, detail: str) -> None:
        """Once for a scale and reason until the next summary: a scale that repeats itself fills no terminal."""
        self.counts["rejected"] += 1
        if (device_id, reason) not in self.told:
            self.told.add((device_id, reason))
            self.say(f"rejected from {device_id or 'an unknown sender'}: {reason} ({detail})".replace("\n", " ")[:300])

    def tell_when_due(self) -> None:
        if time.monotonic() >= self.next_at:
            self.tell()

    def tell(self) -> None:
        self.next_at = time.monotonic() + EVERY_SECONDS
        if self.counts.total():
            shown = [name for name in NAMES if self.counts[name] or name in ("weighings", "rechecks")]
            self.say("stored " + ", ".join(f"{self.counts[name]} {name}" for name in shown))
        self.counts.clear()
        self.told.clear()
