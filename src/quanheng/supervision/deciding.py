"""A person of the market or of the office decides what becomes of a finding; the volunteer is told in plain words.

What needs a case is opened by the verbs of cases, what needs the laboratory by those of the register.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quanheng.cases import progress
from quanheng.cases.categories import Category
from quanheng.cases.lodge import lodge
from quanheng.cases.models import Complaint, Report
from quanheng.cases.submission import Submission
from quanheng.law.units import format_reading
from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import Role, User
from quanheng.people.permissions import may
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.verifying.apply import apply
from quanheng.supervision.findings import SHORT, SHORT_TYPED, name
from quanheng.supervision.models import SpotCheck, SpotCheckDecision
from quanheng.supervision.models.spot_check import DECIDED, OPEN

NOTHING, TOLD, VERIFY, COMPLAINT, REPORT = "nothing", "told", "verify", "complaint", "report"
KINDS = (NOTHING, TOLD, VERIFY, COMPLAINT, REPORT)
# A market lives on the rent of its stalls: what it let be, the office may take up again.
LET_BE = (NOTHING, TOLD)
ANSWER_MAX = 500


@dataclass(frozen=True)
class _Opened:
    complaint: Complaint | None = None
    report: Report | None = None
    application: str = ""
    after: dict[str, Any] = field(default_factory=dict)


def kinds_open_to(row: SpotCheck, viewer: User) -> tuple[str, ...]:
    """What this person may decide now."""
    if not may(viewer, "decide-spot-checks") or not row.findings or not _is_undecided(row, viewer):
        return ()
    out = set() if row.trade_scale_id else {VERIFY}
    out |= set() if may(viewer, "decide-reports") else {REPORT}
    return tuple(kind for kind in KINDS if kind not in out)


def _is_undecided(row: SpotCheck, viewer: User) -> bool:
    newest = row.decisions.select_related("decided_by").order_by("-id").first()
    if newest is None:
        return True
    return newest.kind in LET_BE and newest.decided_by.role != Role.REGULATOR and viewer.role == Role.REGULATOR


@transaction.atomic
def decide(number: int, kind: str, given: Mapping[str, str], *, by: User, at: datetime) -> SpotCheckDecision:
    """Raises SpotCheck.DoesNotExist for a stranger, KeyError for no such decision, ValidationError by field."""
    if kind not in KINDS:
        raise KeyError(kind)
    row = SpotCheck.objects.select_for_update(no_key=True).filter(within(by)).get(pk=number)
    if kind not in kinds_open_to(row, by):
        raise ValidationError({"state": _("This cannot be decided here, or somebody has decided it meanwhile.")})
    form = FilledIn(given)
    reason, answer = form.reason(), form.text("answer", ANSWER_MAX)
    form.done()
    opened = _OPENS[kind](row, reason, by, at) if kind in _OPENS else _Opened()
    facts = {"kind": kind, "reason": reason, "answer": answer, "decided_at": at, "decided_by": by, "area": row.area}
    led_to = {"complaint": opened.complaint, "report": opened.report, "application": opened.application}
    made = SpotCheckDecision.objects.create(spot_check=row, **facts, **led_to)
    row.state = DECIDED
    row.save(update_fields=["state"])
    told = {"before": {"state": OPEN}, "after": {"decision": kind} | opened.after, "reason": reason}
    audit.note(f"spot-check-{kind}", f"spot-check:{row.pk}", user=by, area=row.area, **told)
    return made


def _complaint(row: SpotCheck, _reason: str, _by: User, at: datetime) -> _Opened:
    made = _lodged(row, at)
    return _Opened(complaint=made, after={"complaint": made.number})


def _report(row: SpotCheck, reason: str, by: User, at: datetime) -> _Opened:
    """A report is split off from a complaint, and handled on its own (Order 121, Art. 9)."""
    made = _lodged(row, at)
    progress.move(made.pk, "split-report", actor=by, facts={"text": reason}, at=at)
    report = made.reports.latest("pk")
    return _Opened(made, report, after={"complaint": made.number, "report": report.number})


def _verify(row: SpotCheck, _reason: str, by: User, at: datetime) -> _Opened:
    assert row.trade_scale is not None
    try:
        made = apply([row.trade_scale.device_id], by=by, at=at)
    except ValidationError as refused:
        raise ValidationError({"state": refused.messages[0]}) from None
    return _Opened(application=made.number, after={"application": made.number})


_OPENS = {COMPLAINT: _complaint, REPORT: _report, VERIFY: _verify}


def _lodged(row: SpotCheck, at: datetime) -> Complaint:
    """Nobody gets the secret link: the volunteer is told by the answer, and is no party to the case."""
    submission = Submission(
        submission_key=token_hex(20),
        category=_category(row),
        purchase_code=row.purchase_code,
        market_id=row.market_id,
        stall_id=row.stall_id,
        goods_class=row.goods_class,
        description=_description(row),
        language=get_language() or "zh-hans",
    )
    try:
        return lodge(submission, at=at).complaint
    except ValidationError as refused:
        raise ValidationError({"state": refused.messages[0]}) from None


def _category(row: SpotCheck) -> str:
    if {SHORT, SHORT_TYPED} & set(row.findings):
        return Category.SHORT_WEIGHT
    on_scale = {"scale-code", "label-valid", "seal-whole"} & set(row.findings)
    return Category.SUSPICIOUS_SCALE if on_scale else Category.OTHER


def _description(row: SpotCheck) -> str:
    """What was found and by whose number; a reading typed by hand is called one."""
    said = [_("Check %(check)s of volunteer supervisor %(number)s.") % {"check": row, "number": row.volunteer.number}]
    said += [
        f"{name(code)}。" if (get_language() or "zh").startswith("zh") else f"{name(code)}." for code in row.findings
    ]
    if row.typed_mg is not None and row.settled_mg is not None:
        masses = {"settled": format_reading(row.settled_mg), "found": format_reading(row.typed_mg)}
        said.append(_("Typed by hand: paid for %(settled)s, found %(found)s.") % masses)
    return "\n".join([*said, *([row.note] if row.note else [])])
