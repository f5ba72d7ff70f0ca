"""The office appoints volunteer supervisors (聘请), declines, renews and ends, each with a reason on record.

An appointment gives an account of the role with a one-time link; its end closes the account.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from secrets import token_hex

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from quanheng.people import audit, invitations
from quanheng.people.areas import contains, within
from quanheng.people.models import Role, User
from quanheng.register import postings
from quanheng.register.keeping.filled_in import FilledIn
from quanheng.register.models import Region
from quanheng.supervision.applying import told_in
from quanheng.supervision.models import Volunteer, VolunteerEvent
from quanheng.supervision.models.volunteer import VolunteerState
from quanheng.supervision.told import sealed, unsealed

TERM_MOST = timedelta(days=5 * 366)


def usual_end(begins: date) -> date:
    return begins + timedelta(days=settings.VOLUNTEER_TERM_DAYS)


@transaction.atomic
def accept(number: int, given: Mapping[str, str], *, by: User, at: datetime) -> tuple[Volunteer, str]:
    """The volunteer, and the token of the account's link, told this once; none for an account that was there before.

    Raises Volunteer.DoesNotExist for a stranger's as for none, ValidationError by field.
    """
    row = _held(number, by, VolunteerState.APPLIED)
    form = FilledIn(given)
    term, reason = _term(form, at), form.reason()
    form.done()
    return row, _appoint(row, unsealed(row).name, given, term, reason, by, at)


@transaction.atomic
def invite(given: Mapping[str, str], *, by: User, at: datetime) -> tuple[Volunteer, str]:
    """Somebody whom the office asked itself; as above."""
    form = FilledIn(given)
    told = told_in(form, phone_must=False)
    area = str(given.get("area", ""))
    if not contains(by, area) or not Region.objects.filter(area=area, abolished_on=None).exists():
        form.refuse("area", _("Choose a county of the list."))
    term, reason = _term(form, at), form.reason()
    form.done()
    kept = {"told_sealed": sealed(told), "submission_key": token_hex(32), "applied_at": at}
    row = Volunteer.objects.create(area=area, state=VolunteerState.APPLIED, **kept)
    VolunteerEvent.objects.create(volunteer=row, kind="invited", at=at, by=by)
    return row, _appoint(row, told.name, given, term, reason, by, at)


def _term(form: FilledIn, at: datetime) -> tuple[date, date]:
    today = localdate(at)
    begins = form.day("serves_from") or today
    ends = form.day("serves_until") or usual_end(begins)
    if ends <= begins or ends < today:
        form.refuse("serves_until", _("The term ends after it begins, and not before today."))
    elif ends - begins > TERM_MOST:
        form.refuse("serves_until", _("At most five years at a time."))
    return begins, ends


def _appoint(
    row: Volunteer,
    name: str,
    given: Mapping[str, str],
    term: tuple[date, date],
    reason: str,
    by: User,
    at: datetime,
) -> str:
    username = str(given.get("username", "")).strip()[:200]
    token = ""
    row.user = _unappointed(username, row.area)
    if row.user is None:
        post = {"username": username, "name": name, "role": Role.VOLUNTEER, "area": row.area}
        row.user, token = postings.appoint(by, **post, address=None, now=at)
    row.number = f"JD{row.area.replace('/', '')}-{row.pk:05d}"
    row.serves_from, row.serves_until = term
    row.state = VolunteerState.APPOINTED
    row.save()
    _tell(row, "appointed", by, at, reason, after=_told_term(row))
    return token


def _unappointed(username: str, area: str) -> User | None:
    """An account of the role that was given before there were appointments: it is appointed as it stands."""
    known = {"username": username.replace("\0", ""), "role": Role.VOLUNTEER, "area": area, "is_active": True}
    return User.objects.filter(volunteer=None, **known).first()


@transaction.atomic
def decline(number: int, given: Mapping[str, str], *, by: User, at: datetime) -> None:
    row = _held(number, by, VolunteerState.APPLIED)
    reason = _reason(given)
    row.state, row.closed_at = VolunteerState.DECLINED, at
    row.save()
    _tell(row, "declined", by, at, reason)


@transaction.atomic
def renew(number: int, given: Mapping[str, str], *, by: User, at: datetime) -> None:
    """Another last day, later than the present one."""
    row = _held(number, by, VolunteerState.APPOINTED)
    form = FilledIn(given)
    until, reason = form.day("serves_until", must=True), form.reason()
    if until and row.serves_until and not row.serves_until < until <= localdate(at) + TERM_MOST:
        form.refuse("serves_until", _("A day after the present end, and within five years."))
    form.done()
    before = _told_term(row)
    row.serves_until = until
    row.save(update_fields=["serves_until"])
    _tell(row, "renewed", by, at, reason, before=before, after=_told_term(row))


@transaction.atomic
def end(number: int, given: Mapping[str, str], *, by: User, at: datetime) -> None:
    """Before the last day, or when the term is over; the account is closed."""
    row = _held(number, by, VolunteerState.APPOINTED)
    reason = _reason(given)
    row.state, row.closed_at = VolunteerState.ENDED, at
    row.save()
    _tell(row, "ended", by, at, reason)
    if row.user and row.user.is_active:
        invitations.set_active(by, row.user, False, reason=reason, address=None, now=at)


def _held(number: int, by: User, state: str) -> Volunteer:
    row = Volunteer.objects.select_for_update().filter(within(by)).get(pk=number)
    if row.state != state:
        raise ValidationError({"state": _("Somebody else has decided this meanwhile: look at it again.")})
    return row


def _reason(given: Mapping[str, str]) -> str:
    form = FilledIn(given)
    reason = form.reason()
    form.done()
    return reason


def _told_term(row: Volunteer) -> dict[str, str]:
    return {"serves_from": str(row.serves_from), "serves_until": str(row.serves_until)}


def _tell(
    row: Volunteer,
    kind: str,
    by: User,
    at: datetime,
    reason: str,
    *,
    before: dict | None = None,
    after: dict | None = None,
) -> None:
    VolunteerEvent.objects.create(volunteer=row, kind=kind, at=at, by=by, facts=after or {}, reason=reason)
    told = {"before": before, "after": after, "reason": reason}
    audit.note(f"volunteer-{kind}", f"volunteer:{row.pk}", user=by, area=row.area, **told)
