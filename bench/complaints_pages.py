"""Every page that reads complaints, at addresses that have something to show among a million of them.

Opened by the nation's office, by each office above the busiest market, by the manager of that one, who has thousands,
and by the manager of one that has a dozen; by nobody, a phone and a hotline where those ask.
"""

from dataclasses import dataclass

from register_pages import FIGURES_MS, PRESENT, Page, public

# Filled as the busiest, and as one of the others: see bench/complaints_filling.py.
BUSY = "11/01/01/m000000/"
OFFICES = {"nation": "", "province": BUSY[:3], "city": BUSY[:6], "county": BUSY[:9], "elsewhere": "21/05/"}
EVERYBODY = (*OFFICES, "market", "quiet")
AUTHORITY = tuple(OFFICES)
PHONE = ("phone",)


@dataclass(frozen=True)
class Moment:
    """Days before today as addresses say them."""

    month: str
    half_year: str
    three_weeks: str
    two_months: str


def staff(path: str, *queries: str, goal_ms: int = 50, viewers: tuple[str, ...] = EVERYBODY) -> Page:
    return Page((path, *(f"{path}?{query}" for query in queries)), viewers, goal_ms)


def of_one(*addresses: str, viewers: tuple[str, ...] = ("nation",)) -> Page:
    return Page(addresses, viewers)


def pages(day: Moment) -> dict[str, Page]:
    return _queue(day) | _narrowed_further(day) | _desk() | _outside(day)


def _queue(day: Moment) -> dict[str, Page]:
    states = ("open", "lodged", "accepted", "mediation", "agreed", "not-agreed", "remedied", "ended", "to-recover")
    hands = ("me", "nobody", "mine", "another", "handed-up")
    weighed = ("exceeded", "not-exceeded", "not-weighed")
    cards = ("proposed", "confirmed", "dismissed")
    return {
        "queue, each state": staff("/console/complaints", *(f"state={one}" for one in states)),
        "queue, further on": staff(
            "/console/complaints", f"after={day.month}.900000", "state=ended&after=2026-01-01.500000",
            "state=ended&after=2026-01-01.2000", "state=to-recover&after=2026-01-01.500000",
        ),
        "queue, by class": staff(
            "/console/complaints", *(f"state={one}&category=other" for one in states), "category=short-weight",
        ),
        "queue, in whose hands": staff(
            "/console/complaints", *(f"hands={one}" for one in hands), *(f"state=ended&hands={one}" for one in hands),
        ),
        "queue, weighed again": staff(
            "/console/complaints",
            *(f"weighed={one}" for one in weighed), *(f"state=ended&weighed={one}" for one in weighed),
        ),
        "queue, by card": staff(
            "/console/complaints", *(f"card={one}" for one in cards), *(f"state=ended&card={one}" for one in cards),
        ),
    }  # fmt: skip


def _narrowed_further(day: Moment) -> dict[str, Page]:
    return {
        "queue, by day": staff(
            "/console/complaints", f"since={day.three_weeks}", f"until={day.two_months}",
            f"state=ended&until={day.half_year}", f"state=ended&since={day.half_year}&until={day.two_months}",
            f"state=ended&since={day.half_year}&until={day.half_year}&category=other",
        ),
        "queue, by words": staff(
            "/console/complaints", "q=蔬菜", "q=晨光", "q=TS20260", "q=没有", "state=ended&q=晨光河湾",
            "state=ended&q=没有", "state=ended&q=赵钱", "state=to-recover&q=晨光",
        ),
        "queue, of an area": staff(
            "/console/complaints", f"area={BUSY[:9]}", f"state=ended&area={BUSY[:9]}", "area=21/05/03/",
            f"state=ended&area={BUSY}", "state=ended&category=other&area=21/05/03/",
        ),
        "queue, several at once": staff(
            "/console/complaints", f"state=ended&category=other&weighed=exceeded&card=confirmed&since={day.half_year}",
            "hands=handed-up&category=other", "state=ended&hands=handed-up&card=dismissed",
            "state=to-recover&weighed=exceeded&category=other", "weighed=exceeded&card=proposed&hands=another",
        ),
        "queue, first part of a file": staff(
            "/console/complaints", "as=csv", "state=ended&as=csv", "state=to-recover&as=csv",
            "state=ended&card=confirmed&as=csv", goal_ms=FIGURES_MS,
        ),
    }  # fmt: skip


def _desk() -> dict[str, Page]:
    return {
        "one complaint": of_one("/console/complaints/{complaint}", "/console/complaints/{busy_complaint}"),
        "papers of a dispute": of_one("/console/complaints/{busy_complaint}/papers/dispute"),
        "late complaints": staff("/console/late-complaints", "after=2026-10-01.5", f"area={BUSY[:9]}", "as=csv"),
        "handing over": staff("/console/handing-over"),
        "how they were answered": staff("/console/answers", f"area={BUSY[:9]}", f"area={BUSY}", "as=csv"),
        "what waits today": staff("/console/today"),
        "markets side by side": staff(
            "/console/overview", f"area={BUSY[:9]}", "area=21/05/03/", goal_ms=FIGURES_MS, viewers=AUTHORITY
        ),
        "live board": Page(("/console/",), EVERYBODY, FIGURES_MS, PRESENT),
        "one market": of_one("/console/markets/{busy_market}", "/console/markets/{market}"),
        "check scales": staff("/console/check-scales", viewers=("nation", "county")),
        "check scales of one market": of_one("/console/check-scales/{busy_market}"),
        "one stall": of_one("/console/stalls/{busy_stall}"),
        "report of a quarter": of_one("/console/markets/{busy_market}/report/2026-Q3"),
        "reports of a quarter": staff("/console/market-reports", "quarter=2026-Q2", "as=csv"),
        "reports of offences": staff(
            "/console/reports", "state=decided", "as=csv", "state=decided&as=csv", viewers=AUTHORITY
        ),
        "one report": of_one("/console/reports/{report}"),
        "messages outside": staff("/console/outside", "as=csv", viewers=AUTHORITY),
        "search": staff(
            "/console/search", "q={complaint}", "q=TS2026", "q=13800000123", "q=138 0000 0123", "q=晨光", "q=没有"
        ),
        "audit trail": staff(
            "/console/audit", "act=complaint-close", "act=complaint-withdraw", "subject={busy_complaint}",
            "act=nothing", "person=m0000008", "before=4000000", viewers=AUTHORITY,
        ),
    }  # fmt: skip


def _outside(day: Moment) -> dict[str, Page]:
    api = "/open311/v2/requests.json"
    old = f"start_date={day.half_year}T00:00:00Z"
    return {
        "followed by the secret link": public("/c/{token}", "/c/{busy_token}", "/c/nobody"),
        "all that is kept of one": public("/c/{token}/data.json"),
        "the same by the app": public("/api/v1/complaints/{token}", "/api/v1/complaints/{busy_token}"),
        "complaints of a phone": Page(
            (
                *("/api/v1/shoppers/complaints", "/api/v1/shoppers/complaints?before=500000"),
                *("/api/v1/complaints/{own}", "/api/v1/complaints/TS20200101-000001"),
            ),
            PHONE,
        ),
        "complaints handled": public("/complaints-handled", f"/complaints-handled?month={day.half_year[:7]}"),
        "Open311, lists": public(
            api, f"{api}?status=open", f"{api}?status=closed", f"{api}?service_code=other&status=open", f"{api}?{old}",
            f"{api}?{old}&status=open", f"{api}?{old}&service_code=other", f"{api}?service_request_id={{complaint}}",
            f"{api}?page_size=1000", goal_ms=FIGURES_MS,
        ),
        "Open311, far down the list": public(f"{api}?page=200", f"{api}?{old}&page=500", goal_ms=FIGURES_MS),
        "Open311, one": public("/open311/v2/requests/{complaint}.json"),
    }  # fmt: skip


_SOME = (
    "SELECT {} FROM cases_complaint WHERE id IN "
    "(SELECT (SELECT max(id) FROM cases_complaint) * n / 7 FROM generate_series(1, 6) AS n)"
)
_BUSY = f"SELECT {{}} FROM cases_complaint WHERE area LIKE '{BUSY}%' AND state IN ('closed', 'mediation') LIMIT 3"
# What stands in the addresses: some of all complaints, and some of the busiest market.
ROWS = {
    "complaint": _SOME.format("number"),
    "token": _SOME.format("'bench' || id"),
    "busy_complaint": _BUSY.format("number"),
    "busy_token": _BUSY.format("'bench' || id"),
    "report": "SELECT number FROM cases_report WHERE id % 1000 = 7 LIMIT 3",
    "own": "SELECT number FROM cases_complaint WHERE shopper_id = 1 ORDER BY id LIMIT 3",
    "market": "SELECT id FROM register_place WHERE kind = 'market' ORDER BY id OFFSET 77 LIMIT 2",
    "busy_market": f"SELECT id FROM register_place WHERE area = '{BUSY}'",
    "busy_stall": f"SELECT min(id) FROM register_stall WHERE area LIKE '{BUSY}%'",
}
