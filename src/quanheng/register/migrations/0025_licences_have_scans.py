"""Licences are kept of stalls too, and their scans beside the documents of instruments, in the same table."""

import django.db.models.deletion
from django.db import migrations, models

SORTS = [
    ("nameplate", "Photograph of the nameplate"),
    ("seal", "Photograph of a seal"),
    ("installation", "Photograph of the place"),
    ("type-approval", "Certificate of type approval"),
    ("certificate", "Certificate of verification, from elsewhere"),
    ("licence", "Scan of a licence"),
    ("other", "Another document"),
]
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("register", "0024_levels_add_up_the_history")]

    operations = [
        migrations.RenameModel("InstrumentDocument", "Document"),
        migrations.AlterField(
            "document",
            "instrument",
            models.ForeignKey(null=True, on_delete=PROTECT, related_name="documents", to="register.instrument"),
        ),
        migrations.AlterField(
            "document", "area", models.CharField(help_text="where that was then", max_length=120)
        ),
        migrations.AlterField("document", "sort", models.CharField(choices=SORTS, max_length=15)),
        migrations.AddField(
            "document",
            "licence",
            models.ForeignKey(null=True, on_delete=PROTECT, related_name="documents", to="register.licence"),
        ),
        migrations.AddConstraint(
            "document", models.UniqueConstraint(fields=["licence", "key"], name="licence_document_once")
        ),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(
                condition=models.Q(("instrument__isnull", True), ("licence__isnull", True), _connector="XOR"),
                name="document_of_one",
            ),
        ),
        migrations.RemoveConstraint("licence", "licence_once"),
        migrations.AddField(
            "licence",
            "stall",
            models.ForeignKey(null=True, on_delete=PROTECT, related_name="licences", to="register.stall"),
        ),
        migrations.AddConstraint(
            "licence",
            models.UniqueConstraint(
                condition=models.Q(("stall", None)), fields=["place", "kind", "number"], name="licence_of_place_once"
            ),
        ),
        migrations.AddConstraint(
            "licence", models.UniqueConstraint(fields=["stall", "kind", "number"], name="licence_of_stall_once")
        ),
        migrations.AddIndex(
            "licence",
            models.Index(
                condition=models.Q(("ended_on", None), ("valid_until__isnull", False)),
                fields=["valid_until", "id"],
                name="licence_runs_out",
            ),
        ),
    ]
