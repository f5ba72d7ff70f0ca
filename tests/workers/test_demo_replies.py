"""The invented city's offices keep reply templates, so that the desk shows what they are for."""

import pytest
from django.utils import timezone

from quanheng.cases import replies
from quanheng.people.enrolment import enrol
from quanheng.workers import demo_replies
from quanheng.workers.demo import ACCOUNTS
from tests.cast import PASSWORD


@pytest.mark.requirement("T4-4.2.4.7")
@pytest.mark.django_db
def test_a_market_finds_its_own_words_and_the_countys(db):
    """Each marked as a demonstration; a second start keeps nothing twice; the other county has none."""
    people = {
        username: enrol(username=username, name=name, role=role, area=area, password=PASSWORD)
        for username, name, role, area in ACCOUNTS
        if username in ("regulator-dongping", "manager-chenguang", "manager-hewan")
    }
    assert demo_replies.keep(timezone.now()) == len(demo_replies.KEPT)
    assert demo_replies.keep(timezone.now()) == 0
    kept = replies.kept(people["manager-chenguang"])
    assert {row.area for row in kept} == {"99/01/01/", "99/01/01/m001/"}
    assert all("演示" in row.text for row in kept)
    assert not replies.kept(people["manager-hewan"]).exists()
