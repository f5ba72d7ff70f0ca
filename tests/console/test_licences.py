"""The licences of a market and its stalls: their scans, and what is said before one runs out."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from quanheng.people.models import AuditEntry
from quanheng.register.models import Document, Licence
from tests.console.conftest import Scene, photograph_of
from tests.register.test_documents import PAPER

pytestmark = pytest.mark.requirement("T4-4.1", "TZ-2.2")


def entered(scene: Scene, days: int = 30) -> Licence:
    """A food licence of whoever works at the vegetable stall."""
    until = (timezone.localdate() + timedelta(days=days)).isoformat()
    told = {"kind": "food", "number": "JY-8", "valid_until": until}
    stall = scene.cast.vegetables.pk
    answer = scene.client("administrator").post(f"/console/stalls/{stall}/licences", told, follow=True)
    assert "JY-8" in answer.content.decode()
    return Licence.objects.get(number="JY-8")


def scanned(scene: Scene, licence: Licence, content: bytes, person: str = "administrator"):
    told = {"key": f"scan-{len(content)}", "title": "正本", "file": SimpleUploadedFile("a.exe", content)}
    return scene.client(person).post(f"/console/licences/{licence.pk}", told, follow=True)


def test_a_licence_of_a_stall_has_its_scan(scene: Scene):
    """Photographed at the stall, looked at by the office, and on no page of another county."""
    licence = entered(scene)
    page = scanned(scene, licence, photograph_of("blue")[1]).content.decode()
    made = Document.objects.get(licence=licence)
    assert f"/console/licences/{licence.pk}/scans/{made.pk}" in page
    shown = scene.client("dongping").get(f"/console/licences/{licence.pk}/scans/{made.pk}")
    assert shown["Content-Type"] == "image/jpeg"
    for address in (f"/console/licences/{licence.pk}", f"/console/licences/{licence.pk}/scans/{made.pk}"):
        assert scene.client("xidu").get(address).status_code == 404
    assert AuditEntry.objects.get(subject=f"licence:{licence.pk}", act="licence-document-added").area == licence.area


def test_a_scan_of_another_licence_is_not_found_here(scene: Scene):
    """The address of a licence leads to its own scans alone, also within one's own area."""
    licence = entered(scene)
    assert scene.client("dongping").get(f"/console/licences/{licence.pk}/scans/{scene.east.scan.pk}").status_code == 404
    own = scene.client("dongping").get(f"/console/licences/{scene.east.licence.pk}/scans/{scene.east.scan.pk}")
    assert own.status_code == 200


@pytest.mark.parametrize("content", [b"", b"GIF89a" + bytes(90), PAPER.replace(b"<<>>", b"<</JavaScript 1>>", 1)])
def test_what_is_no_scan_is_refused_beside_the_field(scene: Scene, content: bytes):
    """Neither picture nor plain paper: nothing is kept, and the form says why."""
    licence = entered(scene)
    answer = scanned(scene, licence, content)
    assert answer.status_code == 422
    assert 'id="file-wrong"' in answer.content.decode()
    assert not licence.documents.exists()


def test_a_wrong_scan_is_withdrawn_with_a_reason(scene: Scene):
    """It stays with its mark; the administrator withdraws what she added, not what the manager did."""
    licence = entered(scene)
    scanned(scene, licence, PAPER)
    made = licence.documents.get()
    path = f"/console/licences/{licence.pk}/scans/{made.pk}/withdraw"
    assert scene.client("administrator").post(path, {"reason": ""}).status_code == 422
    assert "传错" in scene.client("administrator").post(path, {"reason": "传错"}, follow=True).content.decode()
    scanned(scene, licence, photograph_of("white")[1], "chenguang")
    by_manager = licence.documents.get(withdrawal=None)
    path = f"/console/licences/{licence.pk}/scans/{by_manager.pk}/withdraw"
    assert scene.client("administrator").post(path, {"reason": "x"}).status_code == 422


@pytest.mark.parametrize(("days", "said"), [(30, "standing=soon"), (-1, "standing=over"), (61, "")])
def test_what_runs_out_is_among_the_duties(scene: Scene, days: int, said: str):
    """Within sixty days and after its last day; one that is good for longer waits for nobody."""
    licence = entered(scene, days)
    today = scene.client("chenguang").get("/console/today").content.decode()
    assert [one for one in ("standing=soon", "standing=over") if one in today] == ([said] if said else [])
    listed = scene.client("chenguang").get(f"/console/licences?{said or 'standing=good'}").content.decode()
    assert f"/console/licences/{licence.pk}" in listed
