"""Every list can be taken away as a file that says exactly what its page shows, and who took it is on record."""

import asyncio
import csv
import io
import re
from collections.abc import Iterator
from html import unescape

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpResponse
from django.test import AsyncClient, Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from openpyxl import load_workbook

from quanheng.console import export, leaf, workbook
from quanheng.console.urls import urlpatterns
from quanheng.people.models import AuditEntry
from quanheng.register.importing import jobs, run
from quanheng.register.models import Instrument, InstrumentEvent, InstrumentState, Place
from tests.cast import Cast
from tests.console.conftest import PHONE, Scene
from tests.console.test_strangers import OPEN_TO_ALL, address, named
from tests.kinds import OWN, an_instrument

pytestmark = pytest.mark.requirement("QH-lists")

# A page with a table and no export, and why.
NO_EXPORT = {
    "partners": "a handful of systems, each ended here",
    "report": "one report",
    "key-supervision": "one operator, printed as it is",
    "own-supervision": "what was decided about oneself",
    "identity-answer": "one check",
    "place-papers": "the licences and training of one place",
    "market-layout": "the plan of one market",
    "market-report": "one report, printed as it is",
    "bulk-progress": "a piece of one job",
    "board": "shows this minute",
    "search": "a few of each kind, to go on to one of them",
    "instrument": "one instrument, printed as it is",
    "market": "one market, printed as it is",
    "complaint": "one case, printed as it is",
    "card-page": "one card, printed as it is",
    "account": "one account",
    "my-account": "the own account",
    "check-scales-market": "one market, printed as it is",
    "weekly-check": "one check scale",
    "application": "one application; its papers are printed together",
    "verification": "one verification; its paper is printed",
    "verification-apply": "a form in which scales are ticked",
    "import": "one file, with a workbook of what is wrong in it",
    "rejected-message": "one message",
    "unlock": "one scale",
    "activity": "one activity",
    "volunteer": "one person",
    "spot-check": "one check",
}
# Which column of the file stands on the page word for word, so that rows can be compared one by one.
SHOWN_AS = {
    "instruments": 0,
    "markets": 0,
    "complaints": 0,
    "rechecks": 4,
    "verifications": 0,
    "verifications-due": 0,
    "weekly-checks": 0,
    "check-scales": 0,
    "accounts": 0,
    "audit": 5,
    "imports": 0,
    "rejected": 3,
    "market-reports": 0,
    "identity": 0,
    "honesty-reminders": 0,
    "reports": 0,
    "key-supervisions": 0,
    "unlocking": 0,
    "spot-checks": 0,
    "volunteers": 0,
    "activities": 0,
    "spot-check-figures": 0,
}
QUERIES = {"instruments": "kind=trade-scale", "weekly-checks": "show=all", "verifications-due": "within=overdue"}


def pages() -> list[URLPattern]:
    return [one for one in urlpatterns if one.name not in OPEN_TO_ALL | {"live", "missing"}]


def body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content)


def rows_of(response: HttpResponse) -> list[list[str]]:
    """With the headings first."""
    content = body(response)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def shown(client: Client, path: str) -> Iterator[str]:
    """The text of each row of the page's list, leaf after leaf."""
    while path:
        page = client.get(path).content.decode()
        table = page.rpartition("<tbody>")[2].partition("</tbody>")[0]
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL):
            yield unescape(re.sub(r"<[^>]+>", " ", row))
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        path = path.partition("?")[0] + unescape(onward[1]) if onward else ""


@pytest.mark.parametrize("pattern", pages(), ids=named)
def test_every_list_offers_its_export(scene: Scene, pattern: URLPattern):
    """A page with a table offers it as a file, or is named above with the reason why not."""
    answer = scene.client("xidu").get(address(pattern, scene.west).path)
    told = b"" if answer.streaming else answer.content
    if answer.status_code == 200 and b"<table" in told:
        assert (b"as=csv" in told and b"as=xlsx" in told) or pattern.name in NO_EXPORT


@pytest.mark.parametrize("name", sorted(SHOWN_AS))
@pytest.mark.parametrize("person", ["city", "xidu"])
def test_a_file_holds_the_rows_that_the_page_shows(scene: Scene, name: str, person: str, monkeypatch):
    """Row by row and in the same order, over all leaves of the page and all chunks of the file."""
    InstrumentState.objects.filter(instrument__kind="check-scale").update(valid_until="2020-01-01", due_on="2020-01-01")
    monkeypatch.setattr(leaf, "CHUNK_ROWS", 2)
    monkeypatch.setattr(leaf.leaf, "__defaults__", (1,))
    client = scene.client(person)
    path = f"{reverse('console:' + name)}?{QUERIES.get(name, '')}"
    on_page = list(shown(client, path))
    in_file = rows_of(client.get(f"{path}&as=csv"))[1:]
    assert len(in_file) == len(on_page)
    assert on_page or person != "city"
    for row, said in zip(in_file, on_page, strict=True):
        assert row[SHOWN_AS[name]] in said


def test_figures_of_regions_are_taken_away_as_shown(scene: Scene):
    """A city takes its counties, a county itself; markets by name are a list of their own."""
    city, county = scene.client("city"), scene.client("dongping")
    assert [row[0] for row in rows_of(city.get("/console/statistics?as=csv"))[1:]] == [
        "东屏区（虚构）",
        "西渡县（虚构）",
    ]
    assert [row[0] for row in rows_of(county.get("/console/statistics?as=csv"))[1:]] == ["东屏区（虚构）"]
    named_so = rows_of(city.get("/console/statistics?as=csv&list=markets"))
    assert [row[0] for row in named_so[1:]] == ["晨光农贸市场", "河湾农贸市场"]
    assert [row[:2] for row in rows_of(city.get("/console/phase-out?as=csv"))[1:]] == [
        ["东屏区（虚构）", "2"],
        ["西渡县（虚构）", "1"],
    ]
    assert rows_of(county.get("/console/phase-out?as=csv"))[1:] == [["晨光农贸市场", "2"]]
    assert len(rows_of(city.get("/console/phase-out?as=csv&list=behind"))[0]) == 5


def test_a_workbook_says_the_same_as_the_csv_file(scene: Scene):
    """With dates as dates and numbers as numbers, headings in the reader's language, and a sheet about itself."""
    client = scene.client("dongping")
    answer = client.get("/console/instruments?kind=trade-scale&as=xlsx")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    book = load_workbook(io.BytesIO(body(answer)))
    told = list(book.worksheets[0].values)
    plain = rows_of(client.get("/console/instruments?kind=trade-scale&as=csv"))
    assert list(told[0]) == plain[0]
    assert plain[0][1:5] == ["器具名称", "出厂编号", "生产厂家", "型号规格"]
    assert [row[0] for row in told[1:]] == [row[0] for row in plain[1:]] == ["TS-1", "TS-2"]
    at = plain[0].index("有效期至")
    assert told[1][at].date().isoformat() == plain[1][at] == "2027-05-31"
    about = {row[0]: row[1] for row in book.worksheets[1].values}
    assert about["辖区"].startswith("东屏区")
    assert "dongping" in about["导出人"]
    english = scene.client("dongping", **{"accept-language": "en"}).get("/console/instruments?as=csv")
    assert rows_of(english)[0][1:3] == ["Kind of instrument", "Serial number"]


def test_what_a_spreadsheet_would_calculate_is_text(scene: Scene):
    """A stall named like a formula stays a name, in either file."""
    scene.cast.vegetables.name = '=HYPERLINK("http://example.invalid")'
    scene.cast.vegetables.save()
    client = scene.client("dongping")
    at = rows_of(client.get("/console/instruments?as=csv"))[0].index("摊位名称")
    plain = [row[at] for row in rows_of(client.get("/console/instruments?as=csv"))]
    assert '\'=HYPERLINK("http://example.invalid")' in plain
    book = load_workbook(io.BytesIO(body(client.get("/console/instruments?as=xlsx"))))
    cells = [row[at] for row in book.worksheets[0].iter_rows()]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert plain[-2:] == [cell.value or "" for cell in cells][-2:]


def test_no_contact_leaves_in_a_list(scene: Scene):
    """The list of complaints names no complainant, and so its file does not."""
    told = body(scene.client("city").get("/console/complaints?as=csv")).decode()
    assert scene.east.complaint.number in told
    assert PHONE not in told
    assert f"{scene.east.stall}的顾客" not in told


def test_who_took_what_is_on_the_trail(scene: Scene):
    """With the filters and how many rows, when the file ends."""
    body(scene.client("dongping").get("/console/instruments?kind=trade-scale&q=ts&as=csv", REMOTE_ADDR="192.0.2.7"))
    entry = AuditEntry.objects.get(act="export")
    assert (entry.user.username, entry.address, entry.subject, entry.area) == (
        "dongping",
        "192.0.2.7",
        "instruments",
        "99/01/01/",
    )
    assert entry.after == {"format": "csv", "rows": 2, "whole": True, "filters": "kind=trade-scale&q=ts"}


@pytest.mark.requirement("T4-5.3.2.1")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("written_as", ["csv", "xlsx"])
def test_a_ledger_that_comes_back_changes_nothing(cast: Cast, language: str, written_as: str):
    """Taken away, sent in again and entered: every row is known, no event is new, no state differs."""
    cast.vegetables.name = "=1+1"
    cast.vegetables.save()
    InstrumentState.objects.filter(instrument=cast.scales["TS-2"]).update(status="standby", in_use_since=None)
    client = Client(headers={"accept-language": language})
    client.force_login(cast.people["dongping"])
    content = body(client.get(f"/console/instruments?as={written_as}"))
    before = snapshot()
    job = jobs.send(cast.people["dongping"], f"ledger.{written_as}", [content])
    jobs.check(job, job.mapping)
    work_through()
    job.refresh_from_db()
    assert (job.new_rows, job.known_rows, list(job.faults.values_list("column", "code"))) == (0, 4, [])
    assert not job.changes.exists()
    jobs.load(job, cast.people["dongping"], update=True)
    work_through()
    assert snapshot() == before


def work_through() -> None:
    while job := run.claim():
        run.work(job)


def snapshot() -> list[list[dict]]:
    return [
        list(model.objects.order_by("pk").values()) for model in (Instrument, InstrumentEvent, InstrumentState, Place)
    ]


def test_a_list_too_long_for_a_workbook_is_offered_as_csv(scene: Scene, monkeypatch):
    """Said on a page of its own before anything is written; a row fewer is a workbook."""
    client = scene.client("dongping")
    monkeypatch.setattr(export, "ROWS_MAX", 3)
    answer = client.get("/console/instruments?as=xlsx")
    assert answer.status_code == 422
    assert "as=csv" in answer.content.decode()
    monkeypatch.setattr(export, "ROWS_MAX", 4)
    assert client.get("/console/instruments?as=xlsx").status_code == 200


def test_a_file_that_takes_too_long_is_broken_off(scene: Scene, settings):
    """Never ended as if it were whole; the trail says how much had left."""
    settings.EXPORT_SECONDS = -1
    with pytest.raises(export.TooSlow):
        body(scene.client("dongping").get("/console/instruments?as=csv"))
    assert AuditEntry.objects.get(act="export").after["whole"] is False


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_goes_away_ends_the_export(scene: Scene, monkeypatch):
    """Under ASGI the rows go out as they are found; nothing more is asked for once nobody reads."""
    monkeypatch.setattr(leaf, "CHUNK_ROWS", 1)

    async def read_two() -> list[bytes]:
        client = AsyncClient()
        await client.aforce_login(scene.cast.people["dongping"])
        answer = await client.get("/console/instruments?as=csv")
        content = aiter(answer.streaming_content)
        told = [await anext(content), await anext(content)]
        await content.aclose()
        await sync_to_async(connections.close_all)()
        return told

    heading, first = asyncio.run(read_two())
    assert "出厂编号" in heading.decode()
    assert "CS-1" in first.decode()
    told = AuditEntry.objects.get(act="export").after
    assert (told["rows"], told["whole"]) == (1, False)


def test_a_workbook_is_written_as_it_is_sent():
    """The first rows leave before the last are known."""
    given: list[int] = []

    def chunks() -> Iterator[list[list[int]]]:
        for number in range(50):
            given.append(number)
            yield [[number, 10**18 + number, "汉字 <&>" * 400] for _ in range(20)]

    pieces = workbook.workbook("a/b", ["n", "m", "words"], chunks(), ("about", [["", ""], ["k", "v"]]))
    first = next(pieces)
    assert len(given) < 50
    book = load_workbook(io.BytesIO(first + b"".join(pieces)), read_only=True)
    told = list(book.worksheets[0].values)
    assert book.sheetnames == ["a b", "about"]
    assert len(told) == 1001
    assert told[-1] == (49, str(10**18 + 49), "汉字 <&>" * 400)


@pytest.mark.requirement("G22-2.2")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", sorted(OWN))
def test_what_a_kind_has_of_its_own_goes_and_comes_back(cast: Cast, language: str, kind: str):
    """The list of one kind has its own columns; sent in to an empty register they make the same instrument."""
    made = an_instrument(cast, kind, timezone.now())
    client = Client(headers={"accept-language": language})
    client.force_login(cast.people["dongping"])
    content = body(client.get(f"/console/instruments?kind={kind}&as=csv"))
    Instrument.objects.filter(pk=made.pk).update(serial="another", giai="9521another", device_id="another")
    job = jobs.send(cast.people["dongping"], "ledger.csv", [content])
    jobs.check(job, job.mapping)
    work_through()
    job.refresh_from_db()
    assert (job.new_rows, list(job.faults.values_list("column", "code"))) == (1, [])
    jobs.load(job, cast.people["dongping"])
    work_through()
    assert Instrument.objects.get(serial=made.serial).details == made.details
