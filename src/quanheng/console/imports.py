"""Ledgers sent in by an office: send one, say what its columns are, see what is wrong with it, have it entered."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quanheng.console import export
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, read_number_key
from quanheng.console.sheets.administration import LEDGER_CHANGES, SENT_LEDGERS
from quanheng.register.importing import error_file, jobs
from quanheng.register.importing.corrections import in_words
from quanheng.register.importing.empty_sheet import empty_sheet
from quanheng.register.importing.faults import FILE_WORDS, SheetUnreadable, words
from quanheng.register.importing.ledgers import LEDGERS
from quanheng.register.models import ImportJob

FAULTS_SHOWN = 50
CHANGES_SHOWN = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff("import-ledgers")
def page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _send(request)
    return _list(request)


def _list(request: HttpRequest, wrong: str = "") -> HttpResponse:
    sent = Leaves(lambda before: jobs.jobs(request.user, read_number_key(before)), lambda job: job.pk)
    if export.is_asked(request):
        return export.answer(request, SENT_LEDGERS, sent)
    context = {
        "found": sent.leaf(request.GET.get("before", "")),
        "wrong": wrong,
        "ledgers": [(name, one.label) for name, one in LEDGERS.items()],
        "chosen": request.POST.get("of") or request.GET.get("of", ""),
    }
    return render(request, "console/imports.html", context, status=422 if wrong else 200)


def _send(request: HttpRequest) -> HttpResponse:
    file, ledger = request.FILES.get("ledger"), request.POST.get("of", "instruments")
    if ledger not in LEDGERS:
        return _list(request, _("Say what the ledger is about."))
    if file is None:
        return _list(request, _("Choose a file."))
    try:
        job = jobs.send(request.user, file.name or "", file.chunks(), ledger)
    except SheetUnreadable as why:
        return _list(request, str(FILE_WORDS[why.code]))
    return redirect("console:import", job=job.pk)


@staff("import-ledgers")
def template(_request: HttpRequest, ledger: str) -> HttpResponse:
    if ledger not in LEDGERS:
        raise Http404
    told = {"Content-Disposition": f'attachment; filename="{ledger}.xlsx"'}
    return HttpResponse(empty_sheet(LEDGERS[ledger]), content_type=XLSX, headers=told)


@staff("import-ledgers")
def one(request: HttpRequest, job: int) -> HttpResponse:
    return _page(request, _job(request, job), {})


@staff("import-ledgers")
def progress(request: HttpRequest, job: int) -> HttpResponse:
    """A fragment that asks for itself again; when the importer is done, the whole page is asked for."""
    found = _job(request, job)
    answer = render(request, "console/parts/import_progress.html", _standing(found))
    if found.stage not in ("check", "load"):
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@staff("import-ledgers")
def check(request: HttpRequest, job: int) -> HttpResponse:
    found = _job(request, job)
    chosen = {column.name: request.POST.get(column.name, "") for column in LEDGERS[found.ledger].columns}
    mapping = {name: int(at) for name, at in chosen.items() if at.isdecimal() and len(at) < 4}
    try:
        jobs.check(found, mapping)
    except ValidationError as wrong:
        found.mapping = mapping
        return _page(request, found, {name: said[0] for name, said in wrong.message_dict.items()})
    return redirect("console:import", job=job)


@require_POST
@staff("import-ledgers")
def load(request: HttpRequest, job: int) -> HttpResponse:
    try:
        jobs.load(_job(request, job), request.user, update=request.POST.get("update_known") == "on")
    except ValidationError as wrong:
        messages.error(request, wrong.messages[0])
    return redirect("console:import", job=job)


@staff("import-ledgers")
def changes(request: HttpRequest, job: int) -> HttpResponse:
    """What the rows say otherwise of instruments on record, field by field."""
    found = _job(request, job)
    listed = Leaves(lambda after: jobs.changes(found, read_number_key(after) or 0), lambda row: row.row, in_words)
    if export.is_asked(request):
        return export.answer(request, LEDGER_CHANGES, listed)
    leaf = listed.leaf(request.GET.get("after", ""))
    context = {"job": found, "rows": in_words(leaf.rows), "next": leaf.next}
    return render(request, "console/import_changes.html", context)


@staff("import-ledgers")
def faults(request: HttpRequest, job: int) -> HttpResponse:
    found = _job(request, job)
    try:
        file = error_file.error_file(found)
    except SheetUnreadable as why:
        messages.error(request, FILE_WORDS[why.code])
        return redirect("console:import", job=job)
    return FileResponse(file, as_attachment=True, filename=f"import-{found.pk}-problems.xlsx", content_type=XLSX)


def _job(request: HttpRequest, number: int) -> ImportJob:
    found = jobs.jobs(request.user).filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, job: ImportJob, wrong: dict[str, str]) -> HttpResponse:
    shown = list(job.faults.order_by("row", "pk")[:FAULTS_SHOWN])
    context = _standing(job) | {
        "columns": [(one, job.mapping.get(one.name), wrong.get(one.name)) for one in LEDGERS[job.ledger].columns],
        "ledger_has_rare": any(one.rare for one in LEDGERS[job.ledger].columns),
        "about": LEDGERS[job.ledger].label,
        "headings": list(enumerate(job.headings)),
        "faults": [(one, error_file.heading_of(job, one.column), words(one.code, one.facts)) for one in shown],
        "otherwise": in_words(jobs.changes(job)[:CHANGES_SHOWN]),
        "wrong": wrong,
        "refused_for": FILE_WORDS.get(job.refused_for, ""),
    }
    try:
        context["preview"] = jobs.preview(job) if job.stage in ("mapping", "checked") else []
    except SheetUnreadable as why:
        context["refused_for"] = FILE_WORDS[why.code]
    return render(request, "console/import.html", context, status=422 if wrong else 200)


def _standing(job: ImportJob) -> dict[str, object]:
    """Percent are known once the file was read to its end."""
    percent = min(100, 100 * job.position // job.last_row) if job.last_row else None
    return {"job": job, "percent": percent, "accepted": job.accepted_rows}
