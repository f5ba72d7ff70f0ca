"""What was tried on an instrument that is no scale, as its certificate tells it, with units and sources."""

from typing import Any

from quanheng.law.kind_trials import Spread
from quanheng.register.kinds.told import PRIVATE
from quanheng.register.models import Instrument
from quanheng.register.verifying.trial_sheet import TrialSheet, TriedOnce

EDITION = 2


def tried(instrument: Instrument, readings: TrialSheet) -> dict[str, Any]:
    outcome = readings.outcome
    return {
        "edition": EDITION,
        "details": {name: value for name, value in instrument.details.items() if name not in PRIVATE},
        "points": [_point(row) for row in readings.rows],
        "repeatability": [_spread(one) for one in outcome.spreads],
        "clause": "；".join(dict.fromkeys(_sources(readings))),
    }


def _point(row: TriedOnce) -> dict[str, Any]:
    point, limit = row.point, row.judgement.limit if row.judgement else row.point.limit
    return {
        "trial": point.trial,
        "ordinal": point.ordinal,
        "name": point.zh,
        "unit": point.unit,
        "reference": row.reading.reference if row.reading else point.reference,
        "indicated": row.reading.indicated if row.reading else None,
        "error": row.judgement.error if row.judgement else None,
        "limit": limit.amount if limit else None,
        "error_in": "millionths" if (limit.is_relative if limit else point.is_relative) else point.unit,
        "limit_source": limit.cite("zh") if limit else "",
        "passed": row.judgement.passed if row.judgement else None,
    }


def _spread(one: Spread) -> dict[str, Any]:
    return {"group": one.group, "name": one.zh, "millionths": one.millionths, "limit_millionths": one.limit_millionths}


def _sources(readings: TrialSheet) -> list[str]:
    """What is on file first, then what the verifier named."""
    on_file = [clause.cite("zh") for clause in readings.outcome.clauses]
    named = [row.judgement.limit.cite("zh") for row in readings.rows if row.judgement]
    return [*on_file, *named]
