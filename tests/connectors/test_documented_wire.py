"""docs/wire: what a firmware engineer builds from is what the platform decodes."""

import json
from hashlib import sha256
from pathlib import Path

import jsonschema
import msgspec
import pytest
from tools import wire_examples, wire_schema

from quanheng.connectors.frame import open_frame
from quanheng.connectors.gs1 import is_signed_by, read_purchase
from quanheng.connectors.scale import Recheck, decode_batch, decode_receipt, decode_status
from quanheng.simulator.fleet import WORKBENCH_PUBLIC_KEY

WIRE = Path(__file__).parents[2] / "docs" / "wire"
KINDS = {
    "weighing": ("batch", decode_batch),
    "recheck": ("batch", decode_batch),
    "event": ("batch", decode_batch),
    "birth": ("status", decode_status),
    "death": ("status", decode_status),
    "receipt": ("receipt", decode_receipt),
    "receipt-rejected": ("receipt", decode_receipt),
    "receipt-refused": ("receipt", decode_receipt),
}
EXAMPLES = sorted(KINDS)
pytestmark = pytest.mark.requirement("QH-wire")


@pytest.mark.parametrize("name", sorted(wire_schema.MESSAGES))
def test_schemas_are_those_of_the_decoder(name: str) -> None:
    """A schema that lags behind the decoder makes scales that are refused."""
    assert (WIRE / f"{name}.schema.json").read_text(encoding="utf-8") == wire_schema.schema(name)


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_fit_their_schema(name: str) -> None:
    """Each JSON example is valid by the published schema."""
    schema = json.loads((WIRE / f"{KINDS[name][0]}.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads((WIRE / "examples" / f"{name}.json").read_text(encoding="utf-8")), schema)


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_say_the_same_in_every_form(name: str) -> None:
    """JSON, MessagePack and the signed frame of one example decode to one message."""
    key, decode = wire_examples.published_key().verify_key, KINDS[name][1]
    bodies = [(WIRE / "examples" / f"{name}.{form}").read_bytes() for form in ("json", "msgpack", "frame")]
    bodies[2] = open_frame(bodies[2], key)
    assert decode(bodies[0]) == decode(bodies[1]) == decode(bodies[2])


def test_examples_are_what_the_tool_writes() -> None:
    """Nobody edits an example by hand, where the signature would no longer fit."""
    assert {name: (WIRE / "examples" / name).read_bytes() for name, _ in wire_examples.files()} == dict(
        wire_examples.files()
    )


def test_the_receipt_names_the_bytes_that_were_signed() -> None:
    """The digest of a receipt is of the body, without the letters and the signature before it."""
    receipt = decode_receipt((WIRE / "examples" / "receipt.msgpack").read_bytes())
    assert receipt.batch_sha256 == sha256((WIRE / "examples" / "weighing.msgpack").read_bytes()).hexdigest()


def test_the_example_purchase_code_is_signed() -> None:
    """The code in recheck.json can be read and verified as the page describes."""
    [recheck] = decode_batch((WIRE / "examples" / "recheck.json").read_bytes()).records
    assert isinstance(recheck, Recheck)
    purchase, signature = read_purchase(recheck.purchase_code)
    assert is_signed_by(purchase, signature, wire_examples.published_key().verify_key)
    assert (purchase.seq, purchase.net_mg) == (1041, 1_200_000)


def test_all_is_signed_with_the_workbench_key() -> None:
    """One published key verifies every example."""
    assert msgspec.json.encode(bytes(wire_examples.published_key().verify_key)).decode() == f'"{WORKBENCH_PUBLIC_KEY}"'
