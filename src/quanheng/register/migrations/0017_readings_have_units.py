"""A reading is of any unit, of a scale milligrams, of a dispenser microlitres; what is tried is kept from the start."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0016_makers_have_works")]
    operations = [
        migrations.RenameField("verificationreading", "indication_mg", "indicated"),
        migrations.RenameField("verificationreading", "added_mg", "added"),
        migrations.AddField("verificationreading", "unit", models.CharField(default="mg", max_length=6)),
        migrations.AddField("verificationreading", "reference", models.BigIntegerField(null=True)),
        migrations.AddField("verificationreading", "limit", models.BigIntegerField(null=True)),
        migrations.AddField("verificationreading", "limit_source", models.CharField(blank=True, max_length=120)),
        migrations.AddField("verification", "subject", models.JSONField(default=dict)),
        migrations.AlterField(
            "verificationreading",
            "trial",
            models.CharField(
                help_text="a trial of quanheng.law.test_programme or quanheng.law.kind_programmes", max_length=15
            ),
        ),
    ]
