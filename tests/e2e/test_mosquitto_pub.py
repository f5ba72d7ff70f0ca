"""A newcomer with openssl and Mosquitto's client speaks to the living market as a scale."""

import json
import os
import shutil
import subprocess
import urllib.request
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import pytest
from nacl.signing import VerifyKey
from tools.wire_examples import published_key

from quanheng.connectors import topics
from quanheng.connectors.frame import open_frame
from quanheng.connectors.gs1 import Purchase, purchase_link
from quanheng.connectors.scale import Receipt, decode_receipt
from quanheng.simulator.fleet import WORKBENCH, manifest
from tests.e2e.market import LivingMarket

RECIPE = Path(__file__).parents[2] / "docs" / "wire" / "examples" / "publish.sh"
SECONDS = 60
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.requirement("QH-wire", "QH-ingest"),
    pytest.mark.skipif(shutil.which("mosquitto_pub") is None, reason="Mosquitto's client is not installed"),
]


def listen(market: LivingMarket, *until_when: str) -> bytes:
    """One session of the workbench's receipts: the broker keeps for it what comes between two calls."""
    session = ["-i", "workbench-listener", "-c", "-q", "1", "-t", topics.receipt(WORKBENCH)]
    command = ["mosquitto_sub", "-p", str(market.mqtt_port), *session, *until_when]
    return subprocess.run(command, check=True, capture_output=True, timeout=SECONDS).stdout


def published(market: LivingMarket) -> bytes:
    environment = {**os.environ, "MQTT_PORT": str(market.mqtt_port)}
    return subprocess.run(["sh", str(RECIPE)], env=environment, check=True, capture_output=True, timeout=SECONDS).stdout


def asked(market: LivingMarket, path: str) -> dict:
    with urllib.request.urlopen(market.url + path, timeout=SECONDS) as answer:
        return json.load(answer)


def receipt_of(message: bytes, market: LivingMarket) -> Receipt:
    key = VerifyKey(b64decode(asked(market, "/api/v1/platform-key")["public_key"]))
    return decode_receipt(open_frame(message, key))


def test_the_recipe_is_receipted_and_found(living_market: LivingMarket) -> None:
    """The signed receipt names these bytes, and the sale stands behind its purchase code."""
    stored = living_market.health()["weighings_stored"]
    listen(living_market, "-E")  # subscribe and hang up
    batch = published(living_market)
    receipt = receipt_of(listen(living_market, "-C", "1", "-N"), living_market)
    assert (receipt.scale, receipt.batch_sha256) == (WORKBENCH, sha256(batch).hexdigest())
    assert (receipt.stored, receipt.duplicates, receipt.rejected, receipt.refused) == (1, 0, (), "")
    assert living_market.health()["weighings_stored"] > stored
    found = asked(living_market, f"/api/v1/purchases?code={quote(code_of(batch), safe='')}")
    assert (found["scale"], found["net_mg"], found["arrived"], found["agrees"]) == (WORKBENCH, 1_000_000, True, True)


def code_of(batch: bytes) -> str:
    """The code that this scale would have printed for the sale."""
    [sale] = json.loads(batch)["records"]
    bench = next(one for one in manifest(1)["instruments"] if one["device_id"] == WORKBENCH)
    price = (sale["unit_price_fen"], 1000, sale["amount_fen"])
    purchase = Purchase(bench["gtin"], bench["serial"], sale["seq"], sale["net_mg"], *price, sale["at_ms"], "vegetable")
    return purchase_link(purchase, "http://resolver", published_key())
