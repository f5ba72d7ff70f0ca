"""A re-weighing's outcome as a colour and, always, a word."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from quanheng.measuring.models import Recheck

# From here on a shortfall within the limit is shown as near it; this changes no verdict.
NEAR_TENTHS = 8

UNPAIRED = {
    "unreadable": _("Receipt code unreadable"),
    "unknown-scale": _("Unknown scale"),
    "signature-wrong": _("Receipt not genuine"),
    "other-market": _("Bought in another market"),
    "too-old": _("Bought too long ago"),
}


@dataclass(frozen=True)
class Badge:
    """``tone`` is good, warn, bad or quiet."""

    tone: str
    word: object


def badge(recheck: Recheck) -> Badge:
    if recheck.pairing != "paired":
        forged = recheck.pairing == "signature-wrong"
        return Badge("warn" if forged else "quiet", UNPAIRED.get(recheck.pairing, recheck.pairing))
    if not recheck.original_state:
        return Badge("quiet", _("Not in original state"))
    if recheck.statute_exceeded:
        return Badge("bad", _("Exceeds the national limit"))
    if recheck.market_exceeded:
        return Badge("bad", _("Exceeds the market limit"))
    if recheck.market_exceeded is None and recheck.statute_exceeded is None:
        return Badge("quiet", _("Not judged"))
    return _within(recheck)


def _within(recheck: Recheck) -> Badge:
    shortfall, limit = recheck.shortfall_mg or 0, recheck.judgement.get("limit_mg") or 0
    if limit and shortfall * 10 >= limit * NEAR_TENTHS:
        return Badge("warn", _("Near the limit"))
    return Badge("good", _("Within the limit"))


def rule_badge(verdict: dict) -> Badge:
    """One text's answer in a judgement."""
    exceeded = verdict.get("exceeded")
    if exceeded is None:
        silent = {
            "method-not-applicable": _("Not applicable"),
            "not-in-force": _("Not in force"),
            "not-in-this-text": _("No rule for these goods"),
        }
        return Badge("quiet", silent.get(verdict.get("reason", ""), _("Not judged")))
    return Badge("bad", _("Exceeded")) if exceeded else Badge("good", _("Not exceeded"))
