"""One-time codes after RFC 6287: the vectors of its appendix C, and the two numbers of an unlocking."""

import pytest

from quanheng.connectors.ocra import Suite, code, derived_secret
from quanheng.connectors.unlock_codes import confirmation, secret_of, unlock_code

pytestmark = pytest.mark.requirement("N25-3.2")
DIGITS = b"1234567890"
KEY_20, KEY_32, KEY_64 = DIGITS * 2, DIGITS * 3 + b"12", DIGITS * 6 + b"1234"
NOW = 1_795_147_200


@pytest.mark.parametrize(
    ("digit", "expected"),
    list(
        enumerate(["237653", "243178", "653583", "740991", "608993", "388898", "816933", "224598", "750600", "294470"])
    ),
)
def test_sha1_with_a_challenge(digit, expected):
    """The table of one-way challenge and response with SHA-1."""
    assert code(Suite.parse("OCRA-1:HOTP-SHA1-6:QN08"), KEY_20, str(digit) * 8) == expected


@pytest.mark.parametrize(
    ("counter", "expected"), [(0, "65347737"), (1, "86775851"), (2, "78192410"), (3, "71565254"), (4, "10104329")]
)
def test_sha256_with_counter_and_pin(counter, expected):
    """The table with counter and PIN."""
    suite = Suite.parse("OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1")
    assert code(suite, KEY_32, "12345678", counter=counter, pin="1234") == expected


@pytest.mark.parametrize(("digit", "expected"), [(0, "83238735"), (1, "01501458"), (2, "17957585")])
def test_sha256_with_pin(digit, expected):
    """The table with a PIN and no counter."""
    suite = Suite.parse("OCRA-1:HOTP-SHA256-8:QN08-PSHA1")
    assert code(suite, KEY_32, str(digit) * 8, pin="1234") == expected


@pytest.mark.parametrize(("digit", "expected"), [(0, "95209754"), (1, "55907591"), (2, "22048402"), (3, "24218844")])
def test_sha512_with_the_minute(digit, expected):
    """The table with a time step of a minute, at 2008-03-25 12:06:30 UTC."""
    suite = Suite.parse("OCRA-1:HOTP-SHA512-8:QN08-T1M")
    assert code(suite, KEY_64, str(digit) * 8, seconds=0x132D0B6 * 60 + 30) == expected


@pytest.mark.parametrize("text", ["", "OCRA-1:HOTP-MD5-6:QN08", "OCRA-1:HOTP-SHA1-6:QA08", "OCRA-2:HOTP-SHA1-6:QN08"])
def test_what_is_no_suite_is_refused(text):
    """A suite with a misspelt hash or letters as challenge is an error, never another suite."""
    with pytest.raises(ValueError, match="not a suite"):
        Suite.parse(text)


@pytest.mark.parametrize("question", ["", "12a45678", "１２３４", "123456789"])
def test_a_challenge_is_of_digits(question):
    """What a person typed wrongly is refused and not hashed."""
    with pytest.raises(ValueError, match="digits"):
        code(Suite.parse("OCRA-1:HOTP-SHA1-6:QN08"), KEY_20, question)


def test_derivation_is_hkdf():
    """RFC 5869, test case 3: no salt, no info; the first 32 bytes."""
    expected = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    assert derived_secret(b"\x0b" * 22, "").hex() == expected


def test_a_code_is_of_one_scale_challenge_and_minute():
    """Another scale, another challenge or another minute has another code, and only the scale itself can confirm."""
    ours, theirs = secret_of(b"master", "TS-1"), secret_of(b"master", "TS-2")
    made = unlock_code(ours, "12345678", NOW)
    assert made == unlock_code(ours, "12345678", NOW - NOW % 60 + 59)
    others = [(theirs, "12345678", NOW), (ours, "12345679", NOW), (ours, "12345678", NOW + 60)]
    assert made not in [unlock_code(*other) for other in others]
    assert confirmation(ours, made) != confirmation(theirs, made)


def test_the_documented_example():
    """The numbers printed in docs/wire/unlocking.md, with which a maker tests a scale."""
    secret = secret_of(b"master", "TS-1")
    made = unlock_code(secret, "12345678", 1_795_147_200)
    assert secret.hex() == "4975208093c8487271307f3dc6ab4d676c0e39842e37428a528b79ed99b5b81e"
    assert (made, confirmation(secret, made)) == ("49272070", "89059543")
