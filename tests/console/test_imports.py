"""An office sends its ledger through the pages: told what is wrong, corrects it, and has it entered."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from quanheng.register.importing import run
from quanheng.register.models import ImportJob, Instrument
from tests.cast import Cast

pytestmark = [pytest.mark.requirement("N25-3.5"), pytest.mark.django_db]
LEDGER = """器具名称,型号规格,出厂编号,生产厂家,使用地点,检定日期,有效期至
电子计价秤,ACS-15,A1,虚构衡器厂,晨光农贸市场,2026-03-01,2027-02-28
电子计价秤,ACS-15,A2,虚构衡器厂,晨光农贸市场,去年,2027-02-28
"""


@pytest.fixture
def desk(cast: Cast, settings: object, tmp_path: object) -> Client:
    settings.DATA_DIR = tmp_path
    client = Client()
    client.force_login(cast.people["dongping"])
    return client


def send(desk: Client, content: str) -> str:
    answer = desk.post("/console/imports", {"ledger": SimpleUploadedFile("台账.csv", content.encode())})
    assert answer.status_code == 302
    return answer.url


def check(desk: Client, address: str) -> str:
    """With the proposed columns; returns the page once the importer is done."""
    desk.post(f"{address}/check", ImportJob.objects.latest("pk").mapping)
    assert "正在检查" in desk.get(address).content.decode()
    assert "HX-Refresh" not in desk.get(f"{address}/progress")
    run.work(run.claim())
    assert desk.get(f"{address}/progress")["HX-Refresh"] == "true"
    return desk.get(address).content.decode()


def test_from_a_ledger_with_a_mistake_to_its_correction(desk: Client):
    """The good row is entered, the other comes back as a workbook saying why; corrected, only that one is new."""
    address = send(desk, LEDGER)
    assert "ACS-15" in desk.get(address).content.decode()
    told = check(desk, address)
    assert "应为日期，如 2026-01-31" in told
    assert "确认入库 1 行" in told
    book = load_workbook(BytesIO(b"".join(desk.get(f"{address}/problems").streaming_content)))
    assert "应为日期" in list(book.active.values)[1][-1]

    desk.post(f"{address}/load")
    run.work(run.claim())
    again = send(desk, LEDGER.replace("去年", "2026-03-02"))
    check(desk, again)
    desk.post(f"{again}/load")
    run.work(run.claim())
    last = ImportJob.objects.latest("pk")
    assert (last.new_rows, last.known_rows, last.faulty_rows) == (1, 1, 0)
    assert Instrument.objects.filter(maker="虚构衡器厂", serial__in=["A1", "A2"]).count() == 2


def test_a_corrected_ledger_shows_what_it_would_put_right(desk: Client):
    """Old and new stand on the page and in a file; with the box ticked the register follows, and says so after."""
    known = LEDGER.replace("去年", "2026-03-02")
    address = send(desk, known)
    check(desk, address)
    desk.post(f"{address}/load")
    run.work(run.claim())
    wide = [f"{line},{said}" for line, said in zip(known.split(), ("测量范围", "15kg/5g", "6kg/2g"), strict=True)]
    again = send(desk, "\n".join(wide))
    assert 'name="update_known"' in check(desk, again)
    assert "6kg/2g" in desk.get(f"{again}/changes").content.decode()
    file = b"".join(desk.get(f"{again}/changes?as=csv").streaming_content).decode()
    assert "测量范围: — → 15kg/5g" in file
    desk.post(f"{again}/load", {"update_known": "on"})
    run.work(run.claim())
    assert "已更正" in desk.get(again).content.decode()
    assert set(Instrument.objects.filter(serial__in=["A1", "A2"]).values_list("measuring_range", flat=True)) == {
        "15kg/5g",
        "6kg/2g",
    }


@pytest.mark.requirement("QH-input")
def test_mistakes_at_the_desk_are_answered(desk: Client):
    """No file, no ledger, a column not told, a button pressed too early: each has its answer beside it."""
    assert desk.post("/console/imports").status_code == 422
    odd = desk.post("/console/imports", {"ledger": SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")})
    assert odd.status_code == 422
    assert "旧格式" in odd.content.decode()
    address = send(desk, LEDGER)
    for given in ({}, {"kind": "x"}, {"kind": "999"}, {"kind": "0", "serial": "0"}):
        assert desk.post(f"{address}/check", given).status_code == 422
    assert desk.post(f"{address}/load").status_code == 302
    assert ImportJob.objects.get().stage == "mapping"
    assert desk.get("/console/imports/99999999999999999999").status_code == 404


def test_a_file_that_is_gone_is_said_so(desk: Client, tmp_path: object):
    """Where the kept files were lost, the page says to send the ledger again."""
    address = send(desk, LEDGER)
    for file in (tmp_path / "imports").iterdir():
        file.unlink()
    assert "重新上传" in desk.get(address).content.decode()
    desk.post(f"{address}/check", ImportJob.objects.get().mapping)
    run.work(run.claim())
    assert ImportJob.objects.get().stage == "refused"


def test_an_empty_sheet_to_begin_with(desk: Client):
    """Whoever keeps no ledger yet gets one with our headings; sent back as it is, its columns are known at once."""
    content = desk.get("/console/imports/empty/instruments").content
    answer = desk.post("/console/imports", {"of": "instruments", "ledger": SimpleUploadedFile("a.xlsx", content)})
    assert answer.status_code == 302
    job = ImportJob.objects.get()
    assert set(job.mapping) >= {"kind", "serial", "maker", "model", "place", "valid_until"}
    assert desk.get("/console/imports/empty/spaceships").status_code == 404
    assert desk.post("/console/imports", {"of": "x", "ledger": SimpleUploadedFile("a.csv", b"a")}).status_code == 422
