"""A newcomer with openssl and Mosquitto's client speaks to the living market as a scale."""

import json
import os
import shutil
import subprocess
import urllib.request
from base64 import b64decode
from collections.abc import Iterator
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
from tests.waiting import until

RECIPE = Path(__file__).parents[2] / "docs" / "wire" / "examples" / "publish.sh"
SECONDS = 60
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.requirement("QH-wire", "QH-ingest"),
    pytest.mark.skipif(shutil.which("mosquitto_pub") is None, reason="Mosquitto's client is not installed"),
]


@pytest.fixture
def receipt_file(living_market: LivingMarket, tmp_path: Path) -> Iterator[Path]:
    """Where the scale's next receipt will be, once `mosquitto_sub` has heard it."""
    path = tmp_path / "receipt.frame"
    subscribe = ["mosquitto_sub", "-d", "-p", str(living_market.mqtt_port), "-t", topics.receipt(WORKBENCH)]
    # -d tells on its standard output, so the message itself is printed in hexadecimal at the end.
    with path.open("wb") as output:
        listener = subprocess.Popen([*subscribe, "-q", "1", "-C", "1", "-F", "receipt %x"], stdout=output)
    try:
        wait_for(path, "received SUBACK", listener)
        yield path
    finally:
        listener.kill()
        listener.wait(SECONDS)


def wait_for(path: Path, word: str, listener: subprocess.Popen[bytes]) -> None:
    until(lambda: word in path.read_text() or listener.poll() is not None, f"mosquitto_sub says {word!r}", SECONDS)
    assert word in path.read_text()


def published(market: LivingMarket) -> bytes:
    environment = {**os.environ, "MQTT_PORT": str(market.mqtt_port)}
    return subprocess.run(["sh", str(RECIPE)], env=environment, check=True, capture_output=True, timeout=SECONDS).stdout


def asked(market: LivingMarket, path: str) -> dict:
    with urllib.request.urlopen(market.url + path, timeout=SECONDS) as answer:
        return json.load(answer)


def receipt_in(path: Path, market: LivingMarket) -> Receipt:
    line = next(line for line in path.read_text().splitlines() if line.startswith("receipt "))
    key = VerifyKey(b64decode(asked(market, "/api/v1/platform-key")["public_key"]))
    return decode_receipt(open_frame(bytes.fromhex(line.split()[1]), key))


def test_the_recipe_is_receipted_and_found(living_market: LivingMarket, receipt_file: Path) -> None:
    """The signed receipt names these bytes; the sale stands behind its purchase code, and sent again it counts once."""
    stored = living_market.health()["weighings_stored"]
    batch = published(living_market)
    listener_done(receipt_file)
    receipt = receipt_in(receipt_file, living_market)
    assert (receipt.scale, receipt.batch_sha256) == (WORKBENCH, sha256(batch).hexdigest())
    assert (receipt.stored, receipt.duplicates, receipt.rejected, receipt.refused) == (1, 0, (), "")
    assert living_market.health()["weighings_stored"] > stored
    found = asked(living_market, f"/api/v1/purchases?code={quote(code_of(batch), safe='')}")
    assert (found["scale"], found["net_mg"], found["arrived"], found["agrees"]) == (WORKBENCH, 1_000_000, True, True)


def listener_done(path: Path) -> None:
    until(lambda: "receipt " in path.read_text(), "the receipt has come", SECONDS)


def code_of(batch: bytes) -> str:
    """The code that this scale would have printed for the sale."""
    [sale] = json.loads(batch)["records"]
    bench = next(one for one in manifest(1)["instruments"] if one["device_id"] == WORKBENCH)
    price = (sale["unit_price_fen"], 1000, sale["amount_fen"])
    purchase = Purchase(bench["gtin"], bench["serial"], sale["seq"], sale["net_mg"], *price, sale["at_ms"], "vegetable")
    return purchase_link(purchase, "http://resolver", published_key())
