"""Every page of staff and of the public, at addresses that have something to show in the invented country.

``{device}`` and the like stand for rows of it: each address is opened once for each of several. A page that is missing
here fails tests/register/test_plans.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

VIEWERS = {"nation": "", "province": "21/", "city": "21/05/", "county": "21/05/03/"}
EVERY, ONE, NOBODY = tuple(VIEWERS), ("nation",), ("",)
LIST_MS, FIGURES_MS = 50, 200


@dataclass(frozen=True)
class Page:
    """``viewers`` open it, as regulators; nobody is signed in for a page of the public.

    ``counts`` are tables whose rows it has to count one by one, and why it may stands beside it.
    """

    addresses: tuple[str, ...]
    viewers: tuple[str, ...] = EVERY
    goal_ms: int = LIST_MS
    counts: frozenset[str] = frozenset()


def a_list(path: str, *queries: str, goal_ms: int = LIST_MS, counts: frozenset[str] = frozenset()) -> Page:
    return Page((path, *(f"{path}?{query}" for query in queries)), goal_ms=goal_ms, counts=counts)


def of_one(*addresses: str) -> Page:
    return Page(addresses, ONE)


def public(*addresses: str, goal_ms: int = LIST_MS) -> Page:
    return Page(addresses, NOBODY, goal_ms)


# Which scales are on the line is live: counted once a second for all who look at the same area, and kept nowhere.
PRESENT = frozenset({"measuring_presence"})
NAMES = ("晨光河湾", "晨光", "赵钱", "虚构", "蔬菜", "Place 0001", "市场")
PAGES = {
    "console:board": Page(("/console/",), goal_ms=FIGURES_MS, counts=PRESENT),
    "console:outside": a_list("/console/outside"),
    "console:duties": a_list("/console/today"),
    "console:overview": a_list("/console/overview", "area=21/05/03/", goal_ms=FIGURES_MS),
    "console:complaints": a_list(
        "/console/complaints",
        *("state=lodged", "state=ended", "state=to-recover", "area=21/05/03/", "category=short-weight"),
        *("q=蔬菜", "q=晨光", "q=C0000001", "state=ended&q=蔬菜", "state=ended&q=没有", "hands=mine", "hands=another"),
        *("hands=handed-up", "weighed=exceeded", "state=ended&card=confirmed", "card=proposed&since=2026-01-01"),
        *("state=ended&category=short-weight&until=2026-06-01", "state=ended&category=other", "hands=me"),
        *("state=ended&hands=mine", "state=ended&hands=nobody", "state=ended&hands=handed-up", "state=ended&hands=me"),
        *("state=ended&until=2026-03-01", "state=ended&after=2026-01-01.500", "state=remedied&area=21/05/03/"),
    ),
    "console:by-stall": a_list("/console/stalls-by-complaints", "area=21/05/03/", "area=21/05/03/&after=1~5"),
    "console:late-complaints": a_list("/console/late-complaints", "after=2026-10-01.5", "area=21/05/03/"),
    "console:answers": a_list("/console/answers", "area=21/05/03/", "area=21/05/03/&after=21/05/03/"),
    "console:repeated-operators": a_list("/console/repeated-operators", "area=21/05/03/", "after=2~5"),
    "console:handing-over": of_one("/console/handing-over"),
    "console:complaint": of_one("/console/complaints/{complaint}"),
    "console:replies": a_list("/console/replies", "before=1000"),
    "console:reply-new": of_one("/console/replies/new"),
    "console:cards": a_list(
        "/console/cards",
        *("state=proposed", "state=confirmed", "state=appealed", "state=revoked", "state=all", "q=蔬菜", "q=C0000001"),
        *("state=confirmed&q=晨光", "state=all&before=500", "state=all&area=21/05/03/"),
    ),
    "console:card-page": of_one("/console/cards/{card}"),
    "console:card-notice": of_one("/console/cards/{card}.pdf"),
    "console:dispute-paper": of_one("/console/complaints/{complaint}/papers/dispute"),
    "console:dispute-pdf": of_one("/console/complaints/{complaint}/papers/dispute.pdf"),
    # Those online are looked for among all that are on the line, where there are few of either.
    "console:instruments": a_list(
        "/console/instruments",
        *("kind=check-scale", "kind=focimeter", "line=silent", "line=online", "q=QH000012", "q=赵钱", "q=蔬菜"),
        *("after={device}", "kind=trade-scale&line=online", "line=silent&after={device}"),
        *(
            f"status={one}"
            for one in ("in-use", "stopped", "standby", "scrapped", "registered", "locked", "lent", "label-damaged")
        ),
        *(f"verification={one}" for one in ("overdue", "ended", "30", "60", "unverified")),
        *(f"replace_by={day}" for day in ("2027-01-07", "2030-01-08", "2028-01-01")),
        *("networked=yes", "networked=no", "maker=虚构", "maker=没有", "place=晨光河湾", "place=没有此处"),
        *("status=standby&kind=check-scale&networked=yes", "status=in-use&verification=overdue&after={device}"),
        counts=PRESENT,
    ),
    "console:bulk": a_list("/console/bulk"),
    "console:instrument-labels": of_one("/console/instrument-labels.pdf?only={device}"),
    "console:instrument-new": of_one("/console/new-instrument"),
    "console:instrument-describe": of_one("/console/instruments/{device}/describe"),
    "console:documents": of_one("/console/instruments/{device}/documents"),
    "console:instrument": of_one("/console/instruments/{device}", "/console/instruments/{check_scale}"),
    "console:rechecks": a_list("/console/rechecks", "show=exceeded", "show=unpaired", "area=21/05/03/"),
    "console:rejected": a_list("/console/rejected", "reason=malformed", "reason=impossible-mass"),
    "console:rejected-message": of_one("/console/rejected/{rejected}"),
    "console:rejected-bytes": of_one("/console/rejected/{rejected}/bytes"),
    "console:search": a_list(
        "/console/search",
        *(f"q={name}" for name in (*NAMES, "TS2026", "A01", "13800000000")),
        *("q={serial}", "q=https%3A%2F%2Fexample.org%2F01%2F09521234543213%2F21%2F{serial}", "in=places&q=晨光"),
        *("in=stalls&q=蔬菜", "in=stalls&q=蔬菜&after=21/05/03/"),
    ),
    "console:trade-figures": a_list("/console/trade", "kind=shop", "area=21/05/03/&kind=market"),
    "console:honesty-reminders": a_list("/console/honesty-reminders", "before=900"),
    "console:statistics": a_list("/console/statistics", goal_ms=FIGURES_MS),
    "console:phase-out": a_list("/console/phase-out", goal_ms=FIGURES_MS),
    "console:check-scales": a_list("/console/check-scales", "after={market_area}"),
    "console:check-scales-market": of_one("/console/check-scales/{market}"),
    "console:unlocking": a_list("/console/unlocking", "after=1000"),
    "console:unlock": of_one("/console/unlocking/{locked}"),
    "console:weekly-checks": a_list("/console/weekly-checks", "show=stopped", "show=all", "after={market_area}~QH"),
    "console:weekly-check": of_one("/console/weekly-check/{check_scale}"),
    "console:verifications": a_list("/console/verifications", "state=applied", "state=passed", "before=20000"),
    "console:verifications-due": a_list(
        "/console/verifications/due",
        "within=ended",
        "within=30",
        "within=60",
        "within=unverified",
        "within=60&area=21/05/03/",
        "within=60&kind=electricity-meter",
    ),
    "console:verification-apply": of_one("/console/verifications/apply/{market}"),
    "console:labels": of_one("/console/verifications/labels/{market}.pdf"),
    "console:application": of_one("/console/verifications/of/{application}"),
    "console:verification": of_one("/console/verifications/{verification}"),
    "console:imports": a_list("/console/imports"),
    "console:import-template": of_one("/console/imports/empty/instruments"),
    "console:import": of_one("/console/imports/{job}"),
    "console:import-changes": of_one("/console/imports/{job}/changes"),
    "console:import-progress": of_one("/console/imports/{job}/progress"),
    "console:markets": a_list("/console/markets", "q=晨光", "q=市场", "after={market_area}"),
    "console:market": of_one("/console/markets/{market}"),
    "console:identity": a_list("/console/identity", "shown=match", "shown=clone", "before=900"),
    "console:identity-check": of_one("/console/identity/check?code={serial}"),
    "console:identity-answer": of_one("/console/identity/{check}"),
    "console:spot-checks": a_list(
        "/console/spot-checks", "show=open", "show=decided", "show=clear", "before=1000", "area=21/05/03/"
    ),
    "console:spot-check": of_one("/console/spot-checks/{spot_check}"),
    "console:spot-check-figures": Page(
        ("/console/spot-checks/figures", "/console/spot-checks/figures?after=21/05/"),
        goal_ms=FIGURES_MS,
        counts=frozenset({"supervision_spotcheck"}),
    ),
    "console:activities": a_list("/console/activities"),
    "console:activity": of_one("/console/activities/{activity}"),
    "console:volunteers": a_list("/console/volunteers", "state=applied", "state=appointed", "before=50"),
    "console:volunteer": of_one("/console/volunteers/{volunteer}"),
    "public:volunteer": public("/volunteer", "/volunteer?q=%E5%8C%BA", "/volunteer?area=21/05/03/"),
    "console:maker-services": of_one("/console/identity/makers"),
    "console:reports": a_list("/console/reports", "state=decided"),
    "console:key-supervisions": a_list(
        "/console/key-supervisions",
        *(
            "state=proposed",
            "state=running",
            "state=past",
            "state=running&area=21/05/03/",
            "state=running&after=2027-01-01.5",
        ),
    ),
    "console:key-supervision": of_one("/console/key-supervisions/{supervision}"),
    "console:report": of_one("/console/reports/{report}"),
    "console:market-reports": a_list("/console/market-reports", "quarter=2026-Q1", "after={market_area}"),
    "console:market-report": of_one("/console/markets/{market}/report/2026-Q3"),
    "console:market-layout": of_one("/console/markets/{market}/layout"),
    "console:places": a_list(
        "/console/places", "kind=optician", "kind=clinic", "q=晨光", "q=虚构", "after={market_area}"
    ),
    "console:place": of_one("/console/places/{place}"),
    "console:place-papers": of_one("/console/places/{place}/papers"),
    "console:licences": a_list("/console/licences", "standing=over", "standing=soon", "after=2027-06-30.5"),
    "console:licence": of_one("/console/licences/{licence}"),
    "console:stall": of_one("/console/stalls/{stall}"),
    "console:regions": a_list("/console/regions", "area=21/", "area=21/05/"),
    "console:organisations": a_list(
        "/console/organisations", "q=虚构", "q=企业00012", "q=91990101", "does=makes", "does=runs_places", "after=92"
    ),
    "console:organisation": of_one("/console/organisations/{organisation}"),
    "console:training": a_list("/console/training", "after=m01", "standing=never", "standing=over&after=m01"),
    "console:partners": of_one("/console/partners"),
    "console:accounts": a_list(
        "/console/accounts", "q=m00", "q=虚构", "role=operator", "role=market-manager&after=m01"
    ),
    "console:account-invite": a_list("/console/accounts/invite", "area=21/05/03/"),
    "console:my-account": Page(("/console/my-account",), ONE),
    "console:account": of_one("/console/accounts/{account}"),
    "console:audit": a_list(
        "/console/audit", "act=signed-in", "act=nothing", "person=bench-office", "subject=place:500", "before=9000"
    ),
    "public:at": public("/at/{market_area}"),
    "public:first": Page(("/",), NOBODY, FIGURES_MS, PRESENT),
    "public:now": Page(("/now",), NOBODY, FIGURES_MS, PRESENT),
    "public:scanned": public("/01/09521234543213/21/{serial}", "/01/09521234543213/21/nobody"),
    "public:asset": public("/8004/952123454nobody"),
    "public:certificate": public("/certificates/{paper}.json"),
    "public:handled": public("/complaints-handled", "/complaints-handled?month=2026-05&area=21/"),
    "public:handled-json": public("/complaints-handled.json", "/complaints-handled.json?area=21/&after=21/05/"),
    "public:complain": public("/complain"),
    "public:follow": public("/c/nobody"),
}
_DEED = "only takes what a form sends"
NOT_OPENED = {
    **dict.fromkeys(
        (
            *("console:sign-out", "console:language", "console:complaint-move", "console:complaint-contact"),
            "console:complaint-assign",
            *("console:key-supervision-act", "console:stall-propose", "console:own-supervision-heard"),
            "console:own-supervision-object",
            "console:card-act",
            "console:complaint-reply",
            "console:reply-withdraw",
            "console:dispute-sign",
            "console:outside-again",
            *("console:card", "console:instrument-act", "console:unlock-request", "console:unlock-authorise"),
            *("console:unlock-confirm", "console:application-plan", "console:verification-reading"),
            *("console:verification-act", "console:import-check", "console:import-load", "console:market-unified"),
            *("console:account-reset", "console:account-close", "console:account-reopen"),
            *("console:filter-save", "console:filter-forget", "console:filter-opens"),
            *("console:bulk-begin", "console:bulk-run"),
            *("console:account-second-step", "console:my-password", "console:my-second-step-begin"),
            *("console:my-second-step-confirm", "console:my-second-step-off"),
            *("public:language", "public:withdraw", "public:rate", "public:erase-contact"),
        ),
        _DEED,
    ),
    **dict.fromkeys(("console:bulk-job", "console:bulk-progress"), "one job and fifty of its rows, by their key"),
    "console:live": "a stream of what the board shows",
    **dict.fromkeys(
        (
            *("console:regions-pick", "console:region-enter", "console:region-rename", "console:region-merge"),
            *("console:organisation-change", "console:organisation-close", "console:organisation-reopen"),
            *("console:place-change", "console:place-close", "console:place-reopen", "console:licence-add"),
            *("console:licence-scan-withdraw", "console:stall-licence-add"),
            *("console:licence-end", "console:training-add", "console:market-layout-deed", "console:stall-change"),
            *("console:stall-hand-over", "console:stall-close", "console:partner-end"),
            *("console:identity-decide", "console:report-decide", "console:report-informed", "public:say"),
            *("console:market-report-submit", "console:document-withdraw", "console:honesty-reminder-issue"),
            *("console:honesty-reminder-read", "console:honesty-reminder-withdraw"),
        ),
        _DEED,
    ),
    **dict.fromkeys(
        ("console:organisation-new", "console:place-new", "console:stall-new"),
        "an empty form with a few rows to choose from",
    ),
    "console:market-report-newest": "leads to the report of a quarter",
    "console:own-supervision": "opens to operators alone, each of whom has one stall",
    "console:making": "opens to makers alone: tests/register/test_plans.py opens it as one",
    "console:making-sell": "asks for one scale of a maker by its number",
    **dict.fromkeys(
        ("console:making-one", "console:making-list", "console:making-sheet"),
        "an empty form; asks nothing of a register",
    ),
    "console:reply": "asks for one row by its key",
    "console:home": "leads to a page by role",
    **dict.fromkeys(
        ("console:spot-check-new", "console:my-appointment", "console:my-card"),
        "opens to volunteers alone, and asks for the markets of one area",
    ),
    **dict.fromkeys(
        ("console:spot-check-decide", "console:activity-join", "console:activity-deed", "console:volunteer-deed"),
        _DEED,
    ),
    **dict.fromkeys(
        ("console:activity-new", "console:volunteer-invite"), "an empty form with a few rows to choose from"
    ),
    "console:spot-check-photograph": "needs a photograph that is kept",
    "console:volunteer-card": "one row by its number, set as a paper",
    "public:supervisor": "one row by the number on a card, with its proof",
    "console:maker-service": "asks for one row by its key",
    "console:sign-in": "asks nothing of a register",
    "console:sign-in-code": "asks nothing of a register",
    "console:invitation": "is found by the digest of a link",
    "console:missing": "says that there is nothing",
    "console:complaint-photograph": "needs a photograph that is kept",
    "console:licence-scan": "needs a scan that is kept; found by its number",
    "console:document": "needs a document that is kept; found by its number",
    "console:photograph": "needs a photograph that is kept",
    "public:photograph": "needs a photograph that is kept",
    "public:own-data": "needs the secret link of a complaint",
    "console:verification-paper": "needs a paper with its readings; found as the verification is",
    "console:application-papers": "needs papers with their readings; found as the application is",
    "console:import-faults": "needs the file that was sent; reads the problems of one import",
}
# What stands for each placeholder: some rows far apart.
_SPREAD = (
    "SELECT {column} FROM {table} WHERE id IN "
    "(SELECT (SELECT max(id) FROM {table}) * n / 6 FROM generate_series(1, 5) AS n) ORDER BY id"
)
_ROWS = {
    "device": ("device_id", "register_instrument"),
    "serial": ("serial", "register_instrument"),
    "place": ("id", "register_place"),
    "stall": ("id", "register_stall"),
    "licence": ("id", "register_licence"),
    "organisation": ("id", "register_organisation"),
    "verification": ("number", "register_verification"),
    "application": ("application", "register_verification"),
    "paper": ("paper_number", "register_verification"),
    "complaint": ("number", "cases_complaint"),
    "check": ("id", "register_identitycheck"),
    "report": ("number", "cases_report"),
    "supervision": ("id", "cases_keysupervision"),
    "account": ("id", "people_user"),
    "job": ("id", "register_importjob"),
    "rejected": ("id", "measuring_rejectedmessage"),
    "spot_check": ("id", "supervision_spotcheck"),
    "activity": ("id", "supervision_activity"),
    "volunteer": ("id", "supervision_volunteer"),
}
_MARKETS = "SELECT {} FROM register_place WHERE kind = 'market' AND id %% 5 = 1 AND area > '21/' ORDER BY area LIMIT 3"
_SELECTED = {
    "card": "SELECT number FROM cases_complaint c JOIN cases_card k ON k.complaint_id = c.id "
    "WHERE k.state = 'confirmed' ORDER BY k.id LIMIT 3",
    "market": _MARKETS.format("id"),
    "market_area": _MARKETS.format("area"),
    "check_scale": "SELECT device_id FROM register_instrument WHERE kind = 'check-scale' ORDER BY area LIMIT 3",
    "locked": "SELECT 'QH' || lpad(instrument_id::text, 8, '0') FROM register_instrumentstate WHERE locked LIMIT 3",
}


def rows_of(ask: Callable[[str], list]) -> dict[str, list[str]]:
    """``ask`` answers the first column of a query."""
    queries = {name: _SPREAD.format(column=column, table=table) for name, (column, table) in _ROWS.items()}
    return {name: [str(one) for one in ask(sql) if one] for name, sql in (queries | _SELECTED).items()}


def addresses(page: Page, rows: dict[str, list[str]]) -> Iterator[str]:
    for address in page.addresses:
        named = next((name for name in rows if f"{{{name}}}" in address), None)
        yield from [address.format(**{named: one}) for one in rows[named]] if named else [address]
