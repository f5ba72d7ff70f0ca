"""The trace page of an instrument: may it be used today and why, its seal, its life; and the same for machines."""

from datetime import date

import pytest
from django.test import Client

from quanheng.connectors.gs1 import asset_path
from quanheng.register.models import Instrument
from quanheng.register.record import Report, record
from quanheng.register.verifying.finish import finish
from tests.cast import GTIN, NOON, Cast, noon_of
from tests.kinds import an_instrument, begun, try_all

pytestmark = pytest.mark.requirement("N25-3.5", "T4-5.3.2.3")
TRACE = f"/01/{GTIN}/21/TS-1"
ASSET = "/8004/95212340A-1"
LINKSET = "application/linkset+json"


@pytest.fixture
def asset(cast: Cast) -> Instrument:
    """A check scale whose maker gave it no GTIN."""
    scale = cast.scales["CS-1"]
    scale.gtin, scale.giai = "", "95212340A-1"
    scale.save()
    return scale


def test_it_may_be_used_today(cast: Cast, client: Client):
    """The answer first, with its clause; then the seal and what happened to it."""
    told = client.get(TRACE).content.decode()

    for word in ("今天可以使用", "检定有效，至 2027-05-31", "4.2.5", "铅封", "完好", "检定合格", "2026-06-01"):
        assert word in told
    assert told.index("今天可以使用") < told.index("检定合格")


def test_it_must_not_be_used_with_every_reason(cast: Cast, client: Client):
    """Stopped and its seal broken: a shopper reads both."""
    events = [
        Report("stopped", noon_of(date(2026, 10, 1)), "stop", note="张某报告"),
        Report("seal-broken", noon_of(date(2026, 10, 2)), "seal"),
    ]
    record(cast.scales["TS-1"], *events, source="staff", by=cast.people["chenguang"])
    told = client.get(TRACE).content.decode()
    for word in ("不得使用", "已停用", "铅封破坏", "破坏或缺失"):
        assert word in told
    assert "今天可以使用" not in told


@pytest.mark.requirement("N25-3.5", "QH-scope")
def test_a_shopper_sees_no_person_and_no_note(cast: Cast, client: Client):
    """Who entered it and why is for staff."""
    report = Report("seal-broken", noon_of(date(2026, 10, 2)), "seal", note="张某报告")
    record(cast.scales["TS-1"], report, source="staff", by=cast.people["administrator"])
    told = client.get(TRACE).content.decode()
    assert "张某" not in told
    assert "administrator" not in told


def test_a_long_life_stays_a_small_page(cast: Cast, client: Client):
    """A slow phone: below 100 KB however long the life, and nothing on it waits for a script."""
    told = [Report("repair", noon_of(date(2020, 1, 1)), f"n{n}", {"repair_code": "R"}) for n in range(300)]
    record(cast.scales["TS-1"], *told, source="import")
    page = client.get(TRACE).content
    assert len(page) < 30_000
    assert b"<script" not in page


def test_in_english(cast: Cast, client: Client):
    """The same answer for a visitor."""
    client.cookies["django_language"] = "en"
    told = client.get(TRACE).content.decode()
    assert "It may be used today" in told
    assert "The verification holds until 2027-05-31." in told


@pytest.mark.parametrize(("path", "accept"), [(TRACE, LINKSET), (f"{TRACE}?linkType=all", "text/html")])
def test_a_machine_gets_the_link_set(cast: Cast, client: Client, path: str, accept: str):
    """RFC 9264: by media type or as GS1 resolvers are asked; each link with the type of the GS1 vocabulary."""
    answer = client.get(path, headers={"accept": accept})
    assert answer["Content-Type"] == LINKSET
    assert "Accept" in answer["Vary"]
    (told,) = answer.json()["linkset"]
    assert told["anchor"] == f"http://testserver{TRACE}"
    for name in ("defaultLink", "pip", "traceability"):
        (link,) = told[f"https://ref.gs1.org/voc/{name}"]
        assert (link["href"], link["type"]) == (told["anchor"], "text/html")
    # Its certificate is from before the platform: there is nothing to link to.
    assert "https://ref.gs1.org/voc/certificationInfo" not in told


def test_a_certificate_of_the_platform_is_linked(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch):
    """Where the certificate was issued here, the link leads to its data."""
    monkeypatch.setattr("quanheng.register.verifying.desk.issued", lambda number: {"number": number})
    (told,) = client.get(TRACE, headers={"accept": LINKSET}).json()["linkset"]
    (link,) = told["https://ref.gs1.org/voc/certificationInfo"]
    assert link["href"] == "http://testserver/certificates/QH-TS-1.json"
    assert link["type"] == "application/json"


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*", ""])
def test_a_browser_gets_the_page(cast: Cast, client: Client, accept: str):
    """Whoever does not ask for the link set gets the page, which says where it is."""
    answer = client.get(TRACE, headers={"accept": accept} if accept else {})
    assert answer["Content-Type"].startswith("text/html")
    assert answer["Link"] == f'<{TRACE}?linkType=all>; rel="linkset"; type="{LINKSET}"'


def test_an_asset_has_its_page_and_links(asset: Instrument, client: Client):
    """GS1 AI 8004: the same page and links for an instrument without a GTIN."""
    assert "今天可以使用" in client.get(ASSET).content.decode()
    (told,) = client.get(ASSET, headers={"accept": LINKSET}).json()["linkset"]
    assert told["anchor"] == f"http://testserver{ASSET}"


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("path", "status"),
    [("/8004/95212340A-2", 404), ("/8004/%E7%A7%A4", 400), ("/8004/a%00b", 400), (f"/8004/{'9' * 40}", 400)],
)
@pytest.mark.parametrize("accept", ["text/html", LINKSET])
def test_an_unknown_or_damaged_asset_code(asset: Instrument, client: Client, path: str, status: int, accept: str):
    """Unknown, not in the character set, or too long: a clear page, whoever asks."""
    answer = client.get(path, headers={"accept": accept})
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/html")


@pytest.mark.requirement("C21-5")
def test_the_verification_of_a_charger_is_public(cast: Cast, client: Client):
    """Whoever scans a charger sees until when it holds, each error with its limit, and the certificate as data."""
    verifier = cast.people["verifier"]
    made = begun(cast, "charger", NOON)
    try_all(made, verifier, NOON)
    finish(made.number, "pass", reason="", by=verifier, at=NOON)
    made.refresh_from_db()
    told = client.get(asset_path(made.instrument.giai)).content.decode()
    assert "1 号枪 · 最大负载" in told
    assert "±1 %" in told
    assert f"/certificates/{made.paper_number}.json" in told
    assert "60 kW" in told


@pytest.mark.requirement("QH-scope")
def test_a_licence_plate_is_not_public(cast: Cast, client: Client):
    """A taximeter's page tells its constant and not whose car it is in."""
    made = an_instrument(cast, "taximeter", NOON)
    told = client.get(asset_path(made.giai)).content.decode()
    assert "600 imp/km" in told
    assert "T1234" not in told
