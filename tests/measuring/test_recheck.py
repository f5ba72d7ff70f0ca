"""Pairing a purchase with its re-weighing, and what the law then says."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from quanheng.connectors import scale, topics
from quanheng.law.instruments import STAGES
from quanheng.measuring.arrivals import Arrival
from quanheng.measuring.known_scales import KnownScales
from quanheng.measuring.models import Recheck, RejectedMessage
from quanheng.measuring.receive import receive
from quanheng.settings import one_of
from tests.cast import NOON, NOON_MS, Cast, a_message, a_receipt, a_recheck, a_weighing, key_of

HOUR_MS = 3_600_000


def take(device_id: str, *records: scale.Record) -> None:
    arrival = Arrival(topics.records(device_id), a_message(device_id, *records), NOON + timedelta(days=2))
    receive([arrival], "ingest-test", KnownScales())


def reweigh(check_scale: str = "CS-1", *, code: str | None = None, sale: dict[str, Any] | None = None, **reading: Any):
    code = a_receipt("TS-1", a_weighing(5, **(sale or {}))) if code is None else code
    take(check_scale, a_recheck(1, purchase_code=code, **reading))
    return Recheck.objects.get()


@pytest.mark.requirement("T4-5.1.6", "T4-5.1.5.1")
@pytest.mark.parametrize(
    ("check_mg", "market", "statute"),
    [
        (980_000, False, False),
        (979_999, True, False),
        (960_000, True, False),
        (959_999, True, True),
        (1_050_000, False, False),
    ],
)
def test_a_short_kilogram_of_vegetables(cast: Cast, check_mg: int, market: bool, statute: bool):
    """A kilogram at 6 yuan may miss 20 g by the market's standard and 40 g by the statute, and not a milligram more."""
    row = reweigh("CS-2", mass_mg=check_mg)
    assert (row.pairing, row.trade_scale, row.purchase_seq) == ("paired", cast.scales["TS-1"], 5)
    assert (row.settled_mg, row.check_mg, row.shortfall_mg) == (1_000_000, check_mg, 1_000_000 - check_mg)
    assert (row.market_exceeded, row.statute_exceeded) == (market, statute)
    assert row.judgement["covered"]
    assert row.judgement["evidence"]
    assert row.judgement["told"]["zh"]
    assert row.area == cast.chenguang.area


@pytest.mark.requirement("T4-5.1.5.1")
def test_a_check_scale_too_coarse_gives_no_verdict(cast: Cast):
    """A scale whose own error may be as large as the limit proves nothing: not applicable, never within."""
    row = reweigh("CS-1", sale={"net_mg": 300_000, "goods_class": "delicacy"}, mass_mg=290_000)
    assert row.shortfall_mg == 10_000
    assert row.statute_exceeded is None
    assert not row.judgement["method"]["applicable"]


@pytest.mark.requirement("T4-5.1.6")
def test_a_price_by_the_jin_is_a_price(cast: Cast):
    """3.50 yuan a jin is 7 yuan a kilogram, which is another row of the table for goods it does not name."""
    row = reweigh(
        "CS-2", sale={"unit_price_fen": 350, "price_unit_g": 500, "goods_class": "other-food"}, mass_mg=990_000
    )
    assert row.price_fen_per_kg == 700
    assert row.judgement["covered"]


@pytest.mark.requirement("T4-5.1.6")
@pytest.mark.parametrize(
    ("sale", "reason"),
    [
        ({"goods_class": "live-fish"}, "goods-excluded"),
        ({"goods_class": ""}, "goods-not-stated"),
        ({"goods_class": "nothing known"}, "goods-not-stated"),
        ({"net_mg": 60_000_000}, "mass-outside-range"),
        ({"net_mg": 0}, "impossible-values"),
    ],
)
def test_what_the_table_does_not_cover_has_no_verdict(cast: Cast, sale: dict[str, Any], reason: str):
    """Live fish, unnamed goods and masses off the table: the shopper is told why there is no answer."""
    row = reweigh(sale=sale, mass_mg=500_000)
    assert row.pairing == "paired"
    assert (row.judgement["covered"], row.judgement["reason"]) == (False, reason)
    assert (row.market_exceeded, row.statute_exceeded) == (None, None)


@pytest.mark.requirement("T4-4.2.4.3")
def test_goods_not_in_their_original_state_prove_nothing(cast: Cast):
    """Peeled or partly eaten goods may be weighed, and the answer is shown, but nobody is held to it."""
    row = reweigh("CS-2", mass_mg=500_000, original_state=False)
    assert row.judgement["market_rule"]["exceeded"] is True
    assert row.judgement["evidence"] is False
    assert (row.market_exceeded, row.statute_exceeded) == (None, None)


@pytest.mark.requirement("T4-4.2.4.4")
@pytest.mark.parametrize(
    ("check_scale", "reading", "pairing"),
    [
        ("CS-3", {"mass_mg": 900_000}, "other-market"),
        ("CS-1", {"mass_mg": 900_000, "at_ms": NOON_MS + 5000 + 24 * HOUR_MS}, "paired"),
        ("CS-1", {"mass_mg": 900_000, "at_ms": NOON_MS + 5001 + 24 * HOUR_MS}, "too-old"),
    ],
)
def test_goods_that_left_the_market_prove_nothing(cast: Cast, check_scale: str, reading: dict, pairing: str):
    """Another market's scale, or a day later: the reading is kept with the reason, without a verdict."""
    row = reweigh(check_scale, **reading)
    assert row.pairing == pairing
    assert (row.market_exceeded is None) == (pairing != "paired")
    assert row.trade_scale == cast.scales["TS-1"]


@pytest.mark.requirement("QH-ingest")
@pytest.mark.parametrize(
    ("code", "pairing"),
    [
        ("", "unreadable"),
        ("https://example.org/", "unreadable"),
        ("http://127.0.0.1:8000/01/09521234543213/21/TS-1", "unreadable"),
        (a_receipt("TS-1", a_weighing(5), key_of("TS-2")), "signature-wrong"),
        (a_receipt("TS-1", a_weighing(5)).replace("m=1000000", "m=1100000"), "signature-wrong"),
        (a_receipt("TS-1", a_weighing(5)).replace("w=1000", "w=0"), "unreadable"),
        (a_receipt("TS-1", a_weighing(5)).replace(f"t={NOON_MS + 5000}", f"t={2**53 - 1}"), "unreadable"),
        (a_receipt("TS-1", a_weighing(5)).replace("g=vegetable", f"g={'x' * 21}"), "unreadable"),
        (a_receipt("TS-9", a_weighing(5)), "unknown-scale"),
        (a_receipt("CS-1", a_weighing(5)), "unknown-scale"),
    ],
)
def test_a_code_that_proves_no_purchase(cast: Cast, code: str, pairing: str):
    """Damaged, altered or foreign codes are kept with the reading; nothing is judged on them."""
    row = reweigh(code=code)
    assert (row.pairing, row.settled_mg, row.judgement) == (pairing, None, {})


@pytest.mark.requirement("QH-ingest")
def test_a_recheck_is_stored_once(cast: Cast):
    """A check scale repeats itself when it hears no receipt; and a second reading has a number of its own."""
    code = a_receipt("TS-1", a_weighing(5))
    for record in (
        a_recheck(1, purchase_code=code),
        a_recheck(1, purchase_code=code),
        a_recheck(2, purchase_code=code),
    ):
        take("CS-1", record)
    take("CS-1", a_recheck(1, purchase_code=code, mass_mg=1))
    assert list(Recheck.objects.order_by("seq").values_list("seq", "check_mg")) == [(1, 1_000_000), (2, 1_000_000)]
    assert RejectedMessage.objects.get().reason == "number-reused"


@pytest.mark.requirement("QH-ingest")
@pytest.mark.parametrize(
    ("device_id", "reading", "reason"),
    [
        ("TS-1", {}, "not-a-check-scale"),
        ("CS-1", {"mass_mg": 30_090_001}, "impossible-mass"),
        ("CS-1", {"purchase_code": "\0"}, "malformed"),
        ("CS-1", {"at_ms": 1}, "impossible-time"),
    ],
)
def test_a_recheck_that_cannot_be(cast: Cast, device_id: str, reading: dict, reason: str):
    """A trade scale cannot vouch for its own sale, and no 30 kg scale shows more than Max + 9e."""
    take(device_id, a_recheck(1, **reading))
    assert not Recheck.objects.exists()
    assert RejectedMessage.objects.get().reason == reason


@pytest.mark.requirement("T4-5.1.6")
def test_the_reading_of_the_province_decides(cast: Cast, settings):
    """Lobster at 300 yuan is seafood by name; where the stricter class is the reading, it is dear food with 2 g."""
    settings.RETAIL_PRECEDENCE = "stricter"
    settings.RETAIL_STAGE = "initial"
    lobster = {"net_mg": 1_000_000, "goods_class": "seafood", "unit_price_fen": 30_000, "price_unit_g": 1000}
    assert reweigh("CS-1", sale=lobster, mass_mg=997_000).judgement["row"] == "D2"


@pytest.mark.requirement("QH-input")
def test_a_misspelt_reading_stops_the_start(monkeypatch):
    """A setting that decides about people is one of its words, or the platform does not start."""
    monkeypatch.setenv("RETAIL_STAGE", "soon")
    with pytest.raises(ImproperlyConfigured, match="RETAIL_STAGE is one of initial, in-service"):
        one_of("RETAIL_STAGE", "in-service", STAGES)
    monkeypatch.setenv("RETAIL_STAGE", "")
    assert one_of("RETAIL_STAGE", "in-service", STAGES) == "in-service"
