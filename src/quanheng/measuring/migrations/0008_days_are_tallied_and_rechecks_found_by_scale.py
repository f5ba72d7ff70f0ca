import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("measuring", "0007_what_was_exceeded_is_found"),
        ("register", "0022_lent_scales_and_damaged_labels_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "market_id", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="register.place"
                    ),
                ),
                ("day", models.DateField()),
                ("weighings", models.BigIntegerField()),
                ("area", models.CharField(max_length=120)),
            ],
            options={
                "indexes": [
                    models.Index(
                        django.contrib.postgres.indexes.OpClass("area", name="varchar_pattern_ops"),
                        models.F("day"),
                        name="day_tally_area",
                    )
                ]
            },
        ),
        migrations.AddIndex(
            model_name="recheck",
            index=models.Index(fields=["check_scale", "-checked_at"], name="recheck_of_check_scale"),
        ),
    ]
