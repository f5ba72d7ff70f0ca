"""The pages of key supervision: what the office sees and decides, what market and operator learn, and nobody else."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from quanheng.cases.key_supervision import decide, propose
from quanheng.cases.models import KeySupervision, KeySupervisionEvent
from quanheng.people import partners
from quanheng.people.models import AuditEntry
from tests.cast import GTIN, Cast
from tests.shopping import complain, short_purchase
from tests.suspecting import reweighed

pytestmark = [pytest.mark.requirement("TZ-3.1"), pytest.mark.django_db]
LIST = "/console/key-supervisions"
UNTIL = decide.usual_end(timezone.localdate()).isoformat()
DECISION = {"until": UNTIL, "measures": "每周抽查一次", "reason": "与复称记录相符"}


def signed_in(cast: Cast, username: str) -> Client:
    client = Client()
    client.force_login(cast.people[username])
    return client


@pytest.fixture
def proposed(cast: Cast) -> KeySupervision:
    """9 of 41 re-weighings beyond the limit, in a market of 1 in 90, found by a night's count."""
    at = timezone.now() - timedelta(hours=2)
    reweighed(cast, "TS-2", 89, 1, at)
    reweighed(cast, "TS-1", 32, 9, at, statute_exceeded=False)
    propose.count(timezone.now())
    return KeySupervision.objects.get()


@pytest.fixture
def running(cast: Cast, proposed: KeySupervision) -> KeySupervision:
    return decide.do("confirm", proposed.pk, DECISION, by=cast.people["dongping"], at=timezone.now())


def test_the_office_reads_figures_and_explanations(cast: Cast, proposed: KeySupervision):
    """Each count with what it is out of, beside the other stalls, and what may be innocent before any button."""
    client = signed_in(cast, "dongping")
    assert "复称 41 笔，超差 9 笔，22.0 %；其他 1.1 %" in client.get(LIST).content.decode()
    page = client.get(f"{LIST}/{proposed.pk}").content.decode()
    for word in (
        "复称 41 笔，超差 9 笔",
        "22.0 %",
        "复称 90 笔，超差 1 笔",
        "1.1 %",
        "本市场其他摊位",
        "会失水",
    ):
        assert word in page
    assert page.index("可能的正当原因") < page.index('action="/console/key-supervisions')
    assert "被提议列为重点监管的经营者" in client.get("/console/today").content.decode()


def test_the_office_confirms_beside_the_fields(cast: Cast, proposed: KeySupervision):
    """A form without a reason is answered at its field and keeps what was typed; with one it is decided, on record."""
    client, page = signed_in(cast, "dongping"), f"{LIST}/{proposed.pk}"
    refused = client.post(f"{page}/confirm", DECISION | {"reason": "", "until": "2020-01-01"})
    told = refused.content.decode()
    assert refused.status_code == 422
    assert "每周抽查一次" in told
    assert 'id="confirm-reason-wrong"' in told
    assert 'id="confirm-until-wrong"' in told
    assert client.post(f"{page}/confirm", DECISION).status_code == 302
    assert "重点监管中" in client.get(page).content.decode()
    assert "重点监管" in client.get(f"/console/stalls/{cast.vegetables.pk}").content.decode()
    assert AuditEntry.objects.filter(act="key-supervision-confirm", user=cast.people["dongping"]).exists()
    assert client.post(f"{page}/no-such-act", DECISION).status_code == 422


def test_an_inspector_proposes_from_the_stall(cast: Cast):
    """What no count sees: proposed with the figures of today, once, and with a reason."""
    client, path = signed_in(cast, "dongping"), f"/console/stalls/{cast.fish.pk}/propose"
    assert client.post(path, {"reason": " "}).status_code == 422
    assert client.post(path, {"reason": "秤盘下粘有磁铁"}).status_code == 302
    assert client.post(path, {"reason": "再报一次"}).status_code == 422
    assert KeySupervisionEvent.objects.get().note == "秤盘下粘有磁铁"
    assert signed_in(cast, "xidu").post(path, {"reason": "别处"}).status_code == 404


@pytest.mark.parametrize("person", ["chenguang", "administrator"])
def test_the_market_learns_of_decisions_only(cast: Cast, proposed: KeySupervision, person: str):
    """Of a proposal nothing at all; of what runs until when and what is done, not what the office wrote to itself."""
    client, page = signed_in(cast, person), f"{LIST}/{proposed.pk}"
    assert client.get(page).status_code == 404
    assert cast.vegetables.operator_name not in client.get(LIST + "?state=proposed").content.decode()
    assert "自 " not in client.get(f"/console/stalls/{cast.vegetables.pk}").content.decode()
    decide.do("confirm", proposed.pk, DECISION, by=cast.people["dongping"], at=timezone.now())
    told = client.get(page).content.decode()
    assert "每周抽查一次" in told
    assert "与复称记录相符" not in told
    assert cast.vegetables.operator_name in client.get(LIST + "?state=proposed").content.decode()
    assert client.post(f"{page}/end", {"reason": "x"}).status_code == 403
    assert "起重点监管" in client.get(f"/console/stalls/{cast.vegetables.pk}").content.decode()


def test_the_complaint_says_so_to_staff(cast: Cast, running: KeySupervision):
    """Whoever works on a complaint sees that its operator is under key supervision; the other county sees no page."""
    number = complain(short_purchase()).complaint.number
    for person in ("dongping", "chenguang"):
        assert "起重点监管" in signed_in(cast, person).get(f"/console/complaints/{number}").content.decode()


def test_the_operator_reads_and_objects(cast: Cast, proposed: KeySupervision):
    """Nothing of a proposal; of the decision why, until when, and a form to object, which is answered on the page."""
    client = signed_in(cast, "stallholder")
    assert "没有" in client.get("/console/own-supervision").content.decode()
    decide.do("confirm", proposed.pk, DECISION, by=cast.people["dongping"], at=timezone.now())
    told = client.get("/console/own-supervision").content.decode()
    for word in ("您已被列为重点监管", UNTIL, "复称 41 笔，超差 9 笔", "每周抽查一次"):
        assert word in told
    assert "与复称记录相符" not in told
    address = f"/console/own-supervision/{proposed.pk}"
    assert client.post(f"{address}/heard").status_code == 302
    assert client.post(f"{address}/object", {"text": ""}).status_code == 422
    assert client.post(f"{address}/object", {"text": "秤已送修"}).status_code == 302
    office = signed_in(cast, "dongping")
    assert "秤已送修" in office.get(f"{LIST}/{proposed.pk}").content.decode()
    assert office.post(f"{LIST}/{proposed.pk}/answer", {"answer": "已约检，维持"}).status_code == 302
    assert "已约检，维持" in client.get("/console/own-supervision").content.decode()
    for number in (proposed.pk + 1, 2**70):
        assert client.post(f"/console/own-supervision/{number}/heard").status_code == 404
        assert office.get(f"{LIST}/{number}").status_code == 404


def test_the_public_learns_nothing(cast: Cast, running: KeySupervision):
    """No page of the public, no interface for programs and no portal says a word, whatever one asks for."""
    code = short_purchase()
    lodged = complain(code)
    key = partners.admit(cast.people["dongping"], name="门户（虚构）", area="99/01/01/", now=timezone.now())[1]
    asked = [
        *("/", "/now", f"/at/{cast.vegetables.area}", f"/01/{GTIN}/21/TS-1", f"/c/{lodged.token}"),
        *(f"/c/{lodged.token}/data.json", "/complaints-handled", "/complaints-handled.json", "/complain"),
        *("/api/v1/openapi.json", f"/api/v1/purchases?code={quote(code)}", f"/api/v1/scanned?code={quote(code)}"),
        *("/api/v1/markets?q=晨光", f"/api/v1/markets/{cast.chenguang.pk}/stalls?q=青禾"),
        *(
            f"/api/v1/complaints/{lodged.token}",
            f"/open311/v2/requests.json?api_key={key}",
            "/open311/v2/services.json",
        ),
        f"/open311/v2/requests/{lodged.complaint.number}.json?api_key={key}",
    ]
    answers = {address: Client().get(address) for address in asked}
    opened = [address for address, answer in answers.items() if answer.status_code == 200]
    assert len(opened) > len(asked) - 4, {address: one.status_code for address, one in answers.items()}
    for address, answer in answers.items():
        told = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        for word in ("重点监管", "supervision", "每周抽查"):
            assert word not in told, (address, word)


@pytest.mark.parametrize("person", ["hewan", "xidu", "maker", "repairer", "verifier", "volunteer"])
def test_others_learn_nothing(cast: Cast, running: KeySupervision, person: str):
    """The other market, the other county, bodies, trades and volunteers: not on the list, and no page."""
    client = signed_in(cast, person)
    for address in (LIST, f"{LIST}?state=running", f"{LIST}?state=running&as=csv", f"{LIST}/{running.pk}"):
        answer = client.get(address)
        told = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert running.operator_name not in told
        assert answer.status_code in (200, 403, 404)
    assert client.get(f"{LIST}/{running.pk}").status_code in (403, 404)
