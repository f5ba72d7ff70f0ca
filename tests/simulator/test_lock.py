"""A scale whose housing was opened weighs no more until the right code was typed: whatever else is tried (N25-3.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from quanheng.connectors.unlock_codes import confirmation, secret_of, unlock_code
from quanheng.simulator.lock import ATTEMPTS, FIRST_DEAF_MS, LONGEST_DEAF_MS, Lock

NOON_MS = 1_795_147_200_000
MINUTE_MS = 60_000
pytestmark = pytest.mark.requirement("N25-3.2")


def opened(device_id: str = "TS-1", at_ms: int = NOON_MS) -> Lock:
    lock = Lock(device_id, secret_of(b"master", device_id))
    lock.open_housing(at_ms)
    return lock


def code_of(lock: Lock, at_ms: int = NOON_MS) -> str:
    """What the authorised person reads out."""
    return unlock_code(lock.secret, lock.challenge, at_ms // 1000)


def test_the_right_code_unlocks_and_is_confirmed():
    """Opened, locked, unlocked: each is reported, and only this scale can show this confirmation."""
    lock = opened()
    code, challenge = code_of(lock), lock.challenge
    assert lock.enter(f"{code[:4]} {code[4:]}", NOON_MS + MINUTE_MS) == (
        "unlocked",
        confirmation(lock.secret, code),
    )
    assert not lock.is_locked
    assert [(report.event, report.challenge) for report in lock.reports] == [
        ("housing-opened", ""),
        ("locked", challenge),
        ("unlocked", ""),
    ]


def test_a_code_serves_once():
    """Used, it opens nothing more: neither the unlocked scale nor the one that was opened again."""
    lock = opened()
    code = code_of(lock)
    lock.enter(code, NOON_MS)
    assert lock.enter(code, NOON_MS).outcome == "not-locked"
    lock.open_housing(NOON_MS + MINUTE_MS)
    assert lock.enter(code, NOON_MS + MINUTE_MS).outcome == "wrong"


@pytest.mark.parametrize(("after_min", "outcome"), [(-2, "wrong"), (-1, "unlocked"), (30, "unlocked"), (31, "wrong")])
def test_a_code_is_of_its_minutes(after_min: int, outcome: str):
    """Valid for half an hour; a scale whose clock is a minute behind still takes a code given out just now."""
    lock = opened()
    assert lock.enter(code_of(lock), NOON_MS + after_min * MINUTE_MS).outcome == outcome


def test_the_code_of_another_scale_or_number_is_wrong():
    """One scale, one number: neither a neighbour's code nor that of the last opening."""
    lock, other = opened(), opened("TS-2")
    other.challenge = lock.challenge
    assert lock.enter(code_of(other), NOON_MS).outcome == "wrong"
    other = opened(at_ms=NOON_MS - MINUTE_MS)
    assert other.challenge != lock.challenge
    assert lock.enter(code_of(other), NOON_MS).outcome == "wrong"


def test_guessing_locks_out_longer_each_time():
    """Five wrong codes: a new number, and deaf keys for 15, 30, 60 minutes; then not even the right code is heard."""
    lock, at_ms = opened(), NOON_MS
    for minutes in (15, 30, 60):
        shown = lock.challenge
        outcomes = [lock.enter("00000000", at_ms).outcome for _ in range(ATTEMPTS)]
        assert outcomes == ["wrong"] * (ATTEMPTS - 1) + ["deaf"]
        assert lock.challenge != shown
        assert lock.enter(code_of(lock, at_ms), at_ms + minutes * MINUTE_MS - 1).outcome == "deaf"
        at_ms += minutes * MINUTE_MS
    assert lock.enter(code_of(lock, at_ms), at_ms).outcome == "unlocked"
    assert sum(report.event == "unlock-refused" for report in lock.reports) == 3 * ATTEMPTS


@given(st.integers(0, 40))
def test_a_lock_out_lasts_a_day_at_most(times: int):
    """However often it was guessed at: an honest owner is never shut out for good."""
    lock = opened()
    lock.lock_outs, lock.wrong = times, ATTEMPTS - 1
    lock.enter("00000000", NOON_MS)
    assert FIRST_DEAF_MS <= lock.deaf_until_ms - NOON_MS <= LONGEST_DEAF_MS


def test_an_opened_housing_stays_locked_when_opened_again():
    """Opening twice gives no new number and no new attempts."""
    lock = opened()
    shown, _ = lock.challenge, lock.enter("00000000", NOON_MS)
    lock.open_housing(NOON_MS + 1)
    assert (lock.challenge, lock.wrong) == (shown, 1)


@pytest.mark.parametrize("typed", ["", "1", "一二三四五六七八", "１２３４５６７８", "\0" * 8, "9" * 500])
def test_what_is_no_code_is_a_wrong_code(typed: str):
    """Nothing that can be typed is an error of the scale's program."""
    assert opened().enter(typed, NOON_MS).outcome == "wrong"


class Guessing(RuleBasedStateMachine):
    """Whatever is typed, whenever, and however often the housing is opened: only a code of now unlocks."""

    codes = Bundle("codes")

    def __init__(self) -> None:
        super().__init__()
        self.lock, self.at_ms = opened(), NOON_MS
        self.other = opened("TS-2")
        self.issued: dict[str, tuple[str, int]] = {}

    @rule(minutes=st.integers(0, 90))
    def time_passes(self, minutes: int) -> None:
        self.at_ms += minutes * MINUTE_MS

    @rule()
    def housing_is_opened(self) -> None:
        self.lock.open_housing(self.at_ms)

    @rule(target=codes)
    def platform_gives_out_a_code(self) -> str:
        if not self.lock.is_locked:
            return "00000000"
        code = code_of(self.lock, self.at_ms)
        self.issued[code] = (self.lock.challenge, self.at_ms)
        return code

    @rule(target=codes)
    def platform_gives_out_a_code_for_another_scale(self) -> str:
        return code_of(self.other, self.at_ms)

    @rule(code=codes)
    def a_known_code_is_typed(self, code: str) -> None:
        self._type(code)

    @rule(text=st.text(alphabet="0123456789 x", max_size=9))
    def anything_is_typed(self, text: str) -> None:
        self._type(text)

    def _type(self, text: str) -> None:
        was_locked, shown = self.lock.is_locked, self.lock.challenge
        deaf = self.at_ms < self.lock.deaf_until_ms
        answer = self.lock.enter(text, self.at_ms)
        challenge, given_ms = self.issued.get(text.replace(" ", ""), ("", 0))
        is_right = was_locked and not deaf and challenge == shown and self.at_ms - given_ms < 31 * MINUTE_MS
        assert (answer.outcome == "unlocked") == is_right
        assert self.lock.is_locked == (was_locked and not is_right)

    @invariant()
    def attempts_are_counted(self) -> None:
        assert 0 <= self.lock.wrong < ATTEMPTS


TestGuessing = Guessing.TestCase
