"""Volunteer supervisors of the invented city: who serves, who would like to, what they looked at and what became of it.

Told once, by the verbs that people's forms call. A second time changes nothing; in a city without these markets nobody
looks at anything.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localdate, make_aware

from quanheng.people.enrolment import enrol
from quanheng.people.models import Role, User
from quanheng.register.legal_day import SHANGHAI
from quanheng.register.models import Place, Stall
from quanheng.supervision import activities, applying, appointing, deciding, interests, taking_part, weighing
from quanheng.supervision.checking import enter
from quanheng.supervision.models import Activity, SpotCheck

EAST, WEST = "99/01/01/", "99/01/02/"
MARKETS = {EAST: "99/01/01/m001/", WEST: "99/01/02/m002/"}
OFFICES = {EAST: "regulator-dongping", WEST: "regulator-xidu"}
# Who serves: account, name, county.
SERVING = (
    ("volunteer", "陈实（虚构）", EAST),
    ("supervisor-zhou", "周敏（虚构）", EAST),
    ("supervisor-lin", "林晓（虚构）", WEST),
)
APPLICANT = {"name": "何芳（虚构）", "phone": "00000000001", "why": "退休前是计量员，每天买菜。（演示）"}
WHOLE = {
    "label-valid": "yes",
    "seal-whole": "yes",
    "unit-shown": "yes",
    "check-scale-sign": "yes",
    "phones-shown": "yes",
}


@dataclass(frozen=True)
class Look:
    """One check: by whom, at which stall of the market, how many days ago, what was typed, and what became of it."""

    by: str
    stall: int
    days_ago: int
    paid: str = ""
    found: str = ""
    seen: dict[str, str] = field(default_factory=dict)
    note: str = ""
    decided: tuple[str, str, str, str] | None = None  # by whom, as what, the reason, the answer


LOOKS = (
    Look("volunteer", 2, 18, "1.000", "0.995", WHOLE),
    Look("supervisor-zhou", 3, 18, "0.850", "0.850", WHOLE),
    Look(
        *("volunteer", 4, 18, "1.200", "1.120"),
        decided=("manager-chenguang", "told", "当面复秤，经营者忘记去皮。（演示）", "摊主已改为先去皮再放菜。"),
    ),
    Look(
        *("supervisor-zhou", 5, 18),
        seen=WHOLE | {"label-valid": "no"},
        decided=("manager-chenguang", "told", "标志脱落，已报检定机构补发。（演示）", ""),
    ),
    Look("volunteer", 6, 9, "0.600", "0.600", WHOLE),
    Look(
        *("supervisor-zhou", 7, 9),
        seen={"seal-whole": "no"},
        decided=("regulator-dongping", "nothing", "铅封完好，只是积灰。（演示）", "我们到现场擦净后查看，铅封完好。"),
    ),
    Look("supervisor-lin", 1, 4, "0.750", "0.745", WHOLE),
    Look("supervisor-lin", 2, 4, seen={"unit-shown": "no"}, note="价牌只写了“元/斤”。（演示）"),
    Look("volunteer", 8, 1, "1.000", "0.940", {"seal-whole": "yes"}),
    Look("supervisor-zhou", 9, 1, seen={"phones-shown": "no"}),
)
HELD = {
    "name": "集市周末一起看（演示）",
    "looks_at": "每人买两样蔬菜，到公平秤复秤；看检定标志和铅封。",
    "meets_at": "晨光市场东门公平秤",
    "wanted": "4",
}
PLANNED = HELD | {"name": "年末水产摊专项（演示）", "looks_at": "水产摊：是否去皮、是否沥水后称重。"}
REPORT = "两名监督员到场，看了四个摊位，两处有发现，均已当场告知。（演示）"


def look_around(now: datetime) -> None:
    if SpotCheck.objects.exists() or not Stall.objects.filter(market__area=MARKETS[EAST]).exists():
        return
    with translation.override("zh-hans"):
        _appoint(_hour(now, 200))
        activity = _plan(HELD, _hour(now, 18), _hour(now, 25))
        for look in LOOKS:
            _look(look, now)
        told = {"by": _person("regulator-dongping"), "at": _hour(now, 17)}
        came = [str(one.volunteer_id) for one in activity.participations.all()]
        activities.tell_of(activity.pk, {"report": REPORT}, came, **told)
        _plan(PLANNED, _hour(now, -6), _hour(now, 2))


def _hour(now: datetime, days_ago: int, hour: int = 10) -> datetime:
    return make_aware(datetime.combine(localdate(now) - timedelta(days=days_ago), time(hour)), SHANGHAI)


def _person(username: str) -> User:
    return User.objects.get(username=username)


def _appoint(at: datetime) -> None:
    for username, name, county in SERVING:
        if not User.objects.filter(username=username).exists():
            told = {"role": Role.VOLUNTEER, "area": county, "password": settings.DEMO_PASSWORD}
            enrol(username=username, name=name, **told)
        told = {
            "name": name,
            "phone": "00000000000",
            "area": county,
            "username": username,
            "reason": "社区推荐（演示）",
        }
        appointing.invite(told, by=_person(OFFICES[county]), at=at)
    zhou, market = _person("supervisor-zhou"), Place.objects.get(area=MARKETS[EAST])
    stake = {"market": market.name, "stall": _stall(EAST, 1).number, "whose": "kin"}
    interests.declare(zhou.volunteer, stake, by=zhou, at=at)
    applying.apply(APPLICANT | {"area": EAST, "key": "demo-applicant", "trades": ""}, at=at + timedelta(days=199))


def _stall(county: str, number: int) -> Stall:
    stalls = Stall.objects.filter(market__area=MARKETS[county]).order_by("number")
    return stalls[number % stalls.count()]


def _plan(told: dict[str, str], begins: datetime, at: datetime) -> Activity:
    office, market = _person("regulator-dongping"), Place.objects.get(area=MARKETS[EAST])
    when = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=3)).isoformat()}
    row = activities.plan(told | when | {"key": f"demo-{begins:%j}"}, [str(market.pk)], by=office, at=at)
    for username in ("volunteer", "supervisor-zhou"):
        taking_part.join(row.pk, by=_person(username), at=at)
    return row


def _look(look: Look, now: datetime) -> None:
    by, at = _person(look.by), _hour(now, look.days_ago, 11)
    stall = _stall(by.area or "", look.stall)
    scale = next(iter(weighing.check_scales(stall.market)), None)
    given = {f"observed-{name}": said for name, said in look.seen.items()}
    given |= {"market": str(stall.market_id), "stall": str(stall.pk), "note": look.note}
    if look.paid:
        given |= {"settled": look.paid, "reading": look.found, "goods_class": "vegetable", "price": "5"}
        given |= {"check_scale": scale.device_id if scale else "", "original_state": "on"}
    row = enter(given | {"key": f"demo-{look.days_ago}-{look.stall}"}, b"", by=by, at=at)
    if look.decided and row.findings:
        person, kind, reason, answer = look.decided
        told = {"reason": reason, "answer": answer}
        deciding.decide(row.pk, kind, told, by=_person(person), at=at + timedelta(hours=26))
