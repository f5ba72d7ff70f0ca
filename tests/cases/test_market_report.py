"""A market reports each quarter what the records say of it, once, and the office sees who has not."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from quanheng.cases import market_report
from quanheng.cases.market_report import Span
from quanheng.cases.models import MarketReport
from quanheng.law.quarters import Quarter
from quanheng.people.models import AuditEntry
from quanheng.register.record import Report, record
from tests.cast import NOON, Cast, noon_of

pytestmark = [pytest.mark.requirement("T4-4.2.6"), pytest.mark.django_db]
Q3, Q4 = Quarter(2026, 3), Quarter(2026, 4)


def submit(cast: Cast, quarter: Quarter = Q3, remarks: str = "") -> MarketReport:
    told = {"by": cast.people["administrator"], "address": "127.0.0.1", "at": NOON}
    return market_report.submit(cast.chenguang, quarter, remarks, **told)


def test_a_quarter_ends_where_the_next_begins():
    """A verification of 30 September counts for the third quarter in Shanghai, one of 1 October for the fourth."""
    start, end = Span(Q3).moments
    assert (start.isoformat(), end.isoformat()) == ("2026-07-01T00:00:00+08:00", "2026-10-01T00:00:00+08:00")
    assert [str(one) for one in market_report.quarters(date(2026, 2, 28), 3)] == ["2026-Q1", "2025-Q4", "2025-Q3"]
    assert market_report.last_ended(date(2026, 1, 1)) == Quarter(2025, 4)


def test_the_counts_are_those_of_the_records(cast: Cast):
    """Verified in June, failed on the last day of September: the third quarter has the failure, the fourth none."""
    counts = market_report.counts(cast.chenguang, Quarter(2026, 2), NOON)
    assert (counts["in_use"], counts["verified"], counts["passed"]) == (4, 4, 4)
    failed = Report("failed", noon_of(date(2026, 9, 30)), "f")
    record(cast.scales["TS-1"], failed, source="staff")
    third, fourth = (market_report.counts(cast.chenguang, quarter, NOON) for quarter in (Q3, Q4))
    assert (third["failed"], fourth["failed"], third["passed"]) == (1, 0, 0)
    assert (third["check_scales"], third["check_scales_required"]) == (2, 2)
    assert (third["administrators"], third["training_due"], third["signs_due"]) == (2, 2, 4)


def test_a_report_is_submitted_once_and_stays_as_it_was(cast: Cast):
    """What happens to a scale afterwards changes no report; a second one is refused."""
    made = submit(cast, remarks=" 已整改 \0")
    assert (made.counts["failed"], made.remarks) == (0, "已整改")
    record(cast.scales["TS-1"], Report("failed", noon_of(date(2026, 9, 30)), "f"), source="staff")
    assert market_report.submitted(cast.chenguang, Q3).counts["failed"] == 0
    with pytest.raises(ValidationError):
        submit(cast)
    entry = AuditEntry.objects.get(act="market-reported")
    assert (entry.area, entry.after["quarter"]) == (cast.chenguang.area, "2026-Q3")


def test_a_running_quarter_is_not_reported(cast: Cast):
    """Its counts are shown, but it is submitted after its last day only; remarks have an end."""
    with pytest.raises(ValidationError) as wrong:
        submit(cast, Q4)
    assert "quarter" in wrong.value.message_dict
    with pytest.raises(ValidationError) as wrong:
        submit(cast, remarks="x" * 2001)
    assert "remarks" in wrong.value.message_dict


def test_who_has_not_reported(cast: Cast):
    """晨光 has, 河湾 has not."""
    submit(cast)
    assert set(market_report.reports_of([cast.chenguang, cast.hewan], Q3)) == {cast.chenguang.pk}
