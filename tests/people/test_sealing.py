"""What a shopper entrusts to us is sealed before it is stored; keys can be changed while the pages run."""

from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.people import sealing

pytestmark = pytest.mark.requirement("QH-privacy")


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings) -> Path:
    monkeypatch.delenv("SEALING_KEYS", raising=False)
    settings.DATA_DIR = tmp_path
    return tmp_path / "secrets" / "sealing.keys"


def of(number: int) -> str:
    return b64encode(bytes([number] * 32)).decode()


@given(st.text(max_size=200))
def test_what_is_sealed_opens_again(text: str):
    """Names in any script come back whole, and the sealed text shows nothing of them."""
    sealed = sealing.seal(text, "contact")
    assert sealing.unseal(sealed, "contact") == text
    assert len(text) < 4 or text not in sealed


def test_the_same_text_is_sealed_differently_each_time():
    """Who reads the table cannot tell that two complaints come from the same person."""
    assert sealing.seal("13800000001", "contact") != sealing.seal("13800000001", "contact")


def test_each_purpose_has_a_seal_of_its_own():
    """A sealed telephone number put into another column does not open there."""
    with pytest.raises(sealing.SealUnreadable, match="not what was sealed"):
        sealing.unseal(sealing.seal("13800000001", "contact"), "sign-in")


@pytest.mark.parametrize("at", [0, 9, 12, -3])
def test_a_changed_seal_does_not_open(at: int):
    """One character changed, at the name of the key or within, and nothing is read."""
    sealed = list(sealing.seal("13800000001", "contact"))
    sealed[at] = "A" if sealed[at] != "A" else "B"
    with pytest.raises(sealing.SealUnreadable):
        sealing.unseal("".join(sealed), "contact")


def test_keys_are_private_and_made_once(own_keys: Path):
    """The first use makes the file; nobody else on the machine reads it."""
    first = sealing.keys()
    assert own_keys.stat().st_mode & 0o777 == 0o600
    assert sealing.keys() == first
    assert list(own_keys.parent.iterdir()) == [own_keys]


def test_a_new_key_seals_and_the_old_one_still_opens(own_keys: Path):
    """What was stored before a change of keys opens, what is stored now needs the new key; then the old one goes."""
    old = sealing.seal("before", "contact")
    sealing.add_key()
    new = sealing.seal("after", "contact")
    assert (sealing.unseal(old, "contact"), sealing.unseal(new, "contact")) == ("before", "after")
    assert new.startswith(sealing.newest())
    assert not old.startswith(sealing.newest())
    sealing.drop_old_keys()
    assert sealing.unseal(new, "contact") == "after"
    with pytest.raises(sealing.SealUnreadable, match="not on file"):
        sealing.unseal(old, "contact")
    assert own_keys.stat().st_mode & 0o777 == 0o600


def test_a_text_is_found_by_its_digest_across_keys():
    """A complainant calls from the number left last month: found, although the key changed since."""
    stored = sealing.digest("13800000001", "contact")
    sealing.add_key()
    assert stored in sealing.digests("13800000001", "contact")
    assert stored not in sealing.digests("13800000002", "contact")
    assert stored != sealing.digest("13800000001", "contact")


def test_keys_of_the_environment_come_first(own_keys: Path, monkeypatch: pytest.MonkeyPatch):
    """An installation with a vault keeps no key beside its data, and changes keys there."""
    monkeypatch.setenv("SEALING_KEYS", f"{of(2)},{of(1)}")
    assert sealing.unseal(sealing.seal("x", "contact"), "contact") == "x"
    assert not own_keys.exists()
    with pytest.raises(sealing.SealUnreadable, match="SEALING_KEYS"):
        sealing.add_key()


@pytest.mark.parametrize("given_keys", ["not base64!", of(1)[:-8], f"{of(1)},short"])
def test_damaged_keys_stop_us(monkeypatch: pytest.MonkeyPatch, given_keys: str):
    """Better to stop than to seal with something that nobody can open."""
    monkeypatch.setenv("SEALING_KEYS", given_keys)
    with pytest.raises(sealing.SealUnreadable, match="32 bytes"):
        sealing.seal("x", "contact")
