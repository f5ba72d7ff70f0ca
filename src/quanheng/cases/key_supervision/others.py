"""The stalls that one stall is compared with, counted once for all of them: those of its market, or of its county."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection

from quanheng.cases.key_supervision.asked import COMPLAINTS, IGNORED, RECHECKS, SETTLED
from quanheng.inference.rates import Share
from quanheng.measuring import day_tally
from quanheng.register.legal_day import SHANGHAI

OF_AREA = {
    "rechecks": "r.check_scale_id IN (SELECT id FROM register_instrument WHERE area LIKE %(area)s"
    " AND kind = 'check-scale')",
    "complaints": "c.area LIKE %(area)s",
}
RECHECKS_BY_STALL = f"""
SELECT stall_id, count(*) FILTER (WHERE exceeded), count(*)
FROM ({RECHECKS.format(whose=OF_AREA["rechecks"])}) AS one WHERE fit AND stall_id IS NOT NULL GROUP BY 1
"""  # noqa: S608
COMPLAINTS_BY_STALL = f"""
SELECT stall_id, count(DISTINCT who), count(DISTINCT who) FILTER (WHERE upheld_at IS NOT NULL)
FROM ({COMPLAINTS.format(whose=OF_AREA["complaints"])}) AS one GROUP BY 1
"""  # noqa: S608


@dataclass(frozen=True)
class Circle:
    """``people`` are how many complained of each stall, ``upheld`` those of them who proved right; by stall."""

    name: str
    # None where nothing says how much was sold: then nothing is compared with it.
    measured_since: date | None
    weighings: int
    rechecks: Mapping[int, Share]
    people: Mapping[int, int]
    upheld: Mapping[int, int]

    def rechecks_besides(self, stall: int) -> Share:
        rest = [share for number, share in self.rechecks.items() if number != stall]
        return Share(sum(one.hits for one in rest), sum(one.of for one in rest))

    def people_besides(self, stall: int) -> int:
        return sum(self.people.values()) - self.people.get(stall, 0)

    def upheld_besides(self, stall: int) -> int:
        return sum(self.upheld.values()) - self.upheld.get(stall, 0)


def circle(name: str, area: str, since: date) -> Circle:
    """``name`` is market or county. Costs what was re-weighed and complained of there since then."""
    first = day_tally.first_day(area, since)
    told = {"area": area + "%", "since": midnight(since), "ignored": IGNORED, "settled": SETTLED}
    rechecks = _rows(RECHECKS_BY_STALL, told)
    complaints = _rows(COMPLAINTS_BY_STALL, told | {"since": midnight(first)}) if first else []
    return Circle(
        name,
        first,
        day_tally.weighings(area, since),
        {stall: Share(hits, of) for stall, hits, of in rechecks},
        {stall: people for stall, people, _upheld in complaints},
        {stall: upheld for stall, _people, upheld in complaints},
    )


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _rows(sql: str, told: dict[str, object]) -> list[tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        return cursor.fetchall()
