"""Accounts, the audit trail, imports, and messages that were not taken."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quanheng.console import audit_words
from quanheng.console.export import Column, Sheet
from quanheng.console.templatetags.words import IMPORTS, REASONS
from quanheng.people.models import AuditEntry, User
from quanheng.register.area_names import name_of_area


def _account_state(person: User) -> str:
    if not person.is_active:
        return _("Closed")
    return _("Open") if person.has_usable_password() else _("Waits for a password")


ACCOUNTS = Sheet(
    "accounts",
    gettext_lazy("Accounts"),
    (
        Column(gettext_lazy("User name"), lambda row: row.username),
        Column(gettext_lazy("Name"), lambda row: row.name),
        Column(gettext_lazy("Role"), lambda row: row.get_role_display()),
        Column(gettext_lazy("Area"), lambda row: name_of_area(row.area)),
        Column(gettext_lazy("State"), _account_state),
    ),
)


def _changes(entry: AuditEntry) -> str:
    told = audit_words.changes(entry)
    return "; ".join(
        f"{one.name}: {one.before} → {one.after}" if one.before else f"{one.name}: {one.after}" for one in told
    )


AUDIT = Sheet(
    "audit",
    gettext_lazy("Audit trail"),
    (
        Column(gettext_lazy("Time"), lambda row: row.at),
        Column(gettext_lazy("Who"), lambda row: row.user.name if row.user else _("not signed in")),
        Column(gettext_lazy("User name"), lambda row: row.user.username if row.user else ""),
        Column(gettext_lazy("Network address"), lambda row: row.address or ""),
        Column(gettext_lazy("Act"), lambda row: audit_words.act(row.act)),
        Column(pgettext_lazy("of an entry", "About"), lambda row: audit_words.about(row.subject)),
        Column(gettext_lazy("Before → after"), _changes),
        Column(gettext_lazy("Reason"), lambda row: row.reason),
    ),
)
SENT_LEDGERS = Sheet(
    "imports",
    gettext_lazy("Imports"),
    (
        Column(gettext_lazy("File"), lambda row: row.file_name),
        Column(gettext_lazy("Sent by"), lambda row: str(row.by)),
        Column(gettext_lazy("Sent"), lambda row: row.created_at),
        Column(gettext_lazy("State"), lambda row: str(IMPORTS[row.stage][1])),
        Column(gettext_lazy("New"), lambda row: row.new_rows),
        Column(gettext_lazy("Known already"), lambda row: row.known_rows),
        Column(gettext_lazy("With problems"), lambda row: row.faulty_rows),
    ),
)
# Of corrections.Otherwise.
LEDGER_CHANGES = Sheet(
    "import-changes",
    gettext_lazy("What the ledger says otherwise"),
    (
        Column(gettext_lazy("Row"), lambda row: row.change.row),
        Column(gettext_lazy("Instrument"), lambda row: row.change.instrument.device_id),
        Column(gettext_lazy("Serial number"), lambda row: row.change.instrument.serial),
        Column(
            gettext_lazy("What differs"),
            lambda row: "; ".join(f"{name}: {before or '—'} → {after or '—'}" for name, before, after in row.fields),
        ),
        Column(gettext_lazy("Why it stays"), lambda row: row.why_not),
    ),
)
REJECTED = Sheet(
    "rejected",
    gettext_lazy("Rejected messages"),
    (
        Column(gettext_lazy("Received"), lambda row: row.received_at),
        Column(gettext_lazy("Reason"), lambda row: str(REASONS.get(row.reason, row.reason))),
        Column(gettext_lazy("Named sender"), lambda row: row.device_id),
        Column(gettext_lazy("Detail"), lambda row: row.detail),
        Column(gettext_lazy("Bytes"), lambda row: row.body_bytes),
        Column(gettext_lazy("Topic"), lambda row: row.topic),
    ),
)
