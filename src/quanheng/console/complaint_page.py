"""What the page of one complaint shows."""

from django.utils import timezone
from django.utils.translation import get_language

from quanheng.cases import attachments, handing_over, settle
from quanheng.cases.clock import clock
from quanheng.cases.contact import Contact, glimpse
from quanheng.cases.evidence import Evidence, evidence_of
from quanheng.cases.key_supervision import lists as key_supervision
from quanheng.cases.models import Card, Complaint
from quanheng.cases.papers.content import TITLES, open_papers
from quanheng.cases.story import story
from quanheng.console.move_forms import Attempt, move_forms
from quanheng.people.models import User
from quanheng.people.permissions import may


def context_of(complaint: Complaint, viewer: User, attempt: Attempt, shown: Contact | None = None) -> dict[str, object]:
    """``shown`` is the contact that was just asked for."""
    evidence = evidence_of(complaint)
    terms = settle.terms(complaint, evidence)
    language = get_language() or "zh-hans"
    card = Card.objects.select_related("decided_by", "stall").filter(complaint=complaint).first()
    return {
        "complaint": complaint,
        "supervised": key_supervision.of_stall(viewer, complaint.stall, complaint.operator_name),
        "clock": clock(complaint, timezone.localdate()),
        "contact": glimpse(complaint, viewer),
        "shown_contact": shown,
        "evidence": evidence,
        "bars": bars(evidence),
        "photographs": attachments.of_complaint(complaint),
        "terms": terms,
        "terms_clauses": terms.clauses(language),
        "story": story(complaint),
        "forms": move_forms(complaint, viewer, evidence, terms, attempt) if may(viewer, "work-complaints") else [],
        "card": card,
        "card_clauses": [cited["en" if language.startswith("en") else "zh"] for cited in card.clauses] if card else [],
        "card_open": card is not None and card.state == "proposed" and may(viewer, "confirm-cards"),
        "attempt": attempt,
        "colleagues": handing_over.colleagues(complaint.desk) if handing_over.may_assign(complaint, viewer) else [],
        "papers": [(kind, TITLES[kind]) for kind in open_papers(complaint)] if may(viewer, "sign-papers") else [],
    }


def bars(evidence: Evidence) -> dict[str, int] | None:
    """The two masses as shares of the larger one, for drawing."""
    recheck = evidence.recheck
    if recheck is None or not recheck.settled_mg:
        return None
    largest = max(recheck.settled_mg, recheck.check_mg, 1)
    return {
        "settled": round(recheck.settled_mg * 100 / largest),
        "check": round(max(recheck.check_mg, 0) * 100 / largest),
    }
