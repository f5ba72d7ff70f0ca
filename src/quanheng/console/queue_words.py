"""What the filters of the complaint queue are called."""

from django.utils.translation import gettext_lazy as _

HANDS = {
    "me": _("Mine"),
    "mine": _("In my office"),
    "nobody": _("In my office, nobody works on it"),
    "another": _("In another office"),
    "handed-up": _("Overdue and handed up"),
}
WEIGHED = {
    "exceeded": _("Yes, beyond what is allowed"),
    "not-exceeded": _("Yes, not beyond what is allowed"),
    "not-weighed": _("No"),
}
CARDS = {
    "proposed": _("Waits for a person"),
    "confirmed": _("Confirmed"),
    "dismissed": _("Dismissed"),
    "revoked": _("Revoked"),
}
