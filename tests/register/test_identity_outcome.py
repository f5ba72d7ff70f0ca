"""What a comparison amounts to: a hit, a near miss and a clean case of each outcome (N25-3.4)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.register.identity.marks import Marks, compare, on_record, plain
from quanheng.register.identity.outcome import (
    CLONE,
    HEARD_WHILE_OFF,
    OUTCOMES,
    SEEN_TWICE,
    Proof,
    Sighting,
    heard_while_off,
    outcome_of,
    seen_twice,
)
from quanheng.register.life import Happening
from tests.cast import NOON

pytestmark = pytest.mark.requirement("N25-3.4")

CARRIED = timedelta(minutes=15)
OFF = timedelta(minutes=2)
HERE, THERE = 1, 2
KNOWN = Marks("虚构衡器厂", "QH-15", "TS-1", "P-1", "R-1", "V-1", "F-1", seal_intact=True)


def verdicts(found: Marks, *, with_codes: bool = True) -> dict[str, str]:
    return {one.name: one.verdict for one in compare(KNOWN, found, with_codes=with_codes)}


def test_the_same_marks_are_the_same():
    """Nothing is against a scale on which all stands as on record."""
    assert set(verdicts(KNOWN).values()) == {"same"}


@pytest.mark.parametrize("name", ["maker", "model", "serial", "production_code", "repair_code", "verification_code"])
@pytest.mark.parametrize(("written", "verdict"), [("X", "differs"), ("", "missing")])
def test_another_mark_is_told_from_a_missing_one(name, written, verdict):
    """A wrong code and a code that nobody found are different findings, for a person to tell apart."""
    found = Marks(**{one: written if one == name else getattr(KNOWN, one) for one in KNOWN.__slots__})
    told = verdicts(found)
    assert told.pop(name) == verdict
    assert set(told.values()) == {"same"}


@pytest.mark.parametrize("typed", ["ｔｓ-1", " TS - 1 ", "ts–1", "TS−1".replace("−", "—")])
def test_how_it_was_typed_makes_no_difference(typed):
    """Full-width letters, spaces and another dash are keyboards and not copies: the near miss."""
    assert plain(typed) == plain("TS-1")
    assert plain("TS-l") != plain("TS-1")


def test_what_is_not_on_record_accuses_nobody():
    """A seal number that the register never took down cannot be compared."""
    found = Marks(seal_number="F-9")
    assert {one.name: one.verdict for one in compare(Marks(), found, with_codes=True)}["seal_number"] == "not-on-record"
    assert not any(one.is_against for one in compare(Marks(), found, with_codes=True))


def test_a_scale_of_the_old_kind_is_asked_for_no_codes():
    """It has one code and a seal; three codes came with JJG 1204."""
    assert "production_code" not in verdicts(KNOWN, with_codes=False)


def test_a_torn_seal_is_one_difference_and_not_two():
    """Its number cannot be read any more."""
    found = Marks(
        **{name: getattr(KNOWN, name) for name in KNOWN.__slots__} | {"seal_number": "", "seal_intact": False}
    )
    told = verdicts(found)
    assert (told["seal"], told["seal_number"]) == ("differs", "absent")


def test_marks_follow_the_life_of_a_scale():
    """A repair gives a new repair code and takes the verification code; a new seal has a new number."""
    life = [
        Happening(NOON, "production-code", "1", {"production_code": "P-1", "repair_code": "R-1"}),
        Happening(NOON + timedelta(days=1), "sealed", "2", {"seal_number": "F-1"}),
        Happening(NOON + timedelta(days=1), "verified", "3", {"verification_code": "V-1"}),
        Happening(NOON + timedelta(days=9), "seal-broken", "4"),
        Happening(NOON + timedelta(days=9), "repair", "5", {"repair_code": "R-2"}),
    ]
    repaired = on_record(Marks(), reversed(life))
    assert (repaired.production_code, repaired.repair_code, repaired.verification_code) == ("P-1", "R-2", "")
    assert (repaired.seal_intact, repaired.seal_number) == (False, "F-1")
    again = Happening(NOON + timedelta(days=10), "sealed", "6", {"seal_number": "F-2"})
    assert on_record(Marks(), [*life, again]).seal_number == "F-2"


@pytest.mark.parametrize(
    ("known", "is_against", "is_elsewhere", "proofs", "outcome"),
    [
        (True, False, False, [], "match"),
        (True, False, True, [], "elsewhere"),
        (True, True, False, [], "mismatch"),
        (True, True, True, [], "mismatch"),
        (True, True, True, [Proof(SEEN_TWICE, NOON)], "clone"),
        (True, False, False, [Proof(SEEN_TWICE, NOON)], "clone"),
        (False, False, False, [], "unknown"),
    ],
)
def test_the_gravest_of_what_is_so(known, is_against, is_elsewhere, proofs, outcome):
    """A scale at another place is no copy of itself, and a different mark is no proof of two scales."""
    told = outcome_of(known=known, is_against=is_against, is_elsewhere=is_elsewhere, proofs=proofs)
    assert told == outcome
    assert told in OUTCOMES


@pytest.mark.parametrize(
    ("minutes", "place", "moved_after", "is_proof"),
    [
        (10, THERE, None, True),
        (-10, THERE, None, True),
        (15, THERE, None, True),
        (16, THERE, None, False),
        (10, HERE, None, False),
        (10, THERE, 5, False),
        (10, THERE, 12, True),
    ],
)
def test_two_places_in_less_time_than_it_takes(minutes, place, moved_after, is_proof):
    """Ten minutes apart in two markets: two scales. A quarter of an hour and more, or a move on record: perhaps one."""
    other = Sighting(NOON + timedelta(minutes=minutes), place, 7)
    moved = [] if moved_after is None else [NOON + timedelta(minutes=moved_after)]
    found = seen_twice(Sighting(NOON, HERE), [other], moved, CARRIED)
    assert (found is not None) is is_proof
    assert found is None or (found.kind, found.number) == (SEEN_TWICE, 7)


@pytest.mark.parametrize(
    ("off", "place", "heard_s", "is_proof"),
    [
        (True, THERE, 30, True),
        (True, THERE, 119, True),
        (True, THERE, 120, False),
        (True, HERE, 30, False),
        (False, THERE, 30, False),
        (True, THERE, None, False),
        (True, THERE, -30, False),
    ],
)
def test_heard_while_the_one_before_us_is_off(off, place, heard_s, is_proof):
    """A signed record that arrives while the scale at another place is off comes from another scale.

    A networked scale that is on proves nothing, as it may be the one before us.
    """
    heard_at = None if heard_s is None else NOON - timedelta(seconds=heard_s)
    found = heard_while_off(Sighting(NOON, place), HERE, heard_at, off=off, off_for=OFF)
    assert (found is not None) is is_proof
    assert found is None or found.kind == HEARD_WHILE_OFF


@given(
    known=st.booleans(),
    is_against=st.booleans(),
    is_elsewhere=st.booleans(),
    minutes=st.integers(-60, 60),
    places=st.tuples(st.integers(1, 2), st.integers(1, 2)),
)
def test_nobody_is_called_a_copy_without_a_proof(known, is_against, is_elsewhere, minutes, places):
    """Whatever else is so: clone means that two places within the time were seen."""
    other = Sighting(NOON + timedelta(minutes=minutes), places[1], 1)
    proof = seen_twice(Sighting(NOON, places[0]), [other], [], CARRIED)
    proofs = [proof] if proof else []
    told = outcome_of(known=known, is_against=is_against, is_elsewhere=is_elsewhere, proofs=proofs)
    assert (told == CLONE) == (known and places[0] != places[1] and abs(minutes) <= 15)
