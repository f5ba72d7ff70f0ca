"""An act on many instruments: begun from a list, looked at before it is done, and what became of each."""

from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from quanheng.console import chosen, export, filters
from quanheng.console.complaints import first_messages
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves, read_number_key
from quanheng.console.sheets.bulk import JOBS, ROWS
from quanheng.console.ticked import ALL
from quanheng.people.permissions import may
from quanheng.register.bulk import jobs
from quanheng.register.bulk.acts import ACTS
from quanheng.register.models import BulkJob, Organisation
from quanheng.register.verifying.moves import verifiers

OUTCOMES = ("fit", "done", "refused")
REASONS_SHOWN = 10


@staff("see-instruments")
def page(request: HttpRequest) -> HttpResponse:
    begun = Leaves(lambda before: jobs.jobs(request.user, read_number_key(before)), lambda job: job.pk)
    if export.is_asked(request):
        return export.answer(request, JOBS, begun)
    return render(request, "console/bulk_jobs.html", {"found": begun.leaf(request.GET.get("before", ""))})


@require_POST
@staff("see-instruments")
def begin(request: HttpRequest) -> HttpResponse:
    """Of the rows that were ticked, or of all that the list is narrowed to by the address."""
    listed_in = chosen.asked_list(request.POST)
    if request.POST.get("do") == "labels":
        return _taken(request, "instrument-labels", ("of", listed_in), ("sheet", request.POST.get("sheet", "")))
    if request.POST.get("do") == "export":
        return _taken(request, listed_in, ("as", "xlsx"))
    instruments = chosen.chosen(request)
    told = {"key": request.POST.get("key", ""), "filters": filters.narrowed(request.GET)}
    try:
        job = jobs.begin(request.user, request.POST.get("act", ""), instruments, **told)
    except ValidationError as wrong:
        messages.error(request, wrong.messages[0])
        return redirect(f"{reverse(f'console:{listed_in}')}?{filters.narrowed(request.GET) or 'all=1'}")
    return redirect("console:bulk-job", job=job.pk)


def _taken(request: HttpRequest, page: str, *more: tuple[str, str]) -> HttpResponse:
    """Labels and files are looked at, not done: what was chosen goes into the address of what shows them."""
    wanted = [*parse_qsl(filters.narrowed(request.GET)), *more]
    if request.POST.get("scope") != ALL:
        wanted += [("only", one) for one in request.POST.getlist("only") or [""]]
    return redirect(f"{reverse(f'console:{page}')}?{urlencode(wanted)}")


@staff("see-instruments")
def one(request: HttpRequest, job: int) -> HttpResponse:
    found = _job(request, job)
    if export.is_asked(request):
        return export.answer(request, ROWS, _rows(found, ""))
    return _page(request, found, {}, {})


@staff("see-instruments")
def progress(request: HttpRequest, job: int) -> HttpResponse:
    """A fragment that asks for itself again; when the worker is done, the whole page is asked for."""
    found = _job(request, job)
    answer = render(request, "console/parts/bulk_progress.html", _standing(found))
    if found.stage not in ("check", "run"):
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@staff("see-instruments")
def run(request: HttpRequest, job: int) -> HttpResponse:
    found = _job(request, job)
    given = {name: str(value) for name, value in request.POST.items()}
    try:
        jobs.run(found, given, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _page(request, found, given, first_messages(wrong))
    return redirect("console:bulk-job", job=job)


def _job(request: HttpRequest, number: int) -> BulkJob:
    found = jobs.jobs(request.user).filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise Http404
    if not may(request.user, ACTS[found.act].allowed):
        raise PermissionDenied
    return found


def _rows(job: BulkJob, outcome: str) -> Leaves:
    return Leaves(lambda after: jobs.rows(job, outcome, read_number_key(after) or 0), lambda row: row.ordinal)


def _page(request: HttpRequest, job: BulkJob, given: dict[str, str], errors: dict[str, str]) -> HttpResponse:
    shown = request.GET.get("show", "")
    shown = shown if shown in OUTCOMES else ""
    reasons = job.rows.filter(outcome="refused").values_list("said").annotate(n=Count("pk")).order_by("-n", "said")
    act = ACTS[job.act]
    context = _standing(job) | {
        "act": act,
        "found": _rows(job, shown).leaf(request.GET.get("after", "")),
        "shown": shown,
        "reasons": list(reasons[:REASONS_SHOWN]),
        "may_run": job.stage == "checked" and job.fit_rows and job.by_id == request.user.pk,
        "given": given,
        "errors": errors,
        "today": timezone.localdate(),
    }
    if "plan" in act.asks and job.stage == "checked":
        context["bodies"] = Organisation.objects.filter(verifies=True).order_by("name")
        context["verifiers"] = verifiers(request.user)
    return render(request, "console/bulk_job.html", context, status=422 if errors else 200)


def _standing(job: BulkJob) -> dict[str, object]:
    return {"job": job, "label": ACTS[job.act].label, "percent": 100 * job.position // job.total if job.total else 0}
