"""A re-weighing in words for a layperson: one headline, one sentence, and what each of the two rules says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quanheng.measuring.models import Recheck
from quanheng.measuring.spoken import in_chinese, mass
from quanheng.register.models import Place

TONES = {True: "bad", False: "good", None: "quiet"}


@dataclass(frozen=True)
class Rule:
    """One text's answer. ``binding`` is False for a standard that this market has not adopted."""

    title: str
    exceeded: bool | None
    word: str
    limit_mg: int | None
    clause: str
    binding: bool

    @property
    def tone(self) -> str:
        return TONES[self.exceeded]


@dataclass(frozen=True)
class Told:
    tone: str  # good | bad | near | quiet
    word: str
    headline: str
    sentence: str
    rules: tuple[Rule, ...] = ()
    explanation: str = ""


def has_adopted(market: Place, on: date) -> bool:
    """Whether the group standard bound this market on the day."""
    return market.group_standard_adopted_on is not None and market.group_standard_adopted_on <= on


def tell(recheck: Recheck | None, judgement: Mapping[str, Any], *, adopted: bool) -> Told:
    if recheck is None:
        return Told(
            "quiet",
            _("Not re-weighed"),
            _("Not weighed a second time yet"),
            _("Put the goods on a check scale at the market's entrance and show it the code on the receipt."),
        )
    if recheck.pairing != "paired":
        return _unpaired(recheck.pairing)
    explanation = judgement.get("told", {}).get("zh" if in_chinese() else "en", "")
    if not judgement.get("covered"):
        return Told("quiet", _("No verdict"), _difference(recheck), explanation or _("No rule covers this weighing."))
    rules = _rules(judgement, adopted)
    if not recheck.original_state:
        sentence = _("The goods were no longer as they were sold, so this reading proves nothing.")
        return Told("near", _("Not evidence"), _difference(recheck), sentence, rules, explanation)
    return _judged(recheck, rules, explanation)


def _judged(recheck: Recheck, rules: tuple[Rule, ...], explanation: str) -> Told:
    # The rule that binds this market speaks first; where its method does not apply, the other one.
    decisive = next((rule for rule in rules if rule.binding and rule.exceeded is not None), None)
    if decisive is None:
        sentence = _("This check scale is not accurate enough for these goods, so no conclusion can be drawn.")
        return Told("quiet", _("No verdict"), _difference(recheck), sentence, rules, explanation)
    limit = {"limit": mass(decisive.limit_mg)}
    if decisive.exceeded:
        sentence = _("That is more than the %(limit)s that may be missing.") % limit
        return Told("bad", _("Exceeded"), _difference(recheck), sentence, rules, explanation)
    if recheck.shortfall_mg and recheck.shortfall_mg > 0:
        sentence = _("That is within the %(limit)s that may be missing.") % limit
    else:
        sentence = _("You got what you paid for.")
    return Told("good", _("Not exceeded"), _difference(recheck), sentence, rules, explanation)


def _unpaired(pairing: str) -> Told:
    sentence = {
        "other-market": _("It was weighed again in another market, which proves nothing about this stall."),
        "too-old": _("It was weighed again too long after the purchase to prove anything."),
    }.get(pairing, _("The check scale could not pair its reading with this purchase."))
    return Told("quiet", _("No verdict"), _("No conclusion from the second weighing"), sentence)


def _difference(recheck: Recheck) -> str:
    shortfall = recheck.shortfall_mg or 0
    if shortfall > 0:
        return _("%(mass)s short") % {"mass": mass(shortfall)}
    if shortfall < 0:
        return _("%(mass)s more than paid for") % {"mass": mass(-shortfall)}
    return _("Exactly the right weight")


def _rules(judgement: Mapping[str, Any], adopted: bool) -> tuple[Rule, ...]:
    told = judgement if (get_language() or "zh").startswith("zh") else judgement.get("in_english", judgement)
    return (
        _rule(_("The market's rule"), told["market_rule"], adopted),
        _rule(_("The national rule"), told["statute"], True),
    )


def _rule(title: str, verdict: Mapping[str, Any], binding: bool) -> Rule:
    silence = {
        "method-not-applicable": _("Method not applicable"),
        "not-in-force": _("Not yet in force"),
        "not-in-this-text": _("Says nothing on these goods"),
    }
    exceeded = verdict["exceeded"]
    word = {True: _("Exceeded"), False: _("Not exceeded")}.get(exceeded) or silence.get(verdict["reason"], "")
    return Rule(title, exceeded, word, verdict["limit_mg"], verdict["clause"], binding)
