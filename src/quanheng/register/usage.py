"""May this instrument be used on a day, and why (T4-4.2.5, N25-3.1, N25-3.3)? The law's answer to its life."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from quanheng.law.phase_out import Permission, phase_out
from quanheng.law.verification import Certificate, Codes, Validity, validity
from quanheng.register.life import LifeState
from quanheng.register.models import PRICE_SCALES, Instrument, Kind
from quanheng.register.models.instrument import SCALES

# What stands against using it, besides the law's own reasons; the pages show the first ones first.
OBSTACLES = ("scrapped", "stopped", "locked", "not-in-use", "standby", "verification", "phase-out")


@dataclass(frozen=True, slots=True)
class Usage:
    """``obstacles`` is empty where the instrument may be used."""

    obstacles: tuple[str, ...]
    verification: Validity
    phase_out: Permission | None

    @property
    def may_be_used(self) -> bool:
        return not self.obstacles

    @property
    def until(self) -> date | None:
        """The last day of the answer yes, as far as the record tells today."""
        days = [self.verification.valid_until, self.phase_out.until if self.phase_out else None]
        return min((day for day in days if day), default=None)

    def reasons(self, lang: str) -> list[str]:
        """Each obstacle in one sentence; or why it may be used."""
        return [_sentence(self, obstacle, lang) for obstacle in self.obstacles] or [self.verification.explain(lang)]

    def told(self, lang: str) -> list[tuple[str, list[str]]]:
        """Each reason with the clauses it rests on; none for what people, and not the law, decided."""
        cited = {
            "verification": [clause.cite(lang) for clause in self.verification.clauses],
            "phase-out": [self.phase_out.clause.cite(lang)] if self.phase_out else [],
        }
        obstacles = self.obstacles or ("verification",)
        return [
            (reason, cited.get(obstacle, [])) for obstacle, reason in zip(obstacles, self.reasons(lang), strict=True)
        ]

    def clauses(self, lang: str) -> list[str]:
        cited = [clause.cite(lang) for clause in self.verification.clauses]
        return [*cited, self.phase_out.clause.cite(lang)] if self.phase_out else cited


def usage(
    state: LifeState, on: date, *, is_price_scale: bool, conforming: bool, networked: bool, kind: str = Kind.TRADE_SCALE
) -> Usage:
    """The phase-out dates bind price-computing scales only."""
    held = verification_of(state, on, conforming=conforming and is_price_scale, kind=kind)
    allowed = None
    if is_price_scale:
        # One that is not in use yet is asked as if it were put into use on the day.
        since = min(state.in_use_since or on, on)
        allowed = phase_out(conforming=conforming, networked=networked, in_use_since=since, on=on).use
    against = {
        "scrapped": state.status == "scrapped",
        "stopped": state.status == "stopped",
        "locked": state.locked,
        "not-in-use": state.status == "registered",
        "standby": state.status == "standby",
        "verification": not held.valid,
        "phase-out": allowed is not None and not allowed.allowed,
    }
    return Usage(tuple(name for name in OBSTACLES if against[name]), held, allowed)


def usage_of(instrument: Instrument, state: LifeState, on: date) -> Usage:
    return usage(
        state,
        on,
        is_price_scale=instrument.kind in PRICE_SCALES,
        conforming=instrument.conforming,
        networked=instrument.networked,
        kind=instrument.kind,
    )


def lawful_kind(kind: str) -> str:
    """The kind as the law's tables of periods and seals call it: all scales are one."""
    return "scale" if kind in SCALES else kind


def verification_of(state: LifeState, on: date, *, conforming: bool, kind: str = Kind.TRADE_SCALE) -> Validity:
    """Three codes are asked only of price-computing scales of the new kind."""
    certificate = None
    if state.verified_on is not None:
        certificate = Certificate(state.verified_on, state.valid_until, passed=bool(state.passed))
    codes = Codes(state.production_code, state.repair_code, state.verification_code) if conforming else None
    return validity(
        certificate, on, seal_intact=state.seal_intact, codes=codes, since=state.since, kind=lawful_kind(kind)
    )


def _sentence(answer: Usage, obstacle: str, lang: str) -> str:
    if obstacle == "verification":
        return answer.verification.explain(lang)
    if obstacle == "phase-out" and answer.phase_out:
        return answer.phase_out.explain(lang)
    return {
        "scrapped": _("It is scrapped."),
        "stopped": _("It has been taken out of use."),
        "locked": _("It is locked, because its housing was opened; only an authorised person can unlock it."),
        "not-in-use": _("It has not been put into use."),
        "standby": _("It stands by: lent in place of another, it may be used."),
    }[obstacle]
