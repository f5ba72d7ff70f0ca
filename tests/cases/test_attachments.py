"""Photographs in pieces: nothing twice, nothing lost, nothing of the camera's notes, nothing left lying."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from quanheng.cases import attachments, progress
from quanheng.cases.models import Attachment
from quanheng.measuring.photographs import PhotographRefused
from tests.shopping import LATER, complain

pytestmark = pytest.mark.requirement("T4-5.3.3", "QH-input")


def a_photograph(shade: int = 90) -> bytes:
    """Of crabs, by a camera that wrote down where it was."""
    exif = Image.Exif()
    exif[0x010E] = "at home, third floor"
    content = BytesIO()
    Image.new("RGB", (400 + shade, 300), (200, 60, 30)).save(content, "JPEG", exif=exif)
    return content.getvalue()


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def begun(complaint, content: bytes) -> str:
    attachments.begin(complaint.pk, digest=digest_of(content), size=len(content), at=LATER)
    return digest_of(content)


@pytest.fixture
def complaint(cast, tmp_path, settings):
    settings.PHOTOGRAPHS_DIR = tmp_path
    return complain("TS-1").complaint


def test_it_goes_on_where_it_stopped(complaint):
    """Half arrives, the bus enters a tunnel; announced again, the answer says from where."""
    content = a_photograph()
    digest, half = begun(complaint, content), len(content) // 2
    attachments.add_piece(complaint.pk, digest, offset=0, piece=content[:half], at=LATER)
    again = attachments.begin(complaint.pk, digest=digest, size=len(content), at=LATER)
    assert (again.new, again.attachment.received) == (False, half)
    whole = attachments.add_piece(complaint.pk, digest, offset=half, piece=content[half:], at=LATER)
    assert whole.whole_at == LATER


def test_what_is_shown_says_nothing_of_the_camera(complaint):
    """The copy has the picture and not the notes."""
    content = a_photograph()
    digest = begun(complaint, content)
    whole = attachments.add_piece(complaint.pk, digest, offset=0, piece=content, at=LATER)
    shown = attachments.shown(whole)
    assert b"third floor" in content
    assert b"third floor" not in shown
    assert not Image.open(BytesIO(shown)).getexif()


@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_any_order_of_pieces_makes_the_photograph_or_says_where_to_go_on(complaint, pieces):
    """Whatever a confused phone sends, what we hold is always the beginning of the photograph."""
    content = a_photograph(len(pieces))
    digest, tenth = begun(complaint, content), len(content) // 10 + 1
    for first, last in pieces:
        piece = content[first * tenth : (last + 1) * tenth]
        try:
            held = attachments.add_piece(complaint.pk, digest, offset=first * tenth, piece=piece, at=LATER)
        except attachments.OutOfPlace:
            continue
        if held.whole_at is None:
            kept = attachments.unfinished(held)
            assert not held.received or kept.read_bytes()[: held.received] == content[: held.received]
    attachments.refuse(complaint.pk, digest)
    Attachment.objects.all().delete()


def test_another_photograph_under_the_digest_is_refused(complaint):
    """And let go of, so that the phone may begin anew."""
    content = a_photograph()
    digest = begun(complaint, content)
    with pytest.raises(PhotographRefused):
        attachments.add_piece(complaint.pk, digest, offset=0, piece=bytes(len(content)), at=LATER)
    assert Attachment.objects.get().received == 0
    attachments.refuse(complaint.pk, digest)
    assert not Attachment.objects.exists()
    begun(complaint, content)
    assert attachments.add_piece(complaint.pk, digest, offset=0, piece=content, at=LATER).whole_at


def test_only_so_many_and_so_large(complaint, settings):
    """Six photographs of four megabytes tell any story."""
    for number in range(attachments.MOST):
        begun(complaint, a_photograph(number))
    with pytest.raises(ValidationError):
        begun(complaint, a_photograph(99))
    assert not attachments.begin(
        complaint.pk, digest=digest_of(a_photograph(0)), size=len(a_photograph(0)), at=LATER
    ).new
    settings.PHOTOGRAPH_BYTES_MAX = 10
    Attachment.objects.all().delete()
    with pytest.raises(ValidationError):
        begun(complaint, a_photograph())


def test_nothing_is_added_to_what_has_ended(cast, complaint):
    """Evidence that comes after the decision belongs to an appeal."""
    progress.withdraw_own(complaint.pk, at=LATER)
    with pytest.raises(ValidationError):
        begun(complaint, a_photograph())


def test_what_was_never_finished_is_taken_away(complaint):
    """After two days a phone will not come back; what is whole stays."""
    whole, half = a_photograph(1), a_photograph(2)
    attachments.add_piece(complaint.pk, begun(complaint, whole), offset=0, piece=whole, at=LATER)
    unfinished = attachments.add_piece(complaint.pk, begun(complaint, half), offset=0, piece=half[:100], at=LATER)
    assert attachments.clear_abandoned(LATER + timedelta(days=1)) == 0
    assert attachments.clear_abandoned(LATER + timedelta(days=3)) == 1
    assert not attachments.unfinished(unfinished).exists()
    assert [one.sha256 for one in Attachment.objects.all()] == [digest_of(whole)]
