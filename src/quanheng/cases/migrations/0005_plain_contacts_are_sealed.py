"""What complaints kept in plain text is sealed."""

from django.db import migrations

from quanheng.cases import contact

AT_ONCE = 500


def seal(apps, _editor):
    complaints = apps.get_model("cases", "Complaint").objects
    plain = complaints.filter(contact_sealed="").exclude(contact_name="", contact_phone="")
    while rows := list(plain.order_by("pk")[:AT_ONCE]):
        for row in rows:
            told = contact.Contact(row.contact_name, row.contact_phone)
            complaints.filter(pk=row.pk).update(**contact.sealed(told))


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_contacts_are_sealed")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
