"""Which other systems may hand in complaints is the authority's to say; a key is shown once."""

import pytest
from django.test import Client

from quanheng.people import partners
from quanheng.people.models import AuditEntry, Partner
from tests.cast import NOON, Cast

pytestmark = [pytest.mark.requirement("G22-2.6", "QH-scope"), pytest.mark.django_db]
PAGE = "/console/partners"


def as_(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def test_a_key_is_shown_once(cast: Cast):
    """It stands on the page that answers, opens, and is on no page afterwards."""
    client = as_(cast, "dongping")
    told = client.post(PAGE, {"name": "12345 热线（虚构）"}).content.decode()
    key = told.split('id="key">')[1].split("<")[0]
    assert partners.recognise(key) == Partner.objects.get()
    assert key not in client.get(PAGE).content.decode()
    assert key not in str(Partner.objects.values().get())
    assert AuditEntry.objects.get(act="partner-admitted").user == cast.people["dongping"]


@pytest.mark.parametrize(("name", "said"), [("", "请填写系"), ("x" * 81, "请填写系"), ("热线", "已有同名系统")])
def test_a_wrong_name_is_told_beside_the_field(cast: Cast, name: str, said: str):
    """Empty, too long, or taken in this area."""
    partners.admit(cast.people["dongping"], name="热线", area="99/01/01/", now=NOON)
    answer = as_(cast, "dongping").post(PAGE, {"name": name})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Partner.objects.count() == 1


def test_ending_needs_a_reason(cast: Cast):
    """Without one nothing ends; with one the key opens nothing and the trail says why."""
    made, key = partners.admit(cast.people["dongping"], name="热线", area="99/01/01/", now=NOON)
    client = as_(cast, "dongping")
    assert client.post(f"{PAGE}/{made.pk}/end", {"reason": " "}).status_code == 422
    assert partners.recognise(key)
    client.post(f"{PAGE}/{made.pk}/end", {"reason": "合同到期"})
    assert partners.recognise(key) is None
    assert AuditEntry.objects.get(act="partner-ended").reason == "合同到期"


def test_a_stranger_ends_nothing(cast: Cast):
    """The county next door does not see it, and cannot end it."""
    made, key = partners.admit(cast.people["dongping"], name="热线", area="99/01/01/", now=NOON)
    client = as_(cast, "xidu")
    assert "热线" not in client.get(PAGE).content.decode().replace("热线、", "")
    assert client.post(f"{PAGE}/{made.pk}/end", {"reason": "x"}).status_code == 404
    assert partners.recognise(key)
    assert as_(cast, "chenguang").get(PAGE).status_code == 403
