"""The office plans that volunteers look at markets together; volunteers join; who came is ticked, and it is told of."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_current_timezone, is_naive
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import Role, User
from quanheng.register.form_key import form_key
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.models import Place
from quanheng.supervision.models import Activity
from quanheng.supervision.models.activity import ActivityState
from quanheng.supervision.where import markets

TEXT_MAX, WANTED_MOST, MARKETS_MOST = 2000, 500, 30
LONGEST, FURTHEST = timedelta(days=3), timedelta(days=400)
COMING = Count("participations", filter=Q(participations__withdrawn_at=None))
CAME = Count("participations", filter=Q(participations__came=True))


def activities(viewer: User, before: tuple[datetime, int] | None = None) -> QuerySet[Activity]:
    """Of the viewer's area, the latest first; a volunteer also sees those of the city and province above."""
    rows = Activity.objects.filter(seen_by(viewer)).annotate(coming=COMING, came=CAME).order_by("-starts_at", "-id")
    if before is None:
        return rows
    at, number = before
    return rows.filter(starts_at__lte=at).exclude(starts_at=at, id__gte=number)


def seen_by(viewer: User) -> Q:
    if viewer.role != Role.VOLUNTEER or not viewer.area:
        return within(viewer)
    steps = viewer.area.rstrip("/").split("/")
    above = ["/".join(steps[: end + 1]) + "/" for end in range(len(steps))]
    return Q(area__in=above) | within(viewer)


def activity(viewer: User, number: int) -> Activity:
    """Raises Activity.DoesNotExist for a stranger's as for none."""
    return Activity.objects.filter(seen_by(viewer)).annotate(coming=COMING, came=CAME).get(pk=number)


@transaction.atomic
def plan(given: Mapping[str, str], chosen: Collection[str], *, by: User, at: datetime) -> Activity:
    """``chosen`` are the numbers of the markets. Raises ValidationError by field; sent twice it is planned once."""
    form = FilledIn(given)
    key = form_key(given)
    if already := Activity.objects.filter(planned_by=by, key=key).first():
        return already
    name, looks_at = form.text("name", 80, must=True), form.text("looks_at", TEXT_MAX, must=True)
    meets_at, wanted = form.text("meets_at", 120), _wanted(form)
    begins, ends = _moment(form, "starts_at"), _moment(form, "ends_at")
    if begins and ends and not (at - LONGEST < begins < at + FURTHEST and begins < ends <= begins + LONGEST):
        form.refuse("ends_at", _("It ends after it begins, within three days, and lies in the coming year."))
    places = _markets(form, chosen, by)
    form.done()
    told = {"name": name, "starts_at": begins, "ends_at": ends, "meets_at": meets_at, "looks_at": looks_at}
    try:
        with transaction.atomic():
            kept = {"wanted": wanted, "planned_at": at, "planned_by": by, "key": key, "area": by.area or ""}
            made = Activity.objects.create(**told, **kept)
    except IntegrityError:
        return Activity.objects.get(planned_by=by, key=key)
    made.markets.set(places)
    _note("activity-planned", made, by, after={"name": name, "wanted": wanted})
    return made


def _wanted(form: FilledIn) -> int:
    said = form.text("wanted", 5, must=True)
    if said and not (said.isascii() and said.isdigit() and 0 < int(said) <= WANTED_MOST):
        form.refuse("wanted", _("A number from %(least)s to %(most)s.") % {"least": 1, "most": WANTED_MOST})
        return 0
    return int(said or 0)


def _moment(form: FilledIn, name: str) -> datetime | None:
    """As a browser's field for day and time says it, in the time of Shanghai."""
    said = form.text(name, 40, must=True)
    try:
        moment = parse_datetime(said)
    except ValueError:
        moment = None
    if moment is None:
        if said:
            form.refuse(name, _("Day and time, such as 2026-01-31 09:00."))
        return None
    return moment.replace(tzinfo=get_current_timezone()) if is_naive(moment) else moment


def _markets(form: FilledIn, chosen: Collection[str], by: User) -> list[Place]:
    known = {str(one.pk): one for one in markets(by)}
    found = [known[one] for one in dict.fromkeys(chosen) if one in known]
    if not found or len(found) > MARKETS_MOST:
        form.refuse("markets", _("Choose the markets, at most %(most)s.") % {"most": MARKETS_MOST})
    return found


@transaction.atomic
def cancel(number: int, given: Mapping[str, str], *, by: User, at: datetime) -> None:
    row = _held(number, by)
    form = FilledIn(given)
    reason = form.reason()
    form.done()
    row.state, row.closed_at = ActivityState.CANCELLED, at
    row.save(update_fields=["state", "closed_at"])
    _note("activity-cancelled", row, by, reason=reason)


@transaction.atomic
def tell_of(number: int, given: Mapping[str, str], came: Collection[str], *, by: User, at: datetime) -> None:
    """At the end: who came, and the report. ``came`` are the numbers of the volunteers who did."""
    row = _held(number, by)
    form = FilledIn(given)
    report = form.text("report", TEXT_MAX, must=True)
    if at < row.starts_at:
        form.refuse("report", _("It has not begun yet."))
    form.done()
    joined = list(row.participations.filter(withdrawn_at=None))
    for one in joined:
        one.came = str(one.volunteer_id) in came
        one.save(update_fields=["came"])
    row.state, row.report, row.closed_at = ActivityState.HELD, report, at
    row.save(update_fields=["state", "report", "closed_at"])
    _note("activity-held", row, by, after={"came": sum(bool(one.came) for one in joined), "signed_up": len(joined)})


def _held(number: int, by: User) -> Activity:
    row = Activity.objects.select_for_update().filter(within(by)).get(pk=number)
    if row.state != ActivityState.PLANNED:
        raise ValidationError({"state": _("This activity is over or was cancelled.")})
    return row


def _note(act: str, row: Activity, by: User, *, after: dict | None = None, reason: str = "") -> None:
    audit.note(act, f"activity:{row.pk}", user=by, area=row.area, after=after, reason=reason)
