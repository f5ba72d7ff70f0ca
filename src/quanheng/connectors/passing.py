"""Whether a refusal over HTTP may pass by itself: the other side's trouble, and not ours."""


def passes(status: int) -> bool:
    """True for a status with which the same request may succeed later."""
    return status in (408, 425, 429) or status >= 500
