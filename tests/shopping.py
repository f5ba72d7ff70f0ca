"""What a shopper of the cast does: buys, weighs again, complains. All by the doors that real ones use."""

from datetime import timedelta
from typing import Any

from quanheng.cases.lodge import Lodged, lodge
from quanheng.cases.submission import Submission
from quanheng.connectors import scale, topics
from quanheng.measuring.arrivals import Arrival
from quanheng.measuring.known_scales import KnownScales
from quanheng.measuring.receive import receive
from tests.cast import NOON, a_message, a_receipt, a_recheck, a_weighing

LATER = NOON + timedelta(hours=1)
KEY = "a-random-submission-key"


def upload(device_id: str, *records: scale.Record) -> None:
    arrival = Arrival(topics.records(device_id), a_message(device_id, *records), LATER)
    receive([arrival], "ingest-test", KnownScales())


def buy(device_id: str = "TS-1", seq: int = 5, **sale: Any) -> str:
    """One sale, uploaded by its scale; returns the code on the receipt."""
    weighing = a_weighing(seq, **sale)
    upload(device_id, weighing)
    return a_receipt(device_id, weighing)


def weigh_again(code: str, mass_mg: int, check_scale: str = "CS-2", seq: int = 1, **reading: Any) -> None:
    upload(check_scale, a_recheck(seq, purchase_code=code, mass_mg=mass_mg, **reading))


def short_purchase(missing_mg: int = 60_000, **sale: Any) -> str:
    """A kilogram of vegetables, 60 g of it missing: beyond what either rule allows."""
    code = buy(**sale)
    weigh_again(code, 1_000_000 - missing_mg)
    return code


def complain(code: str = "", *, key: str = KEY, **given: Any) -> Lodged:
    return lodge(Submission(submission_key=key, category="short-weight", purchase_code=code, **given), at=LATER)
