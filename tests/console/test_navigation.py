"""The ways of the desk: few stand side by side, many are folded, and the one that a person is on is always in sight."""

import re

import pytest
from django.urls import reverse

from quanheng.console.templatetags import frame
from tests.console.conftest import Scene

OPEN = re.compile(r"<details name=\"ways\" open>.*?</details>", re.S)


def page_of(scene: Scene, person: str, name: str) -> str:
    return scene.client(person).get(reverse(f"console:{name}")).content.decode()


@pytest.mark.requirement("T4-5.3.2.3")
def test_an_officer_has_one_group_open_and_it_is_the_one_of_the_page(scene: Scene):
    """On the list of complaints the cases are unfolded, and what waits today stays above them."""
    (unfolded,) = OPEN.findall(page_of(scene, "dongping", "complaints"))
    assert 'aria-current="page"' in unfolded
    assert reverse("console:answers") in unfolded
    assert reverse("console:duties") not in unfolded


@pytest.mark.requirement("T4-5.3.2.3")
def test_on_a_page_above_the_groups_the_first_group_is_open(scene: Scene):
    """Whoever starts the day finds what is done on the spot without a further touch."""
    (unfolded,) = OPEN.findall(page_of(scene, "dongping", "duties"))
    assert reverse("console:rechecks") in unfolded


@pytest.mark.requirement("T4-5.3.2.3")
def test_who_may_go_to_few_pages_sees_them_all(scene: Scene):
    """A verification body has no groups to open."""
    assert "<details" not in page_of(scene, "verifier", "verifications").split("<main")[0]


@pytest.mark.requirement("T4-5.3.2.3")
def test_every_way_is_reached(scene: Scene):
    """No way is lost between the groups, and none stands in two."""
    named = [page for _name, pages in frame.GROUPS for page in pages or ()] + list(frame.FIRST)
    assert len(named) == len(set(named))
    assert set(named) <= {way.page for way in frame.WAYS}
