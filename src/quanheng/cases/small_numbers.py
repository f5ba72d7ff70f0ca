"""Which figures are not told, so that nobody learns of a small number, nor gets it by taking told ones from a sum.

Three things together: a number below five is not told; where what is not told of a sum comes to less than ten, the
smallest that is told of it is kept back too, until it does not; and what is told is rounded to fives. Kept back once,
a figure of a month stays so in its later editions.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

LEAST = 5
# Kept back together: less would leave the small one nearly alone.
HIDDEN_LEAST = 2 * LEAST
# Of fewer a share or a number of days says something of single complaints.
SHARES_LEAST = 20
FEW, NEARLY_ALL = 0, 100

Cell = tuple[str, str]  # area, kind of place ("" for all)
LEVEL = len("99/")


def above(area: str) -> str:
    return area[:-LEVEL]


def hidden(counts: Mapping[Cell, int], before: Iterable[Cell] = ()) -> set[Cell]:
    """Of regions and, within each, of kinds of places; the counts of a sum's parts need not come to all of it."""
    kept_back = {cell for cell, n in counts.items() if n < LEAST} | set(before) & counts.keys()
    sums = _sums(counts)
    size = -1
    while size < len(kept_back):
        size = len(kept_back)
        for whole, parts in sums.items():
            kept_back |= _more(counts, kept_back, whole[0], parts)
    return kept_back


def _sums(counts: Mapping[Cell, int]) -> dict[tuple[Cell, str], list[Cell]]:
    """By what is added up: the regions directly below for one kind, and the kinds of one region."""
    parts: defaultdict[tuple[Cell, str], list[Cell]] = defaultdict(list)
    for area, kind in counts:
        if area:
            parts[(above(area), kind), "regions"].append((area, kind))
        if kind and (area, "") in counts:
            parts[(area, ""), "kinds"].append((area, kind))
    return parts


def _more(counts: Mapping[Cell, int], kept_back: set[Cell], whole: Cell, parts: list[Cell]) -> set[Cell]:
    """Below what is not told nothing is told, as its parts would add up to it."""
    told = sorted((cell for cell in parts if cell not in kept_back), key=lambda cell: (counts[cell], cell))
    if whole in kept_back:
        return set(told)
    silent = sum(counts[cell] for cell in parts if cell in kept_back)
    more: set[Cell] = set()
    for cell in told:
        if not 0 < silent < HIDDEN_LEAST:
            break
        more.add(cell)
        silent += counts[cell]
    return more


def rounded(n: int) -> int:
    return (n + LEAST // 2) // LEAST * LEAST


def share(n: int, of: int) -> int | None:
    """In hundredths, rounded to fives; few and all but few are words and no numbers."""
    if of < SHARES_LEAST:
        return None
    if n < LEAST:
        return FEW
    if of - n < LEAST:
        return NEARLY_ALL
    return min(max(rounded(round(n * 100 / of)), LEAST), 100 - LEAST)
