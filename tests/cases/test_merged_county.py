"""西渡县 is merged into 东屏区: what stands there moves place by place, and what happened there keeps its area."""

from datetime import date

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from quanheng.cases import merged_county
from quanheng.cases.lodge import lodge
from quanheng.cases.models import Complaint
from quanheng.cases.submission import Submission
from quanheng.cli import app
from quanheng.people.models import AuditEntry, User
from quanheng.register import place_codes
from quanheng.register.area_names import name_of_area
from quanheng.register.keeping import merging
from quanheng.register.models import Instrument, InstrumentEvent, InstrumentState, Place, Region, Stall, Verification
from tests.cast import Cast
from tests.verifying import applied

pytestmark = [pytest.mark.requirement("QH-places"), pytest.mark.django_db]
OLD, NEW = "99/01/02/m002/", "99/01/01/m002/"
WORDS = ["regions", "merge", "990102", "990101", "--reason", "区划调整（虚构）", "--last-day", "2026-11-20"]


@pytest.fixture
def regions(cast: Cast) -> tuple[Region, Region]:
    return merging.regions_of("990102", "990101")


def complained(cast: Cast, key: str) -> Complaint:
    told = Submission(key * 20, "short-weight", market_id=cast.hewan.pk, stall_id=cast.fruit.pk)
    return lodge(told, at=timezone.now()).complaint


def moved(regions: tuple[Region, Region]) -> list[str]:
    lines: list[str] = []
    told = date(2026, 11, 20), timezone.now(), "区划调整（虚构）"
    merged_county.move(*regions, *told, lambda old, new: lines.append(f"{old} {new}"))
    return lines


def test_what_stands_there_moves(cast: Cast, regions: tuple[Region, Region]):
    """Market, stalls, scales, people and the office: whoever looks after 东屏区 sees them from now on."""
    before = cast.hewan.area
    lines = moved(regions)
    place = Place.objects.get(pk=cast.hewan.pk)
    assert lines == [f"{before} {place.area}"]
    assert place.region == regions[1]
    assert Stall.objects.get(pk=cast.fruit.pk).area == cast.fruit.area.replace("99/01/02/", "99/01/01/")
    scale = Instrument.objects.select_related("state").get(device_id="TS-3")
    assert scale.area == scale.state.area == Stall.objects.get(pk=cast.fruit.pk).area
    assert User.objects.get(username="hewan").area == place.area
    assert User.objects.get(username="xidu").area == "99/01/01/"
    assert not User.objects.filter(area__startswith="99/01/02/").exists()
    assert Region.objects.get(pk=regions[0].pk).merged_into == regions[1]


def test_what_happened_keeps_its_area(cast: Cast, regions: tuple[Region, Region]):
    """The life of a scale says where it stood before and since when not; entries of the trail stay as they were."""
    told = dict(InstrumentEvent.objects.filter(instrument__device_id="TS-3").values_list("pk", "area"))
    before = cast.fruit.area
    moved(regions)
    after = dict(InstrumentEvent.objects.filter(pk__in=told).values_list("pk", "area"))
    assert after == told
    event = InstrumentEvent.objects.get(instrument__device_id="TS-3", kind="moved")
    assert (event.facts["from_area"], event.note) == (before, "区划调整（虚构）")
    assert AuditEntry.objects.get(act="place-moved").before["area"] == cast.hewan.area


def test_open_cases_move_along_and_ended_ones_stay(cast: Cast, regions: tuple[Region, Region]):
    """The manager still has the complaint in hand; one that ended, and a verification that did, are of before."""
    ended, still_open = complained(cast, "a"), complained(cast, "b")
    Complaint.objects.filter(pk=ended.pk).update(state="withdrawn")
    waits = applied(cast.scales["TS-3"], cast.people["city"], timezone.now())
    moved(regions)
    stall = Stall.objects.get(pk=cast.fruit.pk)
    now_open = Complaint.objects.get(pk=still_open.pk)
    assert now_open.area == stall.area
    assert now_open.desk == User.objects.get(username="hewan").area
    assert Complaint.objects.get(pk=ended.pk).area == ended.area
    assert Verification.objects.get(pk=waits.pk).area == stall.area


def test_a_printed_sign_still_leads_to_its_place(cast: Cast, regions: tuple[Region, Region]):
    """By the area of before; and old records are still read with the name of the place."""
    market, stall = cast.hewan.area, cast.fruit.area
    moved(regions)
    assert place_codes.standing_at(market) == (cast.hewan, None)
    assert place_codes.standing_at(stall) == (cast.hewan, cast.fruit)
    assert name_of_area(market) == cast.hewan.name


def test_a_number_that_is_taken_there_is_not_taken_twice(cast: Cast, regions: tuple[Region, Region]):
    """Where the last step of the area is somebody's already, the place gets a new one."""
    segment = cast.hewan.area.removeprefix("99/01/02/")
    Place.objects.create(area=f"99/01/01/{segment}", name="另一市场（虚构）", region=regions[1])
    moved(regions)
    assert Place.objects.get(pk=cast.hewan.pk).area == "99/01/01/p000001/"


def test_a_killed_run_goes_on(cast: Cast, regions: tuple[Region, Region], monkeypatch):
    """Killed before the second place, nothing of it is half done; called again only that one moves."""
    Place.objects.create(area="99/01/02/m003/", name="第二市场（虚构）", region=regions[0])
    follow, calls = merging.follow, iter(range(9))

    def dies(*told: str) -> int:
        if next(calls) == 1:
            raise SystemExit
        return follow(*told)

    monkeypatch.setattr(merging, "follow", dies)
    with pytest.raises(SystemExit):
        moved(regions)
    assert [one.area for one in merging.places_left(regions[0])] == ["99/01/02/m003/"]
    assert len(moved(merging.regions_of("990102", "990101"))) == 1
    assert not Place.objects.filter(area__startswith="99/01/02/").exists()
    assert moved(merging.regions_of("990102", "990101")) == []


def test_the_command_says_first_what_would_move(cast: Cast):
    """Without --do nothing moves; with it every place is told; codes that are none are a mistake in use."""
    told = CliRunner().invoke(app, WORDS)
    assert (told.exit_code, "1  places" in told.output) == (0, True)
    assert Place.objects.get(pk=cast.hewan.pk).area == cast.hewan.area
    done = CliRunner().invoke(app, [*WORDS, "--do"])
    assert "1 places moved" in done.output
    assert not InstrumentState.objects.filter(area__startswith="99/01/02/").exists()
    for codes in (["990102", "990199"], ["990101", "990101"], ["990100", "990101"]):
        assert CliRunner().invoke(app, ["regions", "merge", *codes, *WORDS[4:]]).exit_code == 2
