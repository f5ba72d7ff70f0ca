"""The numbers by which people speak of verifications and their papers: SQ20261121-000004 and the like."""

from datetime import date

from django.db import connection

# What the letters stand for: 申请, 检定, 证书, 通知书.
APPLICATION, VERIFICATION, CERTIFICATE, NOTICE = "SQ", "JD", "ZS", "TZ"


def next_number(letters: str, on: date) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('register_verification_number')")
        (running,) = cursor.fetchone()
    return f"{letters}{on:%Y%m%d}-{running:06d}"
