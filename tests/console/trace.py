"""Whatever a page changes leaves an entry on the audit trail, with who and from where: watched in every test of the
staff pages, whatever else that test is about.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from quanheng.console.audit_words import about, act, changes
from quanheng.people.models import AuditEntry

WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?')
TRAIL = "people_auditentry"
# Changed without an entry of its own, and why.
UNTOLD = {
    "django_session": "who is signed in where: coming in is told, with the rest of that session's acts",
    "people_signinfailure": "counts towards a lock-out; the refusal itself is told",
    "people_savedfilter": "a bookmark of one's own; a filter is told when it is shared with the office",
    "people_openswith": "which bookmark of one's own a list opens with",
    "register_verificationreading": "a first reading is the sheet's own record; one that replaces it is told",
    "register_importjob": "a ledger is looked through before any row is entered; sending and entering it are told",
    "register_importfault": "what was found wrong in it",
    "register_importchange": "what a ledger says otherwise, found by a check; putting it right is told",
    "register_bulkjob": "many instruments are looked through before anything is done; doing it is told",
    "register_bulkrow": "what would become of each",
}
NOBODY_YET = {"sign-in-refused", "code-refused"}


class Watch:
    """The tables that a request writes to, and how many entries it makes."""

    def __init__(self) -> None:
        self.written: set[str] = set()
        self.entries = 0

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if found := WRITE.match(sql):
            self.written.add(found[1])
            self.entries += found[1] == TRAIL
        return execute(sql, params, many, context)

    def faults(self) -> list[str]:
        untold = self.written - UNTOLD.keys()
        if not self.entries:
            return [f"changed {', '.join(sorted(untold))} and told nothing to the audit trail"] if untold else []
        return [fault for entry in AuditEntry.objects.order_by("-pk")[: self.entries] for fault in faults_of(entry)]


def faults_of(entry: AuditEntry) -> Iterator[str]:
    if entry.address is None:
        yield f"{entry.act} does not say from where"
    if entry.user_id is None and entry.act not in NOBODY_YET:
        yield f"{entry.act} does not say who"
    if act(entry.act) == entry.act:
        yield f"{entry.act} has no name in console/audit_words.py"
    if about(entry.subject) == entry.subject and ":" in entry.subject:
        yield f"{entry.subject} is of a sort that has no name in console/audit_words.py"
    unnamed = [one.name for one in changes(entry) if one.name in entry.before or one.name in entry.after]
    if unnamed:
        yield f"{entry.act} tells {', '.join(unnamed)}, which have no name in console/audit_words.py"


@pytest.fixture(autouse=True)
def traced(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Fails a test in which a page changed something that the trail does not have."""
    found: list[str] = []
    ask = Client.request

    def asked(self: Client, **told: Any) -> HttpResponse:
        watch = Watch()
        with connection.execute_wrapper(watch):
            answer = ask(self, **told)
        # What was refused is undone.
        if answer.status_code < 400 and told["PATH_INFO"].startswith("/console/"):
            found.extend(f"{told['REQUEST_METHOD']} {told['PATH_INFO']} {fault}" for fault in watch.faults())
        return answer

    monkeypatch.setattr(Client, "request", asked)
    yield found
    if found:
        pytest.fail("; ".join(found))
