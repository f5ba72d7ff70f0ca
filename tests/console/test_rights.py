"""What each role opens and does at every address of the staff pages, in the own area: as rights.py says."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern

from quanheng.console.urls import urlpatterns
from quanheng.console.verification_acts import ACTS as VERIFICATION_ACTS
from quanheng.people.models import Role, User
from quanheng.register.life_acts import ACTS as LIFE_ACTS
from quanheng.register.models import Instrument
from tests.cast import assemble
from tests.console.conftest import MAKERS, Scene, a_scene
from tests.console.rights import RIGHTS, Rights
from tests.console.test_strangers import address

pytestmark = [pytest.mark.requirement("QH-scope", "T4-5.3.2.1"), pytest.mark.django_db]

PEOPLE = {
    Role.REGULATOR: "dongping",
    Role.MARKET_MANAGER: "chenguang",
    Role.ADMINISTRATOR: "administrator",
    Role.OPERATOR: "stallholder",
    Role.VERIFICATION_BODY: "verifier",
    Role.MAKER: "maker",
    Role.REPAIRER: "repairer",
    Role.VOLUNTEER: "volunteer",
    Role.ASSOCIATION: "association",
}
ACTS = {"instrument-act": tuple(LIFE_ACTS), "verification-act": tuple(VERIFICATION_ACTS)}
OPEN, SHUT = {200, 302, 422}, {403, 404}
# Open to a role, and yet nobody finds anything here; who shows that the page itself opens.
NOTHING_THERE = {
    "missing": "any other address",
    "invitation": "tests/console/test_accounts.py: this link does not stand",
    "card": "tests/console/test_desk.py: no card is proposed yet",
    **dict.fromkeys(("card-page", "card-notice", "card-act"), "tests/console/test_cards.py: no card is proposed yet"),
    **dict.fromkeys(("reply", "reply-withdraw", "complaint-reply"), "tests/console/test_replies.py: none is kept yet"),
    "verification-paper": "tests/console/test_verifications.py: no paper is issued yet",
    "application-papers": "tests/console/test_verifications.py: no paper is issued yet",
    "application-plan": "tests/console/test_verifications.py: this one has begun already",
    "filter-save": "tests/console/test_filters.py: the list is named by the form",
    "identity-decide": "tests/console/test_identity.py: no such decision",
    "bulk-progress": "tests/console/test_bulk.py",
    "spot-check-decide": "tests/console/test_spot_checks.py: no such decision",
    "activity-deed": "tests/console/test_activities.py: no such deed",
    "volunteer-deed": "tests/console/test_volunteers.py: no such deed",
}


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """The scene of both counties, with TS-1 made by the maker of the cast."""
    with django_db_blocker.unblock(), transaction.atomic():
        scene = a_scene(assemble())
        Instrument.objects.filter(device_id="TS-1").update(maker=scene.east.maker.name)
        User.objects.filter(username="maker").update(organisation=MAKERS["TS-1"])
        yield scene
        transaction.set_rollback(True)


@pytest.fixture
def scene(founded: Scene, db: None) -> Scene:
    return founded


def rows_of(name: str) -> list[str]:
    return [f"{name} {act}" for act in ACTS[name]] if name in ACTS else [name]


def path_of(pattern: URLPattern, row: str, scene: Scene) -> str:
    path = address(pattern, scene.east).path
    if pattern.name in ACTS:
        return path.rpartition("/")[0] + "/" + row.partition(" ")[2]
    # Nobody administers the own account: the administrator's is the one that both heads look after.
    people = scene.cast.people
    return path.replace(f"accounts/{people['chenguang'].pk}", f"accounts/{people['administrator'].pk}")


def answers(scene: Scene, method: str, path: str) -> dict[Role, int]:
    """What each role is answered; whatever it did is undone before the next one comes."""
    told = {}
    for role, person in PEOPLE.items():
        with transaction.atomic():
            told[role] = getattr(scene.client(person), method)(path).status_code
            transaction.set_rollback(True)
    return told


def faults(told: dict[Role, int], allowed: frozenset[Role], something_there: bool) -> list[str]:
    shut_out = [f"{role} may, and is answered {told[role]}" for role in allowed if told[role] not in OPEN | {404}]
    let_in = [f"{role} may not, and is answered {told[role]}" for role in set(Role) - allowed if told[role] not in SHUT]
    empty = something_there and allowed and not any(told[role] in OPEN for role in allowed)
    return [*shut_out, *let_in, *(["nobody who may found anything: say why in NOTHING_THERE"] if empty else [])]


# One that has no row yet fails one test, which says what to add.
TOLD = [pattern for pattern in urlpatterns if RIGHTS.keys() >= set(rows_of(pattern.name))]


@pytest.mark.parametrize("pattern", TOLD, ids=lambda pattern: pattern.name)
def test_every_role_opens_what_the_table_says(scene: Scene, pattern: URLPattern):
    """A role opens its own pages; others are told that it is not allowed, or find nothing."""
    for row in rows_of(pattern.name):
        rights, path = RIGHTS[row], path_of(pattern, row, scene)
        if rights.opens is None:
            assert scene.client("dongping").get(path).status_code == 405, row
        else:
            told = answers(scene, "get", path)
            assert faults(told, rights.opens, pattern.name not in NOTHING_THERE) == [], row


@pytest.mark.parametrize("pattern", TOLD, ids=lambda pattern: pattern.name)
def test_every_role_does_what_the_table_says(scene: Scene, pattern: URLPattern):
    """A form reaches the act for those who may, whatever is then said of its fields; others are refused."""
    for row in rows_of(pattern.name):
        rights, path = RIGHTS[row], path_of(pattern, row, scene)
        if rights.acts is not None:
            told = answers(scene, "post", path)
            assert faults(told, rights.acts, pattern.name not in NOTHING_THERE) == [], row


def test_every_address_has_a_row():
    """A new page says in tests/console/rights.py which roles open it, and which act there; a gone one leaves it."""
    standing = {row for pattern in urlpatterns for row in rows_of(pattern.name)}
    assert standing - set(RIGHTS) == set(), "add a row to RIGHTS of tests/console/rights.py: who opens it, who acts"
    assert set(RIGHTS) - standing == set(), "these rows of RIGHTS are of no address any more"
    assert {row.split()[0] for row in NOTHING_THERE} <= {pattern.name for pattern in urlpatterns}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({Role.REGULATOR: 200, Role.OPERATOR: 403}, []),
        ({Role.REGULATOR: 200, Role.OPERATOR: 422}, ["operator may not, and is answered 422"]),
        ({Role.REGULATOR: 403, Role.OPERATOR: 404}, ["regulator may, and is answered 403"]),
    ],
)
def test_the_table_is_taken_seriously(told: dict[Role, int], said: list[str]):
    """One who is let in against the table and one who is shut out against it are both told."""
    rights = Rights(frozenset({Role.REGULATOR}), None)
    answered = dict.fromkeys(Role, 403) | told
    found = faults(answered, rights.opens or frozenset(), something_there=False)
    assert found == said
