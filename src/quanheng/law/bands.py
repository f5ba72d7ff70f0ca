"""Which range of a printed table each value of an array falls under: (above, up to], as the tables print them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


def bands(values: Whole, bounds: Sequence[int]) -> NDArray[np.int8]:
    """How many of the bounds each value is above; a value at a bound belongs below it.

    One comparison per bound beats a binary search: the tables have a dozen bounds, and comparisons do not branch.
    """
    found = np.zeros(values.shape, np.int8)
    for bound in bounds:
        found += (values > bound).view(np.int8)
    return found


def whole(name: str, values: Any) -> NDArray[Any]:
    """The values as an array of integers; raises `ValueError` for floats, because a limit is exact."""
    array = np.asarray(values)
    if array.dtype.kind not in "iu":
        raise ValueError(f"{name} must be whole numbers, not {array.dtype}")
    return array
