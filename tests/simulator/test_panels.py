"""A person before a simulated scale: reads its display, types a code, in another process than the city's."""

import sqlite3
import threading
from pathlib import Path

import pytest

from quanheng.connectors.scale import DeviceEvent
from quanheng.connectors.unlock_codes import confirmation, secret_of, unlock_code
from quanheng.simulator import panels as panels_module
from quanheng.simulator.counter import Happening
from quanheng.simulator.courier import Courier
from quanheng.simulator.fleet import manifest
from quanheng.simulator.locksmith import NO_KEY, Locksmith, MakersKey
from quanheng.simulator.panel import NotDone, Panel
from quanheng.simulator.panels import Panels

NOON_MS = 1_795_147_200_000
KEY = MakersKey(b"master", "secret")
NAME = "M001-T005"
pytestmark = pytest.mark.requirement("N25-3.2", "QH-sim")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "panels.sqlite3"


def locksmith(path: Path, key: MakersKey = KEY) -> Locksmith:
    made = Locksmith(manifest(7), key, Panels(path), Courier("http://127.0.0.1:9"))
    made.begin()
    return made


class Person:
    """Acts in a thread of its own, as the city's side answers in ours."""

    def __init__(self, path: Path, lang: str = "en") -> None:
        self.path, self.lang, self.told, self.failed = path, lang, [], ""

    def does(self, act: str, *given: str, before: Locksmith) -> None:
        thread = threading.Thread(target=self._act, args=(act, *given))
        thread.start()
        while thread.is_alive():
            before.attend(NOON_MS)
            thread.join(0.02)

    def _act(self, act: str, *given: str) -> None:
        try:
            getattr(Panel(Panels(self.path), NAME, self.lang, self.told.append), act)(*given)
        except NotDone as why:
            self.failed = str(why)


def test_opened_and_unlocked_by_hand(path: Path):
    """The number stands on the display; the code for it unlocks, and the confirmation is shown."""
    city, person = locksmith(path), Person(path)
    person.does("open_housing", before=city)
    lock = city.locks[NAME]
    assert lock.by_hand
    shown = Panels(path).display(NAME).challenge
    assert shown == lock.challenge
    code = unlock_code(secret_of(b"master", NAME), shown, NOON_MS // 1000)
    person.does("type", f"{code[:4]} {code[4:]}", before=city)
    number = confirmation(lock.secret, code)
    assert f"Confirmation {number[:4]} {number[4:]}" in person.told[-1]
    assert not lock.is_locked
    assert Panels(path).display(NAME).unverified


def test_a_repaired_scale_is_looked_after_until_it_is_verified(path: Path):
    """Each minute its stall asks whether it may be used; told so it sells again, also after a restart."""
    city = locksmith(path)
    lock = city.locks[NAME]
    lock.unverified = True
    city.panels.keep(lock)
    again = locksmith(path)
    assert again.locks[NAME].unverified
    again.attend(NOON_MS)
    assert len(again.courier.errands) == 1
    again.verified.put(NAME)
    again.attend(NOON_MS)
    assert not again.locks[NAME].unverified
    assert not Panels(path).display(NAME).unverified


def test_a_city_of_before_keeps_its_locks(path: Path):
    """Its file says nothing of repairs: its scales count as verified, and are locked as they were."""
    old = sqlite3.connect(path)
    old.execute(
        "CREATE TABLE lock (device_id TEXT PRIMARY KEY, challenge TEXT, wrong INTEGER, lock_outs INTEGER, "
        "deaf_until_ms INTEGER, by_hand INTEGER) WITHOUT ROWID"
    )
    old.execute("INSERT INTO lock VALUES (?, '12345678', 0, 0, 0, 1)", [NAME])
    old.commit()
    lock = locksmith(path).locks[NAME]
    assert (lock.challenge, lock.by_hand, lock.unverified) == ("12345678", True, False)


def test_a_wrong_code_is_told(path: Path):
    """What was wrong, and how many attempts were used."""
    city, person = locksmith(path), Person(path)
    person.does("open_housing", before=city)
    person.does("type", "12345678", before=city)
    assert "1 of 5" in person.told[-1]
    assert person.failed == "The code is wrong, or has run out."
    assert city.locks[NAME].is_locked


def test_locked_is_locked_after_a_restart(path: Path):
    """Switching the power off gives neither a new number nor new attempts."""
    city, person = locksmith(path), Person(path)
    person.does("open_housing", before=city)
    person.does("type", "12345678", before=city)
    before = city.locks[NAME]
    after = locksmith(path).locks[NAME]
    assert (after.challenge, after.wrong, after.by_hand) == (before.challenge, 1, True)


def test_nobody_plays_the_city(path: Path, monkeypatch: pytest.MonkeyPatch):
    """A code that is typed at a switched-off scale is said to have gone nowhere, and is not entered later."""
    monkeypatch.setattr(panels_module, "ANSWER_WITHIN_S", 0.1)
    with pytest.raises(NotDone, match="No simulated city is running"):
        Panel(Panels(path), NAME, "en", print).type("12345678")
    assert Panels(path).typed() == []


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("name", ["M001-T099", "WORKBENCH-1", "M001-C1", "x'; --"])
def test_what_has_no_lock_is_told(path: Path, name: str, monkeypatch: pytest.MonkeyPatch):
    """Check scales, the workbench and misspelt numbers have no such panel."""
    monkeypatch.setattr("tests.simulator.test_panels.NAME", name)
    person = Person(path)
    person.does("open_housing", before=locksmith(path))
    assert "has no trade scale" in person.failed


def test_staff_are_sent_for_by_honest_repairs_only(path: Path):
    """Whoever opens a scale by hand, or unlocks it by stealth, is alone; so is everybody without the maker's key."""
    for story, key, by_hand, sent in [
        ("housing", KEY, False, 1),
        ("housing", KEY, True, 0),
        ("service-code", KEY, False, 0),
        ("housing", NO_KEY, False, 0),
    ]:
        city = locksmith(path.with_name(f"{story}{by_hand}{bool(key.master)}"), key)
        lock = city.locks[NAME]
        lock.open_housing(NOON_MS)
        lock.by_hand = by_hand
        city.happened(Happening(NOON_MS, NAME, DeviceEvent(1, NOON_MS, "locked"), {"story": story}))
        assert len(city.courier.errands) == sent
