"""What a shopper may complain of, in the words of the form."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    SHORT_WEIGHT = "short-weight", _("It weighs less than I paid for")
    WRONG_AMOUNT = "wrong-amount", _("The price or the amount was wrong")
    SUSPICIOUS_SCALE = "suspicious-scale", _("The scale looks tampered with or out of date")
    RECHECK_REFUSED = "recheck-refused", _("They refused to weigh it again in front of me")
    OTHER = "other", _("Something else")
