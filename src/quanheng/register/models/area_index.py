from django.contrib.postgres.indexes import OpClass
from django.db import models


def area_index(name: str) -> models.Index:
    """A prefix search needs text_pattern_ops, whatever the database's collation is."""
    return models.Index(OpClass(models.F("area"), "varchar_pattern_ops"), name=name)
