"""Until when a verification holds, whether it holds on a day, and whether a scale may be verified at all.

Sources: Metrology Law, Art. 9; T/GDSM 0004—2022, 4.2.5; SAMR notice on price-computing scales and JJG 1204—2025 for the
three codes and the seal. Requirements T4-4.2.5, N25-3.3.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from quanheng.law.errors import OutsideTable
from quanheng.law.sources import Clause, Confidence, clause_from
from quanheng.law.tables import load
from quanheng.law.wording import in_language

LastDay = Literal["day-before", "same-day"]
"""How the last day is counted where a certificate prints none: docs/adr/0021-the-last-day-of-a-verification.md."""

LAST_DAYS: Final = ("day-before", "same-day")
_REASONS: Final = {
    "not-verified": ("没有检定", "it was not verified"),
    "failed": ("检定不合格", "it failed its verification"),
    "expired": ("超过检定有效期", "its verification has run out"),
    "seal-broken": ("铅封破坏或缺失", "its seal is broken or missing"),
    "production-code": ("生产码无效或缺失", "its production code is invalid or missing"),
    "repair-code": ("维修码无效或缺失", "its repair code is invalid or missing"),
    "verification-code": ("检定码无效或缺失", "its verification code is invalid or missing"),
    "identity-mismatch": (
        "唯一性信息没有核对，或与出厂记录不符",
        "its identity was not compared with the record, or differs from it",
    ),
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """The newest certificate of an instrument; `valid_until` is None where it prints no last day."""

    verified_on: date
    valid_until: date | None = None
    passed: bool = True


@dataclass(frozen=True, slots=True)
class Codes:
    """The three codes of a scale of the new kind: whether each was found and is valid (三码)."""

    production: bool
    repair: bool
    verification: bool

    def invalid(self) -> tuple[str, ...]:
        """The codes that are not, by the codes of their reasons."""
        found = {"production-code": self.production, "repair-code": self.repair, "verification-code": self.verification}
        return tuple(code for code, is_valid in found.items() if not is_valid)


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that happened to an instrument; its kind is a key of `event` in the table."""

    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a verification holds on a day. `reasons` are stable codes, none where it holds.

    Besides those of `_REASONS` there is `voided-by-` with the kind of event, on `voided_on`.
    """

    valid_until: date | None
    voided_on: date | None
    reasons: tuple[str, ...]
    clauses: tuple[Clause, ...]

    @property
    def valid(self) -> bool:
        """Whether the instrument may be used as far as its verification goes."""
        return not self.reasons

    def explain(self, lang: str) -> str:
        """The answer in one sentence."""
        if self.valid and self.valid_until is None:
            return in_language(
                lang,
                "检定合格；证书未写明有效期，也未录入该器具的检定周期，不能判断是否到期。",
                "It passed its verification; when that ends is not on the certificate, and no period is on file.",
            )
        if self.valid:
            return in_language(
                lang, f"检定有效，至 {self.valid_until}。", f"The verification holds until {self.valid_until}."
            )
        why = in_language(lang, "；", "; ").join(_why(code, lang) for code in self.reasons)
        return in_language(lang, f"检定无效，不得使用：{why}。", f"The verification does not hold: {why}.")

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The answer in JSON; clauses are cited in `lang`."""
        return {
            "covered": True,
            "valid": self.valid,
            "valid_until": self.valid_until and self.valid_until.isoformat(),
            "voided_on": self.voided_on and self.voided_on.isoformat(),
            "reasons": list(self.reasons),
            "clauses": [clause.cite(lang) for clause in self.clauses],
        }


def _why(code: str, lang: str) -> str:
    if code in _REASONS:
        return in_language(lang, *_REASONS[code])
    event = events()[code.removeprefix("voided-by-")]
    return in_language(lang, f"检定后有过{event['zh']}，须重新检定", f"{event['en']} since the verification")


def events() -> dict[str, dict[str, Any]]:
    """The kinds of event on file, with their names and whether they void a verification."""
    return dict(load("verification")["event"])


def validity(
    certificate: Certificate | None,
    on: date,
    *,
    seal_intact: bool = True,
    codes: Codes | None = None,
    since: Sequence[LifeEvent] = (),
    last_day: LastDay = "day-before",
    kind: str = "scale",
) -> Validity:
    """Whether the verification of an instrument holds on a day.

    `kind` is "scale" or another kind with an `interval`; where the certificate prints no last day and the kind has
    none on file, the verification holds as long as nothing else ends it, and `valid_until` is None.

    `codes` is None for a scale of the old kind, of which none are asked. Of the events in `since` those count that void
    a verification and happened after it, up to the day; one on the day of the verification went before it, as the
    verifier looks at the finished scale. A certificate of a later day does not count. Raises `ValueError` for an
    unknown kind of event.
    """
    clauses = _validity_clauses(codes, kind)
    if certificate is None or certificate.verified_on > on:
        return Validity(None, None, ("not-verified",), clauses)
    until = certificate.valid_until or _counted(certificate.verified_on, last_day, kind)
    voided = _voiding(since, certificate.verified_on, on)
    found = {"failed": not certificate.passed, "expired": until is not None and until < on}
    reasons = [code for code, is_so in found.items() if is_so]
    reasons += [f"voided-by-{event.kind}" for event in voided]
    reasons += [] if seal_intact or not is_sealed(kind) else ["seal-broken"]
    reasons += codes.invalid() if codes else ()
    return Validity(until, voided[0].on if voided else None, tuple(reasons), clauses)


def _counted(verified_on: date, last_day: LastDay, kind: str) -> date | None:
    try:
        return valid_until(verified_on, last_day, kind)
    except OutsideTable:
        return None


def is_sealed(kind: str) -> bool:
    """Whether a seal is asked of the kind, so that a broken one voids its verification."""
    return kind in load("verification")["seals"]["kinds"]


def _voiding(since: Sequence[LifeEvent], verified_on: date, on: date) -> list[LifeEvent]:
    known = events()
    if unknown := [event.kind for event in since if event.kind not in known]:
        raise ValueError(f"not a kind of event: {unknown[0]!r}")
    after = [event for event in since if known[event.kind]["voids"] and verified_on < event.on <= on]
    return sorted(after, key=lambda event: event.on)[:1]


def _validity_clauses(codes: Codes | None, kind: str) -> tuple[Clause, ...]:
    """The group standard is on the scales of markets; of no other instrument does it say anything."""
    table = load("verification")
    asked = [
        table["validity"]["mandatory"],
        *([table["validity"]["clause"]] if kind == "scale" else []),
        *([table["marks"]["clause"]] if codes else []),
    ]
    return tuple(clause_from(row) for row in asked)


def valid_until(verified_on: date, last_day: LastDay = "day-before", kind: str = "scale") -> date:
    """The last day of a verification whose certificate prints none; also the day by which the next one is due.

    Raises `OutsideTable` for a kind of instrument whose period is not on file.
    """
    if last_day not in LAST_DAYS:
        raise ValueError(f"not a way to count the last day: {last_day!r}")
    months = interval(kind, verified_on).months
    year, month = divmod(verified_on.year * 12 + verified_on.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    if verified_on.day > length:
        return date(year, month + 1, length)
    anniversary = date(year, month + 1, verified_on.day)
    return anniversary - timedelta(days=1) if last_day == "day-before" else anniversary


@dataclass(frozen=True, slots=True)
class Interval:
    """How long a verification of a kind holds; `is_replaced` where the instrument is replaced at its end."""

    months: int
    is_replaced: bool
    confidence: Confidence
    clause: Clause


def interval(kind: str, on: date) -> Interval:
    """The period of a kind for a verification of a day. Raises `OutsideTable` where none is on file."""
    rows = [row for row in load("verification")["interval"] if row["kind"] == kind and row.get("from_on", on) <= on]
    if not rows:
        raise OutsideTable("interval-not-on-file")
    row = rows[-1]
    return Interval(row["months"], row.get("ends") == "replaced", row["confidence"], clause_from(row["clause"]))


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a scale of the new kind may be verified; `missing` are stable codes of what is not in order."""

    missing: tuple[str, ...]
    clauses: tuple[Clause, ...]

    @property
    def ready(self) -> bool:
        """Whether all four are in order."""
        return not self.missing

    def explain(self, lang: str) -> str:
        """The answer in one sentence."""
        if self.ready:
            return in_language(lang, "三码一封齐全有效，可以检定。", "Codes and seal are in order; it may be verified.")
        why = in_language(lang, "；", "; ").join(in_language(lang, *_REASONS[code]) for code in self.missing)
        return in_language(lang, f"不予检定：{why}。", f"It may not be verified: {why}.")


def identity_clauses() -> tuple[Clause, ...]:
    """Where it is written that a scale is compared with the record of its making (唯一性信息核查)."""
    table = load("verification")
    return clause_from(table["identity"]["clause"]), clause_from(table["identity"]["regulation"])


def may_be_verified(codes: Codes, *, seal_intact: bool, identity_matches: bool, first: bool) -> Readiness:
    """Whether codes, seal and identity let a scale of the new kind be verified (三码一封, 唯一性信息核查).

    At the first verification there is no verification code yet, as passing it makes one.
    """
    missing = [code for code in codes.invalid() if not (first and code == "verification-code")]
    missing += [] if seal_intact else ["seal-broken"]
    missing += [] if identity_matches else ["identity-mismatch"]
    marks = load("verification")["marks"]
    return Readiness(tuple(missing), (clause_from(marks["clause"]), clause_from(marks["regulation"])))
