"""Columns for a complainant's sealed name and number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_operators_and_pace")]
    operations = [
        migrations.AddField("complaint", "contact_sealed", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField(
            "complaint",
            "contact_digest",
            models.CharField(blank=True, default="", help_text="keyed, of the number's digits", max_length=64),
            preserve_default=False,
        ),
    ]
