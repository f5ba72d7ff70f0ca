"""What is still to be done of a card, in words."""

from django.utils.translation import gettext_lazy as _

from quanheng.cases.card_measures import open_measures
from quanheng.cases.models import Card

LEFT = {
    "closure": _("closure"),
    "reopening": _("end of the closure"),
    "penalty": _("contract penalty"),
    "return": _("penalty to be paid back"),
    "expulsion": _("leaving the market"),
    "rectification": _("what is put right"),
    "look-again": _("its grounds have changed"),
}


def left(card: Card) -> str:
    return ", ".join(str(LEFT[measure]) for measure in open_measures(card))
