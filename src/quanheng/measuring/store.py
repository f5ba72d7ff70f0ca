"""Write weighings by binary COPY. Nearly every batch is new, so we copy first and look closer only on a clash."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from struct import Struct

from django.db import IntegrityError, connection, transaction

from quanheng.connectors.scale import Weighing
from quanheng.measuring import partitions, replay
from quanheng.measuring.arrivals import Taking
from quanheng.measuring.instants import legal_day, microseconds_since_2000, millis_since_2000
from quanheng.measuring.models.weighing import ACTS, CLOCKS

# The two texts stand last, so that one call packs all the rest.
COLUMNS = (
    *("instrument_id", "seq", "weighed_at", "received_at", "gross_mg", "tare_mg", "net_mg", "unit_price_fen"),
    *("price_unit_g", "amount_fen", "adc", "zero_adc", "clock", "acts", "goods", "goods_class"),
)
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
TRIES = 4
# A row is its number of fields, then each field behind its length: https://www.postgresql.org/docs/18/sql-copy.html
_HEAD = Struct("!h" + "iq" * 8 + "ih" + "iq" + "ii" * 2 + "ih" * 2)
_LENGTH = Struct("!i")
_CLOCKS = {name: number for number, name in enumerate(CLOCKS)}
_BITS = {name: 1 << bit for bit, name in enumerate(ACTS)}


@lru_cache(maxsize=1024)
def act_bits(acts: tuple[str, ...]) -> int:
    bits = 0
    for name in acts:
        bits |= _BITS[name]
    return bits


def content_of(w: Weighing) -> replay.Content:
    """What makes two records of one number and time the same; in the order of `replay.KNOWN`."""
    return (
        *(w.gross_mg, w.tare_mg, w.net_mg, w.unit_price_fen, w.price_unit_g, w.amount_fen, w.adc, w.zero_adc),
        *(_CLOCKS[w.clock], act_bits(w.acts), w.goods, w.goods_class),
    )


def store_weighings(takings: list[Taking]) -> None:
    """Store what is new; a taking keeps the weighings stored, counts duplicates and rejects reused numbers."""
    for _ in range(TRIES):
        if copied(takings):
            return
        # Another worker may store the same rows between our look and our copy: then we look again.
        replay.set_known_aside(takings, content_of)
    copy_new(takings)


def copied(takings: list[Taking]) -> bool:
    try:
        copy_new(takings)
    except IntegrityError:
        return False
    return True


def copy_new(takings: list[Taking]) -> None:
    if any(taking.weighings for taking in takings):
        with transaction.atomic():
            copy_rows("measuring_weighing", COLUMNS, encode(takings))


def ensure_days(takings: Iterable[Taking]) -> None:
    """Partitions for every day that these takings touch."""
    days = {legal_day(hour) for hour in {w.at_ms // 3_600_000 for taking in takings for w in taking.weighings}}
    partitions.ensure(days)


def copy_rows(table: str, columns: tuple[str, ...], rows: Iterable[bytes]) -> None:
    """Each part is on its way while the next is still being encoded, so that PostgreSQL works beside us."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        copy.write(HEADER)
        for part in rows:
            copy.write(part)
        copy.write(TRAILER)


def encode(takings: list[Taking]) -> Iterator[bytes]:
    """The rows of one taking after the other."""
    return (b"".join(encoded_rows(taking)) for taking in takings if taking.weighings)


def encoded_rows(taking: Taking) -> list[bytes]:
    scale_id = taking.scale.instrument_id
    received = microseconds_since_2000(taking.arrival.received_at)
    origin, pack, clocks = millis_since_2000(0), _HEAD.pack, _CLOCKS
    # One flat call a row: anything prettier here costs a tenth of the whole intake.
    return [
        pack(
            16, 8, scale_id, 8, w.seq, 8, (w.at_ms + origin) * 1000, 8, received,
            8, w.gross_mg, 8, w.tare_mg, 8, w.net_mg, 8, w.unit_price_fen, 2, w.price_unit_g, 8, w.amount_fen,
            4, w.adc, 4, w.zero_adc, 2, clocks[w.clock], 2, act_bits(w.acts),
        ) + goods_fields(w.goods, w.goods_class)
        for w in taking.weighings
    ]  # fmt: skip


@lru_cache(maxsize=8192)
def goods_fields(goods: str, goods_class: str) -> bytes:
    """A market sells the same few hundred goods all day."""
    return b"".join(_LENGTH.pack(len(text)) + text for text in (goods.encode(), goods_class.encode()))
