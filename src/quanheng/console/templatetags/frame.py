"""What every staff page shows around its content: styles and scripts as built, the ways one may go, where one is."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy

from quanheng.people.permissions import may
from quanheng.register.area_names import name_of_area

register = template.Library()
BUILT = Path(__file__).resolve().parent.parent / "static" / "console" / "manifest.json"


@cache
def _manifest(_changed_ns: int) -> dict[str, dict[str, str]]:
    try:
        return json.loads(BUILT.read_text())
    except FileNotFoundError:
        raise ImproperlyConfigured("the styles of the staff pages are not built yet: run `make ready`") from None


def _built() -> dict[str, dict[str, str]]:
    """As it was when this process first asked, for that is what it serves; while developing, as it is now."""
    return _manifest(BUILT.stat().st_mtime_ns if settings.DEBUG and BUILT.exists() else 0)


@register.simple_tag
def asset(source: str) -> str:
    """The address of a built file: its name changes with its content, so that it may be cached for ever."""
    return static("console/" + _built()[f"src/{source}"]["file"])


@dataclass(frozen=True)
class Way:
    page: str
    act: str
    name: object
    drawing: str
    below: tuple[str, ...] = ()


# The drawings are paths in a 24 by 24 square, stroked.
WAYS = (
    Way("duties", "see-duties", gettext_lazy("Today"), "M5 4h14v16H5zM8 9l2 2 4-4M8 16h8"),
    Way("overview", "see-overview", gettext_lazy("Overview"), "M4 20V10M10 20V4M16 20v-8M22 20H2"),
    Way("board", "see-live-board", gettext_lazy("Live board"), "M3 12h4l3 8 4-16 3 8h4"),
    Way(
        "complaints",
        "see-complaints",
        gettext_lazy("Complaints"),
        "M4 5h16v11H9l-5 4zM8 9h8M8 12h5",
        (
            "complaint",
            "complaint-move",
            "card",
            "by-stall",
            "late-complaints",
            "handing-over",
            "replies",
            "reply",
            "reply-new",
        ),
    ),
    Way(
        "rechecks",
        "see-instruments",
        gettext_lazy("Re-weighings"),
        "M12 4v16M7 20h10M5 8h14M5 8l-2.5 6h5zM19 8l-2.5 6h5z",
    ),
    Way(
        "instruments",
        "see-instruments",
        gettext_lazy("Instruments"),
        "M4 7h16M12 7v3M5 20l1.5-10h11L19 20zM9.5 15a2.5 2.5 0 0 1 5 0",
        ("instrument", "instrument-new", "instrument-describe", "documents", "document-withdraw"),
    ),
    Way(
        "cards",
        "see-cards",
        gettext_lazy("Cards"),
        "M7 3h10v18H7zM10 8h4M10 12h4",
        ("card-page", "card-act"),
    ),
    Way(
        "answers",
        "see-complaints",
        gettext_lazy("Handling"),
        "M4 20V4M4 20h16M8 16l4-5 3 3 5-7",
        ("repeated-operators",),
    ),
    Way("trade-figures", "see-trade-figures", gettext_lazy("Trades"), "M4 20V9l8-5 8 5v11M8 20v-6M12 20v-9M16 20v-4"),
    Way(
        "honesty-reminders",
        "see-honesty-reminders",
        gettext_lazy("Honesty reminders"),
        "M6 16V10a6 6 0 0 1 12 0v6l2 2H4zM10 21h4",
        ("honesty-reminder-issue", "honesty-reminder-withdraw"),
    ),
    Way("statistics", "see-statistics", gettext_lazy("Statistics"), "M4 20h16M7 20v-7M12 20V5M17 20v-11"),
    Way("phase-out", "see-statistics", gettext_lazy("Replacement"), "M4 9h13l-4-4M20 15H7l4 4"),
    Way(
        "search",
        "see-instruments",
        gettext_lazy("Search"),
        "M4 10.5a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0-13 0M15.5 15.5L20 20",
    ),
    Way(
        "check-scales",
        "see-check-scales",
        gettext_lazy("Check scales"),
        "M4 18h16M12 18V9M6 9h12M12 9V5M9 5h6",
        ("check-scales-market",),
    ),
    Way(
        "weekly-checks",
        "see-check-scales",
        gettext_lazy("Weekly checks"),
        "M5 5h14v15H5zM9 3v4M15 3v4M8.5 13.5l2.5 2.5 4.5-5",
        ("weekly-check",),
    ),
    Way(
        "making",
        "make-instruments",
        gettext_lazy("Produced scales"),
        "M4 20V10l5 3V10l5 3V6h6v14zM8 17h2M13 17h2",
        ("making-one", "making-list", "making-sell"),
    ),
    Way(
        "identity",
        "check-identity",
        gettext_lazy("Check identity"),
        "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 9v6M11 9v6M13.5 9v6M16 9v6",
        ("identity-check", "identity-answer", "identity-decide", "maker-services", "maker-service"),
    ),
    Way(
        "spot-checks",
        "see-spot-checks",
        gettext_lazy("Spot checks"),
        "M4 5h13v15H4zM8 9h5M8 13h5M15 17l2 2 4-5",
        ("spot-check", "spot-check-new", "spot-check-decide"),
    ),
    Way(
        "activities",
        "see-activities",
        gettext_lazy("Activities"),
        "M4 6h16v14H4zM8 3v5M16 3v5M4 11h16M9 15h6",
        ("activity", "activity-new", "activity-join", "activity-deed"),
    ),
    Way(
        "my-appointment", "spot-check", gettext_lazy("My appointment"), "M4 5h16v14H4zM7 15c0-3 5-3 5 0M15 9h3M15 13h3"
    ),
    Way(
        "volunteers",
        "keep-volunteers",
        gettext_lazy("Volunteer supervisors"),
        "M5 9a3 3 0 1 0 6 0 3 3 0 1 0-6 0M2 20c0-5 12-5 12 0M15 7a2.5 2.5 0 1 1 2 4M16 14c3 0 6 2 6 5",
        ("volunteer", "volunteer-invite", "volunteer-deed"),
    ),
    Way(
        "spot-check-figures",
        "see-spot-check-figures",
        gettext_lazy("Figures of spot checks"),
        "M4 20h16M8 20v-6M13 20V7M18 20v-9",
    ),
    Way(
        "verifications",
        "see-verifications",
        gettext_lazy("Verifications"),
        "M7 3h10v18l-5-3-5 3zM9.5 8h5M9.5 12h5",
        ("verifications-due", "verification-apply", "application", "verification", "verification-act"),
    ),
    Way(
        "imports",
        "import-ledgers",
        gettext_lazy("Import"),
        "M12 4v11M7.5 10.5L12 15l4.5-4.5M4 16v4h16v-4",
        ("import", "import-check", "import-load", "import-changes"),
    ),
    Way(
        "reports",
        "see-reports",
        gettext_lazy("Reports of offences"),
        "M6 3h9l4 4v14H6zM9 12h7M9 16h7M9 8h3",
        ("report", "report-decide", "report-informed"),
    ),
    Way(
        "key-supervisions",
        "see-key-supervision",
        gettext_lazy("Key supervision"),
        "M12 5C7 5 3.5 9 2 12c1.5 3 5 7 10 7s8.5-4 10-7c-1.5-3-5-7-10-7zM9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0",
        ("key-supervision", "key-supervision-act"),
    ),
    Way(
        "own-supervision",
        "hear-key-supervision",
        gettext_lazy("Decisions about me"),
        "M6 3h9l4 4v14H6zM9 12h7M9 16h7M9 8h3",
        ("own-supervision-object",),
    ),
    Way(
        "markets",
        "see-markets",
        gettext_lazy("Markets"),
        "M3 10l2-6h14l2 6M4 10v10h16V10M9 20v-6h6v6",
        (
            "market",
            "market-layout",
            "market-layout-deed",
            "market-report-newest",
            "market-report",
            "stall-new",
            "stall",
            "stall-propose",
        ),
    ),
    Way(
        "places",
        "see-markets",
        gettext_lazy("Places"),
        "M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11zM9.5 10a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0",
        (
            "place",
            "place-new",
            "place-change",
            "place-papers",
            "licences",
            "licence",
            "licence-end",
            "licence-scan-withdraw",
        ),
    ),
    Way(
        "organisations",
        "see-organisations",
        gettext_lazy("Organisations"),
        "M4 21V8l8-5 8 5v13M4 21h16M9 21v-5h6v5M8.5 11.5h1M14.5 11.5h1",
        ("organisation", "organisation-new"),
    ),
    Way(
        "market-reports",
        "see-market-reports",
        gettext_lazy("Market reports"),
        "M6 3h9l4 4v14H6zM14.5 3v4.5H19M9.5 12h6M9.5 16h6",
    ),
    Way("training", "see-markets", gettext_lazy("Training"), "M2 9l10-5 10 5-10 5zM6 11.5V17c3 2.5 9 2.5 12 0v-5.5"),
    Way(
        "regions",
        "see-regions",
        gettext_lazy("Regions"),
        "M12 3v5M5 16v-3h14v3M12 8v5M3 16h4v4H3zM10 16h4v4h-4zM17 16h4v4h-4z",
    ),
    Way(
        "accounts",
        "manage-accounts",
        gettext_lazy("Accounts"),
        "M8 8a4 4 0 1 0 8 0 4 4 0 1 0-8 0M4 21c0-5 16-5 16 0",
        ("account", "account-invite", "account-reset"),
    ),
    Way(
        "partners",
        "admit-partners",
        gettext_lazy("Other systems"),
        "M4 7h6v6H4zM14 11h6v6h-6zM10 10h4M17 11V6h-4",
        ("partner-end",),
    ),
    Way(
        "outside",
        "see-outside-messages",
        gettext_lazy("Messages outside"),
        "M3 6h18v12H3zM3 7l9 6 9-6",
        ("outside-again",),
    ),
    Way("audit", "see-audit", gettext_lazy("Audit trail"), "M5 3h14v18H5zM8 8h8M8 12h8M8 16h5"),
    Way(
        "unlocking",
        "see-locks",
        gettext_lazy("Locked scales"),
        "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2.5",
        ("unlock", "unlock-request", "unlock-authorise", "unlock-confirm"),
    ),
    Way(
        "rejected",
        "see-rejected-messages",
        gettext_lazy("Rejected messages"),
        "M12 4l9 16H3zM12 10v4M12 17v.5",
        ("rejected-message",),
    ),
)


# Always in sight, whatever else is folded away.
FIRST = ("duties", "overview", "board", "search")
# What belongs together stands together; a way that no group names is of the register.
GROUPS = (
    (gettext_lazy("On the spot"), ("rechecks", "check-scales", "weekly-checks", "identity", "unlocking")),
    (
        gettext_lazy("Cases"),
        (
            *("complaints", "cards", "answers", "reports", "key-supervisions", "own-supervision", "trade-figures"),
            "honesty-reminders",
        ),
    ),
    (gettext_lazy("Register"), None),
    (
        gettext_lazy("Places and people"),
        ("markets", "places", "organisations", "market-reports", "training"),
    ),
    (
        gettext_lazy("Volunteers"),
        ("spot-checks", "activities", "my-appointment", "volunteers", "spot-check-figures"),
    ),
    (
        gettext_lazy("Administration"),
        ("statistics", "phase-out", "accounts", "partners", "outside", "regions", "audit", "rejected"),
    ),
)
NAMED = {page for _name, pages in GROUPS for page in pages or ()} | set(FIRST)
# So few stand side by side on any screen.
UNFOLDED_MOST = 9


@dataclass(frozen=True)
class Navigation:
    """``first`` stand above the groups; where ``folded``, one group is open at a time."""

    first: list[dict[str, object]]
    groups: list[tuple[object, list[dict[str, object]], bool]]
    folded: bool


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> Navigation:
    """The ways of this person; a group in which one may go nowhere is left out."""
    ways = _ways_of(context)
    groups = [(name, found) for name, pages in GROUPS if (found := [way for way in ways if _is_of(way, pages)])]
    open_one = next((name for name, found in groups if any(way["current"] for way in found)), groups and groups[0][0])
    return Navigation(
        [way for way in ways if way["page"] in FIRST],
        [(name, found, name is open_one) for name, found in groups],
        len(ways) > UNFOLDED_MOST,
    )


def _is_of(way: dict[str, object], pages: tuple[str, ...] | None) -> bool:
    return way["page"] not in NAMED if pages is None else way["page"] in pages


def _ways_of(context: template.Context) -> list[dict[str, object]]:
    request = context["request"]
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        {
            "page": way.page,
            "url": reverse(f"console:{way.page}"),
            "name": way.name,
            "drawing": way.drawing,
            "current": here == way.page or here in way.below,
        }
        for way in WAYS
        if may(request.user, way.act)
    ]


@register.simple_tag
def area_name(area: str | None) -> str:
    return name_of_area(area)


@register.simple_tag
def invented() -> bool:
    """Whether the data are invented, which every page then says."""
    return settings.DEMO
