"""GS1 Digital Links: the identity of a scale, and the purchase code on its receipts.

A scale is ``/01/{GTIN}/21/{serial}``. A purchase code is the same link followed by what the receipt says and the
scale's signature over it, so that a receipt proves itself even if the scale never uploads the weighing:
``?n=sequence&m=net mg&u=unit price fen&w=price unit g&a=amount fen&t=time ms&g=goods class&s=signature``.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from biip import ParseError
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey


class CodeUnreadable(ValueError):
    """The scanned text is no code of ours; ``reason`` is a stable word for the pages to explain."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ScaleCode(NamedTuple):
    gtin: str
    serial: str


class Purchase(NamedTuple):
    """What a receipt says of one sale."""

    gtin: str
    serial: str
    seq: int
    net_mg: int
    unit_price_fen: int
    price_unit_g: int
    amount_fen: int
    at_ms: int
    goods_class: str

    def statement(self) -> bytes:
        """The bytes a scale signs for its receipt."""
        return "|".join(["QHP1", *map(str, self)]).encode()


def scale_path(gtin: str, serial: str) -> str:
    return f"/01/{gtin}/21/{quote(serial, safe='')}"


def asset_path(giai: str) -> str:
    return f"/8004/{quote(giai, safe='')}"


def purchase_link(purchase: Purchase, resolver: str, key: SigningKey) -> str:
    signature = urlsafe_b64encode(key.sign(purchase.statement()).signature).rstrip(b"=").decode()
    values = zip("nmuwatgs", [*purchase[2:], signature], strict=True)
    return f"{resolver.rstrip('/')}{scale_path(purchase.gtin, purchase.serial)}?{urlencode(list(values))}"


def read_scale(link: str) -> ScaleCode:
    """The scale that a Digital Link names. Raises CodeUnreadable."""
    try:
        elements = GS1DigitalLinkURI.parse(link).element_strings
    except (ParseError, ValueError) as error:
        raise CodeUnreadable("not-a-digital-link") from error
    found = {element.ai.ai: element for element in elements}
    if "01" not in found or "21" not in found:
        raise CodeUnreadable("no-serial")
    if found["01"].gtin is None:
        raise CodeUnreadable("wrong-check-digit")
    return ScaleCode(found["01"].value, found["21"].value)


def read_asset(link: str) -> str:
    """The asset identifier (GIAI) that a Digital Link names. Raises CodeUnreadable."""
    try:
        elements = GS1DigitalLinkURI.parse(link).element_strings
    except (ParseError, ValueError) as error:
        raise CodeUnreadable("not-a-digital-link") from error
    found = {element.ai.ai: element.value for element in elements}
    if "8004" not in found:
        raise CodeUnreadable("no-asset")
    return found["8004"]


def read_purchase(link: str) -> tuple[Purchase, bytes]:
    """The purchase and its signature, not yet checked. Raises CodeUnreadable."""
    scale = read_scale(link)
    given = dict(parse_qsl(urlsplit(link).query))
    try:
        numbers = [int(given[name]) for name in "nmuwat"]
        signature = urlsafe_b64decode(given["s"] + "==")
    except KeyError as error:
        raise CodeUnreadable("not-a-purchase") from error
    except ValueError as error:
        raise CodeUnreadable("damaged") from error
    if any(not 0 <= number < 2**53 for number in numbers) or len(signature) != 64:
        raise CodeUnreadable("damaged")
    seq, net_mg, unit_price_fen, price_unit_g, amount_fen, at_ms = numbers
    goods_class = given.get("g", "")
    return Purchase(*scale, seq, net_mg, unit_price_fen, price_unit_g, amount_fen, at_ms, goods_class), signature


def is_signed_by(purchase: Purchase, signature: bytes, key: VerifyKey) -> bool:
    try:
        key.verify(purchase.statement(), signature)
    except BadSignatureError:
        return False
    return True
