"""One feed an area and process: a snapshot a second, shared by everybody who watches that area.

A hundred viewers cost as many queries as one. A feed begins with its first viewer and ends with its last.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.db import Error, connection

from quanheng.console.snapshot import Fragments, take
from quanheng.people.sessions import still_admitted

log = logging.getLogger(__name__)
SECONDS = 1.0
SNAPSHOTS_BETWEEN_CHECKS = 5


@dataclass(frozen=True)
class Viewer:
    session_key: str
    user_id: int
    language: str


class Feed:
    def __init__(self, area: str) -> None:
        self.area = area
        self.viewers: Counter[Viewer] = Counter()
        self.latest: dict[str, Fragments] = {}
        self.admitted: set[str] = set()
        self.arrived = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    def admits(self, viewer: Viewer) -> bool:
        return viewer.session_key in self.admitted

    def told(self, language: str, *, besides: dict[str, str]) -> list[tuple[str, str]]:
        """What differs from what was told before; from now on it was."""
        new = [pair for pair in self.latest.get(language, {}).items() if besides.get(pair[0]) != pair[1]]
        besides |= new
        return new

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        count = 0
        while True:
            due = loop.time() + SECONDS
            await self._renew(check_sessions=count % SNAPSHOTS_BETWEEN_CHECKS == 0)
            count += 1
            await asyncio.sleep(max(due - loop.time(), 0))

    async def _renew(self, *, check_sessions: bool) -> None:
        """A database that is away for a while leaves the last numbers standing; viewers hear heartbeats meanwhile."""
        asked = set(self.viewers)
        try:
            self.latest = await _in_thread(take, self.area, {viewer.language for viewer in asked})
            if check_sessions:
                people = {viewer.session_key: viewer.user_id for viewer in asked}
                admitted = await _in_thread(still_admitted, people, self.area)
                # Whoever came while we asked was let in by the gate a moment ago.
                self.admitted = admitted | (self.admitted - people.keys())
        except Error as trouble:
            log.warning("live board of %s waits for the database: %s", self.area or "all areas", trouble)
            return
        arrived, self.arrived = self.arrived, asyncio.Event()
        arrived.set()

    async def wait(self, seconds: float) -> bool:
        """Whether a snapshot arrived in time."""
        try:
            await asyncio.wait_for(self.arrived.wait(), seconds)
        except TimeoutError:
            return False
        return True


async def _in_thread(ask: Callable, *given: object) -> object:
    """In a thread of the pool, whose connection goes back as soon as the answer is there."""

    def asked() -> object:
        try:
            return ask(*given)
        finally:
            connection.close()

    return await sync_to_async(asked, thread_sensitive=False)()


_feeds: dict[tuple[asyncio.AbstractEventLoop, str], Feed] = {}


@asynccontextmanager
async def watched(area: str, viewer: Viewer) -> AsyncIterator[Feed]:
    """The area's feed, for as long as the viewer stays."""
    key = (asyncio.get_running_loop(), area)
    feed = _feeds.setdefault(key, Feed(area))
    feed.viewers[viewer] += 1
    feed.admitted.add(viewer.session_key)
    if feed.task is None:
        feed.task = asyncio.create_task(feed.run())
    try:
        yield feed
    finally:
        feed.viewers[viewer] -= 1
        if not feed.viewers[viewer]:
            del feed.viewers[viewer]
        if not feed.viewers:
            feed.task.cancel()
            del _feeds[key]
