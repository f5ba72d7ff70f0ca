"""Complaints from before offices were told apart are in the hands of their market."""

from django.db import migrations

FILL = """
UPDATE cases_complaint SET desk = register_place.area FROM register_place
WHERE register_place.id = cases_complaint.market_id AND cases_complaint.desk = ''
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_complaints_have_an_office_and_reports"), ("register", "0001_places_and_instruments")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
