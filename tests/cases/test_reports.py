"""A suspected offence is looked into on its own, by the authority's clocks, whatever becomes of the complaint."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from quanheng.cases import progress, reports
from quanheng.cases.models import Report
from quanheng.people.models import AuditEntry
from tests.cast import Cast
from tests.shopping import LATER, buy, complain

pytestmark = [pytest.mark.requirement("G22-2.6", "TZ-3.1"), pytest.mark.django_db]


@pytest.fixture
def report(cast: Cast) -> Report:
    made = complain(buy(), contact_phone="13800000001")
    manager = cast.people["chenguang"]
    progress.move(made.complaint.pk, "split-report", actor=manager, facts={"text": "铅封被拆"}, at=LATER)
    return Report.objects.get()


def test_it_is_split_off_with_its_own_clock(report: Report):
    """Fifteen working days from the day, counted by the notices on file; the event of the complaint names it."""
    assert (report.number[:2], report.text, report.state) == ("JB", "铅封被拆", "lodged")
    assert report.verify_due_on.isoformat() == "2026-12-11"
    assert report.complaint.events.last().facts["report"] == report.number


def test_one_report_waits_at_a_time(cast: Cast, report: Report):
    """Pressed twice it is one; after the decision another may follow."""
    again = {"actor": cast.people["chenguang"], "facts": {"text": "x"}, "at": LATER}
    with pytest.raises(ValidationError):
        progress.move(report.complaint.pk, "split-report", **again)
    reports.decide(report.number, "filed", reason="属实", by=cast.people["dongping"], at=LATER)
    progress.move(report.complaint.pk, "split-report", **again)
    assert Report.objects.count() == 2


def test_ending_the_complaint_does_not_end_it(cast: Cast, report: Report):
    """The shopper takes the complaint back; the seal is still broken."""
    progress.by_owner(report.complaint.pk, "withdraw", at=LATER)
    report.refresh_from_db()
    assert report.state == "lodged"
    assert list(reports.waiting(cast.people["dongping"])) == [report]


def test_the_authority_decides_with_a_reason(cast: Cast, report: Report):
    """Whether a case is opened is on record with who and why; the named reporter is told within five working days."""
    decided = reports.decide(report.number, "not-filed", reason="铅封完好", by=cast.people["dongping"], at=LATER)
    assert (decided.state, decided.decided_by.username) == ("not-filed", "dongping")
    assert decided.inform_due_on.isoformat() == "2026-11-27"
    reports.inform(report.number, by=cast.people["dongping"], at=LATER + timedelta(days=1))
    assert Report.objects.get().informed_at == LATER + timedelta(days=1)
    assert {entry.act for entry in AuditEntry.objects.filter(subject=report.number)} == {
        "report-decided",
        "report-informed",
    }


@pytest.mark.parametrize(
    ("decision", "reason", "field"), [("filed", " ", "reason"), ("maybe", "x", "decision"), ("lodged", "x", "decision")]
)
def test_a_half_decision_is_none(cast: Cast, report: Report, decision: str, reason: str, field: str):
    """Without a reason, or with a word that is no decision, nothing changes."""
    with pytest.raises(ValidationError) as refusal:
        reports.decide(report.number, decision, reason=reason, by=cast.people["dongping"], at=LATER)
    assert list(refusal.value.message_dict) == [field]
    assert Report.objects.get().state == "lodged"


def test_it_is_decided_once(cast: Cast, report: Report):
    """A second decision would be another case; and nobody is told before there is one."""
    with pytest.raises(ValidationError):
        reports.inform(report.number, by=cast.people["dongping"], at=LATER)
    reports.decide(report.number, "filed", reason="属实", by=cast.people["dongping"], at=LATER)
    with pytest.raises(ValidationError):
        reports.decide(report.number, "not-filed", reason="x", by=cast.people["dongping"], at=LATER)


@pytest.mark.requirement("QH-scope")
def test_strangers_decide_nothing(cast: Cast, report: Report):
    """For the county next door there is no such report."""
    with pytest.raises(Report.DoesNotExist):
        reports.decide(report.number, "filed", reason="x", by=cast.people["xidu"], at=LATER)
    assert not reports.waiting(cast.people["xidu"])
