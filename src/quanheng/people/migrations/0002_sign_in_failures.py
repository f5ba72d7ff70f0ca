from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_users_and_audit")]

    operations = [
        migrations.CreateModel(
            name="SignInFailure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("username", models.CharField(max_length=60)),
                ("address", models.GenericIPAddressField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["username", "address", "-at"], name="sign_in_failure_recent"),
                ]
            },
        ),
    ]
