"""What a person does with an import: send a file, say what its columns are, have it checked, have it entered."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.register.importing import kept
from quanheng.register.importing.columns import HEADINGS_WITHIN, headings, proposed
from quanheng.register.importing.ledgers import LEDGERS
from quanheng.register.importing.run import first_rows
from quanheng.register.importing.sheet import Row
from quanheng.register.models import ImportChange, ImportJob

PREVIEW_ROWS = 6


def jobs(viewer: object, before: int | None = None) -> QuerySet[ImportJob]:
    """The latest first; ``before`` is the last of the page before."""
    rows = ImportJob.objects.filter(within(viewer)).select_related("by").order_by("-pk")
    return rows if before is None else rows.filter(pk__lt=before)


def send(user: User, file_name: str, blocks: Iterable[bytes], ledger: str = "instruments") -> ImportJob:
    """Raises SheetUnreadable for what is no ledger. The same headings get the office's last mapping."""
    path, digest = kept.keep(blocks)
    columns = LEDGERS[ledger].columns
    row, said = headings(first_rows(path, HEADINGS_WITHIN), columns)
    with transaction.atomic():
        job = ImportJob.objects.create(
            area=user.area,
            by=user,
            ledger=ledger,
            file_name=file_name.replace("\0", "")[-120:],
            sha256=digest,
            headings=[heading.replace("\0", "")[:120] for heading in said],
            headings_row=row,
        )
        job.mapping = remembered(job) or proposed(job.headings, columns)
        job.save(update_fields=["mapping"])
        audit.note("import-sent", f"import:{job.pk}", user=user, area=job.area, after={"file": job.file_name})
    return job


def remembered(job: ImportJob) -> dict[str, int] | None:
    same = ImportJob.objects.filter(area=job.area, ledger=job.ledger, headings=job.headings)
    last = same.exclude(stage="mapping").exclude(pk=job.pk).order_by("-pk").first()
    return last.mapping if last else None


def preview(job: ImportJob) -> list[Row]:
    return [row for row in first_rows(kept.path_of(job), HEADINGS_WITHIN + PREVIEW_ROWS) if row[0] > job.headings_row][
        :PREVIEW_ROWS
    ]


def check(job: ImportJob, mapping: dict[str, int]) -> None:
    """Have every row compared with the register, entering nothing. May be asked for again with other columns."""
    _must_fit(job, mapping)
    with transaction.atomic():
        held = ImportJob.objects.select_for_update().get(pk=job.pk)
        if held.stage not in ("mapping", "checked"):
            raise ValidationError({"mapping": _("This import is under way already.")})
        _begin(held, "check", mapping=mapping, last_row=None)


def changes(job: ImportJob, after: int = 0) -> QuerySet[ImportChange]:
    """What rows say otherwise of instruments on record, in the order of the file."""
    rows = ImportChange.objects.filter(job=job, row__gt=after).order_by("row")
    return rows.select_related("instrument__place", "instrument__stall")


def _must_fit(job: ImportJob, mapping: dict[str, int]) -> None:
    wrong = {}
    for column in LEDGERS[job.ledger].columns:
        if column.required and column.name not in mapping:
            wrong[column.name] = _("Say which column this is.")
    places = list(mapping.values())
    for name, at in mapping.items():
        if not 0 <= at < len(job.headings):
            wrong[name] = _("There is no such column.")
        elif places.count(at) > 1:
            wrong[name] = _("This column is given twice.")
    if wrong:
        raise ValidationError(wrong)


def load(job: ImportJob, user: User, *, update: bool = False) -> None:
    """Have the rows without faults entered, and known ones put right where that is wanted. A second time: nothing."""
    with transaction.atomic():
        held = ImportJob.objects.select_for_update().get(pk=job.pk)
        if held.stage != "checked":
            raise ValidationError({"mapping": _("This import is under way already.")})
        _begin(held, "load", update_known=update)
        counts = {"rows": job.accepted_rows, **({"update_known": True} if update else {})}
        audit.note("import-entered", f"import:{job.pk}", user=user, area=job.area, after=counts)


def _begin(job: ImportJob, stage: str, **facts: object) -> None:
    begun = {"position": 0, "new_rows": 0, "changed_rows": 0, "known_rows": 0, "faulty_rows": 0, "heartbeat_at": None}
    job.faults.all().delete()
    job.changes.all().delete()
    ImportJob.objects.filter(pk=job.pk).update(stage=stage, **begun, **facts)
