from quanheng.cases.models.card import Card
from quanheng.cases.models.complaint import Complaint, ComplaintEvent
from quanheng.cases.models.submission import SubmissionTally

__all__ = ["Card", "Complaint", "ComplaintEvent", "SubmissionTally"]
