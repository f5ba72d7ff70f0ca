"""The story of the city: told by the seed, in order of time, and worth watching."""

from base64 import b64decode
from datetime import date
from hashlib import sha256
from io import BytesIO
from itertools import pairwise, takewhile

import pytest
from nacl.signing import VerifyKey
from PIL import Image

from quanheng.connectors.gs1 import is_signed_by, read_purchase
from quanheng.connectors.scale import Batch, DeviceEvent, Recheck, Weighing, decode_batch, encode
from quanheng.connectors.unlock_codes import unlock_code
from quanheng.inference.rates import Limits, Share, compare
from quanheng.law.errors import LawError
from quanheng.law.instruments import Intervals
from quanheng.law.retail import judge
from quanheng.simulator.counter import Happening
from quanheng.simulator.fleet import WORKBENCH, manifest
from quanheng.simulator.happenings import happenings
from quanheng.simulator.lock import Lock
from quanheng.simulator.shopper import COMPLAINT_GAP_MS

START_MS = 1_795_136_400_000  # 2026-11-20 09:00 in Shanghai
WEB = "http://127.0.0.1:8000"
CITY = manifest(7)
pytestmark = pytest.mark.requirement("QH-sim")


def minutes(number: float, seed: int = 7, first_seqs: dict[str, int] | None = None) -> list[Happening]:
    story = happenings(manifest(seed), START_MS, WEB, first_seqs)
    return list(takewhile(lambda happening: happening.at_ms < START_MS + number * 60_000, story))


@pytest.fixture(scope="module")
def half_an_hour() -> list[Happening]:
    return minutes(30)


def test_two_runs_tell_the_same_story() -> None:
    """Records, photographs, truth and complaints follow from seed and start alone; another seed tells another story."""
    assert minutes(3) == minutes(3)
    assert [one.record for one in minutes(1)] != [one.record for one in minutes(1, seed=8)]


def test_a_scale_goes_on_where_its_journal_ended() -> None:
    """Numbers never start again: all else being equal only they differ after a restart."""
    name = "M001-T001"
    first = [one.record for one in minutes(2) if one.device_id == name]
    later = [one.record for one in minutes(2, first_seqs={name: 500}) if one.device_id == name]
    assert [record.seq for record in later] == [record.seq + 499 for record in first]
    assert [record.at_ms for record in later] == [record.at_ms for record in first]


def test_each_scale_counts_without_gaps_in_order_of_time(half_an_hour: list[Happening]) -> None:
    """One sequence for weighings, rechecks and events of a scale, and the city's clock never goes back."""
    assert [one.at_ms for one in half_an_hour] == sorted(one.at_ms for one in half_an_hour)
    for name in {one.device_id for one in half_an_hour}:
        seqs = [one.record.seq for one in half_an_hour if one.device_id == name]
        assert seqs == list(range(1, len(seqs) + 1))


def test_the_city_looks_alive(half_an_hour: list[Happening]) -> None:
    """Three to six weighings a second from all sixty scales; the workbench scale stays silent."""
    weighings = [one for one in half_an_hour if isinstance(one.record, Weighing)]
    assert 3 <= len(weighings) / 1800 <= 6
    assert len({one.device_id for one in weighings}) == 60
    assert WORKBENCH not in {one.device_id for one in half_an_hour}


@pytest.mark.parametrize("seed", [1, 2, 7, 2026])
def test_the_first_shortfall_comes_within_six_seconds(seed: int) -> None:
    """Whoever opens the demo sees at once what it is about, and the buyer will complain."""
    [recheck, *_] = [one for one in minutes(0.1, seed) if isinstance(one.record, Recheck)]
    assert recheck.shown is not None
    assert recheck.shown.net_mg - recheck.record.mass_mg > 0.05 * recheck.shown.net_mg
    assert [one.complaint for one in minutes(0.1, seed) if one.complaint]


def test_complaints_are_few(half_an_hour: list[Happening]) -> None:
    """At most one in two and a half minutes, so that a person can read them."""
    times = [one.at_ms for one in half_an_hour if one.complaint]
    gaps = [after - before for before, after in pairwise(times)]
    assert len(times) >= 3
    assert min(gaps) >= COMPLAINT_GAP_MS


def test_a_recheck_weighs_what_was_bought(half_an_hour: list[Happening]) -> None:
    """The check scale shows the true mass within its limits, and the receipt it scans was signed by the seller."""
    keys = {(one["gtin"], one["serial"]): one["public_key"] for one in CITY["instruments"]}
    rechecks = [one for one in half_an_hour if isinstance(one.record, Recheck)]
    assert len(rechecks) > 60
    for one in rechecks:
        assert abs(one.record.mass_mg - one.truth["true_net_mg"]) <= 10_000
        purchase, signature = read_purchase(one.record.purchase_code)
        key = VerifyKey(b64decode(keys[purchase.gtin, purchase.serial]))
        assert is_signed_by(purchase, signature, key)
        assert purchase.at_ms < one.record.at_ms


def test_shoppers_suspect_rightly_more_often_than_not(half_an_hour: list[Happening]) -> None:
    """Rechecks find shortfalls much more often than sales have them, and still most purchases are in order."""
    rechecks = [one for one in half_an_hour if isinstance(one.record, Recheck)]
    short = [one for one in rechecks if one.shown and one.shown.net_mg - one.record.mass_mg > 40_000]
    assert 0.1 < len(short) / len(rechecks) < 0.5


def test_photographs_are_named_by_their_digest(half_an_hour: list[Happening]) -> None:
    """Every recheck has a picture, small, and the record names its SHA-256."""
    for one in half_an_hour:
        if isinstance(one.record, Recheck):
            assert sha256(one.photograph).hexdigest() == one.record.photograph_sha256
            assert len(one.photograph) < 40_000
            assert Image.open(BytesIO(one.photograph)).size == (400, 300)


def stories(happenings: list[Happening], story: str) -> list[Happening]:
    return [one for one in happenings if one.truth.get("story") == story]


def test_one_housing_is_opened_a_day(half_an_hour: list[Happening]) -> None:
    """It locks the scale at once, with a number to be answered; nothing is sold on it while nobody has unlocked it."""
    opened, locked = stories(half_an_hour, "housing")
    assert [one.record.event for one in (opened, locked)] == ["housing-opened", "locked"]
    assert opened.device_id == locked.device_id
    assert len(locked.record.challenge) == 8
    of_it = [one for one in half_an_hour if one.device_id == opened.device_id]
    assert of_it[-1] == locked
    assert of_it[0].at_ms < opened.at_ms


def test_one_scale_is_unlocked_by_stealth(half_an_hour: list[Happening]) -> None:
    """On the first day of a city somebody has a service code: unlocked after minutes, and sold on as before."""
    story = stories(half_an_hour, "service-code")
    assert [one.record.event for one in story] == ["housing-opened", "locked", "unlocked", "power-on"]
    assert len({one.device_id for one in story}) == 1
    sales = [one.at_ms for one in half_an_hour if one.device_id == story[0].device_id and one.record not in story]
    sales = [at_ms for at_ms in sales if at_ms not in {one.at_ms for one in story}]
    assert not any(story[0].at_ms <= at_ms <= story[2].at_ms for at_ms in sales)
    assert max(sales) > story[3].at_ms


def test_a_city_that_has_a_past_is_opened_by_stealth_rarely() -> None:
    """One day in ten; and where time runs faster than the platform's nobody opens a housing at all."""
    assert stories(minutes(10, first_seqs={"M001-T001": 2}), "service-code") == []
    told = happenings(manifest(7), START_MS, WEB, is_opened=False)
    first = takewhile(lambda happening: happening.at_ms < START_MS + 10 * 60_000, told)
    assert not any(one.truth.get("story") for one in first)


def test_a_repaired_scale_sells_again_once_it_was_verified() -> None:
    """Unlocked by its code it is switched on and sells nothing; verified, it does, and no number is left out."""
    fleet = manifest(7)
    locks = {one["device_id"]: Lock(one["device_id"], b"secret") for one in fleet["instruments"]}
    told, seen, typed = happenings(fleet, START_MS, WEB, locks=locks), [], ""
    unlocked_ms = 0
    while not typed or not isinstance(seen[-1].record, Weighing) or seen[-1].device_id != typed:
        seen.append(next(told))
        if typed and seen[-1].device_id == typed and getattr(seen[-1].record, "event", "") == "power-on":
            unlocked_ms = seen[-1].at_ms
        if unlocked_ms and seen[-1].at_ms > unlocked_ms + 10 * 60_000:
            locks[typed].unverified = False
        if not typed and seen[-1].truth.get("story") == "housing" and seen[-1].record.event == "locked":
            typed, at_ms = seen[-1].device_id, seen[-1].at_ms + 60_000
            lock = locks[typed]
            assert lock.enter(unlock_code(lock.secret, lock.challenge, at_ms // 1000), at_ms).outcome == "unlocked"
    assert seen[-1].at_ms > unlocked_ms + 10 * 60_000
    of_it = [one.record for one in seen if one.device_id == typed]
    assert [record.seq for record in of_it] == list(range(1, len(of_it) + 1))
    events = [record.event for record in of_it if isinstance(record, DeviceEvent)]
    assert events[-4:] == ["housing-opened", "locked", "unlocked", "power-on"]
    assert isinstance(of_it[-1], Weighing)


def test_every_record_passes_the_wire(half_an_hour: list[Happening]) -> None:
    """What the simulator records is what the documented decoder takes."""
    for one in half_an_hour[:1000]:
        batch = Batch(one.device_id, one.at_ms, (one.record,))
        assert decode_batch(encode(batch)) == batch


@pytest.mark.requirement("TZ-3.1")
def test_who_stands_out_is_not_honest(half_an_hour: list[Happening]) -> None:
    """Of all stalls re-weighed in half an hour somebody exceeds the limits more than the others, and nobody upright."""
    judged: dict[str, list[bool]] = {}
    characters = {one.device_id: one.truth.get("character") for one in half_an_hour if isinstance(one.record, Weighing)}
    for one in half_an_hour:
        if isinstance(one.record, Recheck) and one.shown is not None and (answer := _judged(one)) is not None:
            judged.setdefault(one.truth["bought_at"], []).append(answer)
    shares = {name: Share(sum(answers), len(answers)) for name, answers in judged.items()}
    limits = Limits(least_hits=3, least_of_others=30, times=2, chance=0.001)
    whole = Share(sum(one.hits for one in shares.values()), sum(one.of for one in shares.values()))
    found = {name for name, own in shares.items() if compare(own, whole.without(own), limits).verdict == "more"}
    assert found
    assert {characters[name] for name in found}.isdisjoint({"honest", "clerk-error"})


def _judged(one: Happening) -> bool | None:
    """What the statute says of a re-weighing; None where it says nothing."""
    scale = next(row for row in CITY["instruments"] if row["device_id"] == one.device_id)
    sale = one.shown
    try:
        answer = judge(
            goods=sale.goods_class,
            price_fen_per_kg=sale.unit_price_fen * 1000 // sale.price_unit_g,
            settled_mg=sale.net_mg,
            actual_mg=one.record.mass_mg,
            method="equal-accuracy",
            check_scale=Intervals.parse(scale["intervals"]),
            on=date(2026, 11, 20),
        )
    except (LawError, ValueError):
        return None
    return answer.statute.exceeded
