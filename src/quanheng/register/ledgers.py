"""Fold the rows of the ledgers of counts into one a key; no sum changes, and nobody waits."""

from django.db import connection

KEYS = {
    "register_instrumentcount": "county, kind, status, replace_by",
    "register_duecount": "county, due_month",
    "register_placecount": "county, kind",
}


def fold() -> int:
    """How many rows fewer there are."""
    return sum(_fold(table, key) for table, key in KEYS.items())


def _fold(table: str, key: str) -> int:
    """In one statement: what somebody else took meanwhile, or added, is theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH taken AS (DELETE FROM {table} RETURNING {key}, n), "  # noqa: S608
            f"put AS (INSERT INTO {table} ({key}, n) SELECT {key}, sum(n) FROM taken GROUP BY {key} HAVING sum(n) <> 0 "
            "RETURNING 1) SELECT (SELECT count(*) FROM taken) - (SELECT count(*) FROM put)"
        )
        return cursor.fetchone()[0]
