"""The organisations that verify."""

from quanheng.register.models import Organisation


def appoint(uscc: str, name: str, area: str) -> Organisation:
    """Enter a verification body, or let an organisation on record become one; a second time changes nothing."""
    body, is_new = Organisation.objects.get_or_create(
        uscc=uscc, defaults={"name": name, "area": area, "verifies": True}
    )
    if not is_new and not body.verifies:
        body.verifies = True
        body.save()
    return body
