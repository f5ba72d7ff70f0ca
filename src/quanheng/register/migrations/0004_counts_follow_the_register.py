# ruff: noqa: S608 -- every part of these statements stands in this file
"""Counts follow every change of the register, whoever makes it; and names are found by any two characters of them.

One trigger a statement, over all of its rows: a COPY of thousands appends a row a key. The wheel of the embedded server
brings no pg_trgm, and three letters would be too many for Chinese names: pairs of characters in a GIN index do it.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION register_county(area text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(substring(area from '^(?:[0-9]{2}/){1,3}'), '');

CREATE FUNCTION register_pairs(said text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT coalesce(array_agg(DISTINCT substr(upper(said), i, 2)), '{}')
            FROM generate_series(1, length(said) - 1) AS i);
"""


def counted(name: str, ledger: str, columns: str, values: str, where: str = "true") -> str:
    """A trigger function that appends to a ledger what a statement added and took."""

    def rows(table: str, sign: int) -> str:
        return f"SELECT {values}, {sign} AS n FROM {table} WHERE {where}"

    def append(*parts: str) -> str:
        return (
            f"INSERT INTO {ledger} ({columns}, n) SELECT {columns}, sum(n) FROM ({' UNION ALL '.join(parts)}) moved "
            f"GROUP BY {columns} HAVING sum(n) <> 0;"
        )

    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        {append(rows("put", 1))}
    ELSIF TG_OP = 'UPDATE' THEN
        {append(rows("put", 1), rows("taken", -1))}
    ELSIF TG_OP = 'DELETE' THEN
        {append(rows("taken", -1))}
    ELSE
        DELETE FROM {ledger};
    END IF;
    RETURN NULL;
END $$;
"""


def triggers(table: str, function: str) -> str:
    put, taken = "NEW TABLE AS put", "OLD TABLE AS taken"
    return "".join(
        f"CREATE TRIGGER {function}_{event.lower()} AFTER {event} ON {table} "
        f"{'REFERENCING ' + seen if seen else ''} FOR EACH STATEMENT EXECUTE FUNCTION {function}();\n"
        for event, seen in (("INSERT", put), ("UPDATE", f"{taken} {put}"), ("DELETE", taken), ("TRUNCATE", ""))
    )


COUNTED = (
    (
        "register_state_counted",
        "register_instrumentstate",
        "register_instrumentcount",
        "county, kind, status, replace_by",
        "register_county(area) AS county, kind, status, replace_by",
        "true",
    ),
    (
        "register_due_counted",
        "register_instrumentstate",
        "register_duecount",
        "county, due_month",
        "register_county(area) AS county, date_trunc('month', due_on)::date AS due_month",
        "status = 'in-use'",
    ),
    (
        "register_place_counted",
        "register_place",
        "register_placecount",
        "county, kind",
        "register_county(area) AS county, kind",
        "true",
    ),
)
NAMES = (("place", "name"), ("place", "name_en"), ("stall", "name"), ("stall", "operator_name"))


def follow(name: str, table: str, ledger: str, columns: str, values: str, where: str) -> str:
    """Count what is there already, then follow."""
    first = (
        f"INSERT INTO {ledger} ({columns}, n) SELECT {columns}, count(*) FROM "
        f"(SELECT {values} FROM {table} WHERE {where}) t GROUP BY {columns};"
    )
    return first + counted(name, ledger, columns, values, where) + triggers(table, name)


def leave(name: str, *_others: str) -> str:
    return f"DROP FUNCTION {name}() CASCADE;"


def index(table: str, column: str) -> str:
    return f"CREATE INDEX {table}_{column}_pairs ON register_{table} USING gin (register_pairs({column}));"


class Migration(migrations.Migration):
    dependencies = [("register", "0003_counts_and_outlook")]
    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION register_pairs(text); DROP FUNCTION register_county(text);"),
        *(migrations.RunSQL(follow(*one), leave(*one)) for one in COUNTED),
        migrations.RunSQL(
            "".join(index(*name) for name in NAMES),
            "".join(f"DROP INDEX {table}_{column}_pairs;" for table, column in NAMES),
        ),
    ]
