"""The second step of signing in: a code that only the person's phone can make (RFC 6238), or a recovery code, once."""

import unicodedata
from base64 import b32decode, b32encode
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from quanheng.connectors import totp
from quanheng.people import audit, lock_out, sealing
from quanheng.people.administering import given_reason, taken_up
from quanheng.people.models import RecoveryCode, SecondStep, User

PURPOSE = "second-step"
SECRET_BYTES, RECOVERY_BYTES, RECOVERY_CODES = 20, 10, 10


def standing(user: User) -> SecondStep | None:
    """Also one which was begun, and does not count yet."""
    return SecondStep.objects.filter(user=user).first()


def is_on(user: User) -> bool:
    return SecondStep.objects.filter(user=user, confirmed_at__isnull=False).exists()


def is_owed(user: User) -> bool:
    """Whether the role wants one here and the person has none."""
    return user.role in settings.TOTP_REQUIRED_ROLES and not is_on(user)


def secret(step: SecondStep) -> bytes:
    """Raises SealUnreadable where its key is not on file."""
    return b32decode(sealing.unseal(step.sealed, PURPOSE))


def recovery_codes_left(step: SecondStep) -> int:
    return step.recovery_codes.filter(used_at=None).count()


def begin(user: User, password: str, address: str, now: datetime) -> None:
    """A new key in place of one that was never confirmed. Raises Refused."""
    check_password(user, password, address, now)
    sealed = sealing.seal(b32encode(token_bytes(SECRET_BYTES)).decode(), PURPOSE)
    told = {"sealed": sealed, "begun_at": now, "last_step": 0}
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if not is_on(user):
            SecondStep.objects.update_or_create(user=user, defaults=told)
            audit.note("second-step-begun", f"user:{user.username}", user=user, address=address, area=user.area or "")


def confirm(user: User, code: str, address: str, now: datetime) -> list[str]:
    """From now on it counts: the recovery codes, told this once. Raises Refused, and SecondStep.DoesNotExist."""
    lock_out.refuse_locked(user.username, address, now)
    with transaction.atomic():
        step = SecondStep.objects.select_for_update().get(user=user, confirmed_at=None)
        if _taken(step, code, now):
            step.confirmed_at = now
            step.save(update_fields=["confirmed_at"])
            audit.note("second-step-on", f"user:{user.username}", user=user, address=address, area=user.area or "")
            return _new_recovery_codes(step)
        lock_out.remember_failure(user.username, address, now, is_of_code=True)
    raise lock_out.Refused


def take_code(user: User, code: str, address: str, now: datetime) -> None:
    """Of the phone, or a recovery code; each is taken once. Raises Refused.

    The row is locked before failures are counted: guesses that come at once count one by one.
    """
    with transaction.atomic():
        step = SecondStep.objects.select_for_update().filter(user=user).exclude(confirmed_at=None).first()
        lock_out.refuse_locked(user.username, address, now)
        if step and (_taken(step, code, now) or _recovered(step, code, address, now)):
            return
        lock_out.remember_failure(user.username, address, now, is_of_code=True)
    raise lock_out.Refused


def turn_off(user: User, password: str, code: str, address: str, now: datetime) -> None:
    """Needs what signing in needs. Raises Refused."""
    check_password(user, password, address, now)
    take_code(user, code, address, now)
    with transaction.atomic():
        SecondStep.objects.filter(user=user).delete()
        audit.note("second-step-off", f"user:{user.username}", user=user, address=address, area=user.area or "")


@transaction.atomic
def reset(by: User, person: User, *, reason: str, address: str | None) -> None:
    """The phone is lost, and the recovery codes too: the password is enough until a new phone is set up."""
    user = taken_up(by, person)
    reason = given_reason(reason)
    found = SecondStep.objects.filter(user=user).exclude(confirmed_at=None)
    if not found.delete()[0]:
        raise ValidationError({"reason": _("No second step is set up there.")})
    subject = f"user:{user.username}"
    audit.note("second-step-reset", subject, user=by, address=address, area=user.area or "", reason=reason)


def check_password(user: User, password: str, address: str, now: datetime) -> None:
    """The own password, asked again of somebody signed in. Raises Refused, and counts as at the door."""
    lock_out.refuse_locked(user.username, address, now)
    if not user.check_password(password.replace("\0", "")):
        lock_out.remember_failure(user.username, address, now)
        raise lock_out.Refused


def seal_anew() -> int:
    """After a change of keys: phones that are set up stay so. Raises SealUnreadable."""
    done = 0
    for step in SecondStep.objects.exclude(sealed__startswith=sealing.newest()).iterator():
        sealed = sealing.seal(sealing.unseal(step.sealed, PURPOSE), PURPOSE)
        done += SecondStep.objects.filter(pk=step.pk, sealed=step.sealed).update(sealed=sealed)
    return done


def _taken(step: SecondStep, code: str, now: datetime) -> bool:
    used = totp.step_of(_plain(code), secret(step), totp.step_at(int(now.timestamp())), step.last_step)
    if used is None:
        return False
    step.last_step = used
    step.save(update_fields=["last_step"])
    return True


def _recovered(step: SecondStep, code: str, address: str, now: datetime) -> bool:
    unused = step.recovery_codes.filter(used_at=None, digest=_digest(_plain(code)))
    if not unused.update(used_at=now):
        return False
    user = step.user
    audit.note("recovery-code-used", f"user:{user.username}", user=user, address=address, area=user.area or "")
    return True


def _new_recovery_codes(step: SecondStep) -> list[str]:
    codes = [b32encode(token_bytes(RECOVERY_BYTES)).decode() for _number in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(second_step=step, digest=_digest(code)) for code in codes)
    return ["-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes]


def _plain(code: str) -> str:
    """As it was meant: spaces, hyphens, small letters and the wide digits of a Chinese keyboard change nothing."""
    return "".join(one for one in unicodedata.normalize("NFKC", code[:100]).upper() if one.isalnum())


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()
