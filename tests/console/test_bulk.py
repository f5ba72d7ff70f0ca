"""Rows are ticked in the list, looked at before anything is done, and what became of each is shown and taken away."""

import re
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from quanheng.register.bulk import run
from quanheng.register.models import BulkJob, InstrumentState, Verification
from quanheng.register.verifying import moves, pdf
from tests.cast import Cast
from tests.verifying import applied

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


def begun_in(cast: Cast, of: str, query: str = "", who: str = "dongping", **told: object) -> list[str]:
    """Which instruments are meant by what is chosen in a list."""
    there = client_of(cast, who).post(f"/console/bulk/begin?{query}", {"of": of, "key": "a", **told})
    if "/bulk/" not in there.headers["Location"]:
        return []
    job = BulkJob.objects.get()
    return [row.instrument.device_id for row in job.rows.order_by("ordinal")]


def test_what_is_overdue_is_applied_for_from_its_list(cast: Cast):
    """All that is overdue in the county is meant and nothing that is not, also where that is ticked."""
    for name in ("TS-1", "CS-2", "TS-3"):
        InstrumentState.objects.filter(instrument=cast.scales[name]).update(valid_until="2026-01-01")
    page = client_of(cast).get("/console/verifications/due").content.decode()
    assert re.findall(r'name="only" value="([^"]+)"', page) == ["TS-1", "CS-2"]
    assert begun_in(cast, "verifications-due", act="apply", only=["TS-2", "TS-3"]) == []
    assert begun_in(cast, "verifications-due", "within=overdue", act="apply", scope="all") == ["CS-2", "TS-1"]


def test_verifications_are_planned_from_their_list(cast: Cast):
    """A verifier ticks what was applied for: each is meant once, and nothing of another county."""
    for name in ("TS-1", "TS-2", "TS-3"):
        applied(cast.scales[name], cast.people["city"], timezone.now())
    moves.withdraw(Verification.objects.first().number, reason="误报", by=cast.people["city"], at=timezone.now())
    applied(cast.scales["TS-1"], cast.people["city"], timezone.now())
    asked = {"act": "plan", "only": ["TS-1", "TS-3"], "who": "verifier"}
    cast.people["verifier"].area = "99/01/01/"
    cast.people["verifier"].save()
    assert begun_in(cast, "verifications", "state=applied", **asked) == ["TS-1"]


@pytest.mark.parametrize("of", ["verifications-due", "verifications"])
def test_labels_and_files_of_every_list(cast: Cast, of: str, monkeypatch):
    """What is ticked in a list of verification is labelled and taken away as in that of instruments."""
    printed: list[str] = []
    monkeypatch.setattr(
        pdf, "instrument_labels", lambda rows, _sheet: printed.extend(r.device_id for r in rows) or b"%PDF"
    )
    InstrumentState.objects.filter(instrument__in=cast.scales.values()).update(valid_until="2026-01-01")
    for name in ("TS-1", "TS-2"):
        applied(cast.scales[name], cast.people["chenguang"], timezone.now())
    client = client_of(cast)
    told = {"of": of, "only": ["TS-2", "TS-3"]}
    client.get(client.post("/console/bulk/begin", told | {"do": "labels"}).headers["Location"])
    assert printed == ["TS-2"]
    there = client.post("/console/bulk/begin", told | {"do": "export"}).headers["Location"]
    rows = list(load_workbook(BytesIO(b"".join(client.get(there).streaming_content))).worksheets[0].values)
    column = rows[0].index("器具")
    assert [row[column] for row in rows[1:]] == ["TS-2"]
    assert client.post("/console/bulk/begin", {"of": "nowhere", "act": "apply"}).status_code == 404


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
