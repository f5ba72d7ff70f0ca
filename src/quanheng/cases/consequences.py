"""What a move changes besides the state: who has it in hand, its clocks, its place, what is still to recover.

Each is given the locked complaint, which its caller saves, and raises ValidationError where the move cannot be.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from quanheng.cases import offices, reports
from quanheng.cases.models import Complaint
from quanheng.law.deadlines import due_or_earliest, resumed
from quanheng.law.units import format_yuan
from quanheng.people.areas import within
from quanheng.people.models import User

Facts = dict[str, Any]


def bring_about(complaint: Complaint, move: str, facts: Facts, actor: User | None, at: datetime) -> None:
    if move in _CONSEQUENCES:
        _CONSEQUENCES[move](complaint, facts, actor, at)


def _accepted(complaint: Complaint, _facts: Facts, _actor: User | None, at: datetime) -> None:
    complaint.mediate_due_on = due_or_earliest("complaint-mediate", localdate(at))[0]
    complaint.stopped_on = None


def _lodged_anew(complaint: Complaint, _facts: Facts, _actor: User | None, at: datetime) -> None:
    """What the market ended, the authority decides on anew."""
    _taken_up_by_authority(complaint, _facts, _actor, at)
    complaint.accept_due_on = due_or_earliest("complaint-accept", localdate(at))[0]
    complaint.mediate_due_on = complaint.stopped_on = None


def _taken_up_by_authority(complaint: Complaint, _facts: Facts, _actor: User | None, _at: datetime) -> None:
    if complaint.desk != complaint.market.area:
        raise ValidationError({"state": _("The authority has this complaint already.")})
    complaint.desk = offices.authority(complaint)


def _reopened(complaint: Complaint, facts: Facts, actor: User | None, at: datetime) -> None:
    complaint.joined_into = None
    _accepted(complaint, facts, actor, at)


def _papers_asked_for(_complaint: Complaint, facts: Facts, _actor: User | None, at: datetime) -> None:
    if date.fromisoformat(facts["papers_due_on"]) < localdate(at):
        raise ValidationError({"papers_due_on": _("That day is over already.")})


def _testing_begun(complaint: Complaint, _facts: Facts, _actor: User | None, at: datetime) -> None:
    if complaint.stopped_on is not None:
        raise ValidationError({"state": _("A test is under way already.")})
    complaint.stopped_on = localdate(at)


def _testing_done(complaint: Complaint, _facts: Facts, _actor: User | None, at: datetime) -> None:
    if complaint.stopped_on is None:
        raise ValidationError({"state": _("No test is under way.")})
    go_on(complaint, localdate(at))


def go_on(complaint: Complaint, on: date) -> None:
    """The clock of mediation runs again, with the days of testing added where they do not count."""
    if settings.TESTING_TIME == "excluded" and complaint.mediate_due_on and complaint.stopped_on:
        complaint.mediate_due_on = resumed(complaint.mediate_due_on, complaint.stopped_on, on)
    complaint.stopped_on = None


def _transferred(complaint: Complaint, facts: Facts, _actor: User | None, _at: datetime) -> None:
    complaint.desk = facts["desk"]


def _relocated(complaint: Complaint, facts: Facts, _actor: User | None, _at: datetime) -> None:
    if complaint.purchase_seq is not None:
        raise ValidationError({"place": _("The receipt's signature says where it happened.")})
    place = offices.place_named(facts["place"])
    if place == complaint.market:
        raise ValidationError({"place": _("That is where it is.")})
    facts["from_place"] = complaint.market.name
    complaint.market, complaint.stall, complaint.trade_scale, complaint.operator_name = place, None, None, ""
    complaint.area = complaint.desk = place.area


def _joined(complaint: Complaint, facts: Facts, actor: User | None, _at: datetime) -> None:
    into = _leading(complaint, facts["into"].strip().upper(), actor)
    if into is None or into.market_id != complaint.market_id:
        raise ValidationError({"into": _("There is no other complaint of this number about this market.")})
    if into.state in ("joined", "withdrawn", "refused"):
        raise ValidationError({"into": _("That complaint is not being handled.")})
    if _purchase(into) and _purchase(complaint) and _purchase(into) != _purchase(complaint):
        raise ValidationError({"into": _("These are two purchases: each is a complaint of its own.")})
    complaint.joined_into = into


def _leading(complaint: Complaint, number: str, actor: User | None) -> Complaint | None:
    """Held while the other is joined to it; two that are joined to each other at one moment would both be nobody's."""
    found = Complaint.objects.filter(within(actor), number=number).exclude(pk=complaint.pk)
    try:
        with transaction.atomic():
            return found.select_for_update(nowait=True).first()
    except OperationalError:
        raise ValidationError({"into": _("Somebody is at work on that complaint. Please try again.")}) from None


def _purchase(complaint: Complaint) -> tuple[int, int] | None:
    return None if complaint.purchase_seq is None else (complaint.trade_scale_id, complaint.purchase_seq)


def _advanced(complaint: Complaint, facts: Facts, _actor: User | None, _at: datetime) -> None:
    complaint.to_recover_fen += facts["paid_fen"]


def _recovered(complaint: Complaint, facts: Facts, _actor: User | None, _at: datetime) -> None:
    if not 0 < facts["recovered_fen"] <= complaint.to_recover_fen:
        most = format_yuan(complaint.to_recover_fen)
        raise ValidationError(
            {"recovered_fen": _("More than nothing, and at most the %(most)s that are open.") % {"most": most}}
        )
    complaint.to_recover_fen -= facts["recovered_fen"]


def _report_split_off(complaint: Complaint, facts: Facts, actor: User | None, at: datetime) -> None:
    facts["report"] = reports.split_off(complaint, facts["text"], by=actor, at=at).number


def _overdue(complaint: Complaint, facts: Facts, _actor: User | None, _at: datetime) -> None:
    complaint.escalated_for = date.fromisoformat(facts["due_on"])
    facts["from_desk"] = complaint.desk
    complaint.desk = facts["desk"] = offices.above(complaint) or complaint.desk


def _due_soon(complaint: Complaint, facts: Facts, _actor: User | None, _at: datetime) -> None:
    complaint.warned_for = date.fromisoformat(facts["due_on"])


_CONSEQUENCES: dict[str, Callable[[Complaint, Facts, User | None, datetime], None]] = {
    "accept": _accepted,
    "reopen": _reopened,
    "appeal": _taken_up_by_authority,
    "appeal-end": _lodged_anew,
    "ask-papers": _papers_asked_for,
    "send-for-testing": _testing_begun,
    "testing-done": _testing_done,
    "transfer": _transferred,
    "relocate": _relocated,
    "join": _joined,
    "advance": _advanced,
    "recover": _recovered,
    "split-report": _report_split_off,
    "overdue": _overdue,
    "due-soon": _due_soon,
}
