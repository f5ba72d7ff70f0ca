"""Activities of volunteer supervisors: planned, joined, counted, told of (TZ-3.2)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quanheng.supervision.checking import enter
from quanheng.supervision.models import Activity
from tests.console.conftest import Scene

pytestmark = pytest.mark.requirement("TZ-3.2")


def deed(scene: Scene, name: str, **given: object) -> int:
    return scene.client("dongping").post(f"/console/activities/{scene.east.activity.pk}/{name}", given).status_code


def join(scene: Scene, **given: str) -> int:
    return scene.client("volunteer").post(f"/console/activities/{scene.east.activity.pk}/join", given).status_code


def begin(scene: Scene) -> None:
    Activity.objects.filter(pk=scene.east.activity.pk).update(starts_at=timezone.now() - timedelta(hours=1))


def test_an_activity_is_planned_once(scene: Scene):
    """With its markets and how many are wanted; sent twice it is one. The market it goes to does not see it."""
    begins = timezone.localtime() + timedelta(days=3)
    form = {"name": "节前核查", "looks_at": "水产摊", "wanted": "4", "key": "k", "markets": [scene.cast.chenguang.pk]}
    form |= {"starts_at": f"{begins:%Y-%m-%dT%H:%M}", "ends_at": f"{begins + timedelta(hours=2):%Y-%m-%dT%H:%M}"}
    client = scene.client("dongping")
    assert [client.post("/console/activities/new", form).status_code for _ in range(2)] == [302, 302]
    assert Activity.objects.filter(name="节前核查").count() == 1
    assert "节前核查" in scene.client("volunteer").get("/console/activities").content.decode()
    assert scene.client("chenguang").get("/console/activities").status_code == 403


@pytest.mark.requirement("TZ-3.2", "QH-input")
@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"starts_at": "tomorrow"},
        {"ends_at": "2020-01-01T09:00"},
        {"wanted": "0"},
        {"wanted": "²"},
        {"markets": ["999999"]},
        {"key": "k" * 61},
    ],
)
def test_a_wrong_plan_is_answered(scene: Scene, wrong: dict[str, object]):
    """Beside each field; and nothing is planned."""
    before = Activity.objects.count()
    form = {"name": "x", "looks_at": "x", "wanted": "4", "key": "k", "markets": [scene.cast.chenguang.pk]}
    form |= {"starts_at": "2026-12-01T09:00", "ends_at": "2026-12-01T11:00"}
    assert scene.client("dongping").post("/console/activities/new", form | wrong).status_code == 422
    assert Activity.objects.count() == before


def test_volunteers_sign_up_until_there_are_enough(scene: Scene):
    """Twice is once; who withdrew may come back; when all places are taken the next one is told so."""
    assert [join(scene), join(scene)] == [302, 302]
    assert scene.east.activity.participations.count() == 1
    Activity.objects.filter(pk=scene.east.activity.pk).update(wanted=1)
    assert join(scene, leave="1") == 302
    assert join(scene) == 302
    assert join(scene, leave="1") == 302
    Activity.objects.filter(pk=scene.east.activity.pk).update(wanted=0)
    assert join(scene) == 422


def test_a_check_on_the_day_counts_for_the_activity(scene: Scene):
    """Nobody has to say so: who signed up and checks in one of its markets while it is on, checks for it."""
    join(scene)
    begin(scene)
    volunteer = scene.cast.people["volunteer"]
    form = {"market": str(scene.cast.chenguang.pk), "observed-phones-shown": "yes"}
    assert enter(form | {"key": "now"}, b"", by=volunteer, at=timezone.now()).activity == scene.east.activity
    page = scene.client("dongping").get(f"/console/activities/{scene.east.activity.pk}").content.decode()
    assert "1 / 3" in page
    assert "0 / 1" in page


def test_who_came_is_ticked_and_it_is_told_of(scene: Scene):
    """Not before it began, not without a report, and once."""
    join(scene)
    told = {"report": "共核查十二摊", "came": [scene.east.spot_check.volunteer_id]}
    assert deed(scene, "report", **told) == 422
    begin(scene)
    assert deed(scene, "report", came=told["came"]) == 422
    assert deed(scene, "report", **told) == 302
    assert scene.east.activity.participations.get().came
    assert deed(scene, "report", **told) == 422
    assert join(scene) == 422


def test_an_activity_is_cancelled_with_a_reason(scene: Scene):
    """And is over for everybody; a deed that there is not is not there."""
    assert deed(scene, "cancel") == 422
    assert deed(scene, "cancel", reason="台风") == 302
    assert join(scene) == 422
    assert deed(scene, "dance") == 404
