"""What the worker tells its terminal."""

import pytest

from quanheng.connectors.scale import Receipt, RejectedRecord
from quanheng.measuring.receive import Outcome
from quanheng.workers.intake_report import IntakeReport

pytestmark = pytest.mark.requirement("QH-run")


def rejecting(*reasons: str) -> Outcome:
    rejected = tuple(RejectedRecord(seq, reason) for seq, reason in enumerate(reasons, 1))
    return Outcome("TS-1", Receipt("TS-1", "", 0, rejected=rejected), weighings=3)


def test_one_line_for_what_was_stored():
    """What there was is counted; without anything there is no line."""
    said: list[str] = []
    report = IntakeReport(said.append)
    report.tell()
    report.note([Outcome("TS-1", weighings=300), Outcome("TS-2", weighings=12, rechecks=2, duplicates=4)])
    report.tell()
    report.tell()
    assert said == ["stored 312 weighings, 2 rechecks, 4 duplicates"]


def test_one_line_for_each_scale_and_reason():
    """A scale that sends the same fault over and over fills no terminal, and is counted."""
    said: list[str] = []
    report = IntakeReport(said.append)
    report.note([rejecting("impossible-time", "impossible-time", "number-reused")] * 2)
    report.note([Outcome("", refusal="not-a-frame", detail="expected\nQH1E")])
    assert said == [
        "rejected from TS-1: impossible-time (number 1)",
        "rejected from TS-1: number-reused (number 3)",
        "rejected from an unknown sender: not-a-frame (expected QH1E)",
    ]
    report.tell()
    assert said[-1] == "stored 6 weighings, 0 rechecks, 7 rejected"
    report.note([rejecting("impossible-time")])
    assert said[-1].startswith("rejected from TS-1")
