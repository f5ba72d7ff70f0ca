"""Rows of a list that are ticked, each by the number of its instrument; or all that the list shows."""

from django.http import QueryDict

ALL, TICKED_MAX = "all", 200


def ticked(said: QueryDict) -> list[str]:
    return [one.replace("\0", "")[:40] for one in said.getlist("only")[:TICKED_MAX]]
