"""A complainant's number is sealed, masked, shown on record, and erased; the market sees it only if allowed."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import connection
from typer.testing import CliRunner

from quanheng.cases import contact, contact_upkeep, desk, progress
from quanheng.cases.lodge import Lodged, lodge
from quanheng.cases.models import Complaint
from quanheng.cases.own_data import own_data
from quanheng.cases.submission import Submission
from quanheng.cli import app
from quanheng.people import sealing
from quanheng.people.models import AuditEntry
from tests.cast import NOON, Cast

pytestmark = [pytest.mark.requirement("QH-privacy"), pytest.mark.django_db]
PHONE = "138 0000 0001"


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings) -> None:
    monkeypatch.delenv("SEALING_KEYS", raising=False)
    settings.DATA_DIR = tmp_path


def a_complaint(cast: Cast, key: str = "a", **changes: object) -> Lodged:
    told = {"contact_name": "顾女士", "contact_phone": PHONE} | changes
    return lodge(Submission(key * 20, "short-weight", market_id=cast.chenguang.pk, **told), at=NOON)


def end(lodged: Lodged, at=NOON) -> None:
    progress.withdraw(lodged.token, at=at)


def test_the_table_holds_no_name_and_no_number(cast: Cast):
    """Who copies the table reads neither, nor tells by it that two complaints are of the same name."""
    first, second = a_complaint(cast), a_complaint(cast, "b")
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM cases_complaint c")
        told = "".join(row[0] for row in cursor.fetchall())
    assert "顾女士" not in told
    assert "13800000001" not in told.replace(" ", "")
    assert first.complaint.contact_sealed != second.complaint.contact_sealed


def test_a_page_shows_a_mask(cast: Cast):
    """The authority recognises the number by its ends; the market, not allowed, learns only that there is one."""
    made = a_complaint(cast).complaint
    glimpse = contact.glimpse(made, cast.people["dongping"])
    assert (glimpse.name, glimpse.phone, glimpse.may_be_shown) == ("顾**", "138****0001", True)
    assert contact.glimpse(made, cast.people["chenguang"]) == contact.Glimpse("", "", withheld=True, may_be_shown=False)


@pytest.mark.parametrize(("phone", "shown"), [("13800000001", "138****0001"), ("0575-1", "****-1"), ("", "")])
def test_short_numbers_are_masked_more(phone: str, shown: str):
    """Of a village's five digits four would be the whole number."""
    assert contact.masked_phone(phone) == shown


def test_every_look_is_on_record(cast: Cast):
    """The complainant's own page counts the looks; the audit trail says whose they were."""
    made = a_complaint(cast).complaint
    assert contact.looked_at(made) == []
    assert contact.show(made.number, to=cast.people["dongping"]) == contact.Contact("顾女士", PHONE)
    assert len(contact.looked_at(made)) == 1
    assert AuditEntry.objects.get(act="contact-shown").user == cast.people["dongping"]


@pytest.mark.parametrize("who", ["chenguang", "administrator", "stallholder", "xidu", "hewan"])
def test_who_may_not_see_learns_nothing_and_leaves_no_entry(cast: Cast, who: str):
    """The market without permission, and everybody of the other county: as if the complaint were not there."""
    made = a_complaint(cast).complaint
    with pytest.raises(Complaint.DoesNotExist):
        contact.show(made.number, to=cast.people[who])
    assert not AuditEntry.objects.filter(act="contact-shown").exists()


def test_the_allowed_market_may_ask(cast: Cast):
    """Ticked on the form: the manager calls the shopper while the fish is still in the bag."""
    made = a_complaint(cast, contact_shown_to_manager=True).complaint
    assert contact.show(made.number, to=cast.people["chenguang"]).phone == PHONE


@pytest.mark.parametrize(
    ("who", "words", "found"),
    [
        ("dongping", "13800000001", True),
        ("dongping", "+86 138-0000-0001", True),
        ("dongping", "13800000002", False),
        ("xidu", "13800000001", False),
        ("chenguang", "13800000001", False),
    ],
)
def test_a_caller_is_found_by_the_number(cast: Cast, who: str, words: str, found: bool):
    """However it is written; by the own authority only, as the market was not allowed to know the number."""
    made = a_complaint(cast).complaint
    assert list(desk.found(cast.people[who], words)) == ([made] if found else [])


def test_it_is_erased_some_time_after_the_end(cast: Cast):
    """180 days after the end it is gone; a day before, and while the complaint is open, it stays."""
    open_one, ended = a_complaint(cast), a_complaint(cast, "b")
    end(ended)
    day = timedelta(days=configured.CONTACT_KEPT_DAYS)
    assert contact_upkeep.erase_due(NOON + day) == 0
    assert contact_upkeep.erase_due(NOON + day + timedelta(seconds=1)) == 1
    assert contact_upkeep.erase_due(NOON + day + timedelta(seconds=1)) == 0
    assert contact.unsealed(Complaint.objects.get(pk=ended.complaint.pk)) == contact.Contact("", "")
    assert contact.unsealed(Complaint.objects.get(pk=open_one.complaint.pk)).phone == PHONE
    assert AuditEntry.objects.get(act="contact-erased").subject == ended.complaint.number


def test_the_complainant_may_have_it_erased(cast: Cast):
    """By the secret link, at any time; the complaint itself goes on."""
    made = a_complaint(cast)
    contact_upkeep.erase(made.token)
    contact_upkeep.erase(made.token)
    kept = Complaint.objects.get(pk=made.complaint.pk)
    assert (kept.contact_sealed, kept.contact_digest, kept.state) == ("", "", "lodged")
    assert AuditEntry.objects.filter(act="contact-erased").count() == 1
    with pytest.raises(Complaint.DoesNotExist):
        contact_upkeep.erase("somebody-elses-link")


def test_keys_are_changed_by_a_command(cast: Cast):
    """The old key goes only when every contact has been sealed with the new one; pages and search go on as before."""
    made = a_complaint(cast).complaint
    before = sealing.newest()
    assert CliRunner().invoke(app, ["rotate-sealing-key"]).stdout == "1 contacts sealed anew\n"
    assert sealing.newest() != before
    kept = Complaint.objects.get(pk=made.pk)
    assert contact.unsealed(kept).phone == PHONE
    assert list(desk.found(cast.people["dongping"], "13800000001")) == [kept]


def test_a_change_of_keys_that_was_killed_goes_on(cast: Cast):
    """Killed between the new key and the last contact: called again, it needs no third key and loses nothing."""
    made = a_complaint(cast).complaint
    sealing.add_key()
    assert CliRunner().invoke(app, ["rotate-sealing-key"]).stdout == "1 contacts sealed anew\n"
    assert len(sealing.keys()) == 1
    assert contact.unsealed(Complaint.objects.get(pk=made.pk)).phone == PHONE


def test_a_lost_key_loses_no_more_than_the_contact(cast: Cast, settings, tmp_path: Path):
    """The complaint stays open to its complainant and the desk; sealing anew stops and touches nothing."""
    made = a_complaint(cast).complaint
    settings.DATA_DIR = tmp_path / "without-its-secrets"
    assert contact.unsealed(made) == contact.Contact("", "")
    outcome = CliRunner().invoke(app, ["rotate-sealing-key"])
    assert outcome.exit_code == 1
    assert Complaint.objects.get(pk=made.pk).contact_sealed == made.contact_sealed


def test_own_data_is_whole_and_leaves_out_what_staff_say(cast: Cast):
    """Who holds the link gets everything about themselves, and nothing that staff noted among themselves."""
    made = a_complaint(cast).complaint
    progress.move(made.pk, "note", actor=cast.people["dongping"], facts={}, at=NOON, note="ask the neighbour")
    told = own_data(Complaint.objects.get(pk=made.pk))
    assert told["contact"]["phone"] == PHONE
    assert [step["move"] for step in told["steps"]] == ["lodge"]
    assert "neighbour" not in str(told)
