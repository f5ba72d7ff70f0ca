"""Complaints by programs: the same verb, the same answers, errors field by field."""

import pytest

from quanheng.cases.models import Complaint
from tests.cast import a_receipt, a_weighing
from tests.shopping import KEY, short_purchase

pytestmark = pytest.mark.requirement("T4-5.3.3", "G22-2.6")


def post(client, reader: str = "zh", **body):
    whole = {"submission_key": KEY, "category": "short-weight"} | body
    return client.post(
        "/api/v1/complaints", whole, content_type="application/json", headers={"Accept-Language": reader}
    )


def test_lodge_and_follow(cast, client, settings):
    """A number to speak of, a link to follow, and every step behind it."""
    answer = post(client, purchase_code=short_purchase(), language="zh")
    assert answer.status_code == 201
    told = answer.json()
    assert told["number"] == Complaint.objects.get().number
    assert told["follow_url"] == f"{settings.PUBLIC_URL}/c/{told['token']}"
    followed = client.get(f"/api/v1/complaints/{told['token']}").json()
    assert (followed["state"], followed["state_name"]) == ("lodged", "已提交")
    assert [step["move"] for step in followed["timeline"]] == ["lodge"]
    assert followed["due_on"]


@pytest.mark.requirement("QH-input")
def test_sent_twice_is_lodged_once(cast, client):
    """200 with the same link instead of 201; another content under the key is refused."""
    code = short_purchase()
    first, second = post(client, purchase_code=code), post(client, purchase_code=code)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    other = post(client, purchase_code=code, description="another")
    assert other.status_code == 422
    assert other.json()["errors"][0]["field"] == "submission_key"


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"purchase_code": ""}, "market"),
        ({"purchase_code": "TS-99"}, "purchase_code"),
        ({"purchase_code": a_receipt("TS-1", a_weighing()).replace("m=1", "m=2")}, "purchase_code"),
        ({"purchase_code": "TS-1\x00"}, "purchase_code"),
        ({"category": "weather"}, "category"),
        ({"goods_class": "gravel"}, "goods_class"),
        ({"description": "\x00"}, "description"),
        ({"contact_phone": "call me"}, "contact_phone"),
        ({"submission_key": "short"}, "submission_key"),
        ({"language": "fr"}, "language"),
    ],
)
def test_each_fault_names_its_field(cast, client, body, field):
    """One shape for every refusal: field, what was expected, and a sentence."""
    answer = post(client, **{"purchase_code": "TS-1"} | body)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert error["expected"]
    assert error["message"]


def test_half_characters_are_refused(cast, client):
    """JSON can carry what no database takes."""
    body = f'{{"submission_key": "{KEY}", "category": "other", "purchase_code": "TS-1", "description": "\\ud800"}}'
    answer = client.post("/api/v1/complaints", body, content_type="application/json")
    assert answer.status_code == 422
    assert not Complaint.objects.exists()


def test_faults_in_english_when_asked(cast, client):
    """Accept-Language decides."""
    english = post(client, "en", purchase_code="TS-99").json()["errors"][0]["message"]
    chinese = post(client, "zh", purchase_code="TS-99").json()["errors"][0]["message"]
    assert english.startswith("We know no scale")
    assert chinese.startswith("没有找到")


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("token", ["x", "%00", "%FF", "a" * 32])
def test_unknown_links_are_not_found(cast, client, token):
    """In the same shape as every other refusal."""
    answer = client.get(f"/api/v1/complaints/{token}")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["field"] == "reference"


def test_too_many_from_one_address(cast, client, settings):
    """The flood is told its limit."""
    settings.COMPLAINTS_PER_HOUR = 1
    assert post(client, purchase_code="TS-1").status_code == 201
    flooded = post(client, purchase_code="TS-1", submission_key=KEY + "2")
    assert flooded.status_code == 429
    assert "1" in flooded.json()["errors"][0]["expected"]
