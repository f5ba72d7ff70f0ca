"""Store many rows in one statement: their values go as one JSON text, which PostgreSQL takes apart itself.

One row or a thousand go the same way, and there is no staging table that somebody would have to empty. What a thousand
rows cost is nearly all in the database: Django's own way of writing them takes five times as long, in Python.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model

Row = Mapping[str, Any]


def insert(model: type[Model], rows: Iterable[Row], *, returning: tuple[str, ...] = ()) -> list[tuple]:
    """Raises IntegrityError where one of them is there already."""
    return _put(model, rows, "", returning)


def insert_new(model: type[Model], rows: Iterable[Row]) -> None:
    """Rows that are there already, by whatever makes them unique, are left as they are."""
    _put(model, rows, "ON CONFLICT DO NOTHING")


def replace(model: type[Model], rows: Iterable[Row], key: str) -> None:
    """One row a key; a row that says what stands there is not written again."""
    told = list(rows)
    changed = [name for name in told[0] if name != key] if told else []
    table = model._meta.db_table
    sets = ", ".join(f'"{name}" = excluded."{name}"' for name in changed)
    old, new = (", ".join(f'{side}."{name}"' for name in changed) for side in (table, "excluded"))
    _put(model, told, f'ON CONFLICT ("{key}") DO UPDATE SET {sets} WHERE ({old}) IS DISTINCT FROM ({new})')


def update(model: type[Model], rows: Iterable[Row], key: str) -> None:
    """Rows that are there, held by the caller."""
    told = list(rows)
    if not told:
        return
    table = model._meta.db_table
    sets = ", ".join(f'"{name}" = told."{name}"' for name in told[0] if name != key)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {sets} FROM json_populate_recordset(NULL::{table}, %s::json) AS told "  # noqa: S608
            f'WHERE {table}."{key}" = told."{key}"',
            [json.dumps(told, default=_said, ensure_ascii=False)],
        )


def _put(model: type[Model], rows: Iterable[Row], clash: str, returning: tuple[str, ...] = ()) -> list[tuple]:
    told = list(rows)
    if not told:
        return []
    table = model._meta.db_table
    columns = ", ".join(f'"{name}"' for name in told[0])
    back = f"RETURNING {', '.join(returning)}" if returning else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} "  # noqa: S608 -- names of our own tables and columns
            f"FROM json_populate_recordset(NULL::{table}, %s::json) {clash} {back}",
            [json.dumps(told, default=_said, ensure_ascii=False)],
        )
        return cursor.fetchall() if returning else []


def _said(value: object) -> str:
    """Moments and days as PostgreSQL reads them."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not a value of a row: {value!r}")
