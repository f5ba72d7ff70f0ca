"""The live stream: what changed, for the own area, from one snapshot for all viewers, until the session ends."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import aclosing
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import OperationalError
from django.test import AsyncClient
from django.utils import timezone

from quanheng.console import feeds, live, snapshot
from quanheng.measuring.models import Tally, Weighing
from tests.cast import Cast, a_recheck, a_weighing
from tests.console.conftest import send

pytestmark = [pytest.mark.requirement("QH-live"), pytest.mark.django_db(transaction=True)]
PLACES = ["pulse", "numbers", "rechecks", "complaints", "summary", "series"]


@pytest.fixture
def market(transactional_db: None, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Both markets with one re-weighing that no receipt came with, and a quick feed."""
    now = timezone.now()
    for number, check_scale in enumerate(("CS-1", "CS-3"), 1):
        send(check_scale, a_recheck(1, at_ms=int(now.timestamp() * 1000), mass_mg=1_000_000 * number), at=now)
    monkeypatch.setattr(feeds, "SECONDS", 0.05)
    monkeypatch.setattr(feeds, "SNAPSHOTS_BETWEEN_CHECKS", 2)
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.3)
    return cast


def played(scene: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run an async test to its end, in a loop of its own, never longer than twenty seconds."""

    def test(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        async def limited() -> None:
            await asyncio.wait_for(scene(market, monkeypatch), 20)

        async_to_sync(limited)()
        assert feeds._feeds == {}

    test.__doc__, test.__name__ = scene.__doc__, scene.__name__
    return test


async def entered(market: Cast, person: str) -> AsyncClient:
    client = AsyncClient()
    await client.aforce_login(market.people[person])
    return client


async def events(client: AsyncClient) -> AsyncIterator[tuple[str, str]]:
    """Name and content of every event as it comes; a heartbeat is named "beat"."""
    answer = await client.get("/console/live")
    assert answer["Content-Type"] == "text/event-stream"
    async with aclosing(answer.streaming_content) as parts:
        async for part in parts:
            text = part.decode()
            if text.startswith("event:"):
                name, *lines = text.rstrip("\n").split("\n")
                yield name.removeprefix("event: "), "\n".join(line.removeprefix("data: ") for line in lines)
            elif text == live.HEARTBEAT:
                yield "beat", ""


async def first(client: AsyncClient, count: int) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    async with aclosing(events(client)) as stream:
        async for one in stream:
            found.append(one)
            if len(found) == count:
                break
    return found


@played
async def test_every_place_of_the_board_is_told_at_once(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens the board late sees it whole: each place once, the chart as points."""
    told = dict(await first(await entered(market, "dongping"), len(PLACES)))
    assert list(told) == PLACES
    assert len(json.loads(told["series"])) == 59
    assert "次称重 / 秒" in told["pulse"]
    assert "1.000 kg" in told["rechecks"]


@played
async def test_each_viewer_hears_of_the_own_area(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The regulators of two counties watch at once, and neither hears of the other's market."""
    clients = [await entered(market, person) for person in ("dongping", "xidu")]
    east, west = await asyncio.gather(*(first(client, len(PLACES)) for client in clients))
    assert "晨光" in str(east)
    assert "河湾" not in str(east)
    assert "河湾" in str(west)
    assert "晨光" not in str(west)


@played
async def test_strangers_hear_nothing(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """No sign-in, no stream; a stallholder may not open the board's stream either."""
    answer = await AsyncClient().get("/console/live")
    assert answer.status_code == 302
    answer = await (await entered(market, "stallholder")).get("/console/live")
    assert answer.status_code == 403


@played
async def test_only_what_changed_is_sent(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quiet second costs a quiet line; a new tally changes the number and not the complaints."""
    async with aclosing(events(await entered(market, "dongping"))) as stream:
        for _place in PLACES:
            await anext(stream)
        minute = timezone.now().replace(second=0, microsecond=0)
        await Tally.objects.acreate(
            minute=minute, market=market.chenguang, area=market.chenguang.area, weighings=500, amount_fen=1
        )
        name, content = await anext(stream)
        assert name == "pulse"
        assert "500" in content


@played
async def test_viewers_share_one_snapshot(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty people watching one county cost the database as much as one."""
    taken: list[tuple[str, frozenset[str]]] = []

    def counted(area: str, languages: set[str]) -> dict[str, snapshot.Fragments]:
        taken.append((area, frozenset(languages)))
        return {language: {"pulse": str(len(taken))} for language in languages}

    monkeypatch.setattr(feeds, "take", counted)
    clients = [await entered(market, "dongping") for _ in range(20)]
    found = await asyncio.gather(*(first(client, 3) for client in clients))
    assert len(taken) <= 8
    assert all(len(one) == 3 for one in found)


@played
async def test_the_stream_ends_with_the_session(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signing out in another window ends the stream, and says so."""
    client = await entered(market, "dongping")
    async with aclosing(events(client)) as stream:
        await anext(stream)
        await client.alogout()
        assert [name async for name, _ in stream][-1] == "end"


@played
async def test_the_stream_ends_when_the_account_is_switched_off(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dismissed colleague's open page goes quiet within seconds."""
    async with aclosing(events(await entered(market, "dongping"))) as stream:
        await anext(stream)
        market.people["dongping"].is_active = False
        await market.people["dongping"].asave()
        assert [name async for name, _ in stream][-1] == "end"


@played
async def test_the_stream_outlives_a_database_that_goes_away(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """While PostgreSQL restarts the viewer hears heartbeats; afterwards the numbers go on."""
    away = True

    def take(area: str, languages: set[str]) -> dict[str, snapshot.Fragments]:
        if away:
            raise OperationalError("the database system is starting up")
        return snapshot.take(area, languages)

    monkeypatch.setattr(feeds, "take", take)
    async with aclosing(events(await entered(market, "dongping"))) as stream:
        assert (await anext(stream))[0] == "beat"
        away = False
        assert "numbers" in [(await anext(stream))[0] for _ in PLACES]


@played
async def test_a_quiet_market_still_gives_signs_of_life(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """At night nothing changes; without a line now and then a proxy would cut the stream."""
    async with aclosing(events(await entered(market, "dongping"))) as stream:
        names = [(await anext(stream))[0] for _ in range(len(PLACES) + 2)]
    assert names == [*PLACES, "beat", "beat"]


def test_an_event_of_many_lines_is_one_event() -> None:
    """Line breaks inside a fragment must not end the event."""
    assert live.event("rechecks", "<ol>\n\n<li>") == "event: rechecks\ndata: <ol>\ndata: \ndata: <li>\n\n"
    assert live.event("end", "") == "event: end\ndata: \n\n"


@pytest.fixture(autouse=True)
def no_weighings_stay(transactional_db: None):
    """Weighings lie in tables made by hand, which the test database's own clearing does not know."""
    yield
    Weighing.objects.all()._raw_delete("default")


def test_a_sale_that_arrives_shows_in_the_numbers(market: Cast) -> None:
    """From the scale's signed batch to the board in one step: nothing is counted twice or late."""
    now = timezone.now()
    send("TS-1", *(a_weighing(seq, at_ms=int(now.timestamp() * 1000)) for seq in range(1, 31)), at=now)
    told = snapshot.take(market.chenguang.area, {"zh-hans"})["zh-hans"]
    assert "近一小时 30 次" in told["pulse"]
    assert snapshot.take(market.hewan.area, {"en"})["en"]["pulse"].count("0 in the last hour") == 1
