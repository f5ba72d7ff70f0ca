"""The watch on the audit trail sees what it is there for."""

import pytest
from django.db import connection

from quanheng.people import audit
from quanheng.people.models import AuditEntry
from quanheng.register.models import Place
from tests.cast import Cast
from tests.console.trace import Watch, faults_of

pytestmark = [pytest.mark.requirement("QH-scope"), pytest.mark.django_db]


def test_a_change_that_is_told_to_nobody_is_found(cast: Cast):
    """A market renamed without an entry; told, it is in order; looking at it changes nothing."""
    looking, renaming, telling = Watch(), Watch(), Watch()
    with connection.execute_wrapper(looking):
        assert Place.objects.get(pk=cast.chenguang.pk)
    with connection.execute_wrapper(renaming):
        Place.objects.filter(pk=cast.chenguang.pk).update(name="晨光新市场")
    with connection.execute_wrapper(telling):
        Place.objects.filter(pk=cast.chenguang.pk).update(name="晨光农贸市场")
        audit.note("place-changed", "place:1", user=cast.people["dongping"], address="192.0.2.1")
    assert looking.faults() == []
    assert renaming.faults() == ["changed register_place and told nothing to the audit trail"]
    assert telling.faults() == []


def test_an_entry_without_who_or_from_where_is_found(cast: Cast):
    """It has both, and its act a name that an auditor can read."""
    assert list(faults_of(AuditEntry(act="no-such-act"))) == [
        "no-such-act does not say from where",
        "no-such-act does not say who",
        "no-such-act has no name in console/audit_words.py",
    ]
    whole = AuditEntry(act="place-changed", address="192.0.2.1", user=cast.people["dongping"])
    assert list(faults_of(whole)) == []
    assert list(faults_of(AuditEntry(act="sign-in-refused", address="192.0.2.1"))) == []
