"""Photographs and papers as they are kept: looked at before, drawn anew or plain, by the digest of their bytes."""

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quanheng.register.kept_files import write
from quanheng.register.pictures import PhotographRefused, copy_without_metadata

PDF, PDF_END = b"%PDF-", b"%%EOF"
# What makes a paper act when it is opened.
LIVELY = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
ENDINGS = {"image/jpeg": ".jpg", "application/pdf": ".pdf"}


class Kept(NamedTuple):
    """What may be kept of what was sent; ``keep`` writes it."""

    media: str
    content: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()

    def keep(self) -> None:
        write(path_of(self.sha256, self.media), self.content)


def checked(content: bytes) -> Kept:
    """The media type by what the bytes are, whatever the file is called. Raises ValidationError."""
    if not content:
        raise ValidationError({"file": _("Choose a photograph or a PDF.")})
    if len(content) > settings.DOCUMENT_BYTES_MAX:
        most = settings.DOCUMENT_BYTES_MAX // 2**20
        raise ValidationError({"file": _("The file is larger than %(most)d MB.") % {"most": most}})
    if content.startswith(PDF):
        return Kept("application/pdf", _plain_pdf(content))
    try:
        return Kept("image/jpeg", copy_without_metadata(content))
    except PhotographRefused as why:
        raise ValidationError({"file": _REFUSED[why.reason]()}) from why


_REFUSED = {
    "too-large": lambda: _("The photograph has too many pixels."),
    "not-a-photograph": lambda: _("Only JPEG, PNG and PDF files are taken; this one cannot be read."),
}


def _plain_pdf(content: bytes) -> bytes:
    if PDF_END not in content[-2048:]:
        raise ValidationError({"file": _("The PDF is cut off; send it again.")})
    if any(name in content for name in LIVELY):
        raise ValidationError({"file": _("The PDF contains programs or other files; print it to a plain PDF first.")})
    return content


def path_of(digest: str, media: str) -> Path:
    return Path(settings.DOCUMENTS_DIR) / digest[:2] / f"{digest}{ENDINGS[media]}"
