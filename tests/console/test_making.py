"""A maker's desk: own scales, one entered, a list entered, one sold; nobody else gets in (N25-3.5)."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from quanheng.people.models import User
from quanheng.register.making.delivering import deliver
from quanheng.register.models import Instrument
from tests.cast import Cast
from tests.register.test_making import ROW, an_account, produced

pytestmark = pytest.mark.requirement("N25-3.5")


@pytest.fixture
def maker(cast: Cast) -> User:
    return an_account("maker-one", "maker", "91990100MA0000001G", "虚构新衡器厂", makes=True)


def of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_maker_begins_at_its_desk(maker: User):
    """Signed in it stands before its own scales, and finds no page of markets or complaints."""
    client = of(maker)
    assert client.get("/console/home")["Location"] == "/console/making"
    assert "还没有" in client.get("/console/making").content.decode()
    for page in ("/console/instruments", "/console/complaints", "/console/markets", "/console/identity"):
        assert client.get(page).status_code == 403


def test_one_scale_is_entered_and_sold(maker: User):
    """What was wrong is marked and what was typed is kept; then it is entered, and sold."""
    client = of(maker)
    wrong = client.post("/console/making/enter", ROW | {"intervals": "十五公斤"})
    assert wrong.status_code == 422
    assert 'value="十五公斤"' in wrong.content.decode()
    assert client.post("/console/making/enter", ROW, follow=True).status_code == 200
    made = Instrument.objects.get(serial="A0001")
    address = f"/console/making/{made.device_id}/sell"
    assert client.post(address, {"sold_to": "", "sold_on": "2026-04-01"}).status_code == 422
    assert client.post(address, {"sold_to": "某经销商（虚构）", "sold_on": "2026-04-01"}).status_code == 302


def test_a_list_is_entered_or_its_rows_are_told(maker: User):
    """A list with a fault enters nothing and names the row; mended, all of it is entered."""
    client = of(maker)

    def send(*rows: dict) -> str:
        file = SimpleUploadedFile("list.json", json.dumps(rows).encode())
        return client.post("/console/making/list", {"list": file}, follow=True).content.decode()

    assert "维修码" in send(ROW, ROW | {"serial": "A0002", "repair_code": ""})
    assert not Instrument.objects.filter(serial="A0001").exists()
    assert "A0002" in send(ROW, ROW | {"serial": "A0002"})
    assert client.post("/console/making/list").status_code == 422
    assert client.get("/console/making/sheet.xlsx").content.startswith(b"PK")


@pytest.mark.requirement("QH-scope")
def test_a_maker_reaches_no_scale_of_another(cast: Cast, maker: User):
    """Neither the sale nor the unlocking of a scale that it did not make."""
    client = of(maker)
    assert client.get("/console/making/TS-1/sell").status_code == 404
    assert client.get("/console/unlocking/TS-1").status_code == 404
    (made,) = deliver([produced()], by=maker).new
    assert client.get(f"/console/unlocking/{made.device_id}").status_code == 200
    other = an_account("maker-two", "maker", "91990100MA0000002K", "虚构另一厂", makes=True)
    assert of(other).get(f"/console/making/{made.device_id}/sell").status_code == 404
    assert made.serial not in of(other).get("/console/making").content.decode()
    assert of(cast.people["dongping"]).get("/console/making").status_code == 403


def test_an_account_of_no_maker_is_told_whom_to_ask(cast: Cast, maker: User):
    """The account is there before its organisation: the page says so instead of failing."""
    maker.organisation = ""
    maker.save()
    client = of(maker)
    assert "不属于" in client.get("/console/making").content.decode()
    assert client.post("/console/making/enter", ROW).status_code == 422
