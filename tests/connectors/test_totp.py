"""One-time codes of the time: the vectors of RFC 6238 (appendix B) and of RFC 4226 (appendix D)."""

import pytest

from quanheng.connectors import hotp, totp

pytestmark = pytest.mark.requirement("QH-scope")
DIGITS = b"1234567890"
KEYS = {"1": DIGITS * 2, "256": DIGITS * 3 + b"12", "512": DIGITS * 6 + b"1234"}
VECTORS = {
    59: ("94287082", "46119246", "90693936"),
    1111111109: ("07081804", "68084774", "25091201"),
    1111111111: ("14050471", "67062674", "99943326"),
    1234567890: ("89005924", "91819424", "93441116"),
    2000000000: ("69279037", "90698825", "38618901"),
    20000000000: ("65353130", "77737706", "47863826"),
}
NOW = totp.step_at(1_795_147_200)
KEY = KEYS["1"]


@pytest.mark.parametrize(("seconds", "expected"), VECTORS.items())
def test_codes_of_the_time(seconds: int, expected: tuple[str, str, str]):
    """Six moments until the year 2603, eight digits, with each of the three hashes."""
    told = [hotp.code(KEYS[hashed], totp.step_at(seconds), digits=8, hashed=hashed) for hashed in KEYS]
    assert told == list(expected)


def test_codes_of_a_counter():
    """The ten codes of six digits that RFC 4226 prints."""
    printed = "755224 287082 359152 969429 338314 254676 287922 162583 399871 520489"
    assert [hotp.code(KEY, counter) for counter in range(10)] == printed.split()


@pytest.mark.parametrize(("off", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(off: int, taken: bool):
    """The step before and the step after are taken, and no further one."""
    found = totp.step_of(hotp.code(KEY, NOW + off), KEY, NOW)
    assert found == (NOW + off if taken else None)


def test_a_step_that_was_used_is_not_found_again():
    """Neither the code that was used, nor an older one which somebody read over a shoulder; the next one is."""
    codes = [hotp.code(KEY, NOW + off) for off in (-1, 0, 1)]
    assert [totp.step_of(code, KEY, NOW, used=NOW) for code in codes] == [None, None, NOW + 1]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "一二三四五六", "ABCDEF"])
def test_what_is_no_code_is_wrong(code: str):
    """Anything may be typed, and nothing of it raises."""
    assert totp.step_of(code, KEY, NOW) is None


def test_the_key_as_an_authenticator_takes_it():
    """In Base32 without padding, with who asks and for whom; names are escaped."""
    uri = totp.key_uri(KEY, "权衡", "a@b")
    assert uri.startswith("otpauth://totp/%E6%9D%83%E8%A1%A1:a%40b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&")
    assert uri.endswith("&issuer=%E6%9D%83%E8%A1%A1&digits=6&period=30")
