"""Photographs of re-weighed goods: kept byte for byte as evidence, shown only as copies without metadata.

Only those that a signed recheck names are taken: the disk is not open to strangers.
"""

from hashlib import sha256
from pathlib import Path

from django.conf import settings

from quanheng.measuring.models import Recheck
from quanheng.register.kept_files import write
from quanheng.register.pictures import PhotographRefused, copy_without_metadata


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
