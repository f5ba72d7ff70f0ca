"""The table of weighings, one partition a (Shanghai) day, and indexes on recheck areas.

BRIN on the arrival time costs almost nothing on write; the primary key answers "this scale's latest".
"""

from django.db import migrations

CREATE = """
CREATE TABLE measuring_weighing (
    instrument_id   bigint      NOT NULL,
    seq             bigint      NOT NULL,
    weighed_at      timestamptz NOT NULL,
    received_at     timestamptz NOT NULL,
    gross_mg        bigint      NOT NULL,
    tare_mg         bigint      NOT NULL,
    net_mg          bigint      NOT NULL,
    unit_price_fen  bigint      NOT NULL,
    price_unit_g    smallint    NOT NULL,
    amount_fen      bigint      NOT NULL,
    goods           text        NOT NULL,
    goods_class     text        NOT NULL,
    adc             integer     NOT NULL,
    zero_adc        integer     NOT NULL,
    clock           smallint    NOT NULL,
    acts            smallint    NOT NULL,
    CONSTRAINT weighing_once PRIMARY KEY (instrument_id, seq, weighed_at)
) PARTITION BY RANGE (weighed_at);
CREATE INDEX weighing_received ON measuring_weighing USING brin (received_at);
"""


class Migration(migrations.Migration):
    dependencies = [("measuring", "0001_facts")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE measuring_weighing")]
