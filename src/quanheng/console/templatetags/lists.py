"""What stands above every list: the filters that were saved for it."""

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from quanheng.console import filters, printed
from quanheng.console.sheets.bulk import OUTCOMES, STAGES
from quanheng.console.templatetags.words import word
from quanheng.people import saved_filters
from quanheng.register.bulk.acts import ACTS
from quanheng.register.models import BulkJob, BulkRow

register = template.Library()


@register.inclusion_tag("console/parts/filters.html", takes_context=True)
def saved_filters_of(context: template.Context, page: str) -> dict[str, object]:
    request = context["request"]
    query, opening = filters.narrowed(request.GET), saved_filters.opening(request.user, page)
    chips = [
        {
            "saved": kept,
            "address": filters.address(kept),
            "is_own": kept.owner_id == request.user.pk,
            "is_current": kept.query == query,
            "opens": kept == opening,
        }
        for kept in saved_filters.saved(request.user, page)
    ]
    return {
        "page": page,
        "query": query,
        "plain": reverse(f"console:{page}"),
        "chips": chips,
        "current": next((one for one in chips if one["is_current"]), None),
        "typed": request.GET.get("filter_name", ""),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def bulk_stage(job: BulkJob) -> SafeString:
    return word(*STAGES[job.stage])


@register.filter
def bulk_act(job: BulkJob) -> object:
    return ACTS[job.act].label


@register.filter
def bulk_outcome(row: BulkRow) -> SafeString:
    return word({"done": "good", "fit": "good", "refused": "bad"}.get(row.outcome, "quiet"), OUTCOMES[row.outcome])


@register.inclusion_tag("console/parts/printed.html", takes_context=True)
def printed_by(context: template.Context) -> dict[str, object]:
    return printed.foot(context["request"])
