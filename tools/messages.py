"""Compare what the pages and modules say with the message catalogues of the rooms, without the system's gettext.

    .venv/bin/python tools/messages.py           lists what a catalogue lacks, exits 1 when anything is wrong
    .venv/bin/python tools/messages.py update    adds the missing msgids, untranslated, to the catalogue of their room
    .venv/bin/python tools/messages.py update public cases      the same for these rooms only
    .venv/bin/python tools/messages.py prune     also takes out what nothing says any more

A msgid is English and stands in a template ({% translate %}, {% blocktranslate %}, _("…")) or in Python (gettext and
its kin). The catalogue of a room is src/quanheng/<room>/locale/zh_Hans/LC_MESSAGES/django.po.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

TREE = Path(__file__).resolve().parent.parent
ROOMS = TREE / "src" / "quanheng"
LANGUAGE = "zh_Hans"
PLAIN, PLURAL, IN_CONTEXT, PLURAL_IN_CONTEXT = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": PLAIN,
    "gettext": PLAIN,
    "gettext_lazy": PLAIN,
    "gettext_noop": PLAIN,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": IN_CONTEXT,
    "pgettext_lazy": IN_CONTEXT,
    "npgettext": PLURAL_IN_CONTEXT,
    "npgettext_lazy": PLURAL_IN_CONTEXT,
}
HEADER = """\
# Chinese (Simplified) messages of Quanheng, under the licence of the project.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|\{\w*\}|%[sd]")


@dataclass(frozen=True)
class Said:
    """A msgid as a room says it: the text (or singular and plural), its context, and the file that says it."""

    text: str | tuple[str, str]
    context: str | None
    file: str

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.text if isinstance(self.text, str) else self.text[0]


def python_of(template: str) -> bytes:
    """A template as a flat list of gettext calls, unindented: the tokeniser would take indentation for blocks."""
    return "\n".join(line.strip() for line in templatize(template).splitlines()).encode()


def said_in(path: Path) -> Iterator[Said]:
    content = path.read_bytes()
    if path.suffix != ".py":
        content = python_of(content.decode())
    file = path.relative_to(TREE).as_posix()
    for _line, text, _comments, context in extract("python", BytesIO(content), KEYWORDS, options={"encoding": "utf-8"}):
        yield Said(text if isinstance(text, str) else (text[0], text[1]), context, file)


def said_by(room: Path) -> list[Said]:
    files = [*room.rglob("*.py"), *room.glob("templates/**/*.html"), *room.glob("templates/**/*.txt")]
    return [said for path in sorted(files) if "migrations" not in path.parts for said in said_in(path)]


def catalogue_path(room: Path) -> Path:
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def catalogue_of(room: Path) -> Catalog:
    path = catalogue_path(room)
    if not path.exists():
        return Catalog(locale=LANGUAGE, project="Quanheng", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def rooms() -> list[Path]:
    return sorted(room for room in ROOMS.iterdir() if (room / "__init__.py").exists())


def entries(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def entry_key(message: Message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def placeholders(text: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(text)))


def entry_faults(message: Message) -> Iterator[str]:
    wording = [message.string] if isinstance(message.string, str) else list(message.string)
    source = message.id if isinstance(message.id, str) else message.id[1]
    if not wording or not all(wording):
        yield "has no translation"
    elif message.fuzzy:
        yield "is fuzzy"
    elif any(placeholders(text) != placeholders(source) for text in wording):
        yield "loses or invents a placeholder"


def faults_of(room: Path) -> list[str]:
    """Everything wrong between what one room says and its catalogue, one sentence each."""
    said, catalogue = said_by(room), catalogue_of(room)
    known = {entry_key(message) for message in entries(catalogue)}
    wanted = {one.key: one.file for one in said}
    faults = [f"{room.name}: lacks {key[1]!r}, said in {file}" for key, file in wanted.items() if key not in known]
    for message in entries(catalogue):
        key = entry_key(message)
        faults += [f"{room.name}: {key[1]!r} {fault}" for fault in entry_faults(message)]
        if key not in wanted:
            faults.append(f"{room.name}: nothing says {key[1]!r} any more")
    return faults + [f"{room.name}: {key!r} is commented out" for key in catalogue.obsolete]


def disagreements() -> list[str]:
    """Django merges all catalogues into one, so two rooms may not translate the same msgid differently."""
    seen: dict[tuple[str | None, str], tuple[str, object]] = {}
    faults = []
    for room in rooms():
        for message in entries(catalogue_of(room)):
            first, wording = seen.setdefault(entry_key(message), (room.name, message.string))
            if message.string and wording and wording != message.string:
                faults.append(f"{room.name} and {first} translate {entry_key(message)[1]!r} differently")
    return faults


def faults() -> list[str]:
    return [fault for room in rooms() for fault in faults_of(room)] + disagreements()


def update(room: Path, *, prune: bool) -> None:
    said, catalogue = said_by(room), catalogue_of(room)
    wanted, known = {one.key for one in said}, {entry_key(message) for message in entries(catalogue)}
    missing = [one for one in said if one.key not in known]
    unsaid = [message for message in entries(catalogue) if prune and entry_key(message) not in wanted]
    for one in missing:
        catalogue.add(one.text, context=one.context, locations=[(one.file, 1)])
    for message in unsaid:
        catalogue.delete(message.id, context=message.context)
    if missing or unsaid:
        write(catalogue, catalogue_path(room), prune=prune)


def write(catalogue: Catalog, path: Path, *, prune: bool) -> None:
    text = BytesIO()
    # Without line numbers, so that an edited page does not change the catalogue
    write_po(text, catalogue, width=120, include_lineno=False, omit_header=True, ignore_obsolete=prune)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HEADER.encode() + text.getvalue())


def main(act: str = "check", *names: str) -> int:
    if act in {"update", "prune"}:
        for room in rooms():
            if not names or room.name in names:
                update(room, prune=act == "prune")
    elif act != "check":
        print(__doc__)
        return 2
    found = faults()
    print("\n".join(found) if found else "Every msgid of every room is translated.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
