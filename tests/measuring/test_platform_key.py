"""The platform's own key."""

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quanheng.measuring.platform_key import PlatformKeyUnreadable, read

pytestmark = pytest.mark.requirement("QH-wire")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "secrets" / "platform.key"


def test_the_key_is_made_once_and_private(path: Path):
    """Scales pin the key: the worker, the web and the next start must all sign with the same one."""
    with ThreadPoolExecutor(8) as pool:
        keys = {bytes(key) for key in pool.map(lambda _: read.__wrapped__("", path), range(8))}
    assert len(keys) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_key_from_the_environment_comes_first(path: Path):
    """An installation with a vault keeps no key beside its data."""
    assert bytes(read(b64encode(bytes(range(32))).decode(), path)) == bytes(range(32))
    assert not path.exists()


@pytest.mark.parametrize("text", ["not base64!", b64encode(bytes(31)).decode()])
def test_a_damaged_key_stops_us(path: Path, text: str):
    """Receipts under a new key would be ignored by every scale: better to stop and say so."""
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(PlatformKeyUnreadable, match="32 bytes"):
        read("", path)
