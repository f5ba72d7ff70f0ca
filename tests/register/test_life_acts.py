"""What people enter into the life of an instrument, and what they cannot (T4-4.2.5, N25-3.5)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from quanheng.people.models import AuditEntry
from quanheng.register import chronicle
from quanheng.register.life import KINDS
from quanheng.register.life_acts import ACTS, acts_open_to, enter
from quanheng.register.models import Instrument, InstrumentEvent, InstrumentState
from quanheng.register.record import Report, life_state, record
from quanheng.register.standby import lent_out
from tests.cast import NOON, Cast, noon_of

pytestmark = pytest.mark.requirement("N25-3.5", "T4-4.2.5")


def do(cast: Cast, device_id: str, kind: str, by: str = "chenguang", key: str = "k1", **given: str) -> None:
    told = {"reason": "巡查发现", "key": key, **given}
    enter(device_id, kind, told, by=cast.people[by], at=NOON)


def wrong(cast: Cast, device_id: str, kind: str, by: str = "chenguang", **given: str) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        do(cast, device_id, kind, by, **given)
    return refused.value.message_dict


def state(device_id: str) -> InstrumentState:
    return InstrumentState.objects.get(instrument__device_id=device_id)


def answer(device_id: str) -> tuple[str, ...]:
    instrument = Instrument.objects.select_related("state").get(device_id=device_id)
    return chronicle.today(instrument, date(2026, 11, 21)).usage.obstacles


def test_a_broken_seal_ends_the_use_and_is_on_the_trail(cast: Cast):
    """The manager reports it: the scale must not be used, and who said so, when and why is on record."""
    assert answer("TS-1") == ()
    do(cast, "TS-1", "seal-broken")
    assert answer("TS-1") == ("verification",)
    event = InstrumentEvent.objects.get(source="staff")
    assert (event.kind, event.note, event.recorded_by) == ("seal-broken", "巡查发现", cast.people["chenguang"])
    entry = AuditEntry.objects.get(act="instrument-seal-broken")
    assert (entry.subject, entry.reason, entry.area) == ("TS-1", "巡查发现", "99/01/01/m001/s001/")


def test_a_new_seal_does_not_bring_the_verification_back(cast: Cast):
    """A seal put on without a verification proves nothing."""
    do(cast, "TS-1", "seal-broken")
    do(cast, "TS-1", "sealed", "verifier", key="k2", seal_number="F-1")
    assert state("TS-1").seal_intact
    # The seal broke on the 20th; it counts from the day after the verification on.
    assert answer("TS-1") == ("verification",)


def test_a_stopped_scale_returns_while_its_verification_holds(cast: Cast):
    """Stopped for a stallholder's holiday, and back."""
    do(cast, "TS-1", "stopped")
    assert answer("TS-1") == ("stopped",)
    do(cast, "TS-1", "resumed", key="k2")
    assert answer("TS-1") == ()


@pytest.mark.parametrize("obstacle", ["seal-broken", "housing-opened", "locked", "repair", "part-replacement"])
def test_no_return_into_use_without_a_verification_that_holds(cast: Cast, obstacle: str):
    """Whatever ended the verification, nobody can click the scale back into use."""
    record(
        cast.scales["TS-1"],
        Report("stopped", noon_of(date(2026, 10, 1)), "stop"),
        Report(obstacle, noon_of(date(2026, 10, 2)), "obstacle"),
        source="import",
    )
    assert "state" in wrong(cast, "TS-1", "resumed")
    assert state("TS-1").status == "stopped"


def test_a_scale_never_verified_is_not_put_into_use(cast: Cast):
    """Registered only: use begins with a verification."""
    bare = Instrument.objects.get(pk=cast.scales["TS-1"].pk)
    bare.pk, bare.device_id, bare.serial = None, "TS-9", "TS-9"
    bare.save(force_insert=True)
    record(bare, source="import")
    assert "state" in wrong(cast, "TS-9", "put-into-use")
    assert state("TS-9").status == "registered"


def test_every_act_wants_its_reason(cast: Cast):
    """Why is asked of everybody, and said at the field."""
    for kind in ("stopped", "seal-broken", "label-damaged", "moved", "repair", "scrapped"):
        assert "reason" in wrong(cast, "TS-1", kind, reason=" \0 ")


def test_all_that_is_wrong_is_said_at_once(cast: Cast):
    """No reason and no seal number: two fields are marked."""
    record(cast.scales["TS-1"], Report("seal-broken", noon_of(date(2026, 10, 2)), "s"), source="import")
    assert set(wrong(cast, "TS-1", "sealed", "verifier", reason="")) == {"reason", "seal_number"}


def test_sent_twice_is_recorded_once(cast: Cast):
    """A nervous thumb presses the button twice."""
    do(cast, "TS-1", "repair", repair_code="R-1")
    do(cast, "TS-1", "repair", repair_code="R-1")
    assert InstrumentEvent.objects.filter(source="staff").count() == 1
    assert AuditEntry.objects.filter(act="instrument-repair").count() == 1


def test_what_is_so_already_is_not_entered_again(cast: Cast):
    """The seal is broken already; a second report would be about nothing."""
    do(cast, "TS-1", "seal-broken")
    with pytest.raises(ValidationError):
        do(cast, "TS-1", "seal-broken", key="k2")


def test_a_scale_moves_to_another_stall(cast: Cast):
    """From the vegetables to the fish: list, page and life have the new place; the old one is on the trail."""
    do(cast, "TS-1", "moved", place="晨光农贸市场", stall="s002")
    moved = Instrument.objects.get(device_id="TS-1")
    assert (moved.stall, moved.area) == (cast.fish, "99/01/01/m001/s002/")
    assert state("TS-1").area == moved.area
    assert AuditEntry.objects.get(act="instrument-moved").before["area"] == "99/01/01/m001/s001/"
    assert answer("TS-1") == ()


@pytest.mark.requirement("QH-scope", "N25-3.5")
@pytest.mark.parametrize(
    ("place", "stall", "field"),
    [("河湾农贸市场", "s001", "place"), ("晨光农贸市场", "s999", "stall"), ("晨光农贸市场", "s001", "stall")],
)
def test_a_scale_does_not_move_out_of_the_area(cast: Cast, place: str, stall: str, field: str):
    """Another county's market, no such stall, or the stall where it stands: each is said at its field."""
    assert set(wrong(cast, "TS-1", "moved", place=place, stall=stall)) == {field}
    assert Instrument.objects.get(device_id="TS-1").stall == cast.vegetables


@pytest.mark.requirement("QH-scope")
def test_a_stranger_finds_no_instrument(cast: Cast):
    """The manager of the other county's market learns nothing."""
    with pytest.raises(Instrument.DoesNotExist):
        do(cast, "TS-1", "stopped", "hewan")


def test_a_standby_scale_is_lent_and_returned(cast: Cast):
    """It replaces a scale of the same market, and goes back on the shelf."""
    do(cast, "TS-2", "put-on-standby")
    do(cast, "TS-2", "lent", key="k2", instead_of="TS-1")
    assert state("TS-2").status == "in-use"
    assert [row["instrument"] for row in lent_out()] == [cast.scales["TS-2"].pk]
    do(cast, "TS-2", "returned", key="k3")
    assert state("TS-2").status == "standby"
    assert not lent_out()


def test_a_standby_scale_replaces_one_of_its_place(cast: Cast):
    """Not one of another market, and not itself."""
    do(cast, "TS-2", "put-on-standby")
    for other in ("TS-3", "TS-2", "CS-1", ""):
        assert "instead_of" in wrong(cast, "TS-2", "lent", key="k2", instead_of=other)


def test_only_scales_stand_by(cast: Cast):
    """A dispenser in use is offered everything else: nobody lends one."""
    scale = Instrument.objects.select_related("state").get(device_id="TS-1")
    offered = {act.kind for act in acts_open_to(scale, life_state(scale.state), cast.people["chenguang"])}
    scale.kind = "fuel-dispenser"
    left = {act.kind for act in acts_open_to(scale, life_state(scale.state), cast.people["chenguang"])}
    assert offered - left == {"put-on-standby"}


def test_a_repair_of_a_new_scale_has_its_code(cast: Cast):
    """A scale of the new kind is repaired by its maker's people, under a code."""
    Instrument.objects.filter(device_id="TS-1").update(conforming=True)
    assert set(wrong(cast, "TS-1", "repair")) == {"repair_code"}


def test_after_scrapping_there_is_nothing_to_enter(cast: Cast):
    """Scrapped is the end."""
    do(cast, "TS-1", "scrapped")
    scale = Instrument.objects.select_related("state").get(device_id="TS-1")
    assert acts_open_to(scale, life_state(scale.state), cast.people["chenguang"]) == []


def test_each_role_has_its_acts(cast: Cast):
    """A market reports and moves; seals and labels are for those who verify; a stallholder enters nothing."""
    scale = Instrument.objects.select_related("state").get(device_id="TS-1")
    broken = record(scale, Report("label-damaged", noon_of(date(2026, 10, 2)), "l"), source="import")

    def open_to(name: str) -> set[str]:
        return {act.kind for act in acts_open_to(scale, broken, cast.people[name])}

    assert open_to("chenguang") == {"stopped", "seal-broken", "moved", "repair", "put-on-standby", "scrapped"}
    assert open_to("administrator") == open_to("chenguang") - {"scrapped"}
    assert open_to("verifier") == {"label-confirmed"}
    assert open_to("stallholder") == set()


def test_acts_are_kinds_of_events():
    """Each act enters an event that the fold knows."""
    assert set(ACTS) <= set(KINDS)
