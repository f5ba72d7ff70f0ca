"""Everything is counted once more, now with who was complained about."""

from django.db import migrations

MARK = """
INSERT INTO cases_handlingmark (area, month)
SELECT DISTINCT register_county(area), cases_month(lodged_at) FROM cases_complaint;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0027_repeated_operators_are_counted")]
    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
