"""Correct or complete what the register says of an instrument: an event of its life, with before, after and why.

Its identity (maker, model, serial number) is not described anew: another identity is another instrument.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.law.instruments import Intervals
from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.register.form_key import form_key
from quanheng.register.kinds import forms, told
from quanheng.register.kinds.table import DESCRIPTIONS
from quanheng.register.models import Instrument, InstrumentEvent
from quanheng.register.models.instrument import SCALES
from quanheng.register.models.verification import VerificationState
from quanheng.register.record import Report, record
from quanheng.register.verifying.reasons import required_reason

# Columns that every kind has; the numbers are how much each may hold.
COLUMNS = {
    "accuracy_class": (gettext_lazy("Accuracy class"), 10),
    "measuring_range": (gettext_lazy("Measuring range"), 80),
    "intervals": (gettext_lazy("Max/e"), 60),
    "type_approval_number": (gettext_lazy("Type approval number"), 60),
    "origin": (gettext_lazy("Origin"), 80),
    "install_site": (gettext_lazy("Installed at"), 120),
}
# What only a ledger tells, by names of the model's own.
CHOSEN = {"purpose": gettext_lazy("Purpose"), "submission": gettext_lazy("How it is presented")}
# What of an instrument may be corrected, whatever its kind, besides where it is installed.
PARTICULARS = (*(name for name in COLUMNS if name != "install_site"), *CHOSEN)
Given = Mapping[str, str]


def columns_of(kind: str) -> list[str]:
    """Only scales have partial weighing ranges."""
    return [name for name in COLUMNS if name != "intervals" or kind in SCALES]


@transaction.atomic
def describe(device_id: str, given: Given, *, by: User, at: datetime) -> Instrument:
    """Raises Instrument.DoesNotExist for a stranger, ValidationError by field. A form sent twice changes once."""
    rows = Instrument.objects.select_for_update(no_key=True).filter(within(by))
    instrument = rows.get(device_id=device_id)
    key = form_key(given)
    if InstrumentEvent.objects.filter(instrument=instrument, source="staff", key=key).exists():
        return instrument
    _refuse_under_verification(instrument)
    columns, details, reason = _checked(instrument.kind, given)
    before = {**{name: getattr(instrument, name) for name in columns}, **instrument.details}
    after = {**columns, **details}
    if before == after:
        raise ValidationError({"state": _("Nothing was changed.")})
    for name, value in columns.items():
        setattr(instrument, name, value)
    instrument.details = details
    instrument.save(update_fields=[*columns, "details"])
    differ = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    facts = {"before": _only(before, differ), "after": _only(after, differ)}
    record(instrument, Report("described", at, key, facts, reason), source="staff", by=by)
    audit.note("instrument-described", device_id, user=by, area=instrument.area, reason=reason, **facts)
    return instrument


def _refuse_under_verification(instrument: Instrument) -> None:
    """What is tried follows from what it is: neither changes while the other goes on."""
    if instrument.verifications.filter(state=VerificationState.DOING).exists():
        raise ValidationError({"state": _("It is being verified: wait until that has ended, or have it withdrawn.")})


def _only(told: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: told[name] for name in names if name in told}


def _checked(kind: str, given: Given) -> tuple[dict[str, str], dict[str, Any], str]:
    """All that is wrong is said at once."""
    wrong: dict[str, Any] = {}
    columns, details, reason = {}, {}, ""
    for check in (lambda: columns.update(plain_columns(kind, given)), lambda: details.update(details_of(kind, given))):
        try:
            check()
        except ValidationError as error:
            wrong |= error.message_dict
    try:
        reason = required_reason(given.get("reason", ""))
    except ValidationError as error:
        wrong |= error.message_dict
    if wrong:
        raise ValidationError(wrong)
    return columns, details, reason


def plain_columns(kind: str, given: Given) -> dict[str, str]:
    """The columns of every kind, each as long as it may be; a scale's ranges can be read."""
    said = {name: given.get(name, "").replace("\0", "").strip() for name in columns_of(kind)}
    wrong = {
        name: _("Enter at most %(most)d characters.") % {"most": COLUMNS[name][1]}
        for name, text in said.items()
        if len(text) > COLUMNS[name][1]
    }
    if said.get("intervals"):
        try:
            said["intervals"] = str(Intervals.parse(said["intervals"].replace("，", ",")))
        except ValueError:
            wrong["intervals"] = _("Enter Max and e as 15kg/5g, or of several ranges as 15kg/5g,30kg/10g.")
    if wrong:
        raise ValidationError(wrong)
    return said


def details_of(kind: str, given: Given) -> dict[str, Any]:
    """The fields of the kind, checked, as they are kept."""
    try:
        return told.kept(forms.read(DESCRIPTIONS[kind], given))
    except forms.DetailsUnfit as unfit:
        raise ValidationError({name: str(one) for name, one in unfit.wrong.items()}) from None


def changes_told(event: InstrumentEvent) -> list[tuple[str, str, str]]:
    """Label, before and after of everything that an event changed."""
    return changes_between(event.instrument.kind, event.facts["before"], event.facts["after"])


def changes_between(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    plain = [
        (str(COLUMNS[name][0]), before.get(name, ""), after.get(name, ""))
        for name in COLUMNS
        if name in before or name in after
    ]
    chosen = [
        (str(label), _choice(name, before.get(name, "")), _choice(name, after.get(name, "")))
        for name, label in {"kind": gettext_lazy("Kind of instrument"), **CHOSEN}.items()
        if name in before or name in after
    ]
    return plain + chosen + told.changed(kind, before, after)


def _choice(name: str, value: str) -> str:
    return str(dict(Instrument._meta.get_field(name).choices).get(value, value))
