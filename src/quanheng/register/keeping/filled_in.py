"""What somebody filled into a form, field by field: every mistake is told at once, each beside its field."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quanheng.register.credit_code import compact, wrong_in

REASON_MAX = 500
FIRST_YEAR, LAST_YEAR = 1900, 2200


class FilledIn:
    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.wrong: dict[str, str] = {}

    def refuse(self, name: str, why: object) -> None:
        self.wrong.setdefault(name, str(why))

    def done(self) -> None:
        """Raises ValidationError where anything was wrong."""
        if self.wrong:
            raise ValidationError(self.wrong)

    def text(self, name: str, most: int, *, must: bool = False) -> str:
        said = " ".join(_readable(str(self.given.get(name) or "")).split())
        if must and not said:
            self.refuse(name, _("Fill this in."))
        if len(said) > most:
            self.refuse(name, _("At most %(most)d characters.") % {"most": most})
        return said

    def reason(self) -> str:
        said = _readable(str(self.given.get("reason") or "")).strip()[:REASON_MAX]
        if not said:
            self.refuse("reason", _("Say why."))
        return said

    def ticked(self, name: str) -> bool:
        return self.given.get(name) in ("on", "true", "1", True)

    def choice(self, name: str, known: Iterable[str]) -> str:
        said = str(self.given.get(name) or "")
        if said not in set(known):
            self.refuse(name, _("Choose one."))
        return said

    def day(self, name: str, *, must: bool = False, latest: date | None = None) -> date | None:
        said = str(self.given.get(name) or "").strip()
        if not said:
            if must:
                self.refuse(name, _("Fill this in."))
            return None
        try:
            day = date.fromisoformat(said)
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.refuse(name, _("A day such as 2026-01-31."))
            return None
        if latest and day > latest:
            self.refuse(name, _("This day is still to come."))
        return day

    def number(self, name: str, least: Decimal, most: Decimal, places: int) -> Decimal | None:
        """None for nothing; otherwise within the limits, with so many decimal places at the most."""
        said = str(self.given.get(name) or "").strip()
        if not said:
            return None
        try:
            value = Decimal(said) if said.isascii() else None
        except InvalidOperation:
            value = None
        if value is None or not value.is_finite() or not least <= value <= most:
            told = {"least": least, "most": most}
            self.refuse(name, _("A number from %(least)s to %(most)s.") % told)
            return None
        return round(value, places)

    def credit_code(self, name: str, *, must: bool = False) -> str:
        code = compact(str(self.given.get(name) or ""))
        if must and not code:
            self.refuse(name, _("Fill this in."))
        elif code and (wrong := wrong_in(code)):
            self.refuse(name, wrong)
        return code

    def phone(self, name: str) -> str:
        said = self.text(name, 30)
        if said and (sum(sign.isdigit() for sign in said) < 3 or any(sign.isalpha() for sign in said)):
            self.refuse(name, _("A telephone number has digits only, such as 0000-1234567."))
        return said


def _readable(said: str) -> str:
    return "".join(sign for sign in said if unicodedata.category(sign) not in ("Cc", "Cs") or sign in "\n\t")
