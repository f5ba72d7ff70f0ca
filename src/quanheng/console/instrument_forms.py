"""Enter an instrument of any kind by hand, and change what the register says of one."""

from collections.abc import Mapping
from secrets import token_urlsafe

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.own_fields import BLANK_ROWS, Question, lists, questions
from quanheng.register import describing, instrument_list, registering
from quanheng.register.importing.columns import INSTRUMENTS, Column
from quanheng.register.importing.entry import CHOICES
from quanheng.register.kinds import forms, told
from quanheng.register.models import Instrument, Kind

MORE_ROWS = 10
IDENTITY = ("maker", "model", "serial", "gtin")
WHERE = ("place", "region", "stall")
PAST = ("in_use_on", "verified_on", "valid_until", "certificate_number", "verification_body")
DAYS = ("in_use_on", "verified_on", "valid_until")
HINTS = {
    "place": gettext_lazy("Its full name, as in the register"),
    "region": gettext_lazy("Only where several places have this name"),
    "intervals": gettext_lazy("15kg/5g, or 15kg/5g,30kg/10g"),
    "verified_on": gettext_lazy("If it has a certificate already"),
}
Texts = Mapping[str, str]


@staff("register-instruments")
def new(request: HttpRequest) -> HttpResponse:
    """First the kind is chosen, as it decides what is asked."""
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    if kind not in Kind.values:
        return render(request, "console/instrument_kinds.html", {"kinds": Kind.choices})
    if request.method != "POST":
        asked = request.GET.get("place", "").replace("\0", "")[:80]
        known = {"place": asked or registering.own_place(request.user)}
        return _new_page(request, kind, known, {})
    given = _given(request)
    if "more" in given:
        return _new_page(request, kind, given, {})
    try:
        made = registering.register(kind, given, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _new_page(request, kind, given, first_messages(wrong))
    messages.success(request, _("It is in the register now."))
    return redirect("console:instrument", device_id=made.device_id)


@staff("describe-instruments")
def describe(request: HttpRequest, device_id: str) -> HttpResponse:
    try:
        instrument = instrument_list.instrument(request.user, device_id)
    except Instrument.DoesNotExist:
        raise Http404 from None
    if request.method != "POST":
        return _describe_page(request, instrument, _as_typed(instrument), {})
    given = _given(request)
    if "more" in given:
        return _describe_page(request, instrument, given, {})
    try:
        describing.describe(device_id, given, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _describe_page(request, instrument, given, first_messages(wrong))
    messages.success(request, _("Recorded."))
    return redirect("console:instrument", device_id=device_id)


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items()}


def _as_typed(instrument: Instrument) -> dict[str, str]:
    columns = {name: getattr(instrument, name) for name in describing.columns_of(instrument.kind)}
    return {**columns, **forms.typed(told.described(instrument))}


def _new_page(request: HttpRequest, kind: str, given: Texts, errors: Texts) -> HttpResponse:
    context = {
        "kind": Kind(kind),
        "identity": _ledger_questions(IDENTITY, given, errors),
        "where": _ledger_questions(WHERE, given, errors),
        "particulars": _columns(kind, given, errors) + _ledger_questions(tuple(CHOICES), given, errors),
        "past": _ledger_questions(PAST, given, errors),
    }
    return _form(request, "console/instrument_new.html", kind, given, errors, context)


def _describe_page(request: HttpRequest, instrument: Instrument, given: Texts, errors: Texts) -> HttpResponse:
    context = {"instrument": instrument, "particulars": _columns(instrument.kind, given, errors), "given": given}
    return _form(request, "console/instrument_describe.html", instrument.kind, given, errors, context)


def _form(
    request: HttpRequest, page: str, kind: str, given: Texts, errors: Texts, context: Mapping[str, object]
) -> HttpResponse:
    blank = MORE_ROWS if "more" in given else BLANK_ROWS
    own = {
        "own": questions(kind, given, errors),
        "lists": lists(kind, given, errors, blank),
        "errors": errors,
        "key": given.get("key") or token_urlsafe(24),
    }
    return render(request, page, {**context, **own}, status=422 if errors else 200)


def _columns(kind: str, given: Texts, errors: Texts) -> list[Question]:
    return [
        Question(
            name,
            describing.COLUMNS[name][0],
            given.get(name, ""),
            errors.get(name, ""),
            characters=describing.COLUMNS[name][1],
            hint=HINTS.get(name, ""),
        )
        for name in describing.columns_of(kind)
    ]


def _ledger_questions(names: tuple[str, ...], given: Texts, errors: Texts) -> list[Question]:
    """Asked as the columns of a ledger are."""
    columns = {column.name: column for column in INSTRUMENTS}
    return [_ledger_question(columns[name], given, errors) for name in names]


def _ledger_question(column: Column, given: Texts, errors: Texts) -> Question:
    choices = {value: word for word, value in CHOICES.get(column.name, {}).items()}
    return Question(
        column.name,
        column.label,
        given.get(column.name, ""),
        errors.get(column.name, ""),
        "choice" if choices else "day" if column.name in DAYS else "text",
        choices={value: _choice_name(column.name, value) for value in choices},
        characters=column.characters,
        required=column.required,
        hint=HINTS.get(column.name, ""),
    )


def _choice_name(column: str, value: str) -> str:
    return str(dict(Instrument._meta.get_field(column).flatchoices)[value])
