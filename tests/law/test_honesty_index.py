"""From the answers to a score sheet to an index with a reason for each point not given."""

from decimal import Decimal

import pytest

from quanheng.law.answers import BadAnswer, read_answers
from quanheng.law.honesty_index import score, score_sheet, template
from tests.law.printed_sheets import full_scenic, full_street

FULL = {"scenic": full_scenic, "street": full_street}


def scored(key, readings=None, **lines):
    """The score of a place in order, but for the lines given (underscores stand for hyphens)."""
    items = FULL[key]() | {name.replace("_", "-"): answer for name, answer in lines.items()}
    return score(score_sheet(key), {"items": items, "readings": readings or {}})


def line(scored_sheet, name):
    return next(item for item in scored_sheet.items if item.line.id == name)


def sums(scored_sheet):
    return tuple(scored_sheet.as_dict()[key] for key in ("base", "bonus", "deduction", "total"))


@pytest.mark.parametrize("key", ["scenic", "street"])
@pytest.mark.requirement("TZ-A3", "TZ-A4")
def test_a_place_in_order_has_all_the_base_and_nothing_else(key):
    """The base is 100; bonus and deduction wait for something out of the ordinary."""
    clean = scored(key)
    assert sums(clean) == (100, 0, 0, 100)
    assert not clean.unanswered
    assert [item.line.id for item in clean.items if item.reason and item.heading.part != "bonus"] == []


@pytest.mark.requirement("TZ-A3")
@pytest.mark.parametrize(
    ("out_of_date", "given"), [(0, 6), (1, 4), (2, 2), (3, 0), (4, 0), (1_000_000, 0)]
)  # fmt: skip
def test_each_overdue_instrument_costs_two_points_of_six(out_of_date, given):
    """每发现1台件脱离检定周期扣2分; the line is never worth less than nothing."""
    item = line(scored("scenic", instruments_in_date={"out_of_date": out_of_date}), "instruments-in-date")
    assert item.given_hundredths == given * 100
    assert item.reason == ("" if given == 6 else "less-each")


@pytest.mark.requirement("TZ-A3")
@pytest.mark.parametrize(
    ("satisfied", "answered", "given", "reason"),
    [
        (95, 100, 4, ""),  # 95%以上 includes 95 %
        (949, 1000, 0, "below-threshold"),
        (19, 20, 4, ""),
        (94_999, 100_000, 0, "below-threshold"),
        (0, 0, 0, "none-recorded"),  # no survey, no rate
    ],
)
def test_satisfaction_earns_its_points_from_95_percent_on(satisfied, answered, given, reason):
    """95 % itself is enough; a hair less is not."""
    item = line(scored("scenic", satisfaction={"satisfied": satisfied, "answered": answered}), "satisfaction")
    assert (item.given_hundredths, item.reason) == (given * 100, reason)


@pytest.mark.requirement("TZ-A4")
@pytest.mark.parametrize(
    ("trained", "staff", "given", "reading"),
    [
        (95, 100, 500, "nothing"),
        (94, 100, 0, "nothing"),
        (94, 100, 470, "proportional"),
        (95, 100, 500, "proportional"),
    ],
)
def test_a_missed_threshold_is_read_as_set(trained, staff, given, reading):
    """The draft does not say what 94 % is worth where 95 % is asked; nothing, unless the sheet chooses otherwise."""
    street = scored("street", {"below_threshold": reading}, staff_trained={"trained": trained, "staff": staff})
    assert line(street, "staff-trained").given_hundredths == given


@pytest.mark.requirement("TZ-A4")
@pytest.mark.parametrize(
    ("conforming", "in_use", "half_up", "down"),
    [(120, 120, 1000, 1000), (97, 100, 970, 970), (29, 30, 967, 966), (0, 7, 0, 0), (19_999, 20_000, 1000, 999)],
)
def test_the_share_of_conforming_instruments_earns_in_proportion(conforming, in_use, half_up, down):
    """按比例得分 of 10 points, to the hundredth."""
    facts = {"conforming": conforming, "in_use": in_use}
    for rounding, given in (("half-up", half_up), ("down", down)):
        street = scored("street", {"rounding": rounding}, instruments_conforming=facts)
        assert line(street, "instruments-conforming").given_hundredths == given


@pytest.mark.requirement("TZ-A4")
@pytest.mark.parametrize(
    ("handled", "disputes", "reading", "given"),
    [(0, 0, "full", 500), (0, 0, "nothing", 0), (0, 1, "full", 0), (3, 4, "full", 375)],
)
def test_disputes_are_handled_in_proportion_and_none_is_none_left(handled, disputes, reading, given):
    """A street without a dispute left none unhandled, unless the sheet reads it otherwise."""
    facts = {"handled_in_time": handled, "disputes": disputes}
    street = scored("street", {"no_disputes": reading}, disputes_handled=facts)
    assert line(street, "disputes-handled").given_hundredths == given


@pytest.mark.requirement("TZ-A4")
@pytest.mark.parametrize(("points", "given"), [(0, 0), (1, 0), (2, 3), (9, 3)])
def test_two_monitoring_points_or_more_earn_three_points(points, given):
    """2家以上 includes two."""
    assert scored("street", monitoring_points={"monitoring_points": points}).bonus_hundredths == given * 100


@pytest.mark.requirement("TZ-A4")
@pytest.mark.parametrize(
    ("reading", "times", "bonus"),
    [
        ("section", 1, 2), ("section", 3, 6), ("section", 5, 8),
        ("line", 1, 2), ("line", 5, 2),
        ("unlimited", 5, 10), ("unlimited", 0, 0),
    ],
)  # fmt: skip
def test_each_report_by_media_counts_up_to_the_cap(reading, times, bonus):
    """每次加分: two points each, up to the eight of the section unless the sheet reads it otherwise."""
    assert sums(scored("street", {"each_time": reading}, reported_by_media={"times": times}))[1] == bonus


@pytest.mark.requirement("TZ-A4")
@pytest.mark.parametrize(
    ("reading", "refused", "altered", "deduction"),
    [("section", 2, 0, 10), ("section", 3, 2, 20), ("line", 3, 2, 10), ("unlimited", 3, 2, 25), ("section", 0, 0, 0)],
)
def test_each_offence_of_a_merchant_is_deducted_up_to_the_cap(reading, refused, altered, deduction):
    """每次扣分: five points each, up to the twenty of the section unless the sheet reads it otherwise."""
    offences = {"unverified_not_put_right": {"times": refused}, "accuracy_altered": {"times": altered}}
    street = scored("street", {"each_time": reading}, **offences)
    assert sums(street) == (100, 0, deduction, 100 - deduction)


@pytest.mark.requirement("TZ-A4")
def test_what_a_cap_cut_off_is_told():
    """Five reports by media fill the section; the honour earns no more, and the sheet says why."""
    street = scored("street", reported_by_media={"times": 5}, honoured={"met": True})
    media, honour = line(street, "reported-by-media"), line(street, "honoured")
    assert (media.given_hundredths, media.reason) == (800, "capped")
    assert media.why("zh-hans") == "5 次，每次 2 分。应计 10 分，有上限，只计 8 分。"
    assert (honour.given_hundredths, honour.reason) == (0, "capped")
    assert "the cap leaves 0" in honour.why("en")


@pytest.mark.requirement("TZ-A3")
def test_a_scenic_area_can_earn_ten_and_lose_fifteen():
    """4 + 4 + 2 up, 5 + 5 + 5 down, each once."""
    gains = {name: {"met": True} for name in ("reported_by_media", "honoured", "trusted_consumption")}
    losses = {name: {"found": True} for name in ("unverified_not_put_right", "accuracy_altered", "penalised")}
    assert sums(scored("scenic", **gains)) == (100, 10, 0, 110)
    assert sums(scored("scenic", **gains, **losses)) == (100, 10, 15, 95)


@pytest.mark.requirement("TZ-A3")
def test_judged_points_carry_the_note_of_who_judged():
    """Where the sheet asks for a judgement, the reason is the judge's own."""
    area = scored("scenic", patrols={"points": Decimal("3.5"), "note": "巡查记录缺三月"})
    told = next(item for item in area.as_dict("zh")["items"] if item["id"] == "patrols")
    assert (told["given"], told["max"], told["reason"], told["why"]) == (Decimal("3.5"), 5, "judged", "巡查记录缺三月")
    assert area.as_dict()["total"] == Decimal("98.5")
    assert "得 3.5/5 分：巡查记录缺三月" in area.explain("zh-hans")
    assert area.explain("zh-hans").splitlines()[1] == "总分 98.5 = 基本项 98.5 + 加分项 0 − 扣分项 0"


@pytest.mark.requirement("TZ-A4")
@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_a_score_can_be_read(lang):
    """Every kind of reason has its sentence in both languages, with its figures and its clause."""
    street = scored(
        "street",
        instruments_conforming={"conforming": 1, "in_use": 3},
        staff_trained={"trained": 1, "staff": 3},
        satisfaction={"satisfied": 0, "answered": 0},
        use_system_published={"met": False, "note": "还没有公布"},
        penalised={"found": True},
        accuracy_altered={"times": 1},
    )
    text = street.explain(lang)
    told = ("Annex 4, item 1, 3.33 of 10 points: 1 of 3", "附件4第1项，得 3.33/10 分：1/3")
    assert told[lang != "en"] in text
    assert all(item.why(lang) for item in street.items if item.reason)
    assert street.as_dict(lang)["clause"] in text


@pytest.mark.requirement("TZ-A3", "TZ-A4")
@pytest.mark.parametrize("key", ["scenic", "street"])
def test_what_nobody_answered_earns_nothing_and_is_listed(key):
    """A sheet may be filled in over days; until then its total is not the index of the place."""
    sheet = score_sheet(key)
    blank = score(sheet, read_answers(template(sheet)))
    assert sums(blank) == (0, 0, 0, 0)
    assert blank.unanswered == tuple(line.id for line in sheet.lines)
    assert blank.as_dict()["complete"] is False
    assert f"还有 {len(sheet.lines)} 行没有填写" in blank.explain("zh")


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("answers", "place", "expected"),
    [
        ({"items": {"patrol": {"points": 5}}}, "items.patrol", "no such entry"),
        ({"items": {"patrols": {"point": 5}}}, "items.patrols.point", "points, note"),
        ({"items": {"patrols": {"points": 6}}}, "items.patrols.points", "from 0 to 5"),
        ({"items": {"patrols": {"points": -1}}}, "items.patrols.points", "from 0 to 5"),
        ({"items": {"patrols": {"points": 4.5}}}, "items.patrols.points", "two decimals"),
        ({"items": {"patrols": {"points": True}}}, "items.patrols.points", "from 0 to 5"),
        ({"items": {"patrols": {"points": Decimal("4.005"), "note": "x"}}}, "items.patrols.points", "two decimals"),
        ({"items": {"patrols": {"points": Decimal("NaN")}}}, "items.patrols.points", "from 0 to 5"),
        ({"items": {"patrols": {"points": Decimal("1E+99999")}}}, "items.patrols.points", "from 0 to 5"),
        ({"items": {"patrols": {"points": 4}}}, "items.patrols.note", "a reason"),
        ({"items": {"patrols": {"points": 4, "note": "  "}}}, "items.patrols.note", "a reason"),
        ({"items": {"patrols": {"points": 4, "note": 3}}}, "items.patrols.note", "text in quotation marks"),
        ({"items": {"patrols": {"note": "forgot"}}}, "items.patrols.points", "from 0 to 5"),
        ({"items": {"patrols": 5}}, "items.patrols", "a table"),
        ({"items": [5]}, "items", "a table"),
        ({"items": {"service-desk": {"met": 1}}}, "items.service-desk.met", "true or false"),
        ({"items": {"service-desk": {"note": "?"}}}, "items.service-desk.met", "no answer"),
        ({"items": {"instruments-in-date": {"out_of_date": -1}}}, "items.instruments-in-date.out_of_date", "whole"),
        ({"items": {"satisfaction": {"satisfied": 3, "answered": 2}}}, "items.satisfaction.satisfied", "at most"),
        ({"items": {"satisfaction": {"satisfied": 3}}}, "items.satisfaction.answered", "no answer"),
        ({"readings": {"rounding": "up"}}, "readings.rounding", '"half-up", "down"'),
        ({"readings": {"rounding": ["up"]}}, "readings.rounding", '"half-up", "down"'),
        ({"readings": {"round": "up"}}, "readings.round", "no such entry"),
        ({"sheet": "street"}, "sheet", '"scenic" was expected'),
        ({"place": 7}, "place", "text in quotation marks"),
        ({"lines": {}}, "lines", "no such entry"),
    ],
)
def test_a_slip_is_told_with_its_place_and_what_belongs_there(answers, place, expected):
    """Who fills in the sheet learns which entry is wrong and what was expected, in both languages."""
    with pytest.raises(BadAnswer) as wrong:
        score(score_sheet("scenic"), answers)
    assert wrong.value.place == place
    assert expected in wrong.value.explain("en")
    assert wrong.value.explain("zh-hans").startswith(f"{place}：")


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("name", "facts", "place"),
    [
        ("instruments-conforming", {"conforming": 0, "in_use": 0}, "items.instruments-conforming.in_use"),
        ("staff-trained", {"trained": 0, "staff": 0}, "items.staff-trained.staff"),
    ],
)
def test_a_street_without_instruments_or_staff_is_a_slip(name, facts, place):
    """A share of nothing is no share, and a street that has nothing to weigh with has no index."""
    with pytest.raises(BadAnswer, match="from 1 up") as wrong:
        score(score_sheet("street"), {"items": {name: facts}})
    assert wrong.value.place == place


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize("text", ["points =", "[items", "a = 1\na = 2", "[" * 5000, "x = " + "9" * 5000])
def test_what_is_not_toml_is_told(text):
    """A file that cannot be read is the user's slip, not a crash."""
    with pytest.raises(BadAnswer, match="not valid TOML"):
        read_answers(text)
