"""The files that offices sent, kept beside the data until their jobs are forgotten."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from quanheng.register.importing.faults import SheetUnreadable
from quanheng.register.importing.sheet import FILE_BYTES_MAX
from quanheng.register.models import ImportJob


def _room() -> Path:
    return Path(settings.DATA_DIR) / "imports"


def path_of(job: ImportJob) -> Path:
    return _room() / job.sha256


def keep(blocks: Iterable[bytes]) -> tuple[Path, str]:
    """Where the file is now, and its digest, which is its name. Raises SheetUnreadable for one that is too large."""
    _room().mkdir(parents=True, exist_ok=True, mode=0o700)
    content, total = [], 0
    for block in blocks:
        total += len(block)
        if total > FILE_BYTES_MAX:
            raise SheetUnreadable("too-large")
        content.append(block)
    whole = b"".join(content)
    digest = sha256(whole).hexdigest()
    path = _room() / digest
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(whole)
    unfinished.rename(path)
    return path, digest
