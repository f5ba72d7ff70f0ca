from django.db import models

from quanheng.register.models.area_index import area_index


class Organisation(models.Model):
    """A legal person by its unified social credit code (GB 32100), and what it does for instruments."""

    uscc = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=120)
    area = models.CharField(max_length=120, help_text="where it is registered")
    is_office = models.BooleanField(default=False, help_text="a market regulation office")
    runs_places = models.BooleanField(default=False)
    makes = models.BooleanField(default=False)
    repairs = models.BooleanField(default=False)
    verifies = models.BooleanField(default=False)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True, db_default="")
    # Of a maker: where its verification service answers, and whose signature its answers bear.
    service_url = models.CharField(max_length=200, blank=True, db_default="")
    service_key = models.BinaryField(max_length=32, null=True)
    # Never deleted: what it verified, repaired and ran stays on record.
    closed_on = models.DateField(null=True)

    class Meta:
        # Most run places; those who make, repair, verify and regulate are found among them.
        indexes = [
            area_index("organisation_area"),
            *(
                models.Index(fields=["uscc"], condition=models.Q((does, True)), name=f"organisation_{does}")
                for does in ("makes", "repairs", "verifies", "is_office")
            ),
        ]

    def __str__(self) -> str:
        return self.name
