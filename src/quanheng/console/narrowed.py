"""What of an address narrows a list, and what only says where in it one is or how it is shown."""

from django.http import HttpRequest

NOT_FILTERS = ("as", "list", "after", "before", "all", "filter_name", "sheet")


def filters(request: HttpRequest) -> dict[str, str]:
    told = {name: ", ".join(one for one in values if one)[:200] for name, values in request.GET.lists()}
    return {name: said for name, said in told.items() if name not in NOT_FILTERS and said}
