"""Markets, and the figures of regions."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.cases.check_scale_need import Need
from quanheng.console.export import Column, Sheet
from quanheng.console.templatetags.words import OUTLOOKS
from quanheng.register.area_names import place_name
from quanheng.register.market_lines import MarketLine

# Of (line, need, open complaints).
MARKETS = Sheet(
    "markets",
    gettext_lazy("Markets"),
    (
        Column(gettext_lazy("Market"), lambda row: place_name(row[0].place)),
        Column(gettext_lazy("County"), lambda row: place_name(row[0].place.region)),
        Column(gettext_lazy("Stalls"), lambda row: row[0].stalls),
        Column(gettext_lazy("Instruments in use"), lambda row: row[0].in_use),
        Column(gettext_lazy("Check scales"), lambda row: row[1].present),
        Column(gettext_lazy("Check scales required"), lambda row: row[1].law.required),
        Column(gettext_lazy("Accounts"), lambda row: _accounts(row[0])),
        Column(gettext_lazy("Open complaints"), lambda row: row[2]),
    ),
)


def _accounts(line: MarketLine) -> str:
    return "; ".join(f"{one.name} ({one.username}, {one.get_role_display()})" for one in line.people)


def _result(row: Need) -> str:
    return _("%(n)d lacking") % {"n": row.lacking} if row.lacking else _("Enough")


CHECK_SCALES = Sheet(
    "check-scales",
    gettext_lazy("Check scales"),
    (
        Column(gettext_lazy("Market"), lambda row: place_name(row.market)),
        Column(gettext_lazy("County"), lambda row: place_name(row.market.region)),
        Column(gettext_lazy("Operating scales"), lambda row: row.trade_scales),
        Column(gettext_lazy("Required"), lambda row: row.law.required),
        Column(gettext_lazy("Recommended"), lambda row: row.law.recommended),
        Column(gettext_lazy("In use"), lambda row: row.present),
        Column(gettext_lazy("Result"), _result),
        Column(
            gettext_lazy("Complaints cluster in"),
            lambda row: ", ".join(f"{section.name} ({section.complaints})" for section in row.clusters),
        ),
    ),
)

OVERVIEW = Sheet(
    "overview",
    gettext_lazy("Overview"),
    (
        Column(gettext_lazy("Market"), lambda row: place_name(row.market)),
        Column(gettext_lazy("County"), lambda row: place_name(row.market.region)),
        Column(gettext_lazy("Open matters"), lambda row: row.open_matters),
        Column(gettext_lazy("In use"), lambda row: row.in_use),
        Column(gettext_lazy("Overdue"), lambda row: row.overdue),
        Column(gettext_lazy("Due within 30 days"), lambda row: row.due_soon),
        Column(gettext_lazy("To replace"), lambda row: row.to_replace),
        Column(gettext_lazy("Check scales"), lambda row: row.need.present),
        Column(gettext_lazy("Check scales required"), lambda row: row.need.law.required),
        Column(gettext_lazy("Not checked this week"), lambda row: row.not_checked),
        Column(gettext_lazy("Open complaints"), lambda row: row.complaints),
        Column(gettext_lazy("Past their last day"), lambda row: row.complaints_late),
    ),
)

OVERVIEW_OF_REGIONS = Sheet(
    "overview",
    gettext_lazy("Overview"),
    (
        Column(gettext_lazy("Region"), lambda row: row.name),
        Column(gettext_lazy("Markets"), lambda row: row.figures.markets),
        Column(gettext_lazy("Instruments in use"), lambda row: row.figures.total_in_use),
        Column(gettext_lazy("Verification rate, per mille"), lambda row: row.figures.valid_per_mille),
        Column(gettext_lazy("In use without a valid verification"), lambda row: row.figures.without_valid),
        Column(gettext_lazy("Complaints in twelve months"), lambda row: row.handled.lodged),
        Column(gettext_lazy("Decided"), lambda row: row.handled.decided),
        Column(gettext_lazy("Decided in time"), lambda row: row.handled.decided_in_time),
    ),
)

REGIONS = Sheet(
    "statistics",
    gettext_lazy("Statistics by region"),
    (
        Column(gettext_lazy("Region"), lambda row: row.name),
        Column(gettext_lazy("Markets"), lambda row: row.figures.markets),
        Column(gettext_lazy("Instruments in use"), lambda row: row.figures.total_in_use),
        Column(gettext_lazy("Verified"), lambda row: row.figures.valid),
        Column(gettext_lazy("Overdue"), lambda row: row.figures.overdue),
        Column(gettext_lazy("Never verified, failed or void"), lambda row: row.figures.unverified),
        Column(gettext_lazy("Verification rate, per mille"), lambda row: row.figures.valid_per_mille),
    ),
)
MARKETS_BY_NAME = Sheet(
    "statistics-markets",
    gettext_lazy("Markets by name"),
    (
        Column(gettext_lazy("Market"), lambda row: place_name(row.place)),
        Column(gettext_lazy("Region"), lambda row: place_name(row.place.region)),
        Column(gettext_lazy("Instruments in use"), lambda row: row.in_use),
    ),
)


def stocks(days: Sequence[date]) -> Sheet:
    """Scales to be replaced, region by region; a column for each day after which some must be gone."""
    left = (
        Column(
            _("To be gone after %(day)s") % {"day": date_format(day, "Y-m-d")},
            lambda row, at=at: row.by_day[at],
        )
        for at, day in enumerate(days)
    )
    return Sheet(
        "phase-out",
        gettext_lazy("Replacement of scales by region"),
        (
            Column(gettext_lazy("Region"), lambda row: row.name),
            Column(gettext_lazy("Price-computing scales"), lambda row: row.stock.total),
            Column(gettext_lazy("Conforming"), lambda row: row.stock.conforming),
            *left,
        ),
    )


# Of (place, how many).
PLACES_TO_DO = Sheet(
    "phase-out-places",
    gettext_lazy("Where scales are left to replace"),
    (
        Column(gettext_lazy("Place"), lambda row: place_name(row[0])),
        Column(gettext_lazy("To be replaced"), lambda row: row[1]),
    ),
)
BEHIND = Sheet(
    "phase-out-behind",
    gettext_lazy("Who is behind"),
    (
        Column(gettext_lazy("County"), lambda row: row.name),
        Column(gettext_lazy("Last day of use"), lambda row: row.outlook.deadline),
        Column(gettext_lazy("Left"), lambda row: row.outlook.left),
        Column(gettext_lazy("Needed a day"), lambda row: row.outlook.needed_a_day),
        Column(gettext_lazy("Outlook"), lambda row: str(OUTLOOKS[row.outlook.code][1])),
    ),
)

# Of (market, its report of the quarter or None).
MARKET_REPORTS = Sheet(
    "market-reports",
    gettext_lazy("Market reports"),
    (
        Column(gettext_lazy("Market"), lambda row: place_name(row[0])),
        Column(gettext_lazy("County"), lambda row: place_name(row[0].region)),
        Column(gettext_lazy("State"), lambda row: _("Submitted") if row[1] else _("Not submitted yet")),
        Column(gettext_lazy("Submitted"), lambda row: row[1].submitted_at if row[1] else None),
        Column(gettext_lazy("Submitted by"), lambda row: str(row[1].submitted_by) if row[1] else ""),
        Column(gettext_lazy("Instruments in use"), lambda row: row[1].counts.get("in_use") if row[1] else None),
        Column(
            gettext_lazy("without a valid verification"),
            lambda row: row[1].counts.get("unverified") if row[1] else None,
        ),
        Column(gettext_lazy("Complaints"), lambda row: row[1].counts.get("complaints") if row[1] else None),
    ),
)
