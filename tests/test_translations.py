"""The pages are Chinese first: whatever a room says in English has its Chinese in the catalogue of that room."""

import re

import pytest
from tools import messages

pytestmark = pytest.mark.requirement("QH-house")

TEMPLATE = """{% load i18n %}
<p title="{% translate "Scan 'this' code" %}">{{ goods|default:_("Not stated") }}
    {% blocktranslate trimmed count days=left %}
      {{ days }} day left
    {% plural %}
      {{ days }} days left
    {% endblocktranslate %} it's unbalanced ( [
{% translate "May" context "month" %}
"""
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
NAMES = {"权衡", "权", "衡", "中文"}
CATALOGUE = """
msgid "Scan %(thing)s"
msgstr "{translation}"
"""


@pytest.mark.parametrize("room", messages.rooms(), ids=lambda room: room.name)
def test_each_room_translates_what_it_says(room):
    """Each msgid of the room has one Chinese wording, none is fuzzy, and no translation is left over."""
    assert messages.faults_of(room) == []


def test_rooms_agree_on_wording():
    """One English sentence is one Chinese sentence on every page."""
    assert messages.disagreements() == []


def test_templates_are_read_as_django_reads_them(tmp_path, monkeypatch):
    """Attributes, filters, plurals and contexts of a page are found; its prose is not."""
    page = tmp_path / "page.html"
    page.write_text(TEMPLATE)
    monkeypatch.setattr(messages, "TREE", tmp_path)
    assert [(one.text, one.context) for one in messages.said_in(page)] == [
        ("Scan 'this' code", None),
        ("Not stated", None),
        (("%(days)s day left", "%(days)s days left"), None),
        ("May", "month"),
    ]


def test_modules_are_read(tmp_path, monkeypatch):
    """A sentence of a verb is found where it is wrapped by gettext, and not elsewhere."""
    module = tmp_path / "verb.py"
    module.write_text('raise Refused(_("This complaint is closed."))\nkey = "complaint-closed"\n')
    monkeypatch.setattr(messages, "TREE", tmp_path)
    assert [one.text for one in messages.said_in(module)] == ["This complaint is closed."]


@pytest.mark.parametrize(
    ("translation", "faults"),
    [
        ("扫描%(thing)s", []),
        ("", ["has no translation"]),
        ("扫描%(code)s", ["loses or invents a placeholder"]),
        ("扫描", ["loses or invents a placeholder"]),
    ],
)
def test_an_entry_keeps_its_placeholders(tmp_path, translation, faults):
    """A translation which loses the number it should show would tell the shopper half a sentence."""
    path = tmp_path / "locale" / messages.LANGUAGE / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(messages.HEADER + CATALOGUE.replace("{translation}", translation))
    (entry,) = messages.entries(messages.catalogue_of(tmp_path))
    assert list(messages.entry_faults(entry)) == faults


def test_update_adds_to_the_room_and_prune_takes_out(tmp_path, monkeypatch):
    """The tool writes the missing msgid into the catalogue of the room which says it, and keeps what is translated."""
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(messages, "TREE", tmp_path)
    (room / "verb.py").write_text('_("Old")\n')
    messages.update(room, prune=False)
    (room / "verb.py").write_text('_("New")\n')
    messages.update(room, prune=False)
    assert {entry.id for entry in messages.entries(messages.catalogue_of(room))} == {"Old", "New"}
    messages.update(room, prune=True)
    assert {entry.id for entry in messages.entries(messages.catalogue_of(room))} == {"New"}


def test_msgids_are_english():
    """A msgid is the English page; Chinese in it would reach the English reader."""
    said = [one for room in messages.rooms() for one in messages.said_by(room)]
    assert [(one.file, one.text) for one in said if CHINESE.search(str(one.text))] == []


# 500.html says both languages at once: no language can be chosen where everything failed.
PAGES = [page for page in sorted(messages.ROOMS.glob("*/templates/**/*.html")) if page.name != "500.html"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_hold_no_bare_chinese(page):
    """Whoever chose English reads English: only names of the platform and of the languages stay as they are."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [word for word in CHINESE.findall(text) if word not in NAMES] == []
