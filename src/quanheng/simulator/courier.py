"""What goes over HTTPS: a check scale's photographs, a shopper's look at the verdict, a complaint.

One thread runs the errands one after another, so that a slow web never holds up a scale. An errand that meets no
answer is tried again later, with the same bytes and the same key.
"""

import heapq
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import httpx

say = logging.getLogger(__name__)
Outcome = Literal["done", "later"]
# Beyond this the city is cut off from the web for hours, and the newest photographs are not taken along.
ERRANDS_MAX = 300
FIRST_WAIT_S, LONGEST_WAIT_S = 2.0, 60.0
GIVE_UP_AFTER_S = 3600.0
SERVER_BUSY = (408, 425, 429)


@dataclass(order=True)
class Errand:
    due_s: float
    number: int
    run: Callable[[httpx.Client], Outcome] = field(compare=False)
    until_s: float = field(compare=False)
    wait_s: float = field(compare=False)


class Courier:
    def __init__(self, web_url: str) -> None:
        self.client = httpx.Client(base_url=web_url, timeout=10, headers={"User-Agent": "quanheng-simulator"})
        self.errands: list[Errand] = []
        self.count = 0
        self.changed = threading.Condition()
        self.open = True
        self.thread = threading.Thread(target=self._work, name="courier", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def send(self, run: Callable[[httpx.Client], Outcome], after_s: float = 0.0) -> None:
        with self.changed:
            if len(self.errands) >= ERRANDS_MAX:
                return
            self.count += 1
            due_s = time.monotonic() + after_s
            heapq.heappush(self.errands, Errand(due_s, self.count, run, due_s + GIVE_UP_AFTER_S, FIRST_WAIT_S))
            self.changed.notify()

    def close(self) -> None:
        with self.changed:
            self.open = False
            self.changed.notify()
        self.thread.join(2)

    def _work(self) -> None:
        while errand := self._next():
            outcome = self._attempt(errand)
            if outcome == "later" and time.monotonic() < errand.until_s:
                errand.due_s = time.monotonic() + errand.wait_s
                errand.wait_s = min(LONGEST_WAIT_S, 2 * errand.wait_s)
                with self.changed:
                    heapq.heappush(self.errands, errand)

    def _next(self) -> Errand | None:
        with self.changed:
            while self.open:
                wait_s = self.errands[0].due_s - time.monotonic() if self.errands else None
                if wait_s is not None and wait_s <= 0:
                    return heapq.heappop(self.errands)
                self.changed.wait(wait_s)
        return None

    def _attempt(self, errand: Errand) -> Outcome:
        try:
            return errand.run(self.client)
        except (httpx.HTTPError, ValueError):  # no answer, or one that is not the JSON promised
            return "later"


def is_for_later(response: httpx.Response) -> bool:
    """The server is there and cannot take it now; any other refusal is an answer to be obeyed."""
    return response.status_code >= 500 or response.status_code in SERVER_BUSY
