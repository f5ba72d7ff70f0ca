"""The specification of a check scale, T/GDSM 0004—2022, 5.1.5."""

from datetime import date

import pytest

from quanheng.law.answers import BadAnswer, read_answers
from quanheng.law.check_scale_spec import check_spec, template

pytestmark = pytest.mark.requirement("T4-5.1.5")
TODAY = date(2026, 11, 20)
WHOLE = read_answers(template())


def unmet(**changed) -> list[str]:
    described = {key: value for key, value in {**WHOLE, **changed}.items() if value is not None}
    return [one.id for one in check_spec(described, TODAY).requirements if one.met is False]


def test_the_printed_scale_meets_every_requirement():
    """15 kg/5 g and 30 kg/10 g, class III, e = d, with camera, network, voice and both certificates."""
    answer = check_spec(WHOLE, TODAY)
    assert answer.met is True
    assert [one.id for one in answer.requirements if one.met is not True] == []
    assert len(answer.requirements) == 16
    assert unmet(intervals="2kg/1g,5kg/2g", d="1g,2g", goods=["C"], heaviest_sale="5kg") == []


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({"type_approval_certificate": False}, ["type-approval"]),
        ({"verification_certificate": False}, ["verification-certificate"]),
        ({"conforms_gb_t_7722": False}, ["gb-t-7722"]),
        ({"touch_screen": False}, ["touch-screen"]),
        ({"camera": False}, ["camera"]),
        ({"network_module": False}, ["network-module"]),
        ({"voice": False}, ["voice"]),
        ({"d": "1g,2g"}, ["e-equals-d"]),
        ({"heaviest_sale": "30.001kg"}, ["range-for-goods"]),
        ({"goods": ["干菜"]}, ["error-within-deviation"]),
        ({"intervals": "15kg/5g,60kg/10g"}, ["max-capacity", "printed-pair"]),
        ({"intervals": "6kg/2g,30kg/10g", "d": "2g,10g"}, ["printed-pair"]),
        ({"intervals": "12kg/4g,30kg/10g", "d": "4g,10g"}, ["class-table", "one-two-five", "printed-pair"]),
        ({"intervals": "4kg/5g,30kg/10g"}, ["multi-interval", "printed-pair"]),
        ({"accuracy_class": "IIII"}, ["class-table", "accuracy-class", "error-within-deviation"]),
    ],
)
def test_each_requirement_fails_by_itself(changed, broken):
    """One thing changed breaks what it belongs to."""
    found = unmet(**changed)
    assert set(broken) <= set(found)
    assert set(found) - set(broken) <= {"error-within-deviation"}


def test_what_is_not_stated_stays_open():
    """An empty description meets nothing and fails nothing."""
    answer = check_spec({}, TODAY)
    assert answer.met is None
    assert {(one.met, one.reason) for one in answer.requirements} == {(None, "not-stated")}
    assert check_spec({"voice": False}, TODAY).met is False


def test_a_plain_scale_is_not_asked_for_what_only_a_pair_can_have():
    """One range: the multi-interval requirements do not apply, and do not keep the answer open."""
    described = {**WHOLE, "intervals": "30kg/10g", "d": "10g", "goods": ["A"]}
    answer = check_spec(described, TODAY)
    assert answer.met is True
    assert [one.id for one in answer.requirements if one.reason == "not-applicable"] == [
        "multi-interval",
        "printed-pair",
    ]


def test_the_goods_decide_up_to_the_heaviest_sale():
    """The high pair checks food above ¥100/kg up to 2 kg in use, not beyond; on verification up to 5 kg."""
    fine = {"intervals": "2kg/1g,5kg/2g", "d": "1g,2g", "goods": ["D"]}
    assert "error-within-deviation" not in unmet(**fine, heaviest_sale="2kg")
    assert "error-within-deviation" in unmet(**fine, heaviest_sale="2.001kg")
    initial = check_spec({**WHOLE, **fine, "heaviest_sale": "5kg"}, TODAY, "initial")
    assert initial.met is True


def test_the_answer_has_a_clause_for_each_requirement():
    """The outcome can be read in both languages."""
    answer = check_spec({**WHOLE, "camera": False}, TODAY)
    rows = answer.as_dict("en")["requirements"]
    assert all("T/GDSM 0004" in row["clause"] for row in rows)
    assert answer.explain("zh").startswith("公平秤是否符合5.1.5：不符合")
    assert "5.1.5 it photographs the goods by itself: not met" in answer.explain("en")


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    "wrong",
    [
        {"camara": True},
        {"camera": "yes"},
        {"accuracy_class": "V"},
        {"accuracy_class": ["III"]},
        {"intervals": "30kg"},
        {"intervals": 30},
        {"d": "ten"},
        {"goods": "meat"},
        {"goods": ["gravel"]},
        {"heaviest_sale": "30斤"},
    ],
)
def test_a_wrong_entry_is_named(wrong):
    """A misspelt or impossible entry is told with its name, not taken for nothing."""
    with pytest.raises(BadAnswer) as told:
        check_spec(wrong, TODAY)
    assert next(iter(wrong)) in told.value.explain("zh")
