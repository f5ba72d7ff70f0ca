"""From when on a count proposes somebody. No text prints a number: each is a setting of the installation."""

from dataclasses import dataclass, fields

from django.conf import settings


@dataclass(frozen=True)
class Thresholds:
    """What each means stands in deploy/README.md and docs/key-supervision.md."""

    window_days: int
    least_hits: int
    least_weighings: int
    least_rechecks_of_others: int
    times: float
    chance: float
    least_cards: int
    least_referred: int
    overdue_days: int
    least_openings: int
    months: int


def thresholds() -> Thresholds:
    return Thresholds(**{one.name: settings.KEY_SUPERVISION[one.name] for one in fields(Thresholds)})
