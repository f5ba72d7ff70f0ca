"""Seeded chance: every scale, stallholder and shopper draws from a stream of their own.

Because no two share a stream, what happens at one stall never depends on how fast another was served.
"""

from random import Random


def chance(*names: object) -> Random:
    """The stream that belongs to these names, the same in every process and Python version."""
    return Random("/".join(map(str, names)))  # noqa: S311 - draws of a play, no secrets
