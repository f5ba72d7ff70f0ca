"""What to do about an outcome, and what may innocently be behind it, in plain words.

A finding names its innocent explanations: a moved scale, a swapped label, a slip of the pen are more frequent than a
copy.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quanheng.law.verification import identity_clauses
from quanheng.register.identity.outcome import CLONE, ELSEWHERE, MATCH, MISMATCH, UNKNOWN
from quanheng.register.models import IdentityCheck


@dataclass(frozen=True, slots=True)
class Advice:
    todo: tuple[Promise, ...]
    innocent: tuple[Promise, ...] = ()


_TODO = {
    MATCH: (_("This is the scale that the register knows. It may be verified today, and used if its page says so."),),
    ELSEWHERE: (
        _("Ask who brought it here and since when; if it was moved, have the move entered."),
        _(
            "If it is networked: switch it off, wait two minutes and check again with “It is switched off”. If the"
            " register still hears it, there are two."
        ),
        _("Do not verify it before its place is right."),
    ),
    MISMATCH: (
        _("Do not verify it. Look at the marked fields once more, with a second person."),
        _("If it stays so: take it out of use, photograph plate, codes and seal, and refer it to the regulator."),
    ),
    CLONE: (
        _("Take this scale out of use and keep it where it is; photograph plate, codes and seal."),
        _("Have somebody look at the other place at the same time, and compare both with the maker's record."),
        _("Refer it to the regulator; a person decides which of the two is the scale on record."),
    ),
    UNKNOWN: (
        _("Read the code again, or enter plate and serial number instead; check that no sign was left out."),
        _("If it is not in the register: it may not be used for trade until it was entered and verified."),
        _("Ask for the invoice and the maker's certificate; where there are none, refer it to the regulator."),
    ),
}
_INNOCENT = {
    ELSEWHERE: (
        _("It was moved, or lent to a neighbour, and nobody entered it."),
        _("The stall or market was entered wrongly in the register."),
    ),
    CLONE: (
        _("Somebody chose the wrong place for one of the two checks."),
        _("A label was put on the wrong scale when several were set up at once."),
        _("The scale was carried over within minutes, as between two stalls of one owner."),
    ),
    UNKNOWN: (
        _("The maker delivered it, and nobody has entered it yet."),
        _("A sign was misread: 0 and O, 1 and I, 8 and B."),
    ),
}
_OF_FIELD = {
    "maker": (_("The maker writes its name in short on the plate, or has changed it."),),
    "model": (_("The plate names a variant of the model; a clerk entered another."),),
    "serial": (
        _("A clerk mistyped the serial number."),
        _("The label was put on the wrong scale."),
    ),
    "production_code": (_("A code was misread, or mistyped when it was entered."),),
    "repair_code": (_("It was repaired, and the repairer has not entered it yet."),),
    "verification_code": (_("The label is worn off, or a new one was not put on yet."),),
    "seal_number": (_("It was sealed anew, and the number of the seal was not entered."),),
    "seal": (_("A seal breaks by itself when a scale is dropped or cleaned."),),
    "life": (_("Another scale was scrapped and this one struck off by mistake."),),
}
_OF_MAKER = _("The maker's own records have gaps, or it answers for another scale.")


def advice(check: IdentityCheck) -> Advice:
    innocent = list(_INNOCENT.get(check.outcome, ()))
    if check.outcome in (MISMATCH, CLONE):
        against = [one["name"] for one in check.compared if one["verdict"] in ("differs", "missing")]
        innocent += [said for name in against for said in _OF_FIELD.get(name, ())]
    answer = check.maker_answer.get("answer")
    if check.outcome == MISMATCH and answer and (not answer["made"] or "differs" in answer["marks"].values()):
        innocent.append(_OF_MAKER)
    return Advice(_TODO[check.outcome], tuple(innocent))


def clauses(lang: str) -> list[str]:
    return [clause.cite(lang) for clause in identity_clauses()]
