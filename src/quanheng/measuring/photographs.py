"""Photographs of re-weighed goods: kept byte for byte as evidence, shown only as copies without metadata.

Only those that a signed recheck names are taken: the disk is not open to strangers.
"""

import os
import tempfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps

from quanheng.measuring.models import Recheck

MAGICS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
FORMATS = ("JPEG", "PNG")
PIXELS_MAX = 40_000_000
SHOWN_SIDE_MAX = 1600


class PhotographRefused(ValueError):
    """``reason`` is too-large, wrong-digest, not-a-photograph, or not-named: by no recheck that has arrived."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def keep(digest: str, content: bytes) -> bool:
    """Whether it is new. Safe on disk when this returns."""
    if len(content) > settings.PHOTOGRAPH_BYTES_MAX:
        raise PhotographRefused("too-large")
    if sha256(content).hexdigest() != digest:
        raise PhotographRefused("wrong-digest")
    path = original(digest)
    if path.exists():
        return False
    if not Recheck.objects.filter(photograph_sha256=digest).exists():
        raise PhotographRefused("not-named")
    shown = copy_without_metadata(content)
    write(shown_copy(digest), shown)
    write(path, content)
    return True


def original(digest: str) -> Path:
    """The bytes as sent, with whatever metadata the camera wrote: evidence, never served to the public."""
    return Path(settings.PHOTOGRAPHS_DIR) / digest[:2] / digest


def shown_copy(digest: str) -> Path:
    return original(digest).with_suffix(".shown.jpg")


def shown(digest: str) -> bytes | None:
    """A JPEG for people to look at, or None where nothing with this digest was ever kept."""
    try:
        return shown_copy(digest).read_bytes()
    except FileNotFoundError:
        return None


def is_kept(digest: str) -> bool:
    return bool(digest) and shown_copy(digest).exists()


def copy_without_metadata(content: bytes) -> bytes:
    if not content.startswith(MAGICS):
        raise PhotographRefused("not-a-photograph")
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as probe:
            probe.verify()
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > PIXELS_MAX:
                raise PhotographRefused("too-large")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, PhotographRefused):
            raise
        raise PhotographRefused("not-a-photograph") from error
    upright.thumbnail((SHOWN_SIDE_MAX, SHOWN_SIDE_MAX))
    copy = BytesIO()
    # A new image of the same pixels: nothing of the file's metadata comes along.
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(copy, "JPEG", quality=85)
    return copy.getvalue()


def write(path: Path, content: bytes) -> None:
    """Whole or not at all, and on the disk before we say so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as unfinished:
        unfinished.write(content)
        unfinished.flush()
        os.fsync(unfinished.fileno())
    os.replace(unfinished.name, path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
