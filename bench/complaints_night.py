"""The work of a night among a million complaints: what each job takes, for this night and for the next.

Done in one transaction that is taken back, so that the country can be opened again as it was.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from complaints_opening import undone
from django.db import connection
from django.utils import timezone
from django.utils.timezone import localdate

from quanheng.cases import attachments, contact_upkeep, handling_count, publication, shoppers, supervision
from quanheng.register import ledgers, reminders, replacement


@dataclass(frozen=True)
class Job:
    what: str
    n: int
    seconds: float
    wrong: str = ""


def spend() -> list[Job]:
    with undone():
        return [_timed(what, job) for what, job in _jobs()]


def _timed(what: str, job: Callable[[], int]) -> Job:
    begun = time.perf_counter()
    done = job()
    made = Job(what, done, round(time.perf_counter() - begun, 2))
    print(f"{what:<44}{made.n:>9,}{made.seconds:>9.2f} s", flush=True)
    return made


def _jobs() -> Iterator[tuple[str, Callable[[], int]]]:
    now = timezone.now()
    for night in range(3):
        at = now + timedelta(days=night)
        on, told = localdate(at), ("this night", "the next", "the one after")[night]
        yield f"clocks: warned and handed up, {told}", lambda at=at: _clocks(at)
        yield f"contacts erased, {told}", lambda at=at: contact_upkeep.erase_due(at)
        yield f"notices of verifications, {told}", lambda on=on: reminders.remind(on)
        yield f"history of replacement, {told}", lambda on=on: replacement.keep_day(on)
    yield "clocks, once more", lambda: _clocks(now + timedelta(days=2))
    yield "notices, once more", lambda: reminders.remind(localdate(now + timedelta(days=2)))
    yield "counts folded", ledgers.fold
    yield "unfinished photographs", lambda: attachments.clear_abandoned(now)
    yield "unused keys of phones", lambda: shoppers.forget_unused_keys(now)
    yield "regions that a day changes, of one province", _mark_a_day
    yield "regions counted anew, of one province", lambda: handling_count.count(now)
    yield "months published", lambda: publication.publish(localdate(now))


# A thirtieth of what a day of the nation marks; the rest costs the same again and again.
MARK_A_DAY = """
INSERT INTO cases_handlingmark (area, month)
SELECT DISTINCT register_county(c.area), cases_month(c.lodged_at)
FROM cases_complaintevent e JOIN cases_complaint c ON c.id = e.complaint_id
WHERE e.at > now() - interval '1 day' AND c.area LIKE '11/%%'
"""


def _mark_a_day() -> int:
    with connection.cursor() as cursor:
        cursor.execute(MARK_A_DAY, [])
        return cursor.rowcount


def _clocks(at: object) -> int:
    done = supervision.supervise(at)
    return done.warned + done.escalated


def table(jobs: list[Job]) -> str:
    heading = "| work of a night | done | seconds |\n| --- | ---: | ---: |\n"
    return heading + "\n".join(f"| {one.what} | {one.n:,} | {one.seconds:.2f} |" for one in jobs)
