"""Complaints and re-weighings. Nothing that names a complainant: the list does not, and so its file does not."""

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from quanheng.cases.categories import Category
from quanheng.cases.clock import clock
from quanheng.cases.models import Complaint
from quanheng.console import verdicts
from quanheng.console.card_words import left
from quanheng.console.export import Column, Sheet
from quanheng.law.card_flow import card_flow
from quanheng.law.complaint_flow import flow
from quanheng.law.goods import GOODS
from quanheng.law.units import format_yuan
from quanheng.measuring.models import Recheck
from quanheng.register.area_names import name_of_area, place_name


def _verdict(recheck: Recheck | None) -> str:
    return str(verdicts.badge(recheck).word) if recheck else ""


def _time_left(complaint: Complaint) -> str:
    return "" if complaint.closed_at else clock(complaint, timezone.localdate()).words


COMPLAINTS = Sheet(
    "complaints",
    gettext_lazy("Complaints"),
    (
        Column(gettext_lazy("Number"), lambda row: row.number),
        Column(gettext_lazy("Lodged"), lambda row: row.lodged_at),
        Column(gettext_lazy("Against"), lambda row: str(row.stall) if row.stall else _("stall not named")),
        Column(gettext_lazy("Market"), lambda row: place_name(row.market)),
        Column(gettext_lazy("About"), lambda row: str(dict(Category.choices).get(row.category, row.category))),
        Column(gettext_lazy("Re-weighed"), lambda row: _verdict(row.recheck)),
        Column(gettext_lazy("State"), lambda row: flow().states[row.state].name(get_language() or "zh-hans")),
        Column(gettext_lazy("In the hands of"), lambda row: row.desk_name),
        Column(gettext_lazy("Works on it"), lambda row: row.handler.name if row.handler else ""),
        Column(gettext_lazy("Time left"), _time_left),
        Column(gettext_lazy("To recover"), lambda row: format_yuan(row.to_recover_fen) if row.to_recover_fen else ""),
        Column(gettext_lazy("Ended"), lambda row: row.closed_at),
    ),
)


def _seller(row: Recheck) -> str:
    if row.trade_scale is None:
        return _("Not known")
    return str(row.trade_scale.stall or row.trade_scale.device_id)


def _goods(row: Recheck) -> str:
    known = GOODS.get(row.goods_class)
    return known.name(get_language() or "zh-hans") if known else row.goods_class


# Masses in whole milligrams, as they are kept.
RECHECKS = Sheet(
    "rechecks",
    gettext_lazy("Re-weighings"),
    (
        Column(gettext_lazy("Time"), lambda row: row.checked_at),
        Column(gettext_lazy("Sold by"), _seller),
        Column(gettext_lazy("Trade scale"), lambda row: row.trade_scale.device_id if row.trade_scale else ""),
        Column(gettext_lazy("Goods"), _goods),
        Column(gettext_lazy("Check scale"), lambda row: row.check_scale.device_id),
        Column(gettext_lazy("Place"), lambda row: place_name(row.check_scale.place)),
        Column(gettext_lazy("Settled mass, mg"), lambda row: row.settled_mg),
        Column(gettext_lazy("Found, mg"), lambda row: row.check_mg),
        Column(gettext_lazy("Missing, mg"), lambda row: row.shortfall_mg),
        Column(gettext_lazy("Verdict"), _verdict),
    ),
)

COLOURS = {"yellow": gettext_lazy("Yellow card"), "red": gettext_lazy("Red card")}
CARDS = Sheet(
    "cards",
    gettext_lazy("Cards"),
    (
        Column(gettext_lazy("Number"), lambda row: row.complaint.number),
        Column(gettext_lazy("Card"), lambda row: str(COLOURS[row.colour])),
        Column(gettext_lazy("Offence"), lambda row: row.offence),
        Column(gettext_lazy("Against"), lambda row: str(row.stall)),
        Column(gettext_lazy("Operator"), lambda row: row.operator_name),
        Column(gettext_lazy("Market"), lambda row: place_name(row.stall.market)),
        Column(gettext_lazy("State"), lambda row: card_flow().states[row.state].name(get_language() or "zh-hans")),
        Column(gettext_lazy("Still to be done"), left),
        Column(gettext_lazy("Decided"), lambda row: row.decided_at),
        Column(gettext_lazy("Appeal by"), lambda row: row.appeal_until),
        Column(gettext_lazy("Closed from"), lambda row: row.closed_from),
        Column(gettext_lazy("Closed until"), lambda row: row.closed_until),
        Column(gettext_lazy("Penalty paid"), lambda row: row.penalty_paid_on),
        Column(gettext_lazy("Left the market"), lambda row: row.expelled_on),
    ),
)

REPLIES = Sheet(
    "replies",
    gettext_lazy("Reply templates"),
    (
        Column(gettext_lazy("Title"), lambda row: row.title),
        Column(gettext_lazy("Used for"), lambda row: flow().moves[row.move].label(get_language() or "zh-hans")),
        Column(gettext_lazy("Text of the reply"), lambda row: row.text),
        Column(gettext_lazy("Words in English"), lambda row: row.text_en),
        Column(gettext_lazy("Office"), lambda row: name_of_area(row.area)),
        Column(gettext_lazy("Kept by"), lambda row: row.kept_by.name),
        Column(gettext_lazy("Kept since"), lambda row: row.kept_at),
    ),
)

REPORTS = Sheet(
    "reports",
    gettext_lazy("Reports of offences"),
    (
        Column(gettext_lazy("Number"), lambda row: row.number),
        Column(gettext_lazy("Lodged"), lambda row: row.lodged_at),
        Column(gettext_lazy("About"), lambda row: str(row.stall) if row.stall else _("stall not named")),
        Column(gettext_lazy("Market"), lambda row: place_name(row.market)),
        Column(gettext_lazy("What may be an offence"), lambda row: row.text),
        Column(gettext_lazy("Verify by"), lambda row: row.verify_due_on),
        Column(gettext_lazy("State"), lambda row: row.get_state_display()),
    ),
)

LATE_COMPLAINTS = Sheet(
    "late-complaints",
    gettext_lazy("Complaints past their last day"),
    (
        Column(gettext_lazy("Number"), lambda row: row.complaint.number),
        Column(gettext_lazy("Market"), lambda row: place_name(row.complaint.market)),
        Column(gettext_lazy("State"), lambda row: flow().states[row.complaint.state].name(get_language() or "zh-hans")),
        Column(gettext_lazy("In the hands of"), lambda row: row.complaint.desk_name),
        Column(gettext_lazy("Last day"), lambda row: row.complaint.due_on),
        Column(gettext_lazy("Days late"), lambda row: row.days),
        Column(gettext_lazy("Times handed up"), lambda row: row.handed_up),
        Column(gettext_lazy("Times urged"), lambda row: row.urged),
    ),
)

BY_STALL = Sheet(
    "stalls-by-complaints",
    gettext_lazy("Stalls by complaints"),
    (
        Column(gettext_lazy("Stall"), lambda row: str(row.stall)),
        Column(gettext_lazy("Market"), lambda row: place_name(row.stall.market)),
        Column(gettext_lazy("Operator"), lambda row: row.stall.operator_name),
        Column(gettext_lazy("Complaints lodged"), lambda row: row.lodged),
        Column(gettext_lazy("Still open"), lambda row: row.open),
        Column(gettext_lazy("Re-weighings"), lambda row: row.rechecks),
        Column(gettext_lazy("of which beyond the limit"), lambda row: row.exceeded),
    ),
)
