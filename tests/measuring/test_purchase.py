"""What a scanned purchase code shows."""

from datetime import timedelta

import pytest

from quanheng.connectors import scale, topics
from quanheng.connectors.gs1 import CodeUnreadable
from quanheng.measuring.arrivals import Arrival
from quanheng.measuring.known_scales import KnownScales
from quanheng.measuring.purchase import ReceiptForged, ScaleUnknown, purchase, scale_of
from quanheng.measuring.receive import receive
from tests.cast import NOON, Cast, a_message, a_receipt, a_recheck, a_weighing, key_of

pytestmark = pytest.mark.requirement("QH-wire")


def take(device_id: str, *records: scale.Record) -> None:
    message = a_message(device_id, *records)
    receive([Arrival(topics.records(device_id), message, NOON + timedelta(hours=1))], "test", KnownScales())


def test_a_receipt_proves_itself(cast: Cast):
    """Before the scale has uploaded anything, the signed receipt already says what was sold."""
    view = purchase(a_receipt("TS-1", a_weighing(5, unit_price_fen=350, price_unit_g=500)))
    assert (view.instrument, view.receipt.net_mg, view.price_fen_per_kg) == (cast.scales["TS-1"], 1_000_000, 700)
    assert (view.weighing, view.agrees, view.rechecks, view.exceeded) == (None, None, [], None)


@pytest.mark.parametrize(
    ("uploaded", "agrees"), [({}, True), ({"net_mg": 900_000}, False), ({"amount_fen": 601}, False)]
)
def test_the_upload_is_compared_with_the_receipt(cast: Cast, uploaded: dict, agrees: bool):
    """A scale that prints one thing and uploads another is seen by whoever scans the receipt."""
    take("TS-1", a_weighing(5, **uploaded))
    view = purchase(a_receipt("TS-1", a_weighing(5)))
    assert view.weighing is not None
    assert view.agrees is agrees


def test_rechecks_of_this_sale_only(cast: Cast):
    """The newest paired re-weighing of this very sale decides; those of other sales do not show."""
    mine, other = a_receipt("TS-1", a_weighing(5)), a_receipt("TS-1", a_weighing(6))
    take("CS-2", a_recheck(1, purchase_code=mine, mass_mg=900_000), a_recheck(2, purchase_code=mine))
    take("CS-3", a_recheck(1, purchase_code=mine, mass_mg=1))
    take("CS-2", a_recheck(3, purchase_code=other, mass_mg=1))
    view = purchase(mine)
    assert {(one.check_scale.device_id, one.seq) for one in view.rechecks} == {("CS-2", 1), ("CS-2", 2), ("CS-3", 1)}
    assert view.latest_recheck is not None
    assert view.latest_recheck.seq == 2
    assert view.exceeded is False
    assert purchase(other).exceeded is True


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("", CodeUnreadable),
        ("nonsense", CodeUnreadable),
        ("http://127.0.0.1/01/09521234543213/21/TS-1", CodeUnreadable),
        (a_receipt("TS-1", a_weighing(5)).replace("w=1000", "w=7"), CodeUnreadable),
        (a_receipt("TS-1", a_weighing(5)).replace("m=1000000", "m=x"), CodeUnreadable),
        (a_receipt("TS-1", a_weighing(5), key_of("TS-2")), ReceiptForged),
        (a_receipt("TS-1", a_weighing(5)).replace("m=1000000", "m=1000001"), ReceiptForged),
        (a_receipt("TS-9", a_weighing(5)), ScaleUnknown),
        (a_receipt("TS-1", a_weighing(5)).replace("TS-1", "TS-1%00"), (ScaleUnknown, CodeUnreadable, ReceiptForged)),
    ],
)
def test_a_code_that_is_refused(cast: Cast, code: str, error: type[Exception]):
    """Every way a code can be wrong has its own answer, and none is an accident."""
    with pytest.raises(error):
        purchase(code)


def test_a_scale_is_found_by_its_link(cast: Cast):
    """The code on the scale itself has no sale in it and names the scale."""
    assert scale_of("https://example.org/01/09521234543213/21/TS-3") == cast.scales["TS-3"]
