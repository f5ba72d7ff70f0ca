"""The stalls of a market: new ones, others at the counter, closing one. Who worked where and when stays on record.

Two stalls made one, or one made two, are a closing and an opening: what was sold and weighed before keeps its stall.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from quanheng.register.keeping.change import Doer, added, changed
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.keeping.licences import end_with_operator
from quanheng.register.models import Place, Stall, StallOperator

SEGMENT = re.compile(r"s(\d+)/")
KEPT = ("number", "name", "stall_type", "operator_name", "operator_uscc", "licence_number", "opened_on")


@dataclass(frozen=True)
class AtTheCounter:
    """Who works at a stall: a person or a firm; small traders need no credit code."""

    name: str
    uscc: str = ""
    licence_number: str = ""

    def on_stall(self) -> dict[str, str]:
        return {"operator_name": self.name, "operator_uscc": self.uscc, "licence_number": self.licence_number}


def next_areas(market: Place, count: int) -> list[str]:
    """Paths for so many new stalls; the market's row is locked by the caller."""
    taken = Stall.objects.filter(market=market).values_list("area", flat=True)
    told = [SEGMENT.fullmatch(area.removeprefix(market.area)) for area in taken]
    first = max((int(one[1]) for one in told if one), default=0) + 1
    return [f"{market.area}s{number:03d}/" for number in range(first, first + count)]


def read_stall(form: FilledIn) -> dict[str, str]:
    return {
        "number": form.text("number", 20, must=True),
        "name": form.text("name", 80),
        "stall_type": form.text("stall_type", 40, must=True),
    }


def read_operator(form: FilledIn) -> AtTheCounter:
    """The licence of a trader is the credit code or an older number; neither is asked for by a market's entry."""
    uscc = form.credit_code("operator_uscc")
    return AtTheCounter(form.text("operator_name", 80, must=True), uscc, form.text("licence_number", 40))


@transaction.atomic
def open_stall(market: Place, given: Mapping[str, Any], by: Doer, today: date) -> Stall:
    form = FilledIn(given)
    values, operator = read_stall(form), read_operator(form)
    opened = form.day("opened_on", latest=today)
    held = Place.objects.select_for_update().get(pk=market.pk)
    if held.closed_on:
        form.refuse("number", _("This market is closed."))
    if _is_taken(held, values["number"], None):
        form.refuse("number", _("An open stall has this number already."))
    form.done()
    values["name"] = values["name"] or operator.name
    (area,) = next_areas(held, 1)
    stall = Stall.objects.create(market=held, area=area, opened_on=opened, **values, **operator.on_stall())
    begin(stall, operator, opened)
    added("stall-opened", stall, by, KEPT)
    return stall


@transaction.atomic
def change(stall: Stall, given: Mapping[str, Any], by: Doer) -> None:
    """Number, name and trade; who works there is changed by handing over."""
    form = FilledIn(given)
    values, reason = read_stall(form), form.reason()
    held = Stall.objects.select_for_update().select_related("market").get(pk=stall.pk)
    values["name"] = values["name"] or held.name
    if _is_taken(held.market, values["number"], held):
        form.refuse("number", _("An open stall has this number already."))
    form.done()
    if not changed("stall-changed", held, values, by, reason):
        form.refuse("reason", _("Nothing was changed."))
        form.done()


@transaction.atomic
def hand_over(stall: Stall, given: Mapping[str, Any], by: Doer, today: date) -> None:
    form = FilledIn(given)
    operator = read_operator(form)
    since, reason = form.day("since", must=True, latest=today), form.reason()
    held = Stall.objects.select_for_update().get(pk=stall.pk)
    if held.closed_on:
        form.refuse("operator_name", _("This stall is closed."))
    current = now_at(held)
    if since and current.since and since <= current.since:
        form.refuse("since", _("Whoever is there now began later than this."))
    if operator == AtTheCounter(held.operator_name, held.operator_uscc, held.licence_number):
        form.refuse("operator_name", _("Nothing was changed."))
    form.done()
    assert since is not None
    replace(held, operator, since, by, reason)


def replace(stall: Stall, operator: AtTheCounter, since: date, by: Doer, reason: str = "") -> None:
    """Within the caller's transaction, the stall locked: the one before worked until the day before."""
    last_day = since - timedelta(days=1)
    StallOperator.objects.filter(pk=now_at(stall).pk).update(until=last_day)
    end_with_operator(stall, last_day, by, reason)
    changed("stall-handed-over", stall, operator.on_stall(), by, reason)
    begin(stall, operator, since)


def now_at(stall: Stall) -> StallOperator:
    """Stalls entered before their history was kept get its first line here."""
    current = StallOperator.objects.filter(stall=stall, until=None).first()
    if current:
        return current
    told = AtTheCounter(stall.operator_name, stall.operator_uscc, stall.licence_number)
    return begin(stall, told, stall.opened_on)


def begin(stall: Stall, operator: AtTheCounter, since: date | None) -> StallOperator:
    return StallOperator.objects.create(
        stall=stall,
        area=stall.area,
        name=operator.name,
        uscc=operator.uscc,
        licence_number=operator.licence_number,
        since=since,
    )


@transaction.atomic
def close(stall: Stall, given: Mapping[str, Any], by: Doer, today: date) -> None:
    form = FilledIn(given)
    on, reason = form.day("closed_on", must=True, latest=today), form.reason()
    held = Stall.objects.select_for_update().get(pk=stall.pk)
    if held.closed_on:
        form.refuse("closed_on", _("It is so already."))
    if held.instrument_set.filter(state__status="in-use").exists():
        form.refuse("closed_on", _("A scale is in use at this stall; take it out of use or move it first."))
    form.done()
    StallOperator.objects.filter(pk=now_at(held).pk).update(until=on)
    end_with_operator(held, on, by, reason)
    changed("stall-closed", held, {"closed_on": on}, by, reason)


def _is_taken(market: Place, number: str, own: Stall | None) -> bool:
    same = Stall.objects.filter(market=market, number=number, closed_on=None)
    return same.exclude(pk=own.pk if own else None).exists()
