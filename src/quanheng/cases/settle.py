"""What the shopper is owed at least, and whether an agreement or a payment gives it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from quanheng.cases import offences
from quanheng.cases.evidence import Evidence, evidence_of
from quanheng.cases.models import Complaint
from quanheng.law.errors import NotInForce
from quanheng.law.remedies import Remedy, remedy, shortfall_value_fen
from quanheng.law.units import format_yuan

PAYMENTS = ("pay", "advance")


@dataclass(frozen=True)
class Terms:
    """The least that the texts ask for. ``basis`` is market-rule, statute, or none where no limit was exceeded.

    Where the market did not adopt the group standard, its compensation is not owed by that standard; the refund is,
    and what fraud costs (Consumer Law Art. 55) is for the authorities and courts to say.
    """

    basis: str
    refund_fen: int = 0
    compensation_fen: int = 0
    remedy: Remedy | None = None

    @property
    def owed_fen(self) -> int:
        return self.refund_fen + self.compensation_fen

    def clauses(self, lang: str) -> list[str]:
        return [clause.cite(lang) for clause in self.remedy.clauses] if self.remedy else []


def terms(complaint: Complaint, evidence: Evidence | None = None, offence: int | None = None) -> Terms:
    """``offence`` is which one of the operator it is taken for, where that is not to be counted."""
    evidence = evidence or evidence_of(complaint)
    if not evidence.exceeded:
        return Terms("none")
    refund_fen = shortfall_value_fen(max(evidence.shortfall_mg or 0, 0), evidence.recheck.price_fen_per_kg or 0)
    owed = _market_remedy(complaint, evidence, refund_fen, offence)
    if owed is not None:
        return Terms("market-rule", owed.refund_fen, owed.compensation_fen, owed)
    # Between once and twice the deviation a market outside the standard owes nothing by law.
    return Terms("statute", refund_fen) if evidence.statute_exceeded else Terms("none")


def _market_remedy(complaint: Complaint, evidence: Evidence, refund_fen: int, offence: int | None) -> Remedy | None:
    adopted_on = complaint.market.group_standard_adopted_on
    bought_on = localdate(complaint.weighed_at or complaint.lodged_at)
    if not evidence.market_exceeded or adopted_on is None or bought_on < adopted_on:
        return None
    try:
        return remedy(
            paid_fen=complaint.paid_fen or 0,
            shortfall_value_fen=refund_fen,
            offence=offence or offences.next_offence(complaint),
            on=bought_on,
        )
    except NotInForce:
        return None


def check(complaint: Complaint, move: str, facts: dict[str, Any]) -> None:
    """A market may give more than the texts ask for, never less; raises ValidationError."""
    if move == "agree":
        _check_agreement(terms(complaint), facts)
    if move in PAYMENTS:
        _check_payment(complaint, facts)
    if move == "close" and complaint.state == "agreed" and (left := left_fen(complaint)):
        raise ValidationError({"state": _("Agreed on and not paid yet: %(left)s.") % {"left": format_yuan(left)}})


def _check_agreement(least: Terms, facts: dict[str, Any]) -> None:
    errors = {}
    for name in ("refund_fen", "compensation_fen"):
        if facts[name] < getattr(least, name):
            errors[name] = _below(getattr(least, name))
    if errors:
        raise ValidationError(errors)


def _check_payment(complaint: Complaint, facts: dict[str, Any]) -> None:
    """A complaint that was taken up again after a payment is paid what is missing, never the whole again."""
    agreed_fen, before = settled_fen(complaint), paid_fen(complaint)
    least = terms(complaint).owed_fen if agreed_fen is None else agreed_fen
    if before and before >= least:
        raise ValidationError({"paid_fen": _("All of it has been paid. For more, agree on more first.")})
    # Nobody is told of a payment of nothing; what was agreed on without a payment is closed.
    left = max(least - before, 1)
    if facts["paid_fen"] < left:
        raise ValidationError({"paid_fen": _below(left)})
    if agreed_fen is not None and facts["paid_fen"] > left:
        most = {"most": format_yuan(left)}
        raise ValidationError({"paid_fen": _("At most the %(most)s agreed on. For more, agree on more first.") % most})


def left_fen(complaint: Complaint) -> int:
    """Still to be paid of what was agreed on; without an agreement, of what is owed at least."""
    agreed_fen = settled_fen(complaint)
    least = terms(complaint).owed_fen if agreed_fen is None else agreed_fen
    return max(least - paid_fen(complaint), 0)


def _below(least_fen: int) -> str:
    return _("Not less than %(least)s.") % {"least": format_yuan(least_fen)}


@dataclass(frozen=True)
class Agreement:
    refund_fen: int
    compensation_fen: int

    @property
    def total_fen(self) -> int:
        return self.refund_fen + self.compensation_fen


def agreement(complaint: Complaint) -> Agreement | None:
    """What both sides agreed on, or None while nothing is."""
    agreed = complaint.events.filter(move="agree").last()
    return None if agreed is None else Agreement(agreed.facts["refund_fen"], agreed.facts["compensation_fen"])


def paid_fen(complaint: Complaint) -> int:
    """By the operator and by the market together, so far."""
    payments = complaint.events.filter(move__in=PAYMENTS)
    return sum(event.facts["paid_fen"] for event in payments)


def settled_fen(complaint: Complaint) -> int | None:
    """Refund and compensation together, as agreed."""
    agreed = agreement(complaint)
    return None if agreed is None else agreed.total_fen
