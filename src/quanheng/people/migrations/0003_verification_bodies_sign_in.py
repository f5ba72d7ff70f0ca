from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_sign_in_failures")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[
                    ("regulator", "Market regulator"),
                    ("market-manager", "Market manager"),
                    ("metrology-administrator", "Metrology administrator"),
                    ("operator", "Operator"),
                    ("verification-body", "Verification body"),
                ],
                max_length=30,
            ),
        ),
    ]
