from django.db import migrations

ADD_UP = """
INSERT INTO register_replacementlevel (county, replace_by, n)
SELECT county, replace_by, sum(change) FROM register_replacementday GROUP BY county, replace_by HAVING sum(change) <> 0
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0023_nights_go_on_where_they_ended")]

    operations = [migrations.RunSQL(ADD_UP, migrations.RunSQL.noop)]
