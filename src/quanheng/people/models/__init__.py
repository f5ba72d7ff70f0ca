from quanheng.people.models.audit import AuditEntry
from quanheng.people.models.invitation import Invitation
from quanheng.people.models.partner import Partner
from quanheng.people.models.saved_filter import OpensWith, SavedFilter
from quanheng.people.models.second_step import RecoveryCode, SecondStep
from quanheng.people.models.sign_in import SignInFailure
from quanheng.people.models.user import Role, User

__all__ = [
    "AuditEntry",
    "Invitation",
    "OpensWith",
    "Partner",
    "RecoveryCode",
    "Role",
    "SavedFilter",
    "SecondStep",
    "SignInFailure",
    "User",
]
