"""Rows are ticked in the list, looked at before anything is done, and what became of each is shown and taken away."""

import re
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook

from quanheng.register.bulk import run
from quanheng.register.models import BulkJob, InstrumentState, Verification
from quanheng.register.verifying import pdf
from tests.cast import Cast

pytestmark = pytest.mark.requirement("QH-lists")


def client_of(cast: Cast, who: str = "dongping") -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def work() -> None:
    while job := run.claim():
        run.work(job)


def test_ticked_rows_are_looked_at_then_done(cast: Cast):
    """Two ticked, one of them not possible: the preview says so, nothing happens until the person has it done."""
    InstrumentState.objects.filter(instrument=cast.scales["TS-2"]).update(status="scrapped")
    client = client_of(cast)
    begun = client.post("/console/bulk/begin", {"act": "apply", "key": "a", "only": ["TS-1", "TS-2", "TS-3"]})
    there = begun.headers["Location"]
    assert "hx-get" in client.get(there).content.decode()
    work()
    preview = client.get(there).content.decode()
    assert "报废" in preview
    assert "TS-3" not in preview
    assert not Verification.objects.exists()
    client.post(f"{there}/run")
    work()
    assert Verification.objects.get().instrument.device_id == "TS-1"
    assert Verification.objects.get().number in client.get(f"{there}?show=done").content.decode()
    book = load_workbook(BytesIO(b"".join(client.get(f"{there}?as=xlsx").streaming_content)))
    assert [row[0] for row in book.worksheets[0].values][1:] == ["TS-1", "TS-2"]


def test_all_that_the_list_shows_means_its_filters(cast: Cast):
    """Of every page and nothing beside the filter, whatever is ticked."""
    there = client_of(cast).post(
        "/console/bulk/begin?kind=check-scale", {"act": "stop", "key": "a", "scope": "all", "only": ["TS-1"]}
    )
    job = BulkJob.objects.get()
    assert there.headers["Location"].endswith(f"/bulk/{job.pk}")
    assert [row.instrument.device_id for row in job.rows.order_by("ordinal")] == ["CS-1", "CS-2"]
    assert job.filters == "kind=check-scale"


def test_a_reason_that_lacks_is_said_beside_its_field(cast: Cast):
    """The page comes again with what is wrong, and nothing is done."""
    client = client_of(cast)
    there = client.post("/console/bulk/begin", {"act": "stop", "key": "a", "only": ["TS-1"]}).headers["Location"]
    work()
    answer = client.post(f"{there}/run", {"reason": ""})
    assert answer.status_code == 422
    assert b'id="reason-wrong"' in answer.content
    assert BulkJob.objects.get().stage == "checked"


def test_nothing_ticked_is_said_on_the_list(cast: Cast):
    """With the filters as they were."""
    client = client_of(cast)
    there = client.post("/console/bulk/begin?kind=trade-scale", {"act": "stop", "key": "a"}).headers["Location"]
    assert there == "/console/instruments?kind=trade-scale"
    assert b'class="said error"' in client.get(there).content


@pytest.mark.parametrize(("sheet", "pages"), [("a4-3x8", 1), ("roll-50x30", 4), ("nonsense", 1)])
def test_labels_of_any_selection_are_printed(cast: Cast, sheet: str, pages: int):
    """Four labels stand on one sheet, or on four of a roll, each of the size of its label."""
    client = client_of(cast)
    there = client.post("/console/bulk/begin", {"do": "labels", "scope": "all", "sheet": sheet}).headers["Location"]
    answer = client.get(there)
    assert answer["Content-Type"] == "application/pdf"
    assert len(re.findall(rb"/Type\s*/Page\b", answer.content)) == pages
    wide, high = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", answer.content)[0]
    wanted = settings.LABEL_SHEETS.get(sheet, settings.LABEL_SHEETS["a4-3x8"])["page"]
    assert [round(float(side) * 25.4 / 72) for side in (wide, high)] == list(wanted)


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ({"scope": "all"}, ["CS-1", "CS-2", "TS-1", "TS-2"]),
        ({"only": ["TS-2", "TS-3"]}, ["TS-2"]),
    ],
)
def test_labels_are_of_what_was_chosen(cast: Cast, asked: dict, printed: list[str], monkeypatch):
    """All that the list shows, or the ticked rows of the own county alone."""
    told: list[str] = []
    monkeypatch.setattr(
        pdf, "instrument_labels", lambda rows, _sheet: told.extend(r.device_id for r in rows) or b"%PDF"
    )
    client = client_of(cast)
    client.get(client.post("/console/bulk/begin", {"do": "labels", **asked}).headers["Location"])
    assert told == printed


def test_ticked_rows_alone_are_exported_and_labelled(cast: Cast):
    """The file has the ticked rows; with none ticked there is nothing to print."""
    client = client_of(cast)
    there = client.post("/console/bulk/begin", {"do": "export", "only": ["TS-2", "TS-3"]}).headers["Location"]
    book = load_workbook(BytesIO(b"".join(client.get(there).streaming_content)))
    assert [row[0] for row in book.worksheets[0].values][1:] == ["TS-2"]
    nothing = client.post("/console/bulk/begin", {"do": "labels"}).headers["Location"]
    assert client.get(nothing).status_code == 404
