"""Who ran the stall, how fast one address may lodge, and the running number that complaints are known by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_events_are_appended")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE cases_complaint_number", "DROP SEQUENCE cases_complaint_number"),
        migrations.CreateModel(
            name="SubmissionTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "address_digest", "hour", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("address_digest", models.CharField(max_length=64)),
                ("hour", models.DateTimeField()),
                ("lodged", models.IntegerField(default=0)),
            ],
        ),
        migrations.AddField("card", "operator_name", models.CharField(blank=True, max_length=80)),
        migrations.AddField("complaint", "operator_name", models.CharField(blank=True, max_length=80)),
    ]
