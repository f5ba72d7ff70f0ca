"""Which roles open which address of the staff pages, and which act there: written by hand, and compared with what the
server answers by test_rights.py. It repeats people/permissions.py on purpose: who changes a right changes it twice.
"""

from dataclasses import dataclass

from quanheng.people.models import Role

Roles = frozenset[Role]
NOBODY: Roles = frozenset()
OFFICE = frozenset({Role.REGULATOR})
MANAGER = frozenset({Role.MARKET_MANAGER})
MARKET = frozenset({Role.MARKET_MANAGER, Role.ADMINISTRATOR})
HEADS = OFFICE | MANAGER
SUPERVISION = OFFICE | MARKET
BODY = frozenset({Role.VERIFICATION_BODY})
OPERATOR = frozenset({Role.OPERATOR})
MAKER = frozenset({Role.MAKER})
REPAIRER = frozenset({Role.REPAIRER})
VOLUNTEER = frozenset({Role.VOLUNTEER})
ASSOCIATION = frozenset({Role.ASSOCIATION})
EVERYBODY = frozenset(Role)
# All who have to do with instruments that stand somewhere; a maker has a desk of its own.
FIELD = EVERYBODY - MAKER - VOLUNTEER - ASSOCIATION


@dataclass(frozen=True)
class Rights:
    """``opens``: whom the page is shown; ``acts``: who may send its form. None: nothing to open, or to send."""

    opens: Roles | None
    acts: Roles | None


def page(opens: Roles) -> Rights:
    return Rights(opens, None)


def form(opens: Roles, acts: Roles | None = None) -> Rights:
    return Rights(opens, opens if acts is None else acts)


def deed(acts: Roles) -> Rights:
    return Rights(None, acts)


# "address" or "address act" where each act has rights of its own.
RIGHTS = {
    "home": page(EVERYBODY),
    "sign-in": form(EVERYBODY),
    "sign-out": deed(EVERYBODY),
    "language": deed(EVERYBODY),
    "missing": page(EVERYBODY),
    "sign-in-code": form(EVERYBODY),
    "invitation": form(EVERYBODY),
    "my-account": page(EVERYBODY),
    "my-password": deed(EVERYBODY),
    "my-second-step-begin": deed(EVERYBODY),
    "my-second-step-confirm": deed(EVERYBODY),
    "my-second-step-off": deed(EVERYBODY),
    # What waits, and what goes on.
    "board": page(SUPERVISION),
    "live": page(SUPERVISION),
    "duties": page(SUPERVISION),
    "overview": page(OFFICE),
    "statistics": page(SUPERVISION),
    "trade-figures": page(OFFICE | ASSOCIATION),
    "honesty-reminders": page(SUPERVISION | ASSOCIATION),
    "honesty-reminder-issue": deed(ASSOCIATION),
    "honesty-reminder-read": deed(MARKET),
    "honesty-reminder-withdraw": deed(OFFICE | ASSOCIATION),
    "phase-out": page(SUPERVISION),
    "search": page(FIELD),
    "filter-save": deed(EVERYBODY),
    "filter-forget": deed(EVERYBODY),
    "filter-opens": deed(EVERYBODY),
    # Complaints and offences.
    "complaints": page(SUPERVISION),
    "complaint": page(SUPERVISION),
    "complaint-assign": deed(HEADS),
    "late-complaints": page(SUPERVISION),
    "by-stall": page(SUPERVISION),
    "handing-over": form(HEADS),
    "answers": page(SUPERVISION),
    "repeated-operators": page(SUPERVISION),
    "complaint-move": deed(HEADS),
    "complaint-photograph": page(SUPERVISION),
    "complaint-contact": deed(SUPERVISION),
    "dispute-paper": page(HEADS),
    "dispute-pdf": page(HEADS),
    "dispute-sign": deed(HEADS),
    "card": deed(HEADS),
    "replies": page(HEADS),
    "reply-new": form(HEADS),
    "reply": form(HEADS),
    "reply-withdraw": deed(HEADS),
    "complaint-reply": deed(HEADS),
    "cards": page(SUPERVISION | OPERATOR),
    "card-page": page(SUPERVISION | OPERATOR),
    "card-notice": page(SUPERVISION | OPERATOR),
    "card-act": deed(HEADS | OPERATOR),
    "reports": page(OFFICE),
    "report": page(OFFICE),
    "report-decide": deed(OFFICE),
    "report-informed": deed(OFFICE),
    "key-supervisions": page(SUPERVISION),
    "key-supervision": page(SUPERVISION),
    "key-supervision-act": deed(OFFICE),
    "stall-propose": deed(OFFICE),
    "own-supervision": page(OPERATOR),
    "own-supervision-heard": deed(OPERATOR),
    "own-supervision-object": deed(OPERATOR),
    # Instruments and their life.
    "instruments": page(FIELD),
    "instrument": page(FIELD),
    "instrument-labels": page(FIELD),
    "instrument-new": form(SUPERVISION),
    "instrument-describe": form(SUPERVISION | BODY),
    "documents": form(FIELD, SUPERVISION | BODY),
    "document": page(FIELD),
    "document-withdraw": deed(SUPERVISION | BODY),
    "photograph": page(FIELD),
    "rechecks": page(FIELD),
    "instrument-act put-into-use": deed(SUPERVISION),
    "instrument-act stopped": deed(SUPERVISION),
    "instrument-act resumed": deed(SUPERVISION),
    "instrument-act seal-broken": deed(SUPERVISION),
    "instrument-act sealed": deed(OFFICE | BODY),
    "instrument-act label-damaged": deed(SUPERVISION),
    "instrument-act label-confirmed": deed(OFFICE | BODY),
    "instrument-act moved": deed(SUPERVISION),
    "instrument-act repair": deed(SUPERVISION | REPAIRER),
    "instrument-act put-on-standby": deed(SUPERVISION),
    "instrument-act lent": deed(SUPERVISION),
    "instrument-act returned": deed(SUPERVISION),
    "instrument-act scrapped": deed(HEADS),
    # Each act on many has the rights of the act on one: the job of the scene applies for verification.
    "bulk": page(FIELD),
    "bulk-begin": deed(FIELD),
    "bulk-job": page(SUPERVISION),
    "bulk-progress": page(SUPERVISION),
    "bulk-run": deed(SUPERVISION),
    "rejected": page(SUPERVISION),
    "rejected-message": page(SUPERVISION),
    "rejected-bytes": page(SUPERVISION),
    # Makers, identity, locks.
    "making": page(MAKER),
    "making-one": form(MAKER),
    "making-list": form(MAKER),
    "making-sheet": page(MAKER),
    "making-sell": form(MAKER),
    "identity": page(SUPERVISION | BODY | VOLUNTEER),
    "identity-check": form(SUPERVISION | BODY | VOLUNTEER),
    "identity-answer": page(SUPERVISION | BODY | VOLUNTEER),
    "identity-decide": deed(OFFICE),
    "spot-checks": page(SUPERVISION | VOLUNTEER),
    "spot-check-new": form(VOLUNTEER),
    "spot-check": page(SUPERVISION | VOLUNTEER),
    "spot-check-photograph": page(SUPERVISION | VOLUNTEER),
    "spot-check-decide": deed(HEADS),
    "spot-check-figures": page(OFFICE),
    "activities": page(OFFICE | VOLUNTEER),
    "activity": page(OFFICE | VOLUNTEER),
    "activity-new": form(OFFICE),
    "activity-join": deed(VOLUNTEER),
    "activity-deed": deed(OFFICE),
    "volunteers": page(OFFICE),
    "volunteer": page(OFFICE),
    "volunteer-invite": form(OFFICE),
    "volunteer-card": page(OFFICE),
    "volunteer-deed": deed(OFFICE),
    "my-appointment": form(VOLUNTEER),
    "my-card": page(VOLUNTEER),
    "maker-services": page(OFFICE),
    "maker-service": form(OFFICE),
    "unlocking": page(SUPERVISION | REPAIRER | MAKER),
    "unlock": page(SUPERVISION | REPAIRER | MAKER),
    "unlock-request": deed(MARKET | REPAIRER),
    "unlock-authorise": deed(OFFICE),
    "unlock-confirm": deed(MARKET | REPAIRER),
    # Check scales and verification.
    "check-scales": page(SUPERVISION),
    "check-scales-market": page(SUPERVISION),
    "weekly-checks": page(SUPERVISION),
    "weekly-check": form(SUPERVISION, MARKET),
    "verifications": page(SUPERVISION | BODY),
    "verifications-due": page(SUPERVISION | BODY),
    "verification": page(SUPERVISION | BODY),
    "verification-paper": page(SUPERVISION | BODY),
    "verification-apply": form(SUPERVISION),
    "verification-reading": deed(BODY),
    "verification-act schedule": deed(BODY),
    "verification-act start": deed(BODY),
    "verification-act finish": deed(BODY),
    "verification-act withdraw": deed(SUPERVISION | BODY),
    "application": page(SUPERVISION | BODY),
    "application-plan": deed(BODY),
    "application-papers": page(SUPERVISION | BODY),
    "labels": page(SUPERVISION | BODY),
    # Ledgers.
    "imports": form(SUPERVISION),
    "import-template": page(SUPERVISION),
    "import": page(SUPERVISION),
    "import-progress": page(SUPERVISION),
    "import-check": deed(SUPERVISION),
    "import-changes": page(SUPERVISION),
    "import-load": deed(SUPERVISION),
    "import-faults": page(SUPERVISION),
    # Regions, organisations, places.
    "regions": page(OFFICE),
    "regions-pick": deed(OFFICE),
    "region-enter": deed(OFFICE),
    "region-rename": deed(OFFICE),
    "region-merge": deed(OFFICE),
    "organisations": page(OFFICE),
    "organisation": page(OFFICE),
    "organisation-new": form(OFFICE),
    "organisation-change": deed(OFFICE),
    "organisation-close": deed(OFFICE),
    "organisation-reopen": deed(OFFICE),
    "places": page(SUPERVISION),
    "place": page(SUPERVISION),
    "place-new": form(OFFICE),
    "place-change": form(HEADS),
    "place-close": deed(OFFICE),
    "place-reopen": deed(OFFICE),
    "place-papers": page(SUPERVISION),
    "licence-add": deed(SUPERVISION),
    "licences": page(SUPERVISION),
    "licence": form(SUPERVISION),
    "licence-end": deed(SUPERVISION),
    "licence-scan": page(SUPERVISION),
    "licence-scan-withdraw": deed(SUPERVISION),
    "stall-licence-add": deed(SUPERVISION),
    "training": page(SUPERVISION),
    "training-add": deed(SUPERVISION),
    "markets": page(SUPERVISION),
    "market": page(SUPERVISION),
    "market-unified": deed(MANAGER),
    "market-layout": page(SUPERVISION),
    "market-layout-deed": deed(SUPERVISION),
    "market-reports": page(SUPERVISION),
    "market-report": page(SUPERVISION),
    "market-report-newest": page(SUPERVISION),
    "market-report-submit": deed(MARKET),
    "stall": page(SUPERVISION),
    "stall-new": form(SUPERVISION),
    "stall-change": deed(SUPERVISION),
    "stall-hand-over": deed(SUPERVISION),
    "stall-close": deed(SUPERVISION),
    # Accounts, other systems, and what was done.
    "accounts": page(HEADS),
    "account": page(HEADS),
    "account-invite": form(HEADS),
    "account-reset": deed(HEADS),
    "account-second-step": deed(HEADS),
    "account-close": deed(HEADS),
    "account-reopen": deed(HEADS),
    "partners": form(OFFICE),
    "partner-end": deed(OFFICE),
    "outside": page(OFFICE),
    "outside-again": deed(OFFICE),
    "audit": page(OFFICE),
}
