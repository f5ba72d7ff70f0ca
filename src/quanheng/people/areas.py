"""Who may see which rows: an area is a path, and a person sees what lies below their own.

``99/01/02/m001/s012/`` is province, city, county, market, stall; a province's regulator has ``99/``, a market manager
``99/01/02/m001/``. One rule serves every role and every table, and one index (text_pattern_ops) answers it.
"""

from django.db.models import Q

NATION = ""


def within(viewer: object, field: str = "area") -> Q:
    """The rows a signed-in person may see. A person without an area sees nothing; the nation's office sees all."""
    area = getattr(viewer, "area", None)
    if area is None:
        return Q(pk__in=[])
    return Q(**{f"{field}__startswith": area}) if area else Q()


def contains(viewer: object, area: str) -> bool:
    own = getattr(viewer, "area", None)
    return own is not None and area.startswith(own)
