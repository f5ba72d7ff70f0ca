"""Long work that a person asked for: a process of its own does it chunk by chunk, and another goes on where one died.

A job has a ``stage`` that says whose turn it is, a ``position`` up to which all is done, and the ``heartbeat_at`` of
whoever works on it.
"""

from collections.abc import Container
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.timezone import now

# A chunk takes about a second; a worker that is silent for so long is dead.
SILENCE = timedelta(seconds=30)
Job = TypeVar("Job", bound=Model)


class Overtaken(Exception):
    """Another worker went on with the job meanwhile; what this one did since is not kept."""


def claim(jobs: QuerySet[Job], stages: Container[str]) -> Job | None:
    """The oldest job that waits for a worker, or that a dead worker left."""
    free = Q(heartbeat_at=None) | Q(heartbeat_at__lt=now() - SILENCE)
    for job in jobs.filter(free, stage__in=stages).order_by("pk")[:5]:
        taken = now()
        if jobs.model.objects.filter(free, pk=job.pk, stage=job.stage).update(heartbeat_at=taken):
            job.heartbeat_at = taken
            return job
    return None


def stand(job: Any, position: int, **facts: Any) -> None:
    """Within the transaction of the chunk: what was done and how far it is are kept together or not at all."""
    beat = now()
    if not held(job).update(position=position, heartbeat_at=beat, **facts):
        raise Overtaken
    job.position, job.heartbeat_at = position, beat


def held(job: Any) -> QuerySet:
    """The row as long as it is ours."""
    return type(job).objects.filter(pk=job.pk, heartbeat_at=job.heartbeat_at, stage=job.stage)
