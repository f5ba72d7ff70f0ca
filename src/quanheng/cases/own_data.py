"""Everything that is kept of one complaint and its complainant, for whoever holds the secret link."""

from typing import Any

from django.conf import settings

from quanheng.cases import contact, settle, timeline
from quanheng.cases.evidence import evidence_of
from quanheng.cases.models import Complaint


def own_data(complaint: Complaint) -> dict[str, Any]:
    """What staff say among themselves is theirs and left out; everything about the complainant is in it."""
    told = contact.unsealed(complaint)
    evidence = evidence_of(complaint)
    agreed = settle.agreement(complaint)
    return {
        "complaint": complaint.number,
        "lodged_at": complaint.lodged_at.isoformat(),
        "state": complaint.state,
        "category": complaint.category,
        "goods_class": complaint.goods_class,
        "description": complaint.description,
        "language": complaint.language,
        "purchase_code": complaint.purchase_code,
        "paid_fen": complaint.paid_fen,
        "market": complaint.market.name,
        "stall": str(complaint.stall) if complaint.stall else None,
        "contact": {
            "name": told.name,
            "phone": told.phone,
            "shown_to_market": complaint.contact_shown_to_manager,
            "looked_at": [at.isoformat() for at in contact.looked_at(complaint)],
            "erased_days_after_the_end": settings.CONTACT_KEPT_DAYS,
        },
        "told_by_short_message": complaint.wants_sms,
        "stars": complaint.stars,
        "photographs": [one.sha256 for one in complaint.attachments.exclude(whole_at=None)],
        "photograph_sha256": evidence.photograph_sha256,
        "judgement": evidence.judgement,
        "agreed": {"refund_fen": agreed.refund_fen, "compensation_fen": agreed.compensation_fen} if agreed else None,
        "steps": [
            {
                "at": step.at.isoformat(),
                "move": step.move,
                "state": step.state,
                "title": step.title,
                "said": step.detail,
            }
            for step in timeline.steps(complaint)
        ],
    }
