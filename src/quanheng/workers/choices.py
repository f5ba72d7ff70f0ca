"""What a person may choose for `quanheng run`, read from the environment and checked before anything starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class BadChoice(ValueError):
    """An environment variable that cannot be obeyed; the text names it and what it may be."""


@dataclass(frozen=True)
class Choices:
    data_dir: Path
    port: int
    mqtt_port: int
    host: str
    public_url: str
    database_url: str | None
    broker_url: str | None
    broker: str | None
    demo: bool
    simulator: bool
    seed: int | None
    speed: float | None

    @property
    def address(self) -> str:
        """Where this machine itself reaches the web."""
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104
        return f"http://{host}:{self.port}"


def chosen(environment: Mapping[str, str] = os.environ) -> Choices:
    demo = flag(environment, "QUANHENG_DEMO", default=True)
    web_port = port(environment, "PORT", 8000)
    return Choices(
        data_dir=Path(environment.get("DATA_DIR") or ".data").resolve(),
        port=web_port,
        mqtt_port=port(environment, "MQTT_PORT", 1883),
        host=environment.get("LISTEN_HOST") or "127.0.0.1",
        public_url=environment.get("PUBLIC_URL") or f"http://127.0.0.1:{web_port}",
        database_url=environment.get("DATABASE_URL") or None,
        broker_url=environment.get("BROKER_URL") or None,
        broker=broker(environment),
        demo=demo,
        simulator=demo and not flag(environment, "NO_SIMULATOR", default=False),
        seed=seed(environment),
        speed=speed(environment),
    )


def port(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise BadChoice(f"{name} must be a port number from 1 to 65535, not {text!r}")
    return int(text)


def flag(environment: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = environment.get(name) or ("1" if default else "0")
    if text not in ("0", "1"):
        raise BadChoice(f"{name} must be 0 or 1, not {text!r}")
    return text == "1"


def broker(environment: Mapping[str, str]) -> str | None:
    text = environment.get("BROKER") or None
    if text not in (None, "mosquitto", "amqtt"):
        raise BadChoice(f"BROKER must be mosquitto or amqtt, not {text!r}")
    return text


def seed(environment: Mapping[str, str]) -> int | None:
    text = environment.get("SIM_SEED")
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        raise BadChoice(f"SIM_SEED must be a whole number, not {text!r}")
    return int(text)


def speed(environment: Mapping[str, str]) -> float | None:
    text = environment.get("SIM_SPEED")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 10_000:
        raise BadChoice(f"SIM_SPEED must be a number above 0 and at most 10000, not {text!r}")
    return value
