"""What the re-weighing behind a complaint found, in words for a layperson."""

from django.utils.timezone import localdate

from quanheng.cases.evidence import Evidence
from quanheng.cases.models import Complaint
from quanheng.measuring.told import Told, has_adopted, tell


def verdict_of(complaint: Complaint, evidence: Evidence) -> Told | None:
    """None where no purchase was named, so that there is nothing to compare."""
    if complaint.purchase_seq is None:
        return None
    bought_on = localdate(complaint.weighed_at or complaint.lodged_at)
    return tell(evidence.recheck, evidence.judgement, adopted=has_adopted(complaint.market, bought_on))
