"""Photographs of re-weighed goods."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from quanheng.connectors import topics
from quanheng.measuring import photographs
from quanheng.measuring.arrivals import Arrival
from quanheng.measuring.known_scales import KnownScales
from quanheng.measuring.photographs import PhotographRefused
from quanheng.measuring.receive import receive
from quanheng.register import pictures
from tests.cast import NOON, Cast, a_message, a_recheck

pytestmark = pytest.mark.requirement("QH-input")


@pytest.fixture(autouse=True)
def empty_album(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PHOTOGRAPHS_DIR", tmp_path)


def a_photograph(kind: str = "JPEG", **options: object) -> bytes:
    content = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, kind, **options)
    return content.getvalue()


def named(content: bytes) -> str:
    """The digest, once a recheck that names it has arrived."""
    digest = sha256(content).hexdigest()
    message = a_message("CS-1", a_recheck(1, photograph_sha256=digest))
    receive([Arrival(topics.records("CS-1"), message, NOON + timedelta(hours=1))], "test", KnownScales())
    return digest


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_bytes_are_kept_and_a_copy_is_shown(cast: Cast, kind: str):
    """The digest that the scale signed stays that of the file; what people see is a JPEG."""
    content = a_photograph(kind)
    digest = named(content)
    assert photographs.keep(digest, content)
    assert not photographs.keep(digest, content)
    assert photographs.original(digest).read_bytes() == content
    shown = photographs.shown(digest)
    assert shown is not None
    assert Image.open(BytesIO(shown)).format == "JPEG"


def test_where_it_was_taken_is_not_shown(cast: Cast):
    """A phone writes its place into the file: the copy for people has none of it."""
    exif = Image.Exif()
    exif[0x010F] = "maker of the camera"
    content = a_photograph(exif=exif)
    digest = named(content)
    photographs.keep(digest, content)
    shown = photographs.shown(digest)
    assert shown is not None
    assert b"maker of the camera" in content
    assert b"maker" not in shown
    assert not Image.open(BytesIO(shown)).getexif()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not-a-photograph"),
        (b"<svg/>", "not-a-photograph"),
        (a_photograph()[:200], "not-a-photograph"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "not-a-photograph"),
        (a_photograph("GIF"), "not-a-photograph"),
        (a_photograph("PNG")[:-20], "not-a-photograph"),
    ],
)
def test_what_is_no_photograph_is_refused(cast: Cast, content: bytes, reason: str):
    """Only a whole JPEG or PNG is taken, whatever its name."""
    digest = named(content)
    with pytest.raises(PhotographRefused) as refused:
        photographs.keep(digest, content)
    assert refused.value.reason == reason
    assert photographs.shown(digest) is None


def test_wrong_digest_too_large_or_unnamed(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """Bytes that are not what the recheck signed, or that no recheck names, take no room on the disk."""
    content = a_photograph()
    digest = sha256(content).hexdigest()
    with pytest.raises(PhotographRefused, match="not-named"):
        photographs.keep(digest, content)
    named(content)
    with pytest.raises(PhotographRefused, match="wrong-digest"):
        photographs.keep(digest, content + b"x")
    monkeypatch.setattr(settings, "PHOTOGRAPH_BYTES_MAX", 10)
    with pytest.raises(PhotographRefused, match="too-large"):
        photographs.keep(digest, content)


def test_a_picture_of_too_many_pixels_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """A small file can unpack to more memory than we have: its size is read before its pixels."""
    monkeypatch.setattr(pictures, "PIXELS_MAX", 1000)
    content = a_photograph()
    with pytest.raises(PhotographRefused, match="too-large"):
        photographs.keep(named(content), content)
