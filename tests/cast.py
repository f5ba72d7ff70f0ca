"""The fixed cast: one invented city, two counties, a market in each, and the people and scales in them.

东屏区 has 晨光 market, which adopted the group standard; 西渡县 has 河湾 market, which did not. Whoever belongs to one
county must see nothing of the other.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from nacl.signing import SigningKey

from quanheng.connectors import frame, gs1, scale
from quanheng.people.enrolment import enrol
from quanheng.people.models import User
from quanheng.register.models import Instrument, Organisation, Place, Region, Stall
from quanheng.register.record import Report, record

GTIN = "09521234543213"
RESOLVER = "http://127.0.0.1:8000"
PASSWORD = "a-long-enough-one"
BODY_USCC = "12990100MB0000001P"
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # Friday noon in Shanghai
NOON_MS = int(NOON.timestamp() * 1000)


def key_of(device_id: str) -> SigningKey:
    return SigningKey(hashlib.sha256(device_id.encode()).digest())


def a_weighing(seq: int = 1, **changes: Any) -> scale.Weighing:
    """1.000 kg of vegetables at 6.00 yuan a kilogram, as an honest scale records it."""
    sale: dict[str, Any] = {
        "seq": seq,
        "at_ms": NOON_MS + seq * 1000,
        "gross_mg": 1_010_000,
        "tare_mg": 10_000,
        "net_mg": 1_000_000,
        "unit_price_fen": 600,
        "amount_fen": 600,
        "adc": 420_000,
        "zero_adc": 20_000,
        "goods": "小白菜",
        "goods_class": "vegetable",
        "acts": ("tare",),
    }
    return scale.Weighing(**(sale | changes))


def a_recheck(seq: int = 1, **changes: Any) -> scale.Recheck:
    reading: dict[str, Any] = {
        "seq": seq,
        "at_ms": NOON_MS + 600_000 + seq * 1000,
        "mass_mg": 1_000_000,
        "purchase_code": "",
        "photograph_sha256": "",
        "adc": 400_000,
        "zero_adc": 20_000,
    }
    return scale.Recheck(**(reading | changes))


def a_message(
    device_id: str, *records: scale.Record, encoding: Any = "msgpack", key: SigningKey | None = None
) -> bytes:
    """A signed batch as it travels."""
    body = scale.encode(scale.Batch(device_id, NOON_MS + 1_000_000, tuple(records)), encoding)
    return frame.seal(body, key or key_of(device_id))


def a_receipt(device_id: str, sale: scale.Weighing, key: SigningKey | None = None) -> str:
    """The purchase code on the receipt that a scale of the cast prints for a sale."""
    purchase = gs1.Purchase(
        GTIN,
        device_id,
        sale.seq,
        sale.net_mg,
        sale.unit_price_fen,
        sale.price_unit_g,
        sale.amount_fen,
        sale.at_ms,
        sale.goods_class,
    )
    return gs1.purchase_link(purchase, RESOLVER, key or key_of(device_id))


@dataclass
class Cast:
    chenguang: Place
    hewan: Place
    vegetables: Stall  # 晨光 s001, scale TS-1
    fish: Stall  # 晨光 s002, scale TS-2
    fruit: Stall  # 河湾 s001, scale TS-3
    scales: dict[str, Instrument] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)


def _market(region: Region, number: str, name: str, name_en: str, adopted_on: date | None) -> Place:
    return Place.objects.create(
        area=f"{region.area}{number}/",
        name=name,
        name_en=name_en,
        region=region,
        complaint_phone="0000-1234567",
        group_standard_adopted_on=adopted_on,
    )


def _stall(market: Place, number: str, name: str, stall_type: str) -> Stall:
    return Stall.objects.create(
        area=f"{market.area}{number}/",
        market=market,
        number=number,
        name=name,
        stall_type=stall_type,
        operator_name=f"{name}（虚构）",
    )


def _scale(device_id: str, kind: str, intervals: str, market: Place, stall: Stall | None = None) -> Instrument:
    made = Instrument.objects.create(
        device_id=device_id,
        gtin=GTIN,
        serial=device_id,
        kind=kind,
        maker="虚构衡器厂",
        model="QH-15",
        intervals=intervals,
        public_key=bytes(key_of(device_id).verify_key),
        networked=True,
        area=stall.area if stall else market.area,
        place=market,
        stall=stall,
    )
    record(made, *a_past(device_id, date(2025, 6, 1), date(2026, 6, 1), date(2027, 5, 31)), source="maker")
    return made


def a_past(device_id: str, in_use_since: date, verified_on: date, valid_until: date) -> list[Report]:
    """Put into use, then verified and sealed: what most scales of the cast have behind them."""
    certificate = {
        "certificate_number": f"QH-{device_id}",
        "verification_body": "云秤市计量所（虚构）",
        "valid_until": valid_until.isoformat(),
    }
    return [
        Report("put-into-use", noon_of(in_use_since), "use"),
        Report("sealed", noon_of(verified_on), f"seal-{verified_on}"),
        Report("verified", noon_of(verified_on), f"certificate-{verified_on}", certificate),
    ]


def noon_of(day: date) -> datetime:
    return datetime.combine(day, time(4), UTC)


def _person(username: str, role: str, area: str) -> User:
    person = enrol(username=username, name=username, role=role, area=area, password=PASSWORD)
    if role == "association":
        person.trades = "market"
        person.save()
    return person


def assemble() -> Cast:
    Region.objects.create(area="99/", name="虚构省", name_en="Invented Province", level="province")
    Region.objects.create(area="99/01/", name="云秤市（虚构）", name_en="Yuncheng City (invented)", level="city")
    east = Region.objects.create(area="99/01/01/", name="东屏区（虚构）", name_en="Dongping (invented)", level="county")
    west = Region.objects.create(area="99/01/02/", name="西渡县（虚构）", name_en="Xidu (invented)", level="county")
    chenguang = _market(east, "m001", "晨光农贸市场", "Chenguang Market", date(2026, 1, 1))
    hewan = _market(west, "m002", "河湾农贸市场", "Hewan Market", None)
    Organisation.objects.create(uscc=BODY_USCC, name="云秤市计量所（虚构）", area="99/01/", verifies=True)
    cast = Cast(
        chenguang,
        hewan,
        _stall(chenguang, "s001", "青禾蔬菜", "蔬菜"),
        _stall(chenguang, "s002", "水边鲜鱼", "水产"),
        _stall(hewan, "s001", "果子摊", "水果"),
    )
    low, high = "15kg/5g,30kg/10g", "2kg/1g,5kg/2g"
    for made in (
        _scale("TS-1", "trade-scale", "15kg/5g", chenguang, cast.vegetables),
        _scale("TS-2", "trade-scale", "15kg/5g", chenguang, cast.fish),
        _scale("TS-3", "trade-scale", "15kg/5g", hewan, cast.fruit),
        _scale("CS-1", "check-scale", low, chenguang),
        _scale("CS-2", "check-scale", high, chenguang),
        _scale("CS-3", "check-scale", low, hewan),
    ):
        cast.scales[made.device_id] = made
    for username, role, area in (
        ("city", "regulator", "99/01/"),
        ("dongping", "regulator", "99/01/01/"),
        ("xidu", "regulator", "99/01/02/"),
        ("chenguang", "market-manager", chenguang.area),
        ("hewan", "market-manager", hewan.area),
        ("administrator", "metrology-administrator", chenguang.area),
        ("stallholder", "operator", cast.vegetables.area),
        ("verifier", "verification-body", "99/01/"),
        ("repairer", "repairer", "99/01/"),
        ("maker", "maker", "99/01/"),
        *((role, role, "99/01/01/") for role in ("volunteer", "association")),
    ):
        cast.people[username] = _person(username, role, area)
    return cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The whole cast in an empty database."""
    return assemble()
