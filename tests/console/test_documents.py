"""The page of an instrument's photographs and papers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quanheng.register.models import Document
from tests.console.conftest import Scene, photograph_of
from tests.register.test_documents import PAPER

pytestmark = pytest.mark.requirement("TZ-2.2")
PATH = "/console/instruments/TS-1/documents"


def sent(scene: Scene, person: str, content: bytes, **changes: str):
    file = SimpleUploadedFile("plate.html", content, "text/html")
    told = {"sort": "seal", "title": "铅封", "key": "page", "file": file} | changes
    return scene.client(person).post(PATH, told, follow=True)


def test_a_photograph_is_added_and_shown(scene: Scene):
    """Whatever the file is called, a picture is a picture; it is on the page and on that of the instrument."""
    answer = sent(scene, "chenguang", photograph_of("red")[1])
    made = Document.objects.get(title="铅封")
    for page in (answer.content, scene.client("chenguang").get("/console/instruments/TS-1").content):
        assert f"{PATH}/{made.pk}" in page.decode()
    shown = scene.client("dongping").get(f"{PATH}/{made.pk}")
    assert shown["Content-Type"] == "image/jpeg"


def test_a_paper_is_saved_and_not_opened_in_place(scene: Scene):
    """A browser gets it as a file, may not guess what it is, and may run nothing in it."""
    sent(scene, "chenguang", PAPER, sort="type-approval")
    made = Document.objects.get(media="application/pdf")
    answer = scene.client("chenguang").get(f"{PATH}/{made.pk}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_what_is_wrong_stands_beside_the_field(scene: Scene):
    """A page that calls itself a photograph is refused, and what was typed stays."""
    answer = sent(scene, "chenguang", b"<html>")
    assert answer.status_code == 422
    assert 'id="file-wrong"' in answer.content.decode()
    assert 'value="铅封"' in answer.content.decode()


def test_a_stallholder_looks_and_adds_nothing(scene: Scene):
    """The own scale's papers may be seen; adding is for those who keep the register."""
    assert scene.client("stallholder").get(PATH).status_code == 200
    assert scene.client("stallholder").post(PATH, {}).status_code == 403


def test_a_document_is_withdrawn_on_its_page(scene: Scene):
    """With a reason it is marked; without one the page says so."""
    path = f"{PATH}/{scene.east.document.pk}/withdraw"
    client = scene.client("chenguang")
    assert client.post(path, {"reason": ""}).status_code == 422
    assert "传错器具" in client.post(path, {"reason": "传错器具"}, follow=True).content.decode()
    assert scene.client("administrator").post(path, {"reason": "x"}).status_code == 422
