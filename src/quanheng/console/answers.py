"""How complaints were handled in the last twelve months: by step, month, class, goods, region or market."""

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from quanheng.cases import handling
from quanheng.cases.handling_sums import STEPS, Sums
from quanheng.cases.models import HandlingFigures
from quanheng.console import export
from quanheng.console.columns import Columns, columns, every_month
from quanheng.console.division import asked_division, names_of, way_up
from quanheng.console.gate import staff
from quanheng.console.leaf import Leaves
from quanheng.console.sheets.answers import STEP_NAMES, STEPS_TAKEN, Step, Told, category_name, goods_name, sheet

STARS = 5


@staff("see-complaints")
def page(request: HttpRequest) -> HttpResponse:
    division = asked_division(request)
    found = handling.handling(request.user, division.area)
    parts = Leaves(
        lambda after: handling.parts(request.user, division.area, after),
        lambda row: row.area,
        lambda rows: _parts(request.user, rows),
    )
    if export.is_asked(request):
        return _taken(request, found, parts)
    shown = parts.leaf(request.GET.get("after", "").replace("\0", "")[:120])
    context = {
        "division": division,
        "way": way_up(request, division),
        "counted_at": handling.counted_at(),
        "whole": Told("", found.whole) if found.whole else None,
        "steps": _steps(found.whole),
        "charts": _charts(found.months),
        "months": _barred(_months(found)),
        "categories": _barred(_categories(found)),
        "goods": _barred(_goods(found)),
        "parts": _barred(_parts(request.user, shown.rows)),
        "next": shown.next,
    }
    return render(request, "console/answers.html", context)


def _taken(request: HttpRequest, found: handling.Handling, parts: Leaves) -> HttpResponseBase:
    """Which of the tables: the parts where none is named."""
    wanted = request.GET.get("list", "")
    tables = {"months": _months, "categories": _categories, "goods": _goods}
    if wanted == "steps":
        return export.answer(request, STEPS_TAKEN, [_steps(found.whole)])
    return export.answer(request, sheet(wanted), [tables[wanted](found)] if wanted in tables else parts)


def _steps(whole: Sums | None) -> list[Step]:
    return [Step(step, whole) for step in STEPS] if whole else []


def _months(found: handling.Handling) -> list[Told]:
    return [Told(f"{month:%Y-%m}", sums) for month, sums in found.months.items()]


def _categories(found: handling.Handling) -> list[Told]:
    return [Told(category_name(key), sums) for key, sums in found.categories.items()]


def _goods(found: handling.Handling) -> list[Told]:
    return [Told(goods_name(key), sums) for key, sums in found.goods.items()]


def _parts(viewer: object, rows: list[HandlingFigures]) -> list[Told]:
    areas = [row.area for row in rows]
    names, sums = names_of(areas), handling.of_parts(viewer, areas)
    return [Told(names[area], sums[area], area) for area in areas]


def _barred(rows: list[Told]) -> list[tuple[Told, int]]:
    """Each with the length of its bar, in hundredths of the longest."""
    most = max((row.sums.lodged for row in rows), default=0) or 1
    return [(row, row.sums.lodged * 100 // most) for row in rows]


def _charts(months: dict[date, Sums]) -> list[Columns]:
    """Those in which there is anything; one month is no development."""
    if len(months) < 2:
        return []
    every = every_month(min(months), max(months))

    def of_each(read: Callable[[Sums], float | None]) -> dict[date, float | None]:
        return {month: read(months.get(month, Sums())) for month in every}

    drawn = [
        columns(_("Complaints lodged"), of_each(lambda sums: sums.lodged)),
        columns(_("Decided in time, %"), of_each(_per_cent_in_time), most=100),
        *(
            columns(
                _("Days: %(step)s") % {"step": STEP_NAMES[step]},
                of_each(lambda sums, step=step: sums.within(step, 50)),
                of_each(lambda sums, step=step: sums.within(step, 90)),
            )
            for step in STEPS
        ),
        columns(_("Stars, mean"), of_each(lambda sums: sums.mean_stars), most=STARS),
    ]
    return [one for one in drawn if one]


def _per_cent_in_time(sums: Sums) -> float | None:
    return sums.decided_in_time * 100 // sums.decided if sums.decided else None
