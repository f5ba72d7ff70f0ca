"""Open pages in a filled country, and say of each what it cost the database.

Each address is opened once to warm up and is then asked about; of a page stand the median and the 95th percentile over
all its addresses and viewers. Imported only after Django was set up.
"""

import os
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from django.db import connection
from django.test import Client
from register_looking import Look, look
from register_pages import Page, addresses

from quanheng.people.enrolment import enrol
from quanheng.people.models import User

BENCHMARKS = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
# What one page may sort of what it found; a list of the nation sorts no nation.
SORTED_MAX = 30_000
PASSWORD = "a-long-enough-one"


@dataclass
class Opened:
    name: str
    page: Page
    looks: list[tuple[str, str, Look]]

    @property
    def ms(self) -> list[float]:
        return sorted(seen.ms for _, _, seen in self.looks)

    @property
    def median_ms(self) -> float:
        return statistics.median(self.ms)

    @property
    def p95_ms(self) -> float:
        return self.ms[(len(self.ms) * 95 - 1) // 100]

    @property
    def is_met(self) -> bool:
        return self.median_ms <= self.page.goal_ms

    @property
    def slowest(self) -> tuple[str, str, Look]:
        return max(self.looks, key=lambda one: one[2].ms)


def open_all(pages: dict[str, Page], clients: dict[str, Client], rows: dict[str, list[str]]) -> list[Opened]:
    """``clients`` are the viewers of the pages, ``rows`` what stands for the placeholders of their addresses."""
    opened = []
    for name, page in pages.items():
        looks = [(who, path, _look(clients[who], path)) for who in page.viewers for path in addresses(page, rows)]
        opened.append(Opened(name, page, looks))
        who, path, worst = opened[-1].slowest
        print(f"{name:<34}{opened[-1].median_ms:>8.1f} ms, at most {worst.ms:.0f} at {path} ({who})", file=sys.stderr)
    return opened


def regulators(areas: dict[str, str]) -> dict[str, Client]:
    return {"": Client()} | {who: signed_in(who, "regulator", area) for who, area in areas.items()}


def signed_in(who: str, role: str, area: str) -> Client:
    username = f"bench-{who}"
    person = User.objects.filter(username=username).first() or enrol(
        username=username, name=who, role=role, area=area, password=PASSWORD
    )
    client = Client()
    client.force_login(person)
    return client


def ask(sql: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("%%", "%"))
        return [row[0] for row in cursor.fetchall()]


def _look(client: Client, path: str) -> Look:
    def open_page() -> None:
        answer = client.get(path)
        if answer.status_code not in (200, 404):
            sys.exit(f"{path} answered {answer.status_code}")
        if answer.streaming:  # of a file, its headings and its first rows
            list(islice(answer.streaming_content, 2))
            answer.close()

    return look(open_page)


def _lines(opened: list[Opened]) -> Iterator[str]:
    yield "| page | opened | median ms | 95 % ms | goal ms | blocks, median | blocks, most | rows read, most | |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
    for one in opened:
        blocks = sorted(seen.blocks for _, _, seen in one.looks)
        rows = max(seen.rows for _, _, seen in one.looks)
        yield (
            f"| {one.name} | {len(one.looks)} | {one.median_ms:.1f} | {one.p95_ms:.1f} | {one.page.goal_ms} | "
            f"{statistics.median(blocks):,.0f} | {blocks[-1]:,} | {rows:,} | {'met' if one.is_met else '**missed**'} |"
        )


def table(opened: list[Opened]) -> str:
    return "\n".join(_lines(opened))


def write(told: str, what: str) -> None:
    load = os.getloadavg()[0]
    heading = f"### {date.today():%Y-%m-%d}, {what}, load {load:.1f} on {os.cpu_count()} processors"  # noqa: DTZ011
    BENCHMARKS.write_text(BENCHMARKS.read_text(encoding="utf-8") + f"\n{heading}\n\n{told}\n", encoding="utf-8")


def figures(opened: list[Opened]) -> dict[str, list[float]]:
    return {one.name: [round(one.median_ms, 1), round(one.p95_ms, 1)] for one in opened}


def wrong(opened: list[Opened]) -> list[str]:
    """What no machine excuses."""
    found = []
    for one in opened:
        for who, path, seen in one.looks:
            if whole := seen.whole - one.page.counts:
                found.append(f"{path} ({who}) reads {', '.join(sorted(whole))} whole: {seen.worst}")
            if seen.sorted_rows > SORTED_MAX:
                found.append(f"{path} ({who}) sorts {seen.sorted_rows} rows: {seen.worst}")
    return found
