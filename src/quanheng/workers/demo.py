"""The invented demo city: its register and one account per role. Every name in it is invented."""

import json
import os
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, now

from quanheng.cases import honesty_reminders
from quanheng.people.enrolment import enrol
from quanheng.people.models import Role, User
from quanheng.register.delivery import enter
from quanheng.register.identity.maker_addresses import keep, told
from quanheng.register.keeping import training
from quanheng.register.keeping.change import Doer
from quanheng.register.models import Organisation, Place, PlaceKind
from quanheng.register.reminders import remind
from quanheng.register.replacement_past import tell_past
from quanheng.register.verifying.bodies import appoint
from quanheng.workers import demo_complaints, demo_findings, demo_licences, demo_replies, demo_volunteers
from quanheng.workers.demo_repairs import verify_repaired

# One account per role, and one of each side of the county border. (username, name, role, area)
ACCOUNTS = [
    ("regulator-city", "云秤市市场监管局（虚构）", Role.REGULATOR, "99/01/"),
    ("regulator-dongping", "东屏区市场监管局（虚构）", Role.REGULATOR, "99/01/01/"),
    ("regulator-xidu", "西渡县市场监管局（虚构）", Role.REGULATOR, "99/01/02/"),
    ("manager-chenguang", "晨光市场管理方（虚构）", Role.MARKET_MANAGER, "99/01/01/m001/"),
    ("manager-hewan", "河湾市场管理方（虚构）", Role.MARKET_MANAGER, "99/01/02/m002/"),
    ("administrator-chenguang", "晨光市场计量管理员（虚构）", Role.ADMINISTRATOR, "99/01/01/m001/"),
    ("stall-chenguang-01", "晨光A01摊主（虚构）", Role.OPERATOR, "99/01/01/m001/s001/"),
    ("verifier", "云秤市计量检定所检定员（虚构）", Role.VERIFICATION_BODY, "99/01/"),
    ("repairer", "云秤市衡器维修部（虚构）", Role.REPAIRER, "99/01/"),
    ("volunteer", "陈实（虚构）", Role.VOLUNTEER, "99/01/01/"),
    ("association", "云秤市农贸市场协会（虚构）", Role.ASSOCIATION, "99/01/"),
    ("maker", "演示衡器一厂（虚构）", Role.MAKER, "99/01/"),
    ("platform", "平台值班（虚构）", Role.REGULATOR, ""),
]
# Whose people makers and repairers are; the makers themselves come with the delivery list.
ORGANISATIONS = {"maker": "91990100MA0000001G", "repairer": "91990100MA0000004R"}
REPAIRER = ("91990100MA0000004R", "云秤市衡器维修部（虚构）", "99/01/")
# An invented code: region 990100 is nowhere.
VERIFICATION_BODY = ("12990100MB0000001P", "云秤市计量检定所（虚构）", "99/01/")

REMINDER = """临近节日，请各市场：
一、每日开市前用砝码核对公平秤；
二、提醒经营者先去皮、后称重；
三、在入口处公示投诉电话。（演示）"""


@transaction.atomic
def load(manifest_path: Path) -> int:
    """Enter the list, enrol the accounts, tell the past; a second time changes nothing. How many scales were new."""
    manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    new = enter(manifest)
    for username, name, role, area in ACCOUNTS:
        if not User.objects.filter(username=username).exists():
            enrol(username=username, name=name, role=role, area=area, password=settings.DEMO_PASSWORD)
    appoint(*VERIFICATION_BODY)
    settle_trades()
    remind_of_honesty()
    train(localdate())
    tell_past("99/", localdate())
    remind(localdate())
    serve_makers(manifest.get("makers", []), os.environ.get("MAKERS_URL", ""))
    demo_findings.find(now())
    demo_licences.hold(now(), localdate())
    verify_repaired(now())
    demo_complaints.tell(localdate())
    demo_volunteers.look_around(now())
    demo_replies.keep(now())
    return new


def train(today: date) -> None:
    """One market's administrator was trained this year; its manager's training is due soon."""
    market = Place.objects.get(area="99/01/01/m001/")
    for username, days_ago in (("administrator-chenguang", 130), ("manager-chenguang", 350)):
        if market.training.filter(person__username=username).exists():
            continue
        told = {"subject": "集贸市场计量管理（演示）", "hours": "4", "certificate": "演示培训"}
        given = {**told, "person": username, "on": (today - timedelta(days=days_ago)).isoformat()}
        training.enter(market, given, Doer(User.objects.get(username=username)), today)


def settle_trades() -> None:
    """Say whose people the makers' and repairers' accounts are."""
    uscc, name, area = REPAIRER
    Organisation.objects.get_or_create(uscc=uscc, defaults={"name": name, "area": area, "repairs": True})
    for username, belongs_to in ORGANISATIONS.items():
        User.objects.filter(username=username, organisation="").update(organisation=belongs_to)


def remind_of_honesty() -> None:
    """The association of the markets has written to them once."""
    association = User.objects.get(username="association")
    if association.trades:
        return
    association.trades = PlaceKind.MARKET
    association.save(update_fields=["trades"])
    honesty_reminders.issue(association, title="节日前足秤提示（演示）", text=REMINDER, address=None, at=now())


def serve_makers(makers: list[dict[str, str]], url: str) -> None:
    """Say where the makers' verification services answer today: their port may be another one at each start."""
    for row in makers if url else []:
        found = Organisation.objects.get(uscc=row["uscc"])
        given = {"service_url": f"{url}/{row['uscc']}", "service_key": row["service_key"], "reason": "演示"}
        if told(found)["service_url"] != given["service_url"]:
            keep(found, given, Doer(None))


def accounts() -> list[tuple[str, str, str]]:
    """Username, name and role of each demo account, for the terminal and the sign-in page."""
    return [(username, name, str(role.label)) for username, name, role, _ in ACCOUNTS]
