"""Photographs from people: opened only to draw the same pixels anew, so that nothing else of the file goes on."""

import struct
from io import BytesIO

from PIL import ExifTags, Image

MAGICS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
FORMATS = ("JPEG", "PNG")
PIXELS_MAX = 40_000_000
SHOWN_SIDE_MAX = 1600
# How the camera was held (Exif 2.32, 4.6.4.A) → what puts the picture upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class PhotographRefused(ValueError):
    """``reason`` is too-large or not-a-photograph; of measuring also wrong-digest and not-named."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def copy_without_metadata(content: bytes) -> bytes:
    if not content.startswith(MAGICS):
        raise PhotographRefused("not-a-photograph")
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as probe:
            probe.verify()
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > PIXELS_MAX:
                raise PhotographRefused("too-large")
            upright = _upright(image).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, PhotographRefused):
            raise
        raise PhotographRefused("not-a-photograph") from error
    upright.thumbnail((SHOWN_SIDE_MAX, SHOWN_SIDE_MAX))
    copy = BytesIO()
    # A new image of the same pixels: nothing of the file's metadata comes along.
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(copy, "JPEG", quality=85)
    return copy.getvalue()


def _upright(image: Image.Image) -> Image.Image:
    """As it was seen. What a camera wrote amiss beside the picture takes nothing from the picture."""
    try:
        turn = TURNS.get(image.getexif().get(ExifTags.Base.Orientation))
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error):
        turn = None
    return image if turn is None else image.transpose(turn)
