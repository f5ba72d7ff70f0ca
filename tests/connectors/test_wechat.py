"""WeChat's interfaces as bytes, against exchanges written down from WeChat's public documents."""

import json
from datetime import timedelta

import pytest

from quanheng.connectors import wechat
from quanheng.connectors.wechat import App, Notice, Token, WeChatRefused
from tests.wechat import OPENID, TEMPLATE, answer_to, exchanges

pytestmark = pytest.mark.requirement("T4-5.3.3")
OURS = App("wx0000000000000000", "invented-secret")
TOKEN = Token("invented-token-1", timedelta(hours=2))
FIELDS = {"character_string1": "TS20261121-000123", "phrase2": "已受理", "time3": "2026-11-21 10:00"}


def carried(call: wechat.Call) -> bytes:
    """The contract's answer to exactly this request."""
    said = answer_to(call.method, call.target, call.body or b"")
    assert said is not None, "a request that the documents do not describe"
    return json.dumps(said).encode()


def test_a_token_is_asked_for_and_read():
    """The stable interface: the same token until it runs out, whoever asks."""
    token = wechat.read_token(carried(wechat.ask_for_token(OURS)))
    assert token == Token("invented-token-1", timedelta(seconds=7200))


def test_a_sign_in_gives_a_name_and_nothing_more():
    """The session key, with which WeChat's data could be opened, is dropped at once."""
    session = wechat.read_session(carried(wechat.ask_for_session(OURS, "code-good")))
    assert session.openid == OPENID
    assert "session" not in repr(session).replace("Session", "")


@pytest.mark.parametrize(
    ("code", "number", "meaning", "passes"),
    [
        ("code-used", 40029, "code-invalid", False),
        ("code-hasty", 45011, "too-often", True),
        ("code-blocked", 40226, "person-blocked", False),
        ("code-busy", -1, "busy", True),
    ],
)
def test_each_refused_sign_in_says_what_to_do(code, number, meaning, passes):
    """A used code needs a new one, a quota a minute; a blocked person is blocked."""
    with pytest.raises(WeChatRefused) as refused:
        wechat.read_session(carried(wechat.ask_for_session(OURS, code)))
    assert (refused.value.number, refused.value.meaning, refused.value.passes) == (number, meaning, passes)


def test_a_wrong_secret_is_our_own_mistake():
    """And trying again does not mend it."""
    with pytest.raises(WeChatRefused) as refused:
        wechat.read_token(carried(wechat.ask_for_token(App(OURS.id, "another-secret"))))
    assert refused.value.meaning == "misconfigured"
    assert not refused.value.passes


@pytest.mark.parametrize(("code", "phone"), [("phone-good", "13800000000"), ("phone-abroad", "+44 7000000000")])
def test_a_number_is_read_with_its_country(code, phone):
    """A Chinese number is plain; one from abroad keeps its country code."""
    assert wechat.read_phone(carried(wechat.ask_for_phone(TOKEN, code))) == phone


def test_a_notice_is_sent_as_the_template_wants_it():
    """Nothing is answered but that it was taken."""
    notice = Notice(OPENID, TEMPLATE, "pages/one/one?ref=TS20261121-000123", FIELDS)
    wechat.read_sent(carried(wechat.ask_to_send(TOKEN, notice)))


@pytest.mark.parametrize(
    ("change", "meaning"),
    [
        ({"openid": "oInventedOpenidRefusing00001"}, "not-allowed"),
        ({"template": "somebody-elses"}, "template-wrong"),
        ({"data": {"thing9": "x"}}, "data-wrong"),
    ],
)
def test_a_notice_that_is_refused_is_not_tried_again(change, meaning):
    """43101, 40037, 47003: the shopper said no, or we are set up wrongly."""
    given = {"openid": OPENID, "template": TEMPLATE, "page": "pages/one/one", "data": FIELDS} | change
    with pytest.raises(WeChatRefused) as refused:
        wechat.read_sent(carried(wechat.ask_to_send(TOKEN, Notice(**given))))
    assert refused.value.meaning == meaning
    assert not refused.value.passes


def test_words_are_cut_to_what_a_field_may_hold():
    """One character too many and WeChat refuses the whole notice."""
    assert wechat.fitted("phrase2", "市场先行赔付") == "市场先行赔"
    assert wechat.fitted("thing4", "一" * 21) == "一" * 19 + "…"
    assert wechat.fitted("thing4", "一" * 20) == "一" * 20
    assert wechat.fitted("time3", "2026-11-21 10:00") == "2026-11-21 10:00"


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b"{}", b'{"openid": 7}', b'{"errcode": "0"}'])
def test_an_answer_that_is_none_may_pass(answer):
    """A proxy's page in the place of WeChat's answer is a reason to try later, and never a sign-in."""
    with pytest.raises(WeChatRefused) as refused:
        wechat.read_session(answer)
    assert refused.value.passes


def test_the_contract_says_where_it_is_from():
    """Each exchange names the document it was written down from."""
    assert all(one["document"] for one in exchanges().values())
