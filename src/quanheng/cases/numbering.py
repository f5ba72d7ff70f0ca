"""The numbers by which people speak of a complaint, TS20261121-000123, and of a report, JB20261121-000123."""

from datetime import date

from django.db import connection


def next_number(on: date) -> str:
    return _next("TS", on)


def next_report_number(on: date) -> str:
    return _next("JB", on)


def _next(letters: str, on: date) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_complaint_number')")
        (running,) = cursor.fetchone()
    return f"{letters}{on:%Y%m%d}-{running:06d}"
