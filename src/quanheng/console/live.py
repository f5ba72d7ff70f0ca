"""The stream behind the live board: server-sent events, each replacing one place of the page."""

import asyncio
from collections.abc import AsyncIterator

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from quanheng.console.feeds import Viewer, watched
from quanheng.console.gate import staff

HEARTBEAT_SECONDS = 10.0
HEARTBEAT = ": still here\n\n"


@require_safe
@staff("see-live-board")
async def stream(request: HttpRequest) -> StreamingHttpResponse:
    user = await request.auser()
    viewer = Viewer(request.session.session_key or "", user.pk, get_language() or "zh-hans")
    response = StreamingHttpResponse(_events(user.area, viewer), content_type="text/event-stream")
    response["Cache-Control"] = "no-cache"
    response["X-Accel-Buffering"] = "no"
    return response


async def _events(area: str, viewer: Viewer) -> AsyncIterator[str]:
    """Only what changed is sent; a line of comment tells both ends that the other still lives."""
    sent: dict[str, str] = {}
    clock = asyncio.get_running_loop().time
    async with watched(area, viewer) as feed:
        yield "retry: 2000\n\n"
        spoke_at = clock()
        while True:
            arrived = await feed.wait(HEARTBEAT_SECONDS)
            if arrived and not feed.admits(viewer):
                yield event("end", "")
                return
            for name, content in feed.told(viewer.language, besides=sent):
                yield event(name, content)
                spoke_at = clock()
            if clock() - spoke_at >= HEARTBEAT_SECONDS:
                yield HEARTBEAT
                spoke_at = clock()


def event(name: str, content: str) -> str:
    lines = content.splitlines() or [""]
    return f"event: {name}\n" + "".join(f"data: {line}\n" for line in lines) + "\n"
