"""The key that a form carries, so that sending it twice does the same once."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KEY_LENGTH = 60


def form_key(given: Mapping[str, str]) -> str:
    key = given.get("key", "").replace("\0", "").strip()
    if not key or len(key) > KEY_LENGTH:
        raise ValidationError({"state": _("The form is stale: open the page again.")})
    return f"form-{key}"
