from quanheng.cases.models.card import Card
from quanheng.cases.models.complaint import Complaint, ComplaintEvent

__all__ = ["Card", "Complaint", "ComplaintEvent"]
