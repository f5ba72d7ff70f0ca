"""The embedded database: made once, restarted after a crash, private."""

import signal
from pathlib import Path

import psycopg
import pytest

from quanheng.workers.postgres import FAST_SHUTDOWN, EmbeddedPostgres


def ask(postgres: EmbeddedPostgres, sql: str) -> object:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        answer = connection.execute(sql)
        return answer.fetchone()[0] if answer.description else None


@pytest.mark.requirement("QH-run", "QH-durable")
def test_rows_survive_the_death_of_the_server_and_a_stale_lock(tmp_path: Path):
    """What was committed is there after SIGKILL, and the lock file of the dead server does not stop the next start."""
    postgres = EmbeddedPostgres(tmp_path)
    first = postgres.start()
    ask(postgres, "CREATE TABLE weight AS SELECT 1000 AS mass_mg")
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    assert (postgres.cluster / "postmaster.pid").exists()

    second = EmbeddedPostgres(tmp_path).start()
    try:
        assert ask(postgres, "SELECT mass_mg FROM weight") == 1000
        assert ask(postgres, "SHOW fsync") == "on"
        assert str(ask(postgres, "SHOW server_version")).startswith("18")
    finally:
        second.send_signal(FAST_SHUTDOWN)
        assert second.wait(30) == 0


@pytest.mark.requirement("QH-run")
def test_a_server_left_by_an_earlier_run_is_stopped_first(tmp_path: Path):
    """Two servers never share one cluster: the one left over is stopped by its command line, not by its number."""
    leftover = EmbeddedPostgres(tmp_path).start()
    postgres = EmbeddedPostgres(tmp_path)
    server = postgres.start()
    try:
        assert leftover.wait(5) == 0
        assert postgres.answers()
    finally:
        server.send_signal(FAST_SHUTDOWN)
        server.wait(30)


@pytest.mark.requirement("QH-run")
@pytest.mark.parametrize("words", ["1\n", ""])
def test_a_lock_that_names_another_program_or_none_is_stale(tmp_path: Path, words: str):
    """After a reboot the number in postmaster.pid may belong to anyone; that program is left alone."""
    postgres = EmbeddedPostgres(tmp_path)
    postgres.make()
    (postgres.cluster / "postmaster.pid").write_text(words)
    postgres.stop_leftover()
    assert not (postgres.cluster / "postmaster.pid").exists()


@pytest.mark.requirement("QH-run")
def test_the_database_is_private(tmp_path: Path):
    """The server listens on loopback, asks for the password, and the password is readable by its owner only."""
    postgres = EmbeddedPostgres(tmp_path)
    server = postgres.start()
    try:
        assert (tmp_path / "secrets" / "postgres.password").stat().st_mode & 0o777 == 0o600
        assert ask(postgres, "SHOW listen_addresses") == "127.0.0.1"
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(postgres.url.replace(postgres.password, "wrong"), connect_timeout=5)
    finally:
        server.send_signal(FAST_SHUTDOWN)
        server.wait(30)
