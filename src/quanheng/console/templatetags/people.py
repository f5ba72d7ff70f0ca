"""People on pages, and what an audit entry says was done."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quanheng.console import audit_words
from quanheng.console.part import asked_part
from quanheng.people.models import AuditEntry, User
from quanheng.people.permissions import may
from quanheng.register.area_names import name_of_area

register = template.Library()


@register.simple_tag(takes_context=True)
def person_link(context: template.Context, person: User) -> SafeString:
    """The name and the user name; a link for those who look after accounts."""
    said = format_html('{} <span class="code">{}</span>', person.name, person.username)
    if not may(context["request"].user, "manage-accounts"):
        return said
    return format_html('<a href="{}">{}</a>', reverse("console:account", args=[person.pk]), said)


@register.simple_tag(takes_context=True)
def part_name(context: template.Context) -> str:
    """What a list is about: one's own area, or the part of it that was asked for."""
    return name_of_area(asked_part(context["request"]))


@register.filter
def done(entry: AuditEntry) -> str:
    return audit_words.act(entry.act)


@register.filter
def about(entry: AuditEntry) -> str:
    return audit_words.about(entry.subject)


@register.filter
def changes(entry: AuditEntry) -> list[audit_words.Change]:
    return audit_words.changes(entry)
