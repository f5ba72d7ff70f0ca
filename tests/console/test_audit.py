"""The audit trail: scoped, found by act, subject and person, and readable."""

import pytest

from tests.cast import PASSWORD
from tests.console.conftest import Scene

pytestmark = pytest.mark.requirement("QH-scope")


def rows(scene: Scene, query: str = "", person: str = "city") -> list[tuple[str, str]]:
    found = scene.client(person).get(f"/console/audit?{query}").context["found"].rows
    return [(entry.act, entry.subject) for entry in found]


def close(scene: Scene, username: str) -> None:
    url = f"/console/accounts/{scene.cast.people[username].pk}/close"
    assert scene.client("city").post(url, {"reason": "离职"}).status_code == 302


def test_the_trail_is_bounded_by_the_area(scene: Scene):
    """A county reads what was done to its own, and nothing of its neighbour."""
    close(scene, "hewan")
    close(scene, "stallholder")
    assert ("account-closed", "user:hewan") in rows(scene, person="xidu")
    assert ("account-closed", "user:stallholder") not in rows(scene, person="xidu")
    assert rows(scene, "act=account-closed") == [("account-closed", f"user:{n}") for n in ("stallholder", "hewan")]


def test_entries_are_found_by_act_subject_and_person(scene: Scene):
    """Each sieve alone and together."""
    close(scene, "hewan")
    assert rows(scene, "act=account-closed&subject=user:hewan&person=city") == [("account-closed", "user:hewan")]
    assert rows(scene, "act=account-closed&person=xidu") == []
    assert rows(scene, "subject=%00") != []


def test_before_and_after_are_readable(scene: Scene):
    """In words of the reader, not as the fields are called."""
    close(scene, "hewan")
    told = scene.client("city").get("/console/audit?act=account-closed").content.decode()
    for word in ("停用账号", "账号 hewan", "?subject=user%3Ahewan", "账号启用", "<del>是</del>", "离职", "127.0.0.1"):
        assert word in told
    assert "complaint-" not in scene.client("city").get("/console/audit").content.decode().split("<tbody>")[1]


@pytest.mark.parametrize(("person", "status"), [("chenguang", 403), ("administrator", 403), ("dongping", 200)])
def test_the_trail_is_for_the_authority(scene: Scene, person: str, status: int):
    """A market sees what was done to each of its accounts on the page of the account, not the work of the office."""
    assert scene.client(person).get("/console/audit").status_code == status


def test_every_entry_is_on_one_leaf(scene: Scene, monkeypatch):
    """Leaf after leaf shows each entry once."""
    monkeypatch.setattr("quanheng.console.leaf.ROWS", 2)
    monkeypatch.setattr("quanheng.console.leaf.leaf.__defaults__", (2,))
    for username in ("hewan", "stallholder", "administrator", "verifier", "xidu"):
        close(scene, username)
    seen, before = [], ""
    while True:
        page = scene.client("city").get(f"/console/audit?act=account-closed&before={before}").context["found"]
        seen += [entry.subject for entry in page.rows]
        if not (before := page.next):
            break
    assert sorted(seen) == sorted(set(seen))
    assert len(seen) == 5


def test_signing_in_leaves_a_trail(scene: Scene):
    """When and from where somebody came in."""
    scene.client("city").post("/console/sign-out")
    scene.client("city").post("/console/sign-in", {"username": "xidu", "password": PASSWORD})
    assert ("sign-in", "user:xidu") in rows(scene)
