"""What the ledger tells of an instrument of any kind; each kind adds fields of its own."""

from collections.abc import Iterator
from typing import Annotated

import msgspec
from django.utils.translation import gettext_lazy as _

from quanheng.register.kinds.asked import Asked
from quanheng.register.kinds.unfit import Unfit


class Described(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Nothing is known where a field has its default: no kind asks for more than its plate tells."""

    category: Annotated[str, Asked(_("Category"), characters=40)] = ""
    species: Annotated[str, Asked(_("Species"), characters=40)] = ""

    def unfit(self) -> Iterator[tuple[str, Unfit]]:
        """What fits alone and not together, by the field at fault."""
        return iter(())


def below(least: int | None, most: int | None) -> bool:
    """Whether the upper end of a range lies below its lower one."""
    return least is not None and most is not None and most < least
