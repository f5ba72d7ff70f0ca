"""Open311 GeoReport v2: what a city's portal reads of complaints, and how an admitted one hands one in."""

import json
import os
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft4Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4

from quanheng.cases import progress, timeline
from quanheng.cases.categories import Category
from quanheng.cases.lodge import lodge
from quanheng.cases.models import Complaint
from quanheng.cases.submission import Submission
from quanheng.people import partners
from tests.cast import NOON, Cast, a_receipt, a_weighing

pytestmark = [pytest.mark.requirement("G22-2.6"), pytest.mark.django_db]
# As the Open311 community publishes them; they are not ours to ship.
SCHEMAS = Path(os.environ.get("OPEN311_SCHEMAS", Path(__file__).parents[3] / "shared" / "data" / "open311"))
published_schemas = pytest.mark.skipif(not SCHEMAS.exists(), reason="the published schemas are not beside the project")
AT = "/open311/v2/"


def valid(name: str, told: object) -> None:
    published = {path.name: DRAFT4.create_resource(json.loads(path.read_text())) for path in SCHEMAS.glob("*.json")}
    registry = Registry().with_resources(published.items())
    Draft4Validator({"$ref": name}, registry=registry).validate(told)


@pytest.fixture
def key(cast: Cast) -> str:
    return partners.admit(cast.people["dongping"], name="12345 热线（虚构）", area="99/01/01/", now=NOON)[1]


def a_complaint(cast: Cast, at=NOON, **changes: object) -> Complaint:
    told = {"contact_name": "顾女士", "contact_phone": "13800000001", "description": "少了一两"} | changes
    submission = Submission(f"key {at} {changes}".ljust(20), "short-weight", stall_id=cast.fish.pk, **told)
    return lodge(submission, at=at).complaint


def post(key: str, headers: dict | None = None, **told: str):
    asked = {"api_key": key, "service_code": "short-weight"} | told
    return Client().post(f"{AT}requests.json", asked, headers=headers or {})


@published_schemas
def test_answers_are_valid_by_the_published_schemas(cast: Cast):
    """Services, a definition, the list and one request, open and ended, as the standard's own schemas have them."""
    open_one = a_complaint(cast)
    ended = a_complaint(cast, NOON + timedelta(hours=1))
    progress.move(ended.pk, "accept", actor=cast.people["dongping"], facts={}, at=NOON + timedelta(hours=2))
    client = Client()
    valid("services.json", client.get(f"{AT}services.json").json())
    for code in Category.values:
        valid("service-definition.json", client.get(f"{AT}services/{code}.json").json())
    listed = client.get(f"{AT}requests.json?start_date=2026-11-01T00:00:00Z").json()
    valid("requests.json", listed)
    assert [one["service_request_id"] for one in listed] == [ended.number, open_one.number]
    valid("request.json", client.get(f"{AT}requests/{open_one.number}.json").json()[0])


def test_nothing_is_told_of_people_and_stalls(cast: Cast):
    """A complaint is no verdict: neither complainant, nor their words, nor stall and operator are for everybody."""
    made = a_complaint(cast)
    for told_as in ("json", "xml"):
        told = Client().get(f"{AT}requests/{made.number}.{told_as}").content.decode()
        assert made.number in told
        for secret in ("顾女士", "13800000001", "少了一两", cast.fish.name, cast.fish.operator_name, cast.fish.number):
            assert secret not in told


def test_what_staff_say_among_themselves_changes_no_date(cast: Cast):
    """An internal note is not an update for the public; accepting the complaint is."""
    made = a_complaint(cast)
    staff = cast.people["dongping"]
    progress.move(made.pk, "note", actor=staff, facts={}, at=NOON + timedelta(hours=1), note="?")
    assert Client().get(f"{AT}requests/{made.number}.json").json()[0]["updated_datetime"] == "2026-11-20T12:00:00+08:00"
    progress.move(made.pk, "accept", actor=staff, facts={}, at=NOON + timedelta(hours=2))
    told = Client().get(f"{AT}requests/{made.number}.json").json()[0]
    assert told["updated_datetime"] == "2026-11-20T14:00:00+08:00"
    assert told["status"] == "open"
    assert told["expected_datetime"] == "2027-01-19T23:59:59+08:00"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("start_date=2026-11-20T00:00:00%2B08:00&end_date=2026-11-21T00:00:00%2B08:00", 1),
        ("start_date=2026-11-21T00:00:00%2B08:00&end_date=2026-11-22T00:00:00%2B08:00", 0),
        ("start_date=2026-11-01T00:00:00Z&service_code=short-weight,other", 1),
        ("start_date=2026-11-01T00:00:00Z&service_code=other", 0),
        ("start_date=2026-11-01T00:00:00Z&status=open", 1),
        ("start_date=2026-11-01T00:00:00Z&status=closed", 0),
        ("start_date=2026-11-01T00:00:00Z&status=open,closed", 1),
        ("start_date=2026-11-01T00:00:00Z&page=2&page_size=1", 0),
        ("service_request_id=nowhere", 0),
        ("jurisdiction_id=anything&start_date=2026-11-01T00:00:00Z", 1),
    ],
)
def test_the_list_is_narrowed(cast: Cast, query: str, found: int):
    """By days, sort, state and number, as the standard names them."""
    a_complaint(cast)
    assert len(Client().get(f"{AT}requests.json?{query}").json()) == found


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("start_date=yesterday", "start_date"),
        ("start_date=0001-01-01T00:00:00Z", "start_date"),
        ("start_date=2026-01-01T00:00:00Z&end_date=2026-11-01T00:00:00Z", "90"),
        ("status=lost", "status"),
        ("service_code=potholes", "service_code"),
        ("page_size=1001", "page_size"),
        ("page=0", "page"),
        ("page=%FF", "page"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(cast: Cast, query: str, said: str):
    """The answer names the argument; in JSON and XML alike."""
    answer = Client().get(f"{AT}requests.json?{query}")
    assert answer.status_code == 400
    assert said in answer.json()[0]["description"]
    errors = ElementTree.fromstring(Client().get(f"{AT}requests.xml?{query}").content)
    assert said in errors.find("error/description").text


def test_a_partner_hands_in_a_complaint(cast: Cast, key: str):
    """The hotline's clerk typed it in: it is on the market's desk, and the link for the complainant goes back."""
    answer = post(key, address_id=str(cast.chenguang.pk), phone="13800000001", description="短斤少两")
    assert answer.status_code == 201
    (told,) = answer.json()
    made = Complaint.objects.get(number=told["service_request_id"])
    assert (made.market, made.description, made.state) == (cast.chenguang, "短斤少两", "lodged")
    assert timeline.by_token(told["service_notice"].rsplit("/", 1)[1]) == made


def test_a_receipt_leads_to_the_weighing(cast: Cast, key: str):
    """The scanned code as an attribute: stall, scale and what was paid come with it."""
    receipt = a_receipt("TS-1", a_weighing(at_ms=int(timezone.now().timestamp() * 1000)))
    told = post(key, **{"attribute[purchase_code]": receipt}).json()[0]
    made = Complaint.objects.get(number=told["service_request_id"])
    assert (made.stall, made.paid_fen) == (cast.vegetables, 600)


def test_sent_again_is_one_complaint(cast: Cast, key: str):
    """A portal that got no answer sends it again with the same key of idempotency."""
    told = {"address_id": str(cast.chenguang.pk), "description": "短斤少两"}
    first, again = (post(key, {"Idempotency-Key": "ticket-7"}, **told).json()[0] for _ in range(2))
    assert first == again
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "status", "said"),
    [
        ({"api_key": "guessed", "address_id": "east"}, 403, "api_key"),
        ({"api_key": "", "address_id": "east"}, 403, "api_key"),
        ({"address_id": "west"}, 403, "密钥"),
        ({"address_id": "999999999"}, 400, "address_id"),
        ({"address_id": "晨光"}, 400, "address_id"),
        ({}, 400, "address_id"),
        ({"address_id": "east", "service_code": "potholes"}, 400, "service_code"),
        ({"address_id": "east", "phone": "call me"}, 400, "phone"),
        ({"address_id": "east", "description": "x" * 2001}, 400, "description"),
        ({"address_id": "east", "description": "\0"}, 400, "description"),
        ({"attribute[purchase_code]": "https://example.org/no"}, 400, "attribute[purchase_code]"),
    ],
)
def test_what_cannot_be_taken_is_named_in_the_standards_words(cast: Cast, key: str, told: dict, status: int, said: str):
    """Nothing is entered, and the portal's programmer reads which of their fields it was."""
    places = {"east": str(cast.chenguang.pk), "west": str(cast.hewan.pk)}
    answer = post(key, **{name: places.get(value, value) for name, value in told.items()})
    assert answer.status_code == status
    assert said in answer.json()[0]["description"]
    assert not Complaint.objects.exists()


def test_an_ended_partner_hands_in_nothing(cast: Cast, key: str):
    """The contract is over: the key opens nothing from the same moment."""
    partners.end(cast.people["dongping"], partners.partners(cast.people["dongping"])[0].pk, reason="到期", now=NOON)
    assert post(key, address_id=str(cast.chenguang.pk)).status_code == 403


def test_only_the_documented_methods(cast: Cast):
    """Nothing can be changed or removed by this door."""
    assert Client().delete(f"{AT}requests.json").status_code == 405
    assert Client().post(f"{AT}services.json").json()[0]["code"] == 405


def test_programs_find_the_interface(cast: Cast):
    """The discovery document says where it is and in which formats."""
    (endpoint,) = Client().get("/open311/discovery.json").json()["endpoints"]
    assert endpoint["url"].endswith("/open311/v2")
    assert Client().get(f"/open311/v2/services/{'nothing'}.json").status_code == 404
    xml = ElementTree.fromstring(Client().get(f"{AT}services.xml").content)
    assert [one.text for one in xml.findall("service/service_code")] == list(Category.values)
