"""GS1 Digital Links of scales and purchases."""

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from quanheng.connectors.gs1 import (
    CodeUnreadable,
    Purchase,
    ScaleCode,
    is_signed_by,
    purchase_link,
    read_purchase,
    read_scale,
    scale_path,
)

KEY, OTHER = SigningKey(b"k" * 32), SigningKey(b"o" * 32)
GTIN = "09520001000010"
SALE = Purchase(GTIN, "2601000001", 7, 1_000_000, 600, 1000, 600, 1_795_136_523_000, "vegetable")
HOST = "https://example.org"
pytestmark = pytest.mark.requirement("QH-wire", "TZ-2.2", "N25-3.4")

SERIALS = st.from_regex(r"[A-Za-z0-9!%-?_]{1,20}", fullmatch=True)
NUMBERS = st.integers(0, 2**53 - 1)
CLASSES = st.sampled_from(["", "vegetable", "live-fish"])
PURCHASES = st.builds(Purchase, st.just(GTIN), SERIALS, *[NUMBERS] * 6, CLASSES)


@settings(deadline=None)
@given(PURCHASES)
def test_a_purchase_survives_its_code(purchase: Purchase) -> None:
    """What the scale signed is what the telephone reads, whatever characters the serial number has."""
    read, signature = read_purchase(purchase_link(purchase, HOST, KEY))
    assert read == purchase
    assert is_signed_by(read, signature, KEY.verify_key)


@given(SERIALS)
def test_a_scale_survives_its_code(serial: str) -> None:
    """The label on the scale names its GTIN and serial number."""
    assert read_scale(HOST + scale_path(GTIN, serial)) == ScaleCode(GTIN, serial)


@pytest.mark.parametrize("field", Purchase._fields[1:])
def test_a_changed_receipt_does_not_verify(field: str) -> None:
    """A clerk cannot print a friendlier receipt: mass, price, time and class are all signed."""
    _, signature = read_purchase(purchase_link(SALE, HOST, KEY))
    value = getattr(SALE, field)
    changed = SALE._replace(**{field: value + 1 if isinstance(value, int) else value + "x"})
    assert not is_signed_by(changed, signature, KEY.verify_key)
    assert not is_signed_by(SALE, signature, OTHER.verify_key)


def test_the_resolver_may_end_in_a_slash() -> None:
    """Two ways to write the platform's address make one code."""
    assert purchase_link(SALE, HOST + "/", KEY) == purchase_link(SALE, HOST, KEY)


def test_a_code_fits_on_a_receipt() -> None:
    """A QR code of the size a receipt carries, and within what the wire allows."""
    assert len(purchase_link(SALE, HOST, KEY)) < 300


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("", "not-a-digital-link"),
        ("再来一斤", "not-a-digital-link"),
        (HOST + "/complain", "not-a-digital-link"),
        (HOST + "/01/09520001000010", "no-serial"),
        (HOST + "/01/09520001000011/21/1", "wrong-check-digit"),
        (HOST + scale_path(GTIN, "1"), "not-a-purchase"),
        (HOST + scale_path(GTIN, "1") + "?n=1&m=one&u=1&w=1&a=1&t=1&s=AA", "damaged"),
        (HOST + scale_path(GTIN, "1") + "?n=-1&m=1&u=1&w=1&a=1&t=1&s=" + "A" * 86, "damaged"),
        (HOST + scale_path(GTIN, "1") + "?n=1&m=1&u=1&w=1&a=1&t=1&s=" + "A" * 40, "damaged"),
        (f"{HOST}{scale_path(GTIN, '1')}?n={2**53}&m=1&u=1&w=1&a=1&t=1&s=" + "A" * 86, "damaged"),
        (HOST + scale_path(GTIN, "1") + "?n=1&m=1&u=1&w=1&a=1&t=1&s=秤", "damaged"),
    ],
)
def test_a_code_that_cannot_be_read_says_why(link: str, reason: str) -> None:
    """The page explains to the shopper what is wrong with the code by a stable word."""
    with pytest.raises(CodeUnreadable) as caught:
        read_purchase(link)
    assert caught.value.reason == reason


def test_the_statement_separates_its_fields() -> None:
    """Two purchases never share the bytes that are signed."""
    assert SALE.statement().decode().split("|") == ["QHP1", *map(str, SALE)]
    assert len(urlsafe_b64encode(KEY.sign(SALE.statement()).signature).rstrip(b"=")) == 86
