"""The plain columns go; what is sealed is found by its keyed digest, and what has come due by the day of its end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_plain_contacts_are_sealed")]
    operations = [
        migrations.RemoveField("complaint", "contact_name"),
        migrations.RemoveField("complaint", "contact_phone"),
        migrations.AddIndex(
            "complaint",
            models.Index(
                condition=models.Q(("contact_digest", ""), _negated=True),
                fields=["contact_digest"],
                name="complaint_of_number",
            ),
        ),
        migrations.AddIndex(
            "complaint",
            models.Index(
                condition=models.Q(("contact_sealed", ""), _negated=True),
                fields=["closed_at", "id"],
                name="complaint_contact_kept",
            ),
        ),
    ]
