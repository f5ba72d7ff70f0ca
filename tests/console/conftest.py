"""Both counties with something on every page, brought in by the verbs that bring it in life."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from stdnum.cn import uscc

from quanheng.cases import attachments, honesty_reminders, outbox, progress
from quanheng.cases.key_supervision import decide, propose
from quanheng.cases.lodge import lodge
from quanheng.cases.models import Complaint, HonestyReminder, KeySupervision, NoticeOutbox, Report
from quanheng.cases.reports import split_off
from quanheng.cases.submission import Submission
from quanheng.connectors import scale, topics
from quanheng.connectors.scale import DeviceEvent
from quanheng.measuring import photographs
from quanheng.measuring.arrivals import Arrival
from quanheng.measuring.known_scales import KnownScales
from quanheng.measuring.models import Recheck, RejectedMessage
from quanheng.measuring.receive import receive
from quanheng.people import saved_filters
from quanheng.people.models import Partner, SavedFilter, User
from quanheng.people.partners import admit
from quanheng.register import documents
from quanheng.register.bulk import jobs as bulk
from quanheng.register.importing import jobs
from quanheng.register.keeping import licences, places
from quanheng.register.keeping.change import Doer
from quanheng.register.models import (
    Document,
    IdentityCheck,
    ImportJob,
    Instrument,
    Licence,
    Organisation,
    Place,
    Verification,
)
from quanheng.supervision.checking import enter
from quanheng.supervision.models import Activity, SpotCheck
from tests.cast import Cast, a_message, a_receipt, a_recheck, a_weighing, key_of
from tests.console.trace import traced
from tests.supervising import an_activity, appointed
from tests.verifying import compared, doing

__all__ = ["traced"]

PHONE = "13800000001"
LEDGER = "器具名称,出厂编号\n公平秤,L-1\n"
MAKERS = {"TS-1": "91990100MA0000001G", "TS-3": "91990100MA0000002K"}
OFFICES = {"TS-1": "dongping", "TS-3": "xidu"}


@dataclass(frozen=True)
class County:
    """One county's share of the scene: what its own people find and strangers must not."""

    trade_scale: str
    check_scale: str
    goods: str
    stall: str
    complaint: Complaint
    recheck: Recheck
    rejected: RejectedMessage
    photograph: str
    import_job: ImportJob
    verification: Verification
    partner: Partner
    report: Report
    document: Document
    notice: NoticeOutbox
    identity_check: IdentityCheck
    maker: Organisation
    shop: Place
    licence: Licence
    scan: Document
    supervision: KeySupervision
    spot_check: SpotCheck
    activity: Activity
    reminder: HonestyReminder


@dataclass(frozen=True)
class Scene:
    cast: Cast
    east: County
    west: County
    at: datetime

    def client(self, username: str, **headers: str) -> Client:
        client = Client(headers=headers or None)
        client.force_login(self.cast.people[username])
        return client


def photograph_of(colour: str) -> tuple[str, bytes]:
    content = BytesIO()
    Image.new("RGB", (64, 48), colour).save(content, "JPEG")
    return sha256(content.getvalue()).hexdigest(), content.getvalue()


def send(device_id: str, *records: scale.Record, at: datetime) -> None:
    message = Arrival(topics.records(device_id), a_message(device_id, *records), at)
    (outcome,) = receive([message], "ingest-test", KnownScales())
    assert not outcome.refusal


def forge(device_id: str, at: datetime) -> None:
    """A message in the name of a scale under somebody else's key: refused, and kept."""
    forged = a_message(device_id, a_weighing(9), key=key_of("somebody else"))
    receive([Arrival(topics.records(device_id), forged, at)], "ingest-test", KnownScales())


def looked_at(
    trade_scale: str, stall: str, office: User, verifier: User, at: datetime
) -> tuple[IdentityCheck, Organisation]:
    """A check of its identity that did not match, and its maker."""
    row = compared(Instrument.objects.get(device_id=trade_scale), verifier, at, serial="another")
    maker = {"uscc": MAKERS[trade_scale], "name": f"{stall}衡器厂", "makes": True}
    return row, Organisation.objects.create(**maker, area=office.area)


def a_filter(owner: User, stall: str) -> SavedFilter:
    told = {"name": f"{stall}的秤", "query": "kind=trade-scale", "shared": True}
    return saved_filters.keep(owner, page="instruments", **told)


def lodged(trade_scale: str, receipt: str, stall: str, photograph: bytes, at: datetime) -> Complaint:
    """With a photograph that the complainant took."""
    submission = Submission(
        f"{trade_scale}-a-random-key",
        "short-weight",
        purchase_code=receipt,
        contact_name=f"{stall}的顾客",
        contact_phone=PHONE,
    )
    complaint = lodge(submission, at=at).complaint
    digest = sha256(photograph).hexdigest()
    attachments.begin(complaint.pk, digest=digest, size=len(photograph), at=at)
    attachments.add_piece(complaint.pk, digest, offset=0, piece=photograph, at=at)
    return complaint


def a_county(
    cast: Cast, trade_scale: str, check_scale: str, goods: str, stall: str, colour: str, at: datetime
) -> County:
    """A kilogram sold, 900 g found, photographed, complained about; a forged message; a verification begun."""
    at_ms = int(at.timestamp() * 1000)
    digest, content = photograph_of(colour)
    sale = a_weighing(1, goods=goods, at_ms=at_ms)
    receipt = a_receipt(trade_scale, sale)
    opened = DeviceEvent(seq=2, at_ms=at_ms, event="housing-opened")
    send(trade_scale, sale, opened, at=at)
    found = a_recheck(1, at_ms=at_ms + 60_000, mass_mg=900_000, purchase_code=receipt, photograph_sha256=digest)
    send(check_scale, found, at=at)
    photographs.keep(digest, content)
    forge(trade_scale, at)
    complaint = lodged(trade_scale, receipt, stall, content, at + timedelta(minutes=5))
    office = cast.people[OFFICES[trade_scale]]
    people = cast.people["city"], cast.people["verifier"]
    return County(
        trade_scale,
        check_scale,
        goods,
        stall,
        complaint,
        Recheck.objects.get(check_scale__device_id=check_scale),
        RejectedMessage.objects.get(device_id=trade_scale),
        digest,
        jobs.send(office, f"{complaint.market.name}.csv", [LEDGER.encode()]),
        doing(Instrument.objects.get(device_id=check_scale), *people, at),
        admit(office, name=f"{complaint.market.name}门户", area=office.area, now=at)[0],
        split_off(complaint, f"{stall}的线索", by=office, at=at),
        documents.add(trade_scale, {"sort": "nameplate", "key": "k"}, content, by=office, at=at),
        a_notice(complaint, at),
        *looked_at(trade_scale, stall, office, people[1], at),
        *a_shop(office, complaint.market, content),
        under_key_supervision(complaint, office, at),
        *looked_around(cast, trade_scale, receipt, content, at),
        a_reminder(stall, office.area, at),
    )


def looked_around(
    cast: Cast, trade_scale: str, receipt: str, photograph: bytes, at: datetime
) -> tuple[SpotCheck, Activity]:
    """A volunteer of the county checked the purchase that was short, and an activity is planned there."""
    username, office = ("volunteer", "xidu-volunteer")[trade_scale == "TS-3"], OFFICES[trade_scale]
    volunteer = appointed(cast, office, username, at, name=f"{trade_scale}监督员（虚构）")
    market = cast.scales[trade_scale].place
    activity = an_activity(cast.people[office], [market.pk], at, name=f"{market.name}监督活动")
    assert volunteer.user is not None
    given = {"code": receipt, "observed-seal-whole": "no", "key": f"look-{trade_scale}"}
    return enter(given, photograph, by=volunteer.user, at=at), activity


def a_shop(office: User, market: Place, photograph: bytes) -> tuple[Place, Licence, Document]:
    """Near the market, run by a firm of its own, with a licence and its scan; all of them bear the market's name."""
    first = f"91{market.region.area.replace('/', '')}MA{market.pk:07d}"[:17]
    run_by = {"run_by_uscc": first + uscc.calc_check_digit(first), "run_by_name": f"{market.name}商行（虚构）"}
    told = {"kind": "shop", "name": f"{market.name}旁商店（虚构）", **run_by}
    by, today = Doer(office), timezone.localdate()
    shop = places.enter(market.region, told, by, today)
    told = {"kind": "food", "number": "JY-1", "valid_until": "2099-12-31"}
    licence = licences.enter(shop, told, by)
    return shop, licence, documents.add_scan(licence.pk, {"key": "k"}, photograph, by=office, at=timezone.now())


def a_reminder(stall: str, area: str, at: datetime) -> HonestyReminder:
    """Of an association of the county to its markets."""
    name = f"of-{area[:-1].replace('/', '-')}"
    by = User.objects.create(username=name, name=name, role="association", area=area, trades="market")
    return honesty_reminders.issue(by, title=f"{stall}一样足秤", text="请检查公平秤。", address="10.0.0.9", at=at)


def under_key_supervision(complaint: Complaint, office: User, at: datetime) -> KeySupervision:
    """Whoever works at the stall, proposed by an inspector and confirmed."""
    made = propose.by_person(complaint.stall_id, "现场检查所见", by=office, at=at)
    told = {"until": decide.usual_end(timezone.localdate(at)).isoformat(), "measures": "每周抽查", "reason": "属实"}
    return decide.do("confirm", made.pk, told, by=office, at=at)


def a_notice(complaint: Complaint, at: datetime) -> NoticeOutbox:
    """Something that could not be told to a hotline."""
    outbox.put("hotline", f"notice of {complaint.number}", {}, at=at, complaint=complaint)
    NoticeOutbox.objects.filter(complaint=complaint).update(state=NoticeOutbox.DEAD)
    return NoticeOutbox.objects.get(complaint=complaint)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return a_scene(cast)


def a_scene(cast: Cast) -> Scene:
    at = timezone.now() - timedelta(minutes=10)
    for owner, stall, device_id in (("dongping", "青禾蔬菜", "TS-1"), ("xidu", "果子摊", "TS-3")):
        a_filter(cast.people[owner], stall)
        bulk.begin(cast.people[owner], "apply", Instrument.objects.filter(device_id=device_id), key=device_id)
    return Scene(
        cast,
        a_county(cast, "TS-1", "CS-1", "小白菜", "青禾蔬菜", "green", at),
        a_county(cast, "TS-3", "CS-3", "西渡枇杷", "果子摊", "orange", at),
        at,
    )


def move(complaint: Complaint, name: str, actor: User, **facts: object) -> None:
    progress.move(complaint.pk, name, actor=actor, facts=facts, at=timezone.now())
