"""The supervisor alone, with two small parts: deaths, last words, stopping, orphans."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from quanheng.connectors import parts
from quanheng.workers import leftovers
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def rehearsal(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.workers.rehearsal", str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    until(lambda: len(running(tmp_path)) == 2, "both parts up")
    yield process
    process.kill()
    process.communicate()


def running(data_dir: Path) -> dict[str, int]:
    return {part.name: part.pid for part in parts.read(data_dir) if part.state == "up" and part.pid}


@pytest.mark.requirement("QH-run")
def test_a_killed_part_comes_back_and_its_last_words_are_kept(rehearsal: subprocess.Popen[str], tmp_path: Path):
    """SIGKILL of a part is noticed, said in one line, counted, and answered with a new process."""
    first = running(tmp_path)["talker"]
    psutil.Process(first).kill()
    until(lambda: running(tmp_path).get("talker", first) != first, "a new talker")
    talker = next(part for part in parts.read(tmp_path) if part.name == "talker")
    assert talker.restarts == 1
    log = (tmp_path / "logs" / "talker.log").read_text()
    assert "half\n" in log
    assert "killed by SIGKILL; starting again in 0.2 s" in log


@pytest.mark.requirement("QH-run")
def test_stopping_is_in_reverse_and_insists(rehearsal: subprocess.Popen[str], tmp_path: Path):
    """The part started last stops first; one that does not listen is killed; the exit code is 0."""
    pids = running(tmp_path)
    rehearsal.send_signal(signal.SIGTERM)
    rehearsal.send_signal(signal.SIGINT)  # impatience changes nothing
    said, _ = rehearsal.communicate(timeout=30)
    assert rehearsal.returncode == 0
    assert "did not stop within 0.3 s: killed" in said
    assert said.index("deaf | stopped") < said.index("talker | stopped")
    assert not any(psutil.pid_exists(pid) for pid in pids.values())
    assert {part.state for part in parts.read(tmp_path)} == {"down"}


@pytest.mark.requirement("QH-run")
@pytest.mark.skipif(sys.platform != "linux", reason="only the Linux kernel tells a child of its parent's death")
def test_no_orphan_outlives_a_killed_supervisor(rehearsal: subprocess.Popen[str], tmp_path: Path):
    """The kernel tells the parts, also one that ignores SIGTERM."""
    pids = running(tmp_path)
    rehearsal.kill()
    rehearsal.wait()
    until(lambda: not any(psutil.pid_exists(pid) for pid in pids.values()), "both parts gone")


@pytest.mark.requirement("QH-run")
@pytest.mark.skipif(sys.platform != "linux", reason="only the Linux kernel tells a child of its parent's death")
def test_a_killed_make_takes_the_whole_run_with_it(tmp_path: Path):
    """Between the terminal and the supervisor stands `make`, which may be killed as well."""
    rehearse = [sys.executable, "-m", "tests.workers.rehearsal", str(tmp_path), "--follow-parent"]
    start = "import subprocess, sys; subprocess.run(sys.argv[1:])"
    make = subprocess.Popen([sys.executable, "-c", start, *rehearse], cwd=ROOT, stdout=subprocess.DEVNULL)
    until(lambda: len(running(tmp_path)) == 2, "both parts up")
    make.kill()
    make.wait()
    until(lambda: {part.state for part in parts.read(tmp_path)} == {"down"}, "an orderly end")


@pytest.mark.requirement("QH-run")
def test_one_data_directory_has_one_run(rehearsal: subprocess.Popen[str], tmp_path: Path):
    """A second run is refused with a sentence that names the first."""
    with pytest.raises(leftovers.AlreadyRunning, match=str(rehearsal.pid)), leftovers.sole_run(tmp_path):
        pass


@pytest.mark.requirement("QH-run")
def test_leftovers_are_known_by_more_than_their_number(tmp_path: Path):
    """What an earlier run recorded is ended; a stranger that has its number by now is left alone."""
    orphan = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(601)"])
    try:
        left = leftovers.trace("orphan", orphan.pid, signal.SIGTERM)
        reused = leftovers.Trace("reused", stranger.pid, left.created, left.command, signal.SIGTERM)
        leftovers.remember(tmp_path, [left, reused])
        assert leftovers.clear(tmp_path) == ["orphan"]
        assert not psutil.pid_exists(orphan.pid)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
