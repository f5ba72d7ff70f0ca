"""Stepping down from root without opening more than the way."""

from pathlib import Path

import pytest

from quanheng.workers import unprivileged


@pytest.mark.requirement("QH-run")
def test_the_way_is_opened_for_passing_through_only(tmp_path: Path):
    """A closed directory such as /root can afterwards be crossed by other accounts, but not listed."""
    closed = tmp_path / "closed"
    data = closed / "open" / "data"
    data.mkdir(parents=True)
    closed.chmod(0o700)
    assert closed in unprivileged.let_reach(data)
    assert closed.stat().st_mode & 0o777 == 0o711
    assert closed not in unprivileged.let_reach(data)
