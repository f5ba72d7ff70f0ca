"""What a volunteer reads of what became of a finding: plain words, nothing of the inside of a case, and no names."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quanheng.supervision.check_list import newest_decision
from quanheng.supervision.deciding import COMPLAINT, NOTHING, REPORT, TOLD, VERIFY
from quanheng.supervision.models import SpotCheck
from quanheng.supervision.models.spot_check import CLEAR

NOTHING_FOUND = _("All was as it should be. Thank you for looking.")
WAITS = _("The office has it and will look at it. You will read here what became of it.")
SENTENCES: dict[str, Promise] = {
    NOTHING: _("The office looked into it and found nothing that has to be put right."),
    TOLD: _("The stallholder or the market was told what has to be put right."),
    VERIFY: _("The scale was sent to be verified."),
    COMPLAINT: _("It is handled as a complaint. The office will settle it with the stall."),
    REPORT: _("It was handed on as a report of a possible offence. The authority is looking into it."),
}


def sentence(row: SpotCheck) -> Promise:
    if decision := newest_decision(row):
        return SENTENCES[decision.kind]
    return NOTHING_FOUND if row.state == CLEAR else WAITS
