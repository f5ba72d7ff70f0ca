"""Legal persons by their credit code: enter one, change what is known of it, close it. None is ever deleted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.people.areas import contains, within
from quanheng.register import find
from quanheng.register.credit_code import compact
from quanheng.register.keeping.change import Doer, added, changed
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.models import Organisation, Region

DOES = {
    "is_office": gettext_lazy("Market regulation office"),
    "runs_places": gettext_lazy("Runs places"),
    "makes": gettext_lazy("Makes instruments"),
    "repairs": gettext_lazy("Repairs instruments"),
    "verifies": gettext_lazy("Verifies instruments"),
}
FIELDS = ("uscc", "name", "area", "address", "phone", *DOES)


def organisations(viewer: object, words: str = "", does: str = "", after: str = "") -> QuerySet[Organisation]:
    """By code; ``words`` are a part of the name or the beginning of the code."""
    rows = Organisation.objects.filter(within(viewer)).order_by("uscc")
    if words:
        code = compact(words)
        is_code = code.isascii() and code[:2].isdigit()
        named = {"uscc__startswith": code} if is_code else {"pk__in": find.named(Organisation, viewer, words, "name")}
        rows = rows.filter(**named)
    if does in DOES:
        rows = rows.filter(**{does: True})
    return rows.filter(uscc__gt=after) if after else rows


def read(given: Mapping[str, Any], by: Doer) -> tuple[FilledIn, dict[str, Any]]:
    form = FilledIn(given)
    values: dict[str, Any] = {
        "uscc": form.credit_code("uscc", must=True),
        "name": form.text("name", 120, must=True),
        "address": form.text("address", 200),
        "phone": form.phone("phone"),
        "area": str(given.get("area", ""))[:120],
        **{name: form.ticked(name) for name in DOES},
    }
    if not any(values[name] for name in DOES):
        form.refuse("does", _("Say what it does for instruments."))
    known = Region.objects.filter(area=values["area"]).exists() or values["area"] == ""
    if not known or not contains(by.user, values["area"]):
        form.refuse("area", _("Choose a region of your area."))
    return form, values


@transaction.atomic
def enter(given: Mapping[str, Any], by: Doer) -> Organisation:
    form, values = read(given, by)
    form.done()
    taken = _("An organisation with this code is registered already.")
    try:
        with transaction.atomic():
            made = Organisation.objects.create(**values)
    except IntegrityError:
        form.refuse("uscc", taken)
        form.done()
    added("organisation-added", made, by, FIELDS)
    return made


@transaction.atomic
def change(row: Organisation, given: Mapping[str, Any], by: Doer) -> None:
    """Everything but the code, by which it is known."""
    held = Organisation.objects.select_for_update().get(pk=row.pk)
    form, values = read({**given, "uscc": held.uscc}, by)
    reason = form.reason()
    form.done()
    if not changed("organisation-changed", held, values, by, reason):
        form.refuse("name", _("Nothing was changed."))
        form.done()


@transaction.atomic
def close(row: Organisation, given: Mapping[str, Any], by: Doer, today: date) -> None:
    form = FilledIn(given)
    on, reason = form.day("closed_on", must=True, latest=today), form.reason()
    held = Organisation.objects.select_for_update().get(pk=row.pk)
    if held.closed_on:
        form.refuse("closed_on", _("It is so already."))
    form.done()
    changed("organisation-closed", held, {"closed_on": on}, by, reason)


@transaction.atomic
def reopen(row: Organisation, given: Mapping[str, Any], by: Doer) -> None:
    form = FilledIn(given)
    reason = form.reason()
    form.done()
    held = Organisation.objects.select_for_update().get(pk=row.pk)
    changed("organisation-reopened", held, {"closed_on": None}, by, reason)
