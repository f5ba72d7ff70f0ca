"""The page a manager comes home to: what waits today, and where to do it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quanheng.cases.duties import Duty, duties
from quanheng.console.gate import staff
from quanheng.register.wanted import LABEL_DAMAGED, LENT
from quanheng.supervision.duties import duties as of_volunteers


@dataclass(frozen=True)
class Errand:
    """What it is, what to do, and the page to do it on."""

    what: Promise
    deed: Promise
    page: str
    query: str = ""


ERRANDS = {
    "complaints-late": Errand(_("complaints past their last day"), _("Decide or mediate now"), "late-complaints"),
    "locked": Errand(_("locked scales"), _("Ask for or give an unlocking"), "unlocking"),
    "findings": Errand(_("findings on identity"), _("Look into them and decide"), "identity", "?shown=open"),
    "reports": Errand(_("reports of offences"), _("Verify and decide whether to open a case"), "reports"),
    "overdue": Errand(
        _("instruments overdue for verification"),
        _("Take out of use, apply for verification"),
        "verifications-due",
        "?within=overdue",
    ),
    "ended": Errand(
        _("verifications that ended before their day"),
        _("Apply for verification anew"),
        "verifications-due",
        "?within=ended",
    ),
    "not-checked": Errand(
        _("check scales not checked this week"), _("Check them with the weights"), "weekly-checks", "?show=missing"
    ),
    "check-scales-lacking": Errand(_("check scales lacking"), _("Set up more"), "check-scales"),
    "key-objections": Errand(
        _("objections to key supervision"), _("Answer them"), "key-supervisions", "?state=running"
    ),
    "key-reviews": Errand(
        _("key supervisions to review"), _("End or extend them, with a reason"), "key-supervisions", "?state=running"
    ),
    "key-untold": Errand(
        _("operators who have not heard of their key supervision"),
        _("Tell them, and record how"),
        "key-supervisions",
        "?state=running",
    ),
    "key-proposals": Errand(
        _("operators proposed for key supervision"),
        _("Confirm or dismiss, with a reason"),
        "key-supervisions",
        "?state=proposed",
    ),
    "cards": Errand(
        _("cards waiting for a decision"), _("Confirm or dismiss, with a reason"), "cards", "?state=proposed"
    ),
    "card-appeals": Errand(
        _("appeals against cards"), _("Uphold or revoke, with a reason"), "cards", "?state=appealed"
    ),
    "cards-open": Errand(
        _("cards to be carried out"), _("Put closure, penalty and rectification on record"), "cards", "?state=open"
    ),
    "spot-checks": Errand(
        _("findings of volunteers"), _("Look into them, decide, and answer"), "spot-checks", "?show=open"
    ),
    "volunteers": Errand(
        _("people who would be volunteer supervisors"),
        _("Appoint or decline, with a reason"),
        "volunteers",
        "?state=applied",
    ),
    "labels": Errand(
        _("damaged labels"),
        _("Have the verification body confirm them"),
        "instruments",
        f"?status={LABEL_DAMAGED}",
    ),
    "lent": Errand(
        _("standby scales lent out"),
        _("They come back when the scale they stand in for has passed"),
        "instruments",
        f"?status={LENT}",
    ),
    "licences-over": Errand(
        _("licences that have run out"), _("Ask for the new one, enter it"), "licences", "?standing=over"
    ),
    "licences-soon": Errand(
        _("licences that run out within 60 days"), _("Have them renewed in time"), "licences", "?standing=soon"
    ),
    "complaints-open": Errand(_("open complaints"), _("Go on with them"), "complaints", "?state=open"),
    "reminders": Errand(
        _("honesty reminders of your trade association"), _("Read them and say so"), "honesty-reminders"
    ),
    "due-soon": Errand(
        _("instruments due within 30 days"), _("Apply for verification"), "verifications-due", "?within=30"
    ),
    "imports": Errand(_("ledgers waiting for you"), _("Check the columns, enter the rows"), "imports"),
}


@staff("see-duties")
def page(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    told = [*duties(request.user, now), *of_volunteers(request.user, now)]
    waiting = [(duty, ERRANDS[duty.name], _address(duty)) for duty in told]
    context = {
        "pressing": [one for one in waiting if one[0].is_pressing],
        "later": [one for one in waiting if not one[0].is_pressing],
        "now": now,
    }
    return render(request, "console/duties.html", context)


def _address(duty: Duty) -> str:
    errand = ERRANDS[duty.name]
    return reverse(f"console:{errand.page}") + errand.query
