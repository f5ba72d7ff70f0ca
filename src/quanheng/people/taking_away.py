"""What was taken away as a file: on the trail with what was asked for and how much of it left the house."""

from quanheng.people import audit
from quanheng.people.models import User


def taken_away(
    what: str, *, by: User, address: str | None, asked: dict[str, str], written_as: str, rows: int, whole: bool
) -> None:
    """Called when the file ends, or is broken off; then ``whole`` is False."""
    told: dict[str, object] = {"format": written_as, "rows": rows, "whole": whole}
    if asked:
        told["filters"] = "&".join(f"{name}={value}" for name, value in sorted(asked.items()))[:500]
    audit.note("export", what, user=by, address=address, area=by.area or "", after=told)
