"""What each role may do. Pages ask for an act, never for a role."""

from django.conf import settings

from quanheng.people.models import Role

# Everybody's, whatever the role.
KEEP_OWN_ACCOUNT = "keep-own-account"
ACTS = {
    KEEP_OWN_ACCOUNT: set(Role),
    "see-duties": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "see-overview": {Role.REGULATOR},
    "see-live-board": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "see-instruments": {
        Role.REGULATOR,
        Role.MARKET_MANAGER,
        Role.ADMINISTRATOR,
        Role.OPERATOR,
        Role.VERIFICATION_BODY,
        Role.REPAIRER,
    },
    "save-filters": set(Role),
    "register-instruments": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "describe-instruments": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR, Role.VERIFICATION_BODY},
    "add-documents": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR, Role.VERIFICATION_BODY},
    "withdraw-documents": {Role.REGULATOR, Role.MARKET_MANAGER},
    "record-life": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "seal": {Role.REGULATOR, Role.VERIFICATION_BODY},
    "scrap": {Role.REGULATOR, Role.MARKET_MANAGER},
    "see-verifications": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR, Role.VERIFICATION_BODY},
    "apply-for-verification": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "verify": {Role.VERIFICATION_BODY},
    "check-identity": {
        Role.REGULATOR,
        Role.MARKET_MANAGER,
        Role.ADMINISTRATOR,
        Role.VERIFICATION_BODY,
        Role.VOLUNTEER,
    },
    "decide-findings": {Role.REGULATOR},
    "spot-check": {Role.VOLUNTEER},
    "see-spot-checks": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR, Role.VOLUNTEER},
    "decide-spot-checks": {Role.REGULATOR, Role.MARKET_MANAGER},
    "see-spot-check-figures": {Role.REGULATOR},
    # A market does not hear beforehand that it will be looked at.
    "see-activities": {Role.REGULATOR, Role.VOLUNTEER},
    "plan-activities": {Role.REGULATOR},
    "keep-volunteers": {Role.REGULATOR},
    "keep-maker-services": {Role.REGULATOR},
    "see-statistics": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "see-check-scales": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "check-weekly": {Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "import-ledgers": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "see-locks": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR, Role.REPAIRER, Role.MAKER},
    "request-unlocking": {Role.MARKET_MANAGER, Role.ADMINISTRATOR, Role.REPAIRER},
    "enter-repair": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR, Role.REPAIRER},
    "make-instruments": {Role.MAKER},
    "see-complaints": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "work-complaints": {Role.REGULATOR, Role.MARKET_MANAGER},
    "keep-replies": {Role.REGULATOR, Role.MARKET_MANAGER},
    "see-contacts": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "sign-papers": {Role.REGULATOR, Role.MARKET_MANAGER},
    "see-reports": {Role.REGULATOR},
    "decide-reports": {Role.REGULATOR},
    "see-cards": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR, Role.OPERATOR},
    # The law of cards says who of them does what (law/tables/card_flow.toml).
    "act-on-cards": {Role.REGULATOR, Role.MARKET_MANAGER, Role.OPERATOR},
    "decide-card-appeals": {Role.REGULATOR},
    "confirm-cards": {Role.REGULATOR, Role.MARKET_MANAGER},
    "see-key-supervision": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "decide-key-supervision": {Role.REGULATOR},
    "hear-key-supervision": {Role.OPERATOR},
    "see-markets": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "see-regions": {Role.REGULATOR},
    "keep-regions": {Role.REGULATOR},
    "see-organisations": {Role.REGULATOR},
    "keep-organisations": {Role.REGULATOR},
    "keep-places": {Role.REGULATOR},
    "describe-places": {Role.REGULATOR, Role.MARKET_MANAGER},
    "keep-market": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "see-market-reports": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "submit-market-reports": {Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "manage-market": {Role.MARKET_MANAGER},
    "see-trade-figures": {Role.REGULATOR, Role.ASSOCIATION},
    "see-honesty-reminders": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR, Role.ASSOCIATION},
    "issue-honesty-reminders": {Role.ASSOCIATION},
    "withdraw-honesty-reminders": {Role.REGULATOR, Role.ASSOCIATION},
    "read-honesty-reminders": {Role.MARKET_MANAGER, Role.ADMINISTRATOR},
    "manage-accounts": {Role.REGULATOR, Role.MARKET_MANAGER},
    "see-outside-messages": {Role.REGULATOR},
    "admit-partners": {Role.REGULATOR},
    "see-audit": {Role.REGULATOR},
    "see-rejected-messages": {Role.REGULATOR, Role.MARKET_MANAGER, Role.ADMINISTRATOR},
}


# Who authorises an unlocking no text says; an installation does (docs/adr/0031-who-authorises-an-unlocking.md).
SET_BY_INSTALLATION = {"authorise-unlocking": "UNLOCK_AUTHORISED_BY"}


def may(user: object, act: str) -> bool:
    roles = getattr(settings, SET_BY_INSTALLATION[act]) if act in SET_BY_INSTALLATION else ACTS[act]
    return getattr(user, "is_active", False) and getattr(user, "role", None) in roles
