"""What a certificate or a notice of failure says, as data: issued once, never written anew.

The JSON names no natural person, as anyone may fetch it; the printed paper names its verifier beside it. The digest
printed on the paper is the SHA-256 of exactly the bytes that are served.
"""

import hashlib
import json
from datetime import date
from typing import Any

from django.conf import settings

from quanheng.connectors.gs1 import asset_path, scale_path
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Instrument, Verification
from quanheng.register.verifying import trial_paper
from quanheng.register.verifying.readings import Sheet
from quanheng.register.verifying.subject import subject_of
from quanheng.register.verifying.weighing_sheet import Tried, WeighingSheet

# What the points of a scale are written in; those of every other kind have trial_paper.EDITION.
WEIGHING_EDITION = 1


def paper_of(verification: Verification, readings: Sheet, until: date | None, source: str = "") -> dict[str, Any]:
    """A certificate where it holds until a day, else a notice of failure. ``source`` says whence the day is."""
    instrument = verification.instrument
    tried = (
        _weighed(readings)
        if isinstance(readings, WeighingSheet)
        else trial_paper.tried(subject_of(verification), readings)
    )
    return tried | {
        "kind": "verification-certificate" if until else "verification-failure-notice",
        "number": verification.paper_number,
        "invented": settings.DEMO,
        "verification": verification.number,
        "body": {"name": verification.body.name, "uscc": verification.body.uscc},
        "instrument": _instrument(instrument),
        "place": instrument.place.name,
        "stall": str(instrument.stall) if instrument.stall else "",
        "first": verification.is_first,
        "verified_on": legal_day(verification.ended_at).isoformat(),
        "valid_until": until.isoformat() if until else None,
        **({"valid_until_source": source} if source else {}),
        "result": readings.outcome.explain("zh") if readings.outcome.failed or until else "",
        "remark": verification.reason,
        "trace": settings.PUBLIC_URL + path_of(instrument),
    }


def path_of(instrument: Instrument) -> str:
    """The address on its code: by GTIN and serial number, or by asset number."""
    return scale_path(instrument.gtin, instrument.serial) if instrument.gtin else asset_path(instrument.giai)


def _weighed(readings: WeighingSheet) -> dict[str, Any]:
    return {
        "edition": WEIGHING_EDITION,
        "points": [_point(row) for row in readings.rows],
        "repeatability": {"spread_ug": readings.outcome.spread_ug, "mpe_ug": readings.outcome.spread_mpe_ug},
        "clause": readings.outcome.clause.cite("zh"),
    }


def _instrument(instrument: Instrument) -> dict[str, str]:
    names = ("device_id", "gtin", "giai", "serial", "kind", "maker", "model", "accuracy_class", "intervals")
    return {name: getattr(instrument, name) for name in names}


def _point(row: Tried) -> dict[str, Any]:
    return {
        "trial": row.point.trial,
        "ordinal": row.point.ordinal,
        "position": row.point.position,
        "load_mg": row.point.load_mg,
        "indication_mg": row.reading.indication_mg if row.reading else None,
        "added_mg": row.reading.added_mg if row.reading else None,
        "error_ug": row.judgement.error_ug if row.judgement else None,
        "mpe_ug": row.judgement.mpe_ug if row.judgement else None,
        "passed": row.judgement.passed if row.judgement else None,
    }


def as_bytes(paper: dict[str, Any]) -> bytes:
    """The one way in which a paper is written as JSON."""
    return json.dumps(paper, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(paper: dict[str, Any]) -> str:
    return hashlib.sha256(as_bytes(paper)).hexdigest()
