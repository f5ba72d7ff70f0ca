"""Save what a list is narrowed to, share it with the own office, let a list open with it, forget it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.models import OpensWith, SavedFilter, User

NAME_MAX, QUERY_MAX = 40, 500
# Of one person for one list; more chips than that help nobody.
MOST = 20


def saved(viewer: User, page: str = "") -> QuerySet[SavedFilter]:
    """One's own, and those that colleagues of exactly the same area share."""
    own = Q(owner=viewer)
    if viewer.area is not None:
        own |= Q(is_shared=True, area=viewer.area, owner__is_active=True, owner__area=viewer.area)
    rows = SavedFilter.objects.filter(own).select_related("owner").order_by("name", "pk")
    return rows.filter(page=page) if page else rows


@transaction.atomic
def keep(by: User, *, page: str, name: str, query: str, shared: bool) -> SavedFilter:
    """Under a name that one has used for the list already, the new one takes the place of the old."""
    name = " ".join(name.replace("\0", "").split())
    if not 0 < len(name) <= NAME_MAX:
        raise ValidationError({"name": _("Give it a name of at most %(most)d characters.") % {"most": NAME_MAX}})
    if not query or len(query) > QUERY_MAX:
        raise ValidationError({"name": _("Narrow the list first; then what it shows can be saved.")})
    own = SavedFilter.objects.filter(owner=by, page=page)
    if not own.filter(name=name).exists() and own.count() >= MOST:
        raise ValidationError({"name": _("Forget one first: at most %(most)d for one list.") % {"most": MOST}})
    told = {"query": query, "is_shared": shared, "area": by.area or ""}
    kept, _is_new = SavedFilter.objects.update_or_create(owner=by, page=page, name=name, defaults=told)
    if shared:
        after = {"name": name, "page": page, "filters": query}
        audit.note("filter-shared", f"filter:{kept.pk}", user=by, area=kept.area, after=after)
    return kept


@transaction.atomic
def forget(by: User, number: int) -> SavedFilter:
    """One's own only. Raises SavedFilter.DoesNotExist for another's as for none."""
    kept = SavedFilter.objects.select_for_update(of=("self",)).get(pk=number, owner=by)
    if kept.is_shared:
        before = {"name": kept.name, "page": kept.page, "filters": kept.query}
        audit.note("filter-forgotten", f"filter:{kept.pk}", user=by, area=kept.area, before=before)
    SavedFilter.objects.filter(pk=kept.pk).delete()
    return kept


def open_with(by: User, number: int, *, opens: bool) -> SavedFilter:
    """Let its list open with it, or no more. Raises SavedFilter.DoesNotExist for one that one does not see."""
    kept = saved(by).get(pk=number)
    if opens:
        OpensWith.objects.update_or_create(person=by, page=kept.page, defaults={"saved": kept})
    else:
        OpensWith.objects.filter(person=by, page=kept.page, saved=kept).delete()
    return kept


def opening(viewer: User, page: str) -> SavedFilter | None:
    """What the list opens with; none where it is shared no more."""
    chosen = OpensWith.objects.filter(person=viewer, page=page).values("saved")
    return saved(viewer, page).filter(pk__in=chosen).first()
