"""Take a complaint in: the complaint and its first event, in one transaction, once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from quanheng.cases import contact, pace, secret
from quanheng.cases.models import Complaint, ComplaintEvent, Shopper
from quanheng.cases.numbering import next_number
from quanheng.cases.places import Whereabouts, place_of
from quanheng.cases.submission import Submission, check
from quanheng.law.deadlines import due_or_earliest


@dataclass(frozen=True)
class Lodged:
    """The token is known here and to the complainant; it is stored nowhere."""

    complaint: Complaint
    token: str
    new: bool


def lodge(submission: Submission, *, at: datetime, address: str = "", shopper: Shopper | None = None) -> Lodged:
    """Raises ValidationError with the fields at fault, or TooMany from one address or phone."""
    check(submission)
    token = secret.token_for(submission.fingerprint())
    if already := _already(submission, token):
        return already
    place = place_of(submission)
    _admit(address, shopper, at)
    try:
        with transaction.atomic():
            return Lodged(_enter(submission, place, token, at, shopper), token, new=True)
    except IntegrityError:  # the same submission came in by another connection at the same moment
        if already := _already(submission, token):
            return already
        raise


def _admit(address: str, shopper: Shopper | None, at: datetime) -> None:
    if shopper is not None:
        pace.admit(pace.PHONE, str(shopper.pk), at)
    if address:
        pace.admit(pace.ADDRESS if shopper is None else pace.ADDRESS_OF_PHONES, address, at)


def _already(submission: Submission, token: str) -> Lodged | None:
    prior = Complaint.objects.filter(submission_key=_key(submission)).first()
    if prior is None:
        return None
    if prior.secret_sha256 != secret.digest(token):
        # Never hand somebody's link to another who happens to send the same key.
        raise ValidationError({"submission_key": _("This key belongs to another submission. Please send a new one.")})
    return Lodged(prior, token, new=False)


def _key(submission: Submission) -> str:
    # Only the digest is stored: the key and the text together lead to the secret link.
    return hashlib.sha256(submission.submission_key.encode()).hexdigest()


def _enter(submission: Submission, place: Whereabouts, token: str, at: datetime, shopper: Shopper | None) -> Complaint:
    complaint = Complaint(
        secret_sha256=secret.digest(token),
        submission_key=_key(submission),
        lodged_at=at,
        state="lodged",
        category=submission.category,
        description=submission.description.strip(),
        **contact.sealed(contact.Contact(submission.contact_name.strip(), submission.contact_phone.strip())),
        contact_shown_to_manager=submission.contact_shown_to_manager,
        language=submission.language,
        market=place.market,
        stall=place.stall,
        operator_name=place.stall.operator_name if place.stall else "",
        area=place.area,
        desk=place.market.area,
        trade_scale=place.scale,
        shopper=shopper,
        wants_sms=submission.wants_sms,
        accept_due_on=due_or_earliest("complaint-accept", localdate(at))[0],
    )
    _attach_purchase(complaint, submission, place)
    complaint.number = next_number(localdate(at))
    complaint.save()
    ComplaintEvent.objects.create(complaint=complaint, at=at, move="lodge", state="lodged", actor_role="consumer")
    return complaint


def _attach_purchase(complaint: Complaint, submission: Submission, place: Whereabouts) -> None:
    complaint.goods_class = submission.goods_class
    if place.bought is None:
        return
    receipt = place.bought.receipt
    complaint.purchase_code = submission.purchase_code.strip()
    complaint.purchase_seq = receipt.seq
    complaint.weighed_at = place.bought.weighed_at
    complaint.paid_fen = receipt.amount_fen
    # What the scale signed outweighs what the form says.
    complaint.goods_class = receipt.goods_class or submission.goods_class
    complaint.recheck = place.bought.latest_recheck
