"""One moment of one area, as the live board shows it: asked from the database once, written once a language."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone, translation

from quanheng.cases import desk
from quanheng.measuring import live

COMPLAINTS_SHOWN = 8
Fragments = dict[str, str]


@dataclass(frozen=True)
class Below:
    """Whoever sees what lies below an area; the board is the same for all of them."""

    area: str


def take(area: str, languages: set[str]) -> dict[str, Fragments]:
    """What to show, by language and by the name of the place on the page."""
    below = Below(area)
    open_states = desk.open_states()
    context = {
        "board": live.board(area),
        "open_complaints": desk.open_count(below),
        "complaints": list(desk.waiting(below, open_states)[:COMPLAINTS_SHOWN]),
    }
    return {language: _written(context, language) for language in languages}


def _written(context: dict[str, object], language: str) -> Fragments:
    with translation.override(language):
        fragments = {
            name: render_to_string(f"console/live/{name}.html", context)
            for name in ("pulse", "numbers", "rechecks", "complaints", "summary")
        }
    return fragments | {"series": json.dumps(_points(context["board"].minutes))}


def _points(minutes: list[tuple[datetime, int]]) -> list[tuple[int, int]]:
    """The minute that still runs is left out: half a minute's count would look like a fall."""
    return [(int(timezone.localtime(at).timestamp() * 1000), weighings) for at, weighings in minutes[:-1]]
