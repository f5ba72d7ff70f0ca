"""MQTT topic names. A broker's access rules are written in the same three lines (deploy/mosquitto.acl)."""

ROOT = "quanheng/v1"
ALL_UP = f"{ROOT}/+/up/#"


def records(scale: str) -> str:
    return f"{ROOT}/{scale}/up/records"


def status(scale: str) -> str:
    return f"{ROOT}/{scale}/up/status"


def receipt(scale: str) -> str:
    return f"{ROOT}/{scale}/down/receipt"


def sender(topic: str) -> str | None:
    """The scale that a topic belongs to, or None for a topic that is not ours."""
    parts = topic.split("/")
    return parts[2] if len(parts) == 5 and topic.startswith(ROOT + "/") else None
