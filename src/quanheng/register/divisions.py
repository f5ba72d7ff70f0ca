"""The tree of administrative divisions as areas: two digits a level, as in the codes of GB/T 2260."""

import re
from dataclasses import dataclass

from quanheng.register.models import Region

LEVEL = len("99/")
COUNTY = 3 * LEVEL


@dataclass(frozen=True)
class Division:
    """A region and its place in the tree; ``area`` may also lie below a county, where nothing divides it further."""

    area: str

    @property
    def is_divided(self) -> bool:
        """Whether it is a county or above: what lies below a county is not counted in the ledgers."""
        return re.fullmatch(r"(?:[0-9]{2}/){0,3}", self.area) is not None

    @property
    def part_length(self) -> int:
        """How long the areas of its parts are; a county is its own only part."""
        return min(len(self.area) + LEVEL, COUNTY)

    @property
    def has_parts(self) -> bool:
        return self.is_divided and len(self.area) < COUNTY

    def parts(self) -> list[Region]:
        """The regions directly below it, by code."""
        if not self.has_parts:
            return []
        one_level_down = f"^{self.area}[0-9]{{2}}/$"
        return list(Region.objects.filter(area__regex=one_level_down).order_by("area"))

    def line(self, top: str) -> list[str]:
        """The areas from a viewer's own down to this one."""
        steps = [self.area[:end] for end in range(0, len(self.area) + 1, LEVEL)] if self.is_divided else [self.area]
        return [step for step in steps if step.startswith(top)]
