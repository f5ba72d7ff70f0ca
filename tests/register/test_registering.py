"""Enter instruments by hand, and change what the register says of them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from quanheng.people.models import AuditEntry
from quanheng.register.describing import describe
from quanheng.register.life_words import facts_told
from quanheng.register.models import Instrument, InstrumentEvent
from quanheng.register.registering import register
from tests.cast import GTIN, NOON, Cast

pytestmark = pytest.mark.requirement("G22-2.2", "TZ-2.2")

PLATE = {"maker": "虚构仪表厂", "model": "JY-2", "serial": "J-1", "place": "晨光农贸市场", "key": "first"}
CHARGER = PLATE | {"current": "dc", "power_w": "60", "error_class": "1"}


def wrong_fields(refused) -> set[str]:
    return set(refused.value.message_dict)


def test_an_instrument_is_registered_with_its_past(cast: Cast):
    """A charger with a certificate: its own data, its events and an audit entry; sent twice it is one."""
    told = CHARGER | {"verified_on": "2026-06-01", "valid_until": "2029-05-31", "certificate_number": "C-1"}
    made = register("charger", told, by=cast.people["chenguang"], at=NOON)
    assert register("charger", told, by=cast.people["chenguang"], at=NOON).pk == made.pk

    made = Instrument.objects.get(pk=made.pk)
    assert made.details == {"current": "dc", "power_w": 60_000, "error_class": "1"}
    assert (made.area, made.giai != "") == (cast.chenguang.area, True)
    assert set(made.life.values_list("kind", flat=True)) == {"registered", "put-into-use", "verified"}
    assert str(made.state.valid_until) == "2029-05-31"
    assert AuditEntry.objects.get(act="instrument-registered").subject == made.device_id


def test_another_form_does_not_register_it_twice(cast: Cast):
    """The same maker, model and serial number is the same instrument: the form says which one it is."""
    made = register("charger", CHARGER, by=cast.people["chenguang"], at=NOON)
    with pytest.raises(ValidationError) as refused:
        register("charger", CHARGER | {"key": "second"}, by=cast.people["chenguang"], at=NOON)
    assert made.device_id in refused.value.message_dict["serial"][0]


def test_everything_wrong_is_said_at_once(cast: Cast):
    """A missing serial number, a power beyond all chargers, a GTIN with a wrong digit: nothing is written."""
    told = CHARGER | {"serial": "", "power_w": "9999", "gtin": GTIN[:-1] + "4", "model": "\0"}
    with pytest.raises(ValidationError) as refused:
        register("charger", told, by=cast.people["chenguang"], at=NOON)
    assert wrong_fields(refused) == {"serial", "power_w", "gtin", "model"}
    assert not Instrument.objects.filter(kind="charger").exists()


def test_another_county_s_place_is_not_found(cast: Cast):
    """A manager registers in the own market; elsewhere there is no place of that name."""
    with pytest.raises(ValidationError) as refused:
        register("charger", CHARGER, by=cast.people["hewan"], at=NOON)
    assert wrong_fields(refused) == {"place"}


def test_a_scale_needs_its_ranges(cast: Cast):
    """Without Max and e no error can be judged, so a scale is not registered without."""
    with pytest.raises(ValidationError) as refused:
        register("check-scale", PLATE, by=cast.people["chenguang"], at=NOON)
    assert wrong_fields(refused) == {"intervals"}
    made = register("check-scale", PLATE | {"intervals": "15kg/5g，30kg/10g"}, by=cast.people["chenguang"], at=NOON)
    assert made.intervals == "15kg/5g,30kg/10g"


def changed(made: Instrument, cast: Cast, **said: str) -> Instrument:
    typed = {"current": "dc", "power_w": "60", "error_class": "1", "reason": "铭牌复核", "key": "k"} | said
    return describe(made.device_id, typed, by=cast.people["chenguang"], at=NOON + timedelta(hours=1))


def test_a_change_of_its_data_is_an_event_of_its_life(cast: Cast):
    """60 kW were 120: the event says both, who, and why; what stays is not told."""
    made = register("charger", CHARGER, by=cast.people["chenguang"], at=NOON)
    changed(made, cast, power_w="120", origin="虚构省")
    changed(made, cast, power_w="120", origin="虚构省")  # the same form again

    event = InstrumentEvent.objects.get(instrument=made, kind="described")
    assert event.facts == {
        "before": {"origin": "", "power_w": 60_000},
        "after": {"origin": "虚构省", "power_w": 120_000},
    }
    assert (event.note, event.recorded_by) == ("铭牌复核", cast.people["chenguang"])
    with translation.override("zh-hans"):
        assert facts_told(event) == [("产地", "— → 虚构省"), ("额定功率", "60 kW → 120 kW")]
    assert AuditEntry.objects.get(act="instrument-described").after == {"origin": "虚构省", "power_w": 120_000}


def test_nothing_changed_is_no_event(cast: Cast):
    """Saving a form as it was is not a change of the instrument."""
    made = register("charger", CHARGER, by=cast.people["chenguang"], at=NOON)
    with pytest.raises(ValidationError) as refused:
        changed(made, cast)
    assert wrong_fields(refused) == {"state"}


def test_a_wrong_change_is_not_half_written(cast: Cast):
    """No reason and an impossible class: both are said, and the register stays as it was."""
    made = register("charger", CHARGER, by=cast.people["chenguang"], at=NOON)
    with pytest.raises(ValidationError) as refused:
        changed(made, cast, error_class="9", reason=" ", origin="虚构省")
    assert wrong_fields(refused) == {"error_class", "reason"}
    assert Instrument.objects.get(pk=made.pk).origin == ""


def test_a_stranger_changes_nothing(cast: Cast):
    """Of another county it is as if the instrument were not there."""
    made = register("charger", CHARGER, by=cast.people["chenguang"], at=NOON)
    with pytest.raises(Instrument.DoesNotExist):
        describe(made.device_id, {"key": "k"}, by=cast.people["xidu"], at=NOON)
