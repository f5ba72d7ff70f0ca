"""Trade associations remind all places of their trade in their area; the people of a place read it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from quanheng.cases import honesty_reminders
from quanheng.cases.duties import duties
from quanheng.cases.models import HonestyReminder, ReminderRead
from quanheng.people.models import AuditEntry, User
from quanheng.register.models import Place
from tests.cast import Cast

pytestmark = [pytest.mark.requirement("TZ-3.3", "G22-2.6"), pytest.mark.django_db]
AT = datetime(2026, 11, 27, 2, tzinfo=UTC)


def remind(by: User, **changes: str) -> HonestyReminder:
    told = {"title": "节前足秤", "text": "节日前请各市场检查公平秤。"} | changes
    return honesty_reminders.issue(by, **told, address="10.0.0.1", at=AT)


def waiting(person: User) -> int:
    return sum(duty.n for duty in duties(person, AT) if duty.name == "reminders")


def test_every_market_of_the_area_reads_it_once(cast: Cast):
    """It waits for the people of a market until one of them has read it; sent again, reading changes nothing."""
    row = remind(cast.people["association"])
    manager, administrator = cast.people["chenguang"], cast.people["administrator"]
    assert (waiting(manager), waiting(administrator), waiting(cast.people["hewan"])) == (1, 1, 0)
    for _time in range(2):
        honesty_reminders.read(manager, row.pk, address="10.0.0.2", at=AT + timedelta(hours=1))
    assert (waiting(manager), waiting(administrator)) == (0, 0)
    assert ReminderRead.objects.get().read_by == manager
    acts = AuditEntry.objects.filter(subject=f"reminder:{row.pk}").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["honesty-reminder-issued", "honesty-reminder-read"]
    assert honesty_reminders.reminders(cast.people["association"]).get().reads_count == 1


def test_other_trades_and_other_areas_do_not_hear_it(cast: Cast):
    """Markets are reminded, a shop of the same county is not, nor a market of the next county."""
    row = remind(cast.people["association"])
    Place.objects.filter(pk=cast.chenguang.pk).update(kind="shop")
    assert waiting(cast.people["chenguang"]) == 0
    with pytest.raises(HonestyReminder.DoesNotExist):
        honesty_reminders.read(cast.people["hewan"], row.pk, address=None, at=AT)
    assert not honesty_reminders.reminders(cast.people["xidu"]).exists()
    assert honesty_reminders.reminders(cast.people["city"]).get() == row


def test_what_is_withdrawn_waits_for_nobody(cast: Cast):
    """With a reason, once, and not by another area's association."""
    row = remind(cast.people["association"])
    stranger = User(username="other", role="association", area="99/01/02/", trades="market")
    with pytest.raises(HonestyReminder.DoesNotExist):
        honesty_reminders.withdraw(stranger, row.pk, reason="写错", address=None, at=AT)
    with pytest.raises(ValidationError):
        honesty_reminders.withdraw(cast.people["association"], row.pk, reason=" ", address=None, at=AT)
    honesty_reminders.withdraw(cast.people["association"], row.pk, reason="写错", address="10.0.0.1", at=AT)
    assert waiting(cast.people["chenguang"]) == 0
    with pytest.raises(HonestyReminder.DoesNotExist):
        honesty_reminders.withdraw(cast.people["city"], row.pk, reason="写错", address=None, at=AT)


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("changes", "field"), [({"title": " "}, "title"), ({"text": "\0"}, "text"), ({"text": "长" * 2001}, "text")]
)
def test_a_reminder_says_something(cast: Cast, changes: dict[str, str], field: str):
    """An empty title or text, or one too long, is told beside its field."""
    with pytest.raises(ValidationError) as told:
        remind(cast.people["association"], **changes)
    assert list(told.value.message_dict) == [field]
    assert len(remind(cast.people["association"], text="长" * 2000).text) == 2000


def test_an_association_does_not_flood_its_markets(cast: Cast):
    """Twelve stand; the thirteenth asks to withdraw one first."""
    rows = [remind(cast.people["association"]) for _turn in range(honesty_reminders.STANDING_MOST)]
    with pytest.raises(ValidationError):
        remind(cast.people["association"])
    honesty_reminders.withdraw(cast.people["association"], rows[0].pk, reason="已过", address=None, at=AT)
    assert remind(cast.people["association"]).pk
