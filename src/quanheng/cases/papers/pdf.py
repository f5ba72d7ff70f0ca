"""The papers of a dispute as PDF, with the signatures that were given below them."""

from importlib.resources import files
from typing import Any

from django.utils import timezone

from quanheng.cases.models import Complaint, Signature
from quanheng.cases.papers.content import PARTIES, PARTY_NAMES, Paper
from quanheng.cases.papers.signing import signatures
from quanheng.register.typesetting import typeset


def pdf(complaint: Complaint, of: Paper) -> bytes:
    """Raises NoChineseFont."""
    given = signatures(complaint, of)
    told = {
        "title": of.title,
        "rows": of.rows,
        "terms": of.terms,
        "clauses": of.clauses,
        "digest": of.digest,
        "signatures": [_signed(party, given.get(party)) for party in PARTIES[of.kind]],
    }
    return typeset(files("quanheng.cases").joinpath("papers", "dispute.typ"), told)


def _signed(party: str, row: Signature | None) -> dict[str, Any]:
    told = {"party": PARTY_NAMES[party], "name": "", "at": "", "drawing": ""}
    if row is None:
        return told
    at = f"{timezone.localtime(row.signed_at):%Y-%m-%d %H:%M}"
    return told | {"name": row.name, "at": at, "drawing": drawing(row.strokes)}


def drawing(strokes: list[list[int]]) -> str:
    """As SVG, twice as wide as high."""
    lines = "".join(
        f'<polyline points="{" ".join(f"{x},{y / 2:g}" for x, y in zip(line[::2], line[1::2], strict=True))}"/>'
        for line in strokes
    )
    style = 'fill="none" stroke="#14324a" stroke-width="8" stroke-linecap="round" stroke-linejoin="round"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 500"><g {style}>{lines}</g></svg>'
