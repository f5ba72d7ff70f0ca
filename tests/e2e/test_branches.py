"""Every branch of a complaint, made at the desk and on an inspector's phone, and seen on the phone of the shopper."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from quanheng.cases import carriers
from quanheng.cases.lodge import Lodged
from quanheng.cases.models import Complaint, Report
from quanheng.cases.supervision import supervise
from quanheng.law.complaint_flow import refusal_grounds
from quanheng.people.enrolment import enrol
from quanheng.people.models import User
from tests.cases.test_hotline import TICKET, a_hotline
from tests.e2e.branches import APP, BRANCHES, CLOCK, SHOPPER, Step
from tests.e2e.browsing import PHONE
from tests.e2e.stage import PASSWORD, Stage, fits, made, press, stage

__all__ = ["stage"]
pytestmark = [pytest.mark.e2e, pytest.mark.requirement("T4-4.2.4.1", "T4-4.2.4.4", "T4-4.2.4.8")]
SAYINGS = {"supply": "补充说明或材料", "appeal": "市场不处理：请主管部门介入"}


def by_link(stage: Stage, lodged: Lodged) -> Page:
    phone = stage.shopper()
    phone.goto(f"/c/{lodged.token}")
    return phone


def in_app(stage: Stage, lodged: Lodged) -> Page:
    phone = stage.page("app", PHONE)
    phone.goto("/app/")
    phone.goto(f"/app/#/pages/one/one?token={lodged.token}")
    expect(phone.locator(".verdict .number").first).to_have_text(lodged.complaint.number)
    return phone


def say_by_link(stage: Stage, lodged: Lodged, one: Step) -> None:
    phone = by_link(stage, lodged)
    form = phone.locator(f"form[action$='{one.move}']")
    form.evaluate("form => { form.closest('details').open = true }")
    if "text" in one.answers:
        form.locator("textarea").fill(one.answers["text"])
    with phone.expect_navigation():
        form.locator("button").tap()


def say_in_app(stage: Stage, lodged: Lodged, one: Step) -> None:
    phone = in_app(stage, lodged)
    if one.move == "withdraw":
        phone.get_by_role("button", name="撤回投诉").tap()
        phone.get_by_text("确定", exact=True).tap()
        expect(phone.locator(".verdict .h1").first).to_have_text("已撤回")
        return
    phone.get_by_role("button", name=SAYINGS[one.move]).tap()
    phone.locator("textarea").fill(one.answers["text"])
    phone.get_by_role("button", name="提交", exact=True).tap()
    expect(phone.locator(".story .event").last).to_contain_text(one.answers["text"])


def let_time_pass(_stage: Stage, lodged: Lodged, one: Step) -> None:
    """To the day before its last day, or to the day after it."""
    last = Complaint.objects.get(pk=lodged.complaint.pk).due_on
    day = last + timedelta(days=1 if one.move == "overdue" else -1)
    assert sum(vars(supervise(datetime.combine(day, time(1), UTC))).values()) >= 1


def at_the_desk(stage: Stage, lodged: Lodged, one: Step) -> None:
    other = {"into": stage.into} if "into" in one.answers else {}
    made(stage.staff(one.who), lodged.complaint.number, one.move, one.said, **(one.answers | other))


DOES = {SHOPPER: say_by_link, APP: say_in_app, CLOCK: let_time_pass}


@pytest.mark.django_db  # pytest-django sets up a database only for a session in which some test asks for one
def test_everybody_walks(db: None):
    """The market at its desk, the authority on a phone, the shopper by the link and in the app, and the clock."""
    walking = {one.who for branch in BRANCHES.values() for one in branch.steps}
    assert walking == {"chenguang", "hewan", "dongping", "city", SHOPPER, APP, CLOCK}
    assert not User.objects.exists(), "the cast is assembled once, for all of the stage"


@pytest.mark.parametrize("name", BRANCHES)
def test_a_branch_is_walked_to_its_end(stage: Stage, name: str):
    """Who may makes the move in a browser; the shopper reads it by the link at once, and the app says the same."""
    branch = BRANCHES[name]
    stage.into = stage.lodged("short").complaint.number
    lodged = stage.lodged(branch.about)
    read = ["您提交了投诉"]
    for one in branch.steps:
        DOES.get(one.who, at_the_desk)(stage, lodged, one)
        read += [one.told] if one.told else []
        phone = by_link(stage, lodged)
        expect(phone.locator(".steps li:not(.next) b")).to_have_text(read)
        fits(phone)
    expect(phone.locator(".verdict h1")).to_have_text(branch.ends)
    app = in_app(stage, lodged)
    expect(app.locator(".verdict .h1").first).to_have_text(branch.ends)
    expect(app.locator(".story .event .strong")).to_have_text(read)


@pytest.mark.requirement("T4-4.2.4.2")
def test_each_lawful_ground_refuses(stage: Stage):
    """Each ground of the order in force is offered, and the shopper reads it in its own words."""
    for ground in refusal_grounds(localdate()):
        lodged = stage.lodged("right")
        made(stage.staff("chenguang"), lodged.complaint.number, "refuse", ground=ground.key)
        phone = by_link(stage, lodged)
        expect(phone.locator(".verdict h1")).to_have_text("不予受理")
        expect(phone.locator(".steps li").last).to_contain_text(ground.zh)


@pytest.mark.requirement("QH-input")
def test_one_person_alone_ends_no_shown_shortage(stage: Stage):
    """Without a reason and a colleague each field says so, what was written stays, the shopper reads nothing."""
    lodged = stage.lodged("short")
    desk = stage.staff("chenguang")
    press(desk, lodged.complaint.number, "refuse", {"ground": "papers-missing"})
    expect(desk.locator("#move-refuse .wrong")).to_have_count(2)
    expect(desk.locator("#refuse-ground")).to_have_value("papers-missing")
    oneself = {"ground": "papers-missing", "reason": "没有小票", "second_person": "chenguang"}
    press(desk, lodged.complaint.number, "refuse", oneself)
    expect(desk.locator("#refuse-second_person-wrong")).to_be_visible()
    expect(by_link(stage, lodged).locator(".steps li:not(.next)")).to_have_count(1)


@pytest.mark.parametrize(("stars", "why"), [(5, ""), (1, "等了太久")])
def test_the_end_is_rated(stage: Stage, stars: int, why: str):
    """Five stars need no word, one star does; the desk reads both."""
    lodged = stage.lodged("right")
    desk = stage.staff("chenguang")
    made(desk, lodged.complaint.number, "accept")
    made(desk, lodged.complaint.number, "close", answer="称重无误")
    phone = in_app(stage, lodged)
    phone.get_by_role("radio", name=f"{stars} 星").tap()
    phone.get_by_role("button", name="提交评价").tap()
    if why:
        expect(phone.locator(".fault")).to_be_visible()
        phone.get_by_label("哪里做得不好").fill(why)
        phone.get_by_role("button", name="提交评价").tap()
    expect(phone.get_by_text(f"您评了 {stars} 星，谢谢。")).to_be_visible()
    desk.reload()
    expect(desk.locator(".story li").last).to_contain_text(f"{stars}")
    expect(desk.locator(".story li").last).to_contain_text(why)


@pytest.mark.requirement("G22-2.6")
def test_a_report_is_split_off_and_decided_on_its_own(stage: Stage):
    """The complaint goes on; the inspector decides on the report in the market, and tells the reporter."""
    lodged = stage.lodged("short", contact_phone="13800000001")
    made(stage.staff("chenguang"), lodged.complaint.number, "split-report", text="铅封像是断过")
    report = Report.objects.get(complaint=lodged.complaint)
    inspector = stage.staff("dongping")
    inspector.goto(f"/console/reports/{report.number}")
    inspector.locator("#decide + *, form[action$=decide]").locator("button").last.tap()
    expect(inspector.locator("#decision-wrong")).to_be_visible()
    inspector.locator("#decision").select_option(index=1)
    inspector.fill("#reason", "现场查看铅封完好")
    inspector.locator("form[action$=decide] button").tap()
    expect(inspector.locator("#decided")).to_be_visible()
    fits(inspector)
    inspector.locator("form[action$=informed] button").tap()
    expect(inspector.locator(".panel .word.good")).to_be_visible()
    expect(by_link(stage, lodged).locator(".verdict h1")).to_have_text("已提交")


@pytest.mark.requirement("T4-4.2.4.2")
def test_a_contact_is_opened_by_whom_the_shopper_allowed(stage: Stage):
    """Masked until asked for; the shopper reads that it was looked at. Not allowed, the market has no button."""
    lodged = stage.lodged("right", contact_name="顾女士", contact_phone="13800000001", contact_shown_to_manager=True)
    desk = stage.staff("chenguang")
    desk.goto(f"/console/complaints/{lodged.complaint.number}")
    expect(desk.get_by_text("138****0001")).to_be_visible()
    desk.get_by_role("button", name="显示联系方式").click()
    expect(desk.get_by_role("link", name="13800000001")).to_be_visible()
    expect(by_link(stage, lodged).locator("main")).to_contain_text("已被查看 1 次")

    kept = stage.lodged("right", contact_name="顾女士", contact_phone="13800000002")
    desk.goto(f"/console/complaints/{kept.complaint.number}")
    expect(desk.get_by_role("button", name="显示联系方式")).to_have_count(0)
    expect(desk.locator("main")).not_to_contain_text("顾女士")
    inspector = stage.staff("dongping")
    inspector.goto(f"/console/complaints/{kept.complaint.number}")
    inspector.get_by_role("button", name="显示联系方式").tap()
    expect(inspector.get_by_role("link", name="13800000002")).to_be_visible()
    fits(inspector)


def test_a_manager_hands_everything_over_before_a_leave(stage: Stage):
    """Taken in hand, then all of it given to the deputy: the desk says who has it; the shopper's page says nothing."""
    told = {"role": "market-manager", "area": stage.cast.chenguang.area, "password": PASSWORD}
    enrol(username="deputy", name="副经理（虚构）", **told)
    lodged = stage.lodged("right")
    desk = stage.staff("chenguang")
    desk.goto(f"/console/complaints/{lodged.complaint.number}")
    desk.get_by_role("button", name="指定").click()
    desk.goto("/console/handing-over")
    desk.locator("#of").select_option("chenguang")
    desk.locator("#to").select_option("deputy")
    desk.get_by_role("button", name="全部交接").click()
    desk.goto(f"/console/complaints/{lodged.complaint.number}")
    expect(desk.locator("#hands ~ .inside, section:has(#hands)").first).to_contain_text("副经理")
    expect(by_link(stage, lodged).locator(".steps li:not(.next)")).to_have_count(1)


@pytest.mark.requirement("T4-4.2.4.8")
def test_what_is_late_is_handed_up_and_urged(stage: Stage):
    """The list of late ones leads the inspector to the form; the manager reads what was written."""
    lodged = stage.lodged("right")
    Complaint.objects.filter(pk=lodged.complaint.pk).update(accept_due_on=date(2026, 11, 2))
    supervise(datetime.combine(localdate(), time(1), UTC))
    inspector = stage.staff("dongping")
    inspector.goto("/console/late-complaints")
    fits(inspector)
    row = inspector.locator("tbody tr", has_text=lodged.complaint.number)
    row.locator("a.whole").tap()
    made(inspector, lodged.complaint.number, "urge", text="今天之内决定是否受理")
    desk = stage.staff("chenguang")
    desk.goto(f"/console/complaints/{lodged.complaint.number}")
    expect(desk.locator(".story li").last).to_contain_text("今天之内决定是否受理")
    expect(by_link(stage, lodged).locator(".steps li:not(.next) b").last).to_have_text("办理超期，已由上级单位督办")


def admitted(stage: Stage, name: str) -> str:
    """The inspector admits a system on the page, and reads its key there once."""
    inspector = stage.staff("dongping")
    inspector.goto("/console/partners")
    inspector.fill("#name", name)
    inspector.get_by_role("button", name="准入").tap()
    return inspector.locator("#key").inner_text()


@pytest.mark.requirement("G22-2.6")
def test_a_hotline_hands_in_and_is_answered(stage: Stage, settings):
    """A ticket comes to the desk, is accepted there, waits among the messages outside, and reaches the hotline."""
    key = admitted(stage, "12345 热线（虚构）")
    phone = stage.shopper()
    answer = phone.request.post(
        f"{stage.url}/api/v1/hotline/tickets", data=TICKET, headers={"Authorization": f"Bearer {key}"}
    )
    assert answer.status == 201
    number = answer.json()["complaint"]
    desk, inspector = stage.staff("chenguang"), stage.staff("dongping")
    desk.goto("/console/complaints?state=lodged")
    desk.locator("tbody tr", has_text=number).locator("a.whole").click()
    expect(desk.locator("main")).to_contain_text("少了一两")
    made(desk, number, "accept")
    inspector.goto("/console/outside")
    expect(inspector.locator("tbody tr", has_text=number)).to_contain_text("等待")
    fits(inspector)
    with a_hotline([200]) as (url, taken):
        settings.HOTLINE_URL = url
        carriers.carry_due(lambda: datetime.now(UTC))
    assert (taken[0]["number"], taken[0]["state"]) == (TICKET["number"], "accepted")
    inspector.reload()
    expect(inspector.locator("tbody tr", has_text=number)).to_have_count(0)


@pytest.mark.requirement("G22-2.6")
def test_a_portal_hands_in_by_open311(stage: Stage):
    """The complaint stands on the desk, its complainant follows by the link, and the portal reads how it stands."""
    key = admitted(stage, "市民门户（虚构）")
    told = {"api_key": key, "service_code": "short-weight", "address_id": str(stage.cast.chenguang.pk)}
    answer = stage.shopper().request.post(f"{stage.url}/open311/v2/requests.json", form=told)
    assert answer.status == 201
    (taken,) = answer.json()
    number = taken["service_request_id"]
    made(stage.staff("chenguang"), number, "accept")
    phone = stage.shopper()
    phone.goto("/c/" + re.search(r"/c/(\w+)", taken["service_notice"])[1])
    expect(phone.locator(".verdict h1")).to_have_text("已受理")
    read = phone.request.get(f"{stage.url}/open311/v2/requests/{number}.json", headers={"Accept-Language": "zh-CN"})
    assert read.json()[0]["status_notes"] == "已受理"
