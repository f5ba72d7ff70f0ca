"""What PostgreSQL does for one page: how long, how much of the memory it looks through, and how it finds the rows.

Each query of a page is asked a second time with EXPLAIN ANALYZE. What the database says of itself does not hang on how
busy we are, and the blocks it touches hardly on how busy anybody is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from django.db import connection

# Tables that grow with the country. Accounts are some forty thousand, which takes as long to read as to look up.
LARGE = {
    *(f"register_{name}" for name in ("instrument", "instrumentstate", "instrumentevent", "place", "stall")),
    *(f"register_{name}" for name in ("verification", "notice", "licence", "stalloperator", "importfault")),
    *(f"register_{name}" for name in ("organisation", "trainingrecord", "identitycheck")),
    *(f"measuring_{name}" for name in ("presence", "weighing", "recheck", "weeklycheck", "deviceevent", "tally")),
    *("measuring_rejectedmessage", "cases_repeatedoperator"),
    *(f"cases_{name}" for name in ("complaint", "complaintevent", "card", "report", "attachment", "signature")),
    *(f"cases_{name}" for name in ("noticeoutbox", "noticewish", "hotlineticket", "marketreport", "shopper")),
    *(f"cases_{name}" for name in ("shopperkey", "handlingfigures", "publishedfigures", "keysupervision")),
    *(f"supervision_{name}" for name in ("spotcheck", "volunteer", "activity")),
    "people_auditentry",
}
# A scan that ends early, as enough was found of a common word, reads less than an index would have.
READ_MAX = 1000
EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) "


@dataclass
class Look:
    """One page opened once: all of its queries together; ``rows`` is the most that one step read of a large table."""

    ms: float = 0.0
    blocks: int = 0
    queries: int = 0
    rows: int = 0
    sorted_rows: int = 0
    whole: set[str] = field(default_factory=set)
    slowest: tuple[float, str] = (0.0, "")
    worst: str = ""

    def add(self, told: dict[str, Any], sql: str) -> None:
        plan = told["Plan"]
        spent = told["Planning Time"] + told["Execution Time"]
        self.ms += spent
        self.blocks += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        self.queries += 1
        self.slowest = max(self.slowest, (spent, sql))
        before = len(self.whole), self.sorted_rows
        for node in nodes(plan):
            self._add_step(node)
        if (len(self.whole), self.sorted_rows) > before:
            self.worst = sql

    def wrote(self, seconds: float, sql: str) -> None:
        self.ms += seconds * 1000
        self.slowest = max(self.slowest, (seconds * 1000, sql))

    def _add_step(self, node: dict[str, Any]) -> None:
        table = table_of(node)
        if table in LARGE:
            self.rows = max(self.rows, rows_read(node))
            if node["Node Type"] == "Seq Scan" and rows_read(node) > READ_MAX:
                self.whole.add(table)
        if node["Node Type"] in ("Sort", "Incremental Sort"):
            (below,) = node["Plans"]
            self.sorted_rows = max(self.sorted_rows, round(below["Actual Rows"] * below["Actual Loops"]))


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def table_of(node: dict[str, Any]) -> str:
    """A day's part of the weighings counts as the whole of them."""
    name = node.get("Relation Name", "")
    return "measuring_weighing" if name.startswith("measuring_weighing_") else name


def rows_read(node: dict[str, Any]) -> int:
    left_out = sum(node.get(f"Rows Removed by {why}", 0) for why in ("Filter", "Index Recheck"))
    return round((node["Actual Rows"] + left_out) * node["Actual Loops"])


def look(open_page: Callable[[], None]) -> Look:
    asked: list[tuple[str, Any]] = []
    seen = Look()

    def note(execute: Callable, sql: str, parameters: Any, many: bool, context: dict) -> object:
        if sql.lstrip().startswith(("SELECT", "WITH")):
            asked.append((sql, parameters))
            return execute(sql, parameters, many, context)
        # What is written cannot be asked a second time: then our own clock has to do.
        begun = perf_counter()
        try:
            return execute(sql, parameters, many, context)
        finally:
            seen.wrote(perf_counter() - begun, sql)

    with connection.execute_wrapper(note):
        open_page()
    with connection.cursor() as cursor:
        for sql, parameters in asked:
            cursor.execute(EXPLAIN + sql, parameters)
            seen.add(cursor.fetchone()[0][0], sql)
    return seen
