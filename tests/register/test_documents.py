"""Photographs and papers of an instrument: what is taken, what is kept of it, who may look, how one is withdrawn."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from PIL import Image

from quanheng.people.models import AuditEntry
from quanheng.register import documents
from quanheng.register.models import Document, DocumentWithdrawal, Instrument
from tests.cast import NOON, Cast

pytestmark = pytest.mark.requirement("TZ-2.2", "T4-5.1.5")

PAPER = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
APPROVAL = {"sort": "type-approval", "title": "CPA 2026F001-44（虚构）", "key": "first"}


@pytest.fixture(autouse=True)
def room(settings, tmp_path):
    """A directory of their own."""
    settings.DOCUMENTS_DIR = tmp_path
    return tmp_path


def a_photograph() -> bytes:
    """A small JPEG in which the camera wrote where it was taken."""
    image, out = Image.new("RGB", (64, 48), "green"), BytesIO()
    told = Image.Exif()
    told[0x010E] = "a nameplate at 30.1 N 103.2 E"
    image.save(out, "JPEG", exif=told)
    return out.getvalue()


def added(cast: Cast, content: bytes = PAPER, **changes: str) -> Document:
    return documents.add("TS-1", APPROVAL | changes, content, by=cast.people["chenguang"], at=NOON)


def wrong_fields(refused) -> set[str]:
    return set(refused.value.message_dict)


def test_a_paper_is_kept_as_it_is(cast: Cast):
    """A type approval certificate: its bytes, who brought it and when; the same form again adds nothing."""
    made = added(cast)
    assert added(cast).pk == made.pk
    assert documents.content_of(made) == PAPER
    assert (made.media, made.added_by, made.area) == ("application/pdf", cast.people["chenguang"], cast.vegetables.area)
    assert AuditEntry.objects.get(act="instrument-document-added").after["sha256"] == made.sha256


def test_of_a_photograph_only_the_picture_is_kept(cast: Cast):
    """Where and with what it was taken stays with the photographer; the copy is drawn anew."""
    sent = a_photograph()
    assert b"30.1 N" in sent
    kept = documents.content_of(added(cast, sent, sort="nameplate"))
    assert b"30.1 N" not in kept
    with Image.open(BytesIO(kept)) as image:
        assert (image.format, image.size, len(image.getexif())) == ("JPEG", (64, 48), 0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(100),
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7 that ends too early",
        PAPER.replace(b"<<>>", b"<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>", 1),
        b"\xff\xd8\xff" + bytes(50),
    ],
    ids=["nothing", "gif", "html", "cut", "lively", "no-jpeg"],
)
def test_what_is_neither_picture_nor_plain_paper_is_refused(cast: Cast, content: bytes):
    """By what the bytes are and not by their name; nothing is written."""
    with pytest.raises(ValidationError) as refused:
        added(cast, content)
    assert wrong_fields(refused) == {"file"}
    assert not Document.objects.exists()


def test_a_file_that_is_too_large_is_refused(cast: Cast, settings):
    """One byte more than may be kept."""
    settings.DOCUMENT_BYTES_MAX = len(PAPER)
    assert added(cast)
    with pytest.raises(ValidationError) as refused:
        added(cast, PAPER + b"\n", key="second")
    assert wrong_fields(refused) == {"file"}


def test_the_same_paper_is_not_kept_twice(cast: Cast):
    """Sent again by another form it is recognised by its digest, until it was withdrawn."""
    made = added(cast)
    with pytest.raises(ValidationError) as refused:
        added(cast, key="second")
    assert wrong_fields(refused) == {"file"}
    documents.withdraw(made, "传错器具", by=cast.people["chenguang"], at=NOON)
    assert added(cast, key="third").pk != made.pk


def test_it_says_what_it_is(cast: Cast):
    """A sort that is none of ours and a title longer than a line are told beside their fields."""
    with pytest.raises(ValidationError) as refused:
        added(cast, sort="poster", title="长" * 81)
    assert wrong_fields(refused) == {"sort", "title"}


def test_a_document_is_withdrawn_by_a_mark(cast: Cast):
    """It stays, with who withdrew it and why; withdrawing twice marks once, and no reason marks nothing."""
    made = added(cast)
    with pytest.raises(ValidationError) as refused:
        documents.withdraw(made, " ", by=cast.people["dongping"], at=NOON)
    assert wrong_fields(refused) == {"reason"}
    documents.withdraw(made, "传错器具", by=cast.people["dongping"], at=NOON)
    documents.withdraw(made, "再次", by=cast.people["dongping"], at=NOON)
    assert DocumentWithdrawal.objects.get().reason == "传错器具"
    assert documents.content_of(made) == PAPER


@pytest.mark.parametrize(("person", "may"), [("chenguang", True), ("dongping", True), ("administrator", False)])
def test_who_may_withdraw(cast: Cast, person: str, may: bool):
    """The office and the manager; an administrator only what she added herself."""
    assert documents.may_withdraw(added(cast), cast.people[person]) is may
    own = documents.add("TS-2", APPROVAL, PAPER, by=cast.people["administrator"], at=NOON)
    assert documents.may_withdraw(own, cast.people["administrator"])


def test_neither_document_nor_mark_can_be_changed(cast: Cast):
    """The database itself refuses, whoever asks."""
    made = added(cast)
    documents.withdraw(made, "传错器具", by=cast.people["chenguang"], at=NOON)
    for change in (
        lambda: Document.objects.update(title="another"),
        lambda: DocumentWithdrawal.objects.all().delete(),
    ):
        with pytest.raises(Error, match="withdrawn by a mark"), transaction.atomic():
            change()


def test_a_stranger_finds_none(cast: Cast):
    """Of another county: neither the instrument to add to nor the document to look at."""
    made = added(cast)
    with pytest.raises(Instrument.DoesNotExist):
        documents.add("TS-1", APPROVAL, PAPER, by=cast.people["hewan"], at=NOON)
    for viewer, device_id in (("hewan", "TS-1"), ("chenguang", "TS-2")):
        with pytest.raises(Document.DoesNotExist):
            documents.document(cast.people[viewer], device_id, made.pk)
