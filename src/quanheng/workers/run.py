"""`quanheng run`: the whole living city in one terminal, from the database up to the simulated shoppers."""

import os
import secrets
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from quanheng.connectors import parts
from quanheng.workers import broker, deathwish, leftovers, ports, unprivileged
from quanheng.workers.children import Child, Keeper, alive_for
from quanheng.workers.choices import BadChoice, Choices, chosen
from quanheng.workers.city import NotThisCity, city_seed, manifest_in
from quanheng.workers.postgres import FAST_SHUTDOWN, START_SECONDS, DatabaseRefused, EmbeddedPostgres
from quanheng.workers.supervisor import PartRefused, Stopped, Supervisor
from quanheng.workers.terminal import Terminal

# Where none of these is set there is nobody to carry notices to, and no process that would wait for it.
NOTICE_SETTINGS = {"WECHAT_APP_ID", "SMS_GATEWAY_URL"}
MAKERS_PORT = 8090
REFUSALS = (BadChoice, DatabaseRefused, NotThisCity, PartRefused, leftovers.AlreadyRunning, unprivileged.NoAccount)


def main(*, follow_parent: bool = False) -> int:
    if follow_parent:
        deathwish.follow_parent()
    try:
        choices = chosen()
        make_home(choices.data_dir)
        with leftovers.sole_run(choices.data_dir):
            return Run(choices).from_start_to_stop()
    except REFUSALS as why:
        print(f"quanheng: {why}", file=sys.stderr)  # noqa: T201
        return 1


def make_home(data_dir: Path) -> None:
    try:
        (data_dir / "static").mkdir(parents=True, exist_ok=True)  # the web grumbles where this one is missing
    except OSError as why:
        raise BadChoice(f"DATA_DIR {data_dir} cannot be used: {why.strerror}") from why


def kept_key(data_dir: Path) -> str:
    """Made at the first start, for good: the scales of the city hold what follows from it."""
    path = data_dir / "secrets" / "unlock.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text()


def ourselves(*arguments: str) -> Callable[[], list[str]]:
    """Another process of this same program."""
    return lambda: [sys.executable, "-m", "quanheng.cli", *arguments]


class Run:
    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.terminal = Terminal(choices.data_dir / "logs")
        self.supervisor = Supervisor(choices.data_dir, self.terminal)
        self.env = {
            "PYTHONUNBUFFERED": "1",
            "DATA_DIR": str(choices.data_dir),
            "PORT": str(choices.port),
            "QUANHENG_DEMO": "1" if choices.demo else "0",
        }
        if choices.demo:
            # The web derives one-time codes from it, the simulator puts it into its scales as their maker would.
            self.env["UNLOCK_MASTER_KEY"] = os.environ.get("UNLOCK_MASTER_KEY") or kept_key(choices.data_dir)

    def say(self, text: str) -> None:
        self.terminal.say("quanheng", text)

    def from_start_to_stop(self) -> int:
        self.supervisor.obey_signals()
        try:
            self.start()
            self.supervisor.keep()
        except Stopped:
            self.say("stopping")
        finally:
            self.supervisor.stop_all()
            self.say("everything is stopped; the data stay in " + str(self.choices.data_dir))
            self.terminal.close()
        return 0

    def start(self) -> None:
        for name in leftovers.clear(self.choices.data_dir):
            self.say(f"ended {name}, left by an earlier run")
        parts.write(self.choices.data_dir, [])
        self.check_the_door()
        self.start_database()
        self.task("migrate", "migrate")
        if self.choices.demo:
            self.found_city()
        self.start_broker()
        self.supervisor.start(self.child("ingest", ourselves("ingest"), alive_for(1.0)))
        self.supervisor.start(self.child("imports", ourselves("imports"), alive_for(1.0)))
        if NOTICE_SETTINGS & os.environ.keys():
            self.supervisor.start(self.child("outbox", ourselves("outbox"), alive_for(1.0)))
        self.supervisor.start(self.child("web", ourselves("web"), self.web_answers))
        if self.choices.simulator:
            self.supervisor.start(self.child("simulator", self.simulate, alive_for(1.0)))
        self.supervisor.start(self.child("daily", ourselves("daily"), alive_for(0)))
        self.announce()

    def child(self, name: str, command: Callable[[], list[str]], works: Callable[[Keeper], bool]) -> Child:
        return Child(name, command, works, env=self.env)

    def task(self, name: str, *arguments: str) -> None:
        self.supervisor.complete(self.child(name, ourselves(*arguments), alive_for(0)))

    def check_the_door(self) -> None:
        if not ports.is_free(self.choices.port, self.choices.host):
            raise BadChoice(f"port {self.choices.port} is taken: choose another, as in `PORT=8010 make run`")

    def start_database(self) -> None:
        if self.choices.database_url:
            self.env["DATABASE_URL"] = self.choices.database_url
            return
        postgres = EmbeddedPostgres(self.choices.data_dir)
        for directory in postgres.open_the_way():
            self.say(f"opened {directory} to be passed through: PostgreSQL runs as {postgres.user} and not as root")
        if not postgres.is_made:
            self.say("first start: making the database, a minute at most")
        postgres.make()
        postgres.choose_port()
        self.env["DATABASE_URL"] = postgres.url
        child = Child(
            "postgres",
            postgres.command,
            lambda _: postgres.answers(),
            prepare=postgres.prepare,
            user=postgres.user,
            stop_signal=FAST_SHUTDOWN,
            death_signal=FAST_SHUTDOWN,
            start_seconds=START_SECONDS,
            stop_seconds=60,
        )
        self.supervisor.start(child)

    def start_broker(self) -> None:
        if self.choices.broker_url:
            self.env["BROKER_URL"] = self.choices.broker_url
            return
        port = ports.free_from(self.choices.mqtt_port)
        if port != self.choices.mqtt_port:
            self.say(f"port {self.choices.mqtt_port} is taken: the broker listens on {port}")
        self.env["BROKER_URL"] = f"mqtt://{ports.LOOPBACK}:{port}"
        self.env["MQTT_PORT"] = str(port)
        program = None if self.choices.broker == "amqtt" else broker.mosquitto()
        if self.choices.broker == "mosquitto" and program is None:
            raise BadChoice("BROKER=mosquitto, but Mosquitto is not installed here")
        self.supervisor.start(self.mosquitto(program, port) if program else self.amqtt(port))

    def mosquitto(self, program: str, port: int) -> Child:
        user = unprivileged.account()
        home = self.choices.data_dir / "broker"
        works = partial(self.broker_answers, port)
        return Child(
            "broker",
            lambda: [program, "-c", str(broker.write_configuration(home, port, user))],
            works,
            user=user,
            death_signal=signal.SIGTERM,
        )

    def amqtt(self, port: int) -> Child:
        self.say("Mosquitto is not installed: amqtt serves instead, slower and enough for a demonstration")
        return self.child("broker", ourselves("broker"), partial(self.broker_answers, port))

    def broker_answers(self, port: int, _: Keeper) -> bool:
        return broker.answers(port)

    def web_answers(self, _: Keeper) -> bool:
        # By our own door, but under the public name: Django answers to no other.
        name = urlsplit(self.choices.public_url).netloc
        knock = urllib.request.Request(f"{self.choices.address}/healthz", headers={"Host": name})  # noqa: S310
        try:
            with urllib.request.urlopen(knock, timeout=2):  # noqa: S310
                return True
        except urllib.error.HTTPError as answer:
            return answer.code == 503  # /healthz speaks of the database's trouble, so the web itself is well
        except OSError:
            return False

    def found_city(self) -> None:
        seed = city_seed(self.choices.data_dir, self.choices.seed)
        self.env["SIM_SEED"] = str(seed)
        if not (manifest := manifest_in(self.choices.data_dir)).exists():
            self.say("first start: founding the invented city")
            unfinished = manifest.with_suffix(".unfinished")
            # Certificates are told from the day of founding: a city founded years from now has valid ones too.
            today = f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m-%d}"
            options = ["--seed", str(seed), "--as-of", today, "--output", str(unfinished)]
            self.task("demo", "simulate", "fleet", *options)
            unfinished.rename(manifest)
        if self.choices.simulator:
            self.start_makers(manifest)
        # At every start, as the database may be another one than last time; what is there already is left alone.
        self.task("demo", "demo", "load", str(manifest))

    def start_makers(self, manifest: Path) -> None:
        """The verification service of the invented makers, before anybody asks it."""
        port = ports.free_from(MAKERS_PORT)
        self.env["MAKERS_URL"] = f"http://{ports.LOOPBACK}:{port}"
        command = ourselves("simulate", "makers", str(manifest), "--port", str(port))
        self.supervisor.start(self.child("makers", command, lambda _: not ports.is_free(port)))

    def simulate(self) -> list[str]:
        options = ["--broker", self.env["BROKER_URL"], "--web", self.choices.public_url, "--seed", self.env["SIM_SEED"]]
        if self.choices.speed is not None:
            options += ["--speed", f"{self.choices.speed:g}"]
        return ourselves("simulate", "run", *options)()

    def announce(self) -> None:
        if self.choices.demo:
            self.task("demo", "demo", "accounts")
        self.say(f"ready: open {self.choices.address}/ in a browser; Ctrl-C stops everything")
