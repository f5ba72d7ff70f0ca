"""The reason that people have to give for what they do."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

REASON_LENGTH = 2000


def required_reason(reason: str) -> str:
    """The reason in plain text; raises ValidationError for none, or one too long to be read."""
    plain = reason.replace("\0", "").strip()
    if not plain or len(plain) > REASON_LENGTH:
        raise ValidationError({"reason": _("Say why, in at most 2000 characters.")})
    return plain
