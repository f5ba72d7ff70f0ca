"""The delivery list of the invented city."""

import json
from base64 import b64decode, b64encode
from datetime import date
from pathlib import Path

import pytest
from biip.gtin import Gtin
from nacl.signing import SigningKey

from quanheng.simulator.fleet import OVERDUE, WORKBENCH, WORKBENCH_PUBLIC_KEY, device_key, manifest

EXAMPLES = Path(__file__).parents[2] / "docs" / "wire" / "examples"
pytestmark = pytest.mark.requirement("QH-wire", "N25-3.4")


def test_a_seed_determines_the_whole_manifest() -> None:
    """The same seed delivers the same city, to the byte; another seed delivers other keys."""
    assert json.dumps(manifest(7)) == json.dumps(manifest(7))
    assert manifest(7)["instruments"][0]["public_key"] != manifest(8)["instruments"][0]["public_key"]


@pytest.mark.requirement("T4-5.1.1")
def test_two_markets_sixty_trade_scales_four_check_scales() -> None:
    """Each of two markets in two counties has thirty stalls with a scale each and two check scales."""
    city = manifest(1)
    kinds = [(scale["market"], scale["kind"]) for scale in city["instruments"] if scale["device_id"] != WORKBENCH]
    for market in ("99/01/01/m001/", "99/01/02/m002/"):
        assert kinds.count((market, "trade")) == 30
        assert kinds.count((market, "check")) == 2
    assert len({scale["device_id"] for scale in city["instruments"]}) == 65
    assert len({(scale["gtin"], scale["serial"]) for scale in city["instruments"]}) == 65


def test_every_gtin_is_valid_and_of_the_demonstration_prefix() -> None:
    """GS1 keeps prefix 952 for demonstrations, and a wrong check digit could not be scanned."""
    for scale in manifest(3)["instruments"]:
        gtin = Gtin.parse(scale["gtin"])
        assert gtin.prefix is not None
        assert gtin.prefix.value == "952"


def test_every_row_stands_in_a_place_that_the_manifest_names() -> None:
    """Areas are paths: a scale lies in its stall, a stall in its market, a market in its county."""
    city = manifest(1)
    counties = {region["area"] for region in city["regions"]}
    markets = {market["area"] for market in city["markets"]}
    stalls = {stall["area"] for stall in city["stalls"]}
    assert all(market.rsplit("/", 2)[0] + "/" in counties for market in markets)
    assert all(stall["market"] in markets and stall["area"].startswith(stall["market"]) for stall in city["stalls"])
    assert all(scale["area"] in stalls | markets for scale in city["instruments"])
    assert all(scale["stall"] in stalls for scale in city["instruments"] if scale["kind"] == "trade")


def test_papers_are_dated_from_the_day_asked_for() -> None:
    """A verification is valid for a year; two stallholders are late, check scales never are."""
    day = date(2030, 5, 6)
    scales = manifest(1, as_of=day)["instruments"]
    assert all(scale["in_use_since"] <= scale["verified_on"] < day.isoformat() for scale in scales)
    assert {scale["device_id"] for scale in scales if scale["valid_until"] < day.isoformat()} == OVERDUE


def test_identity_does_not_depend_on_the_day() -> None:
    """A city founded on another day has other certificates and the same scales: codes and signatures still fit."""
    identity = ["device_id", "gtin", "serial", "public_key", "intervals", "firmware"]
    there, then = (manifest(1, as_of=day)["instruments"] for day in (date(2026, 11, 20), date(2031, 2, 28)))
    assert [[scale[name] for name in identity] for scale in there] == [
        [scale[name] for name in identity] for scale in then
    ]
    assert [scale["valid_until"] for scale in there] != [scale["valid_until"] for scale in then]


def test_private_keys_stay_out_of_the_manifest() -> None:
    """A maker delivers public keys only."""
    city = manifest(5)
    text = json.dumps(city)
    for scale in city["instruments"]:
        key = device_key(5, scale["device_id"])
        assert b64encode(bytes(key)).decode() not in text
        if scale["device_id"] != WORKBENCH:
            assert b64decode(scale["public_key"]) == bytes(key.verify_key)


def test_the_workbench_key_is_the_published_one() -> None:
    """A newcomer signs with docs/wire/examples/workbench.key.pem, and the demo city knows its public half."""
    pem = (EXAMPLES / "workbench.key.pem").read_text()
    der = b64decode(pem.split("-----")[2])
    assert b64encode(bytes(SigningKey(der[-32:]).verify_key)).decode() == WORKBENCH_PUBLIC_KEY
    bench = next(scale for scale in manifest(1)["instruments"] if scale["device_id"] == WORKBENCH)
    assert bench["public_key"] == WORKBENCH_PUBLIC_KEY
    assert bench["area"] == "99/01/01/m001/s031/"
