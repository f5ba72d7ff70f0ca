"""Write docs/wire/examples/: each message as JSON, as MessagePack, and as the frame that travels.

All are signed with the published workbench key, also the check scale's and the platform's, so that a reader can
verify them with one key. A test fails when they differ from what this writes.
"""

from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec
from nacl.signing import SigningKey

from quanheng.connectors.frame import seal
from quanheng.connectors.gs1 import Purchase, purchase_link
from quanheng.connectors.scale import (
    Batch,
    Birth,
    Death,
    DeviceEvent,
    Receipt,
    Recheck,
    RejectedRecord,
    Status,
    Weighing,
    encode,
)

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "wire" / "examples"
SCALE, CHECK_SCALE = "WORKBENCH-1", "EXAMPLE-C1"
GTIN, SERIAL, SESSION = "09520001000010", "2601000001", "a41f09c2"
AT_MS = 1_795_136_523_000  # 2026-11-20 09:02:03 in Shanghai
DIGEST = sha256(b"the photograph's bytes").hexdigest()


def published_key() -> SigningKey:
    pem = (EXAMPLES / "workbench.key.pem").read_text()
    return SigningKey(b64decode(pem.split("-----")[2])[-32:])


def messages(key: SigningKey) -> dict[str, Batch | Status | Receipt]:
    sale = Weighing(
        1041, AT_MS, 1_235_000, 35_000, 1_200_000, 960, 1152, 1_402_913, 645_120,
        goods="番茄", goods_class="vegetable", acts=("tare",),
    )  # fmt: skip
    bought = Purchase(GTIN, SERIAL, sale.seq, sale.net_mg, 960, 1000, sale.amount_fen, sale.at_ms, sale.goods_class)
    link = purchase_link(bought, "https://example.org", key)
    recheck = Recheck(77, AT_MS + 60_000, 1_090_000, link, DIGEST, 2_901_377, 801_224)
    opened = DeviceEvent(1042, AT_MS + 9_000, "housing-opened")
    locked = DeviceEvent(1043, AT_MS + 10_000, "locked", "housing opened", clock="free", challenge="12345678")
    weighings = Batch(SCALE, AT_MS + 500, (sale,))
    digest = sha256(encode(weighings)).hexdigest()
    return {
        "weighing": weighings,
        "recheck": Batch(CHECK_SCALE, AT_MS + 60_400, (recheck,)),
        "event": Batch(SCALE, AT_MS + 10_500, (opened, locked)),
        "birth": Birth(SCALE, SESSION, AT_MS - 5_000, "acs-15d-1.5.0", 1041),
        "death": Death(SCALE, SESSION, AT_MS - 5_000),
        "receipt": Receipt(SCALE, digest, AT_MS + 900, 1041, 1041, stored=1),
        "receipt-rejected": Receipt(
            SCALE, digest, AT_MS + 900, 1041, 1041, rejected=(RejectedRecord(1041, "impossible-mass"),)
        ),
        "receipt-refused": Receipt(SCALE, digest, AT_MS + 900, refused="malformed"),
    }


def files() -> Iterator[tuple[str, bytes]]:
    key = published_key()
    for name, message in messages(key).items():
        yield f"{name}.json", msgspec.json.format(encode(message, "json"), indent=2) + b"\n"
        yield f"{name}.msgpack", encode(message)
        yield f"{name}.frame", seal(encode(message), key)


def main() -> None:
    for name, content in files():
        (EXAMPLES / name).write_bytes(content)


if __name__ == "__main__":
    main()
