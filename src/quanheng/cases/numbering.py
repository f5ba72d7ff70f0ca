"""The number by which people speak of a complaint: TS20261121-000123."""

from datetime import date

from django.db import connection


def next_number(on: date) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_complaint_number')")
        (running,) = cursor.fetchone()
    return f"TS{on:%Y%m%d}-{running:06d}"
