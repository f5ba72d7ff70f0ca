"""The frame: nothing is believed before the signature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from quanheng.connectors.frame import HEAD, FrameUnreadable, SignatureWrong, is_json, open_frame, seal, split

KEY, OTHER = SigningKey(b"k" * 32), SigningKey(b"o" * 32)
pytestmark = pytest.mark.requirement("QH-wire", "G22-2.1")


@given(st.binary(min_size=1, max_size=2000))
def test_what_was_signed_is_what_is_opened(body: bytes) -> None:
    """The body comes out byte for byte, and the same key makes the same frame again."""
    message = seal(body, KEY)
    assert open_frame(message, KEY.verify_key) == body
    assert seal(body, KEY) == message
    assert split(message).body == body


def test_every_changed_byte_is_noticed() -> None:
    """Each byte of a frame, letters, signature and body, is protected: change one and nothing opens."""
    message = seal(b'{"scale":"WORKBENCH-1"}', KEY)
    for place in range(len(message)):
        for flip in (1, 0x80):
            changed = bytearray(message)
            changed[place] ^= flip
            with pytest.raises((SignatureWrong, FrameUnreadable)):
                open_frame(bytes(changed), KEY.verify_key)


def test_another_scales_key_opens_nothing() -> None:
    """A scale cannot speak for another."""
    with pytest.raises(SignatureWrong):
        open_frame(seal(b"{}", OTHER), KEY.verify_key)


@pytest.mark.parametrize("message", [b"", b"QH1E", b"QH1E" + bytes(64), b"QH2E" + bytes(80), b"{" + bytes(80)])
def test_too_short_or_of_other_letters_is_no_frame(message: bytes) -> None:
    """A frame has its letters, a whole signature, and at least one byte of body."""
    with pytest.raises(FrameUnreadable):
        split(message)


def test_the_shortest_frame() -> None:
    """One byte of body is enough."""
    assert len(seal(b"{", KEY)) == HEAD + 1


def test_the_first_byte_tells_the_encoding() -> None:
    """JSON begins with a brace; a MessagePack map never does."""
    assert is_json(b'{"v":1}')
    assert not is_json(b"\x84\xa1v\x01")
    assert not is_json(b"")
