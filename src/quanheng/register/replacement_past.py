"""How many old scales there were at the end of past weeks, told from the lives that were delivered or imported."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction

from quanheng.register.divisions import COUNTY
from quanheng.register.legal_day import SHANGHAI
from quanheng.register.life import Happening, state_of
from quanheng.register.models import PRICE_SCALES, Instrument, InstrumentEvent, ReplacementDay, ReplacementLevel
from quanheng.register.record import happening_of, row_of
from quanheng.register.replacement import STATUSES

Levels = Counter[tuple[str, date | None]]
Lives = list[tuple[Instrument, list[Happening]]]


@transaction.atomic
def tell_past(area: str, today: date, weeks: int = 52) -> int:
    """Write the history of an area that has none yet; how many rows. Reads every life: for thousands, not millions."""
    if ReplacementDay.objects.filter(county__startswith=area).exists():
        return 0
    lives, rows, before = _lives(area), [], Levels()
    for back in range(weeks, 0, -1):
        on = today - timedelta(weeks=back)
        level = Levels(_there(lives, on))
        for county, day in sorted(level.keys() | before.keys(), key=str):
            if change := level[county, day] - before[county, day]:
                rows.append(ReplacementDay(county=county, on=on, replace_by=day, change=change))
        before = level
    kept = [ReplacementLevel(county=county, replace_by=day, n=n) for (county, day), n in before.items() if n]
    ReplacementLevel.objects.bulk_create(kept)
    return len(ReplacementDay.objects.bulk_create(rows))


def _lives(area: str) -> Lives:
    scales = Instrument.objects.filter(area__startswith=area, kind__in=PRICE_SCALES)
    lives: dict[int, tuple[Instrument, list[Happening]]] = {scale.pk: (scale, []) for scale in scales}
    for event in InstrumentEvent.objects.filter(instrument__in=lives):
        lives[event.instrument_id][1].append(happening_of(event))
    return list(lives.values())


def _there(lives: Lives, on: date) -> Iterator[tuple[str, date | None]]:
    """Scales in use or kept as standby at the end of a day, as the counts of today count them."""
    midnight = datetime.combine(on + timedelta(days=1), time(), SHANGHAI) - timedelta(microseconds=1)
    for scale, life in lives:
        row = row_of(scale, state_of(life, midnight))
        if row["status"] in STATUSES:
            yield row["area"][:COUNTY], row["replace_by"]
