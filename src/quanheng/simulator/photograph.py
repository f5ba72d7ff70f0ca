"""The picture a check scale takes of its pan: drawn, and it says so in letters that cannot be overlooked."""

from functools import cache
from importlib.resources import files
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFont

SIZE = (400, 300)
STEEL, PAN, INK = (96, 104, 112), (206, 211, 216), (20, 24, 28)
# What lies on the pan, by class of goods; other goods are drawn in the colour of brown paper.
COLOURS = {
    "vegetable": (92, 150, 70),
    "fruit": (214, 120, 52),
    "meat": (186, 84, 84),
    "egg": (226, 196, 160),
    "poultry": (224, 190, 150),
    "seafood": (150, 170, 190),
    "live-fish": (120, 146, 150),
    "dried-vegetable": (110, 84, 60),
    "grain": (232, 222, 190),
}
BROWN_PAPER = (170, 136, 96)


@cache
def label() -> Image.Image:
    """「模拟照片 SIMULATED」, drawn once with a Chinese font so that none need be installed where this runs."""
    return Image.open(BytesIO(files("quanheng.simulator").joinpath("simulated.png").read_bytes())).convert("1")


def photograph(mass_mg: int, goods_class: str, draw: Random) -> bytes:
    """A small JPEG, the same for the same draws."""
    picture = Image.new("RGB", SIZE, STEEL)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((60, 70, 340, 240), fill=PAN, outline=INK, width=2)
    _heap(pen, mass_mg, COLOURS.get(goods_class, BROWN_PAPER), draw)
    pen.rectangle((0, 0, SIZE[0], 40), fill=(176, 32, 32))
    picture.paste((255, 255, 255), (8, 2), label())
    pen.rectangle((210, 250, 400, 300), fill=INK)
    reading = f"{mass_mg // 1_000_000}.{mass_mg % 1_000_000 // 1000:03d} kg"
    pen.text((228, 256), reading, fill=(80, 250, 120), font=ImageFont.load_default(32))
    file = BytesIO()
    picture.save(file, "JPEG", quality=70)
    return file.getvalue()


def _heap(pen: ImageDraw.ImageDraw, mass_mg: int, colour: tuple[int, int, int], draw: Random) -> None:
    """More mass, more pieces, up to what a pan holds."""
    for _ in range(max(2, min(24, mass_mg // 120_000))):
        x, y, size = draw.gauss(200, 45), draw.gauss(150, 25), draw.uniform(14, 26)
        shade = draw.uniform(0.8, 1.1)
        fill = tuple(min(255, int(part * shade)) for part in colour)
        pen.ellipse((x - size, y - size * 0.8, x + size, y + size * 0.8), fill=fill, outline=INK)
