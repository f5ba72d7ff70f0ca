from django.db import models

from quanheng.register.models import Instrument

# Stored as small integers: names on the wire, numbers on disk.
CLOCKS = ("synced", "free", "unset")
ACTS = ("tare", "preset-tare", "zero", "typed-amount", "typed-mass", "key-code", "void")


class Weighing(models.Model):
    """One sale as the scale recorded it. Lives in one partition a day; written by COPY, never changed.

    The key holds the time because a partition's key must; so the same number with another time is a second row,
    and evidence, not a duplicate.
    """

    pk = models.CompositePrimaryKey("instrument_id", "seq", "weighed_at")
    instrument = models.ForeignKey(Instrument, models.DO_NOTHING, db_constraint=False, related_name="+")
    seq = models.BigIntegerField()
    weighed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    gross_mg = models.BigIntegerField()
    tare_mg = models.BigIntegerField()
    net_mg = models.BigIntegerField()
    unit_price_fen = models.BigIntegerField()
    price_unit_g = models.SmallIntegerField()
    amount_fen = models.BigIntegerField()
    goods = models.TextField()
    goods_class = models.TextField()
    adc = models.IntegerField()
    zero_adc = models.IntegerField()
    clock = models.SmallIntegerField()
    acts = models.SmallIntegerField()

    class Meta:
        managed = False
        db_table = "measuring_weighing"

    @property
    def act_names(self) -> list[str]:
        return [name for bit, name in enumerate(ACTS) if self.acts >> bit & 1]

    @property
    def price_fen_per_kg(self) -> int:
        return self.unit_price_fen * 1000 // self.price_unit_g
