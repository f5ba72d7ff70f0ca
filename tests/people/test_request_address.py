"""The audit trail says from where: every change made on a page carries the address of who made it."""

import pytest
from django.test import Client
from django.utils import timezone

from quanheng.cases import progress
from quanheng.people.models import AuditEntry
from quanheng.people.request_address import current_address
from tests.cast import Cast
from tests.shopping import LATER, complain, short_purchase

pytestmark = [pytest.mark.requirement("QH-scope"), pytest.mark.django_db]


def test_a_change_on_a_page_says_from_where(cast: Cast):
    """A manager accepts a complaint at the office's computer: the entry of the trail has its address."""
    number = complain(short_purchase()).complaint.number
    client = Client(REMOTE_ADDR="198.51.100.7")
    client.force_login(cast.people["chenguang"])
    client.post(f"/console/complaints/{number}/moves/accept")
    assert AuditEntry.objects.get(act="complaint-accept").address == "198.51.100.7"
    assert current_address() is None


def test_a_timer_comes_from_nowhere(cast: Cast):
    """What no request asked for has no address, and never that of the request before."""
    made = complain(short_purchase()).complaint
    Client(REMOTE_ADDR="198.51.100.7").get("/")
    progress.move(made.pk, "accept", actor=cast.people["chenguang"], facts={}, at=LATER)
    assert AuditEntry.objects.get(act="complaint-accept").address is None


def test_an_act_on_an_instrument_says_from_where(cast: Cast):
    """Taken out of use on the market's tablet: who, from where, before, after and why."""
    client = Client(REMOTE_ADDR="198.51.100.8")
    client.force_login(cast.people["chenguang"])
    given = {"key": f"k-{timezone.now().timestamp()}", "reason": "秤盘破损"}
    client.post("/console/instruments/TS-1/life/stopped", given)
    entry = AuditEntry.objects.get(act="instrument-stopped")
    assert (entry.user.username, entry.address, entry.reason) == ("chenguang", "198.51.100.8", "秤盘破损")
    assert (entry.before["status"], entry.after["status"]) == ("in-use", "stopped")
