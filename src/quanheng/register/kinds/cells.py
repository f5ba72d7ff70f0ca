"""The fields of all kinds as the columns of a ledger: one column where kinds share a field, a list in one cell.

A list is written as rows with ";" between them and "/" between the parts of a row: ``1/92#/5/50/5/12.5; 2/95#``.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from quanheng.register.kinds import decimals, told
from quanheng.register.kinds.asked import Field, fields_of
from quanheng.register.kinds.described import Described
from quanheng.register.kinds.forms import DetailsUnfit, read
from quanheng.register.kinds.table import DESCRIPTIONS
from quanheng.register.kinds.unfit import Unfit

# Every ledger has these, whatever the kind.
COMMON = tuple(field.name for field in fields_of(Described))


@cache
def columns() -> Mapping[str, tuple[Field, tuple[str, ...]]]:
    """Each own field by its name, with everything that offices call it."""
    found: dict[str, tuple[Field, tuple[str, ...]]] = {}
    for description in DESCRIPTIONS.values():
        for field in fields_of(description):
            if field.name not in COMMON:
                known = found[field.name][1] if field.name in found else ()
                found[field.name] = (field, tuple(dict.fromkeys((*known, *field.asked.called))))
    return found


def details_of(kind: str, said: Mapping[str, str]) -> dict[str, Any]:
    """What is kept of a row's cells. Raises DetailsUnfit by column."""
    fields = fields_of(DESCRIPTIONS[kind])
    given: dict[str, str] = {}
    wrong = {
        name: Unfit("not-of-kind") for name in columns() if said.get(name) and name not in {f.name for f in fields}
    }
    for field in fields:
        text = said.get(field.name, "")
        given |= _rows(field, text) if field.sort == "rows" else {field.name: _bare(field, text)}
        if field.sort == "rows" and len(_split(text)) > field.asked.rows:
            wrong[field.name] = Unfit("rows-many", {"most": field.asked.rows})
    try:
        described = read(DESCRIPTIONS[kind], given)
    except DetailsUnfit as unfit:
        raise DetailsUnfit({name.partition("-")[0]: one for name, one in unfit.wrong.items()} | wrong) from None
    if wrong:
        raise DetailsUnfit(wrong)
    return told.kept(described)


def _bare(field: Field, text: str) -> str:
    """Offices write the unit into the cell as well."""
    if field.sort == "whole" and field.asked.unit:
        return re.sub(rf"\s*{re.escape(field.asked.unit)}$", "", text.strip(), flags=re.IGNORECASE)
    return text


def _split(text: str) -> list[str]:
    return [row for row in re.split(r"[;；\n]", text) if row.strip()]


def _rows(field: Field, text: str) -> dict[str, str]:
    parts = fields_of(field.row)
    rows = [row.split("/") for row in _split(text)]
    return {
        f"{field.name}-{at}-{part.name}": said.strip()
        for at, row in enumerate(rows)
        for part, said in zip(parts, row, strict=False)
    }


def cell(name: str, details: Mapping[str, Any]) -> str:
    """What stands in a column of what is kept; read again it gives the same."""
    value = details.get(name)
    if value in (None, "", []):
        return ""
    field = columns()[name][0]
    if field.sort != "rows":
        return _cell(field, value)
    rows = [[_cell(part, row.get(part.name)) for part in fields_of(field.row)] for row in value]
    return "; ".join("/".join(row).rstrip("/") for row in rows)


def _cell(field: Field, value: Any) -> str:
    if value in (None, ""):
        return ""
    if field.sort == "whole":
        return decimals.written(value, field.asked.decimals)
    return str(field.asked.choices.get(value, value)) if field.sort == "choice" else str(value)
