"""What a complainant hands in, at whatever door, and what is wrong with it."""

from dataclasses import astuple, dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.cases.categories import Category
from quanheng.law.goods import GOODS

KEY_SHORTEST, KEY_LONGEST = 16, 100
LENGTHS = {
    "submission_key": KEY_LONGEST,
    "purchase_code": 600,
    "description": 2000,
    "contact_name": 40,
    "contact_phone": 30,
    "language": 10,
}
PHONE_CHARACTERS = frozenset("0123456789+-() ")
TOO_LONG = gettext_lazy("At most %(most)s characters, please.")


@dataclass(frozen=True)
class Submission:
    """The key is made by the form or the sender, and is the same when the same submission is sent again."""

    submission_key: str
    category: str
    purchase_code: str = ""
    market_id: int | None = None
    stall_id: int | None = None
    goods_class: str = ""
    description: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_shown_to_manager: bool = False
    language: str = "zh-hans"
    wants_sms: bool = False

    def fingerprint(self) -> str:
        return "\x1f".join(map(str, astuple(self)))


def check(submission: Submission) -> None:
    """Raises ValidationError with one entry a field that cannot be accepted as it stands."""
    errors = _texts(submission) | _choices(submission)
    if len(submission.submission_key) < KEY_SHORTEST:
        errors["submission_key"] = _("Expected a random text of 16 to 100 characters.")
    if "contact_phone" not in errors and (problem := _phone(submission)):
        errors["contact_phone"] = problem
    if errors:
        raise ValidationError(errors)


def _texts(submission: Submission) -> dict[str, str]:
    errors = {}
    for field, most in LENGTHS.items():
        text = getattr(submission, field)
        if len(text) > most:
            errors[field] = TOO_LONG % {"most": most}
        elif not storable(text):
            errors[field] = _("This text contains characters that cannot be stored.")
    return errors


def storable(text: str) -> bool:
    """JSON can carry NUL and half characters that no database takes."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _choices(submission: Submission) -> dict[str, str]:
    errors = {}
    if submission.category not in Category.values:
        errors["category"] = _("Please say what happened.")
    if submission.goods_class and submission.goods_class not in GOODS:
        errors["goods_class"] = _("Please choose the goods from the list.")
    return errors


def _phone(submission: Submission) -> str:
    phone = submission.contact_phone
    if phone and (not set(phone) <= PHONE_CHARACTERS or sum(map(str.isdigit, phone)) < 5):
        return _("Please enter a telephone number, digits only.")
    if submission.wants_sms and not phone:
        return _("Enter a number, or untick being told by short message.")
    if submission.contact_shown_to_manager and not phone:
        return _("Enter a number, or untick showing it to the market manager.")
    return ""
