"""What is sold: commodities with the law's class keys, how much of them people buy, and what they cost."""

from math import log
from random import Random
from typing import NamedTuple


class Commodity(NamedTuple):
    name: str
    goods_class: str
    low_fen_per_kg: int
    high_fen_per_kg: int
    typical_g: int
    # Standard deviation of the log of the mass, or of one piece's mass where goods are sold by the piece.
    spread: float
    piece_g: int = 0
    container_g: int = 0


# Keyed by stall type. The first of each list is plain goods that Table 1 names.
GOODS: dict[str, tuple[Commodity, ...]] = {
    "蔬菜": (
        Commodity("番茄", "vegetable", 600, 980, 900, 0.45),
        Commodity("大白菜", "vegetable", 240, 460, 1900, 0.35),
        Commodity("黄瓜", "vegetable", 560, 880, 700, 0.45),
        Commodity("土豆", "vegetable", 380, 600, 1200, 0.5),
        Commodity("菠菜", "vegetable", 800, 1400, 450, 0.4),
    ),
    "水果": (
        Commodity("苹果", "fruit", 800, 1600, 1500, 0.2, piece_g=220),
        Commodity("香蕉", "fruit", 560, 900, 1100, 0.4),
        Commodity("脐橙", "fruit", 700, 1300, 1800, 0.2, piece_g=240),
        Commodity("西瓜", "fruit", 300, 560, 5200, 0.3),
    ),
    "猪肉": (
        Commodity("五花肉", "meat", 2600, 3600, 700, 0.45),
        Commodity("排骨", "meat", 3600, 5200, 900, 0.4),
        Commodity("里脊", "meat", 3000, 4200, 500, 0.4),
    ),
    "禽蛋": (
        Commodity("鸡蛋", "egg", 900, 1300, 900, 0.06, piece_g=58, container_g=60),
        Commodity("白条鸡", "poultry", 1800, 3000, 1400, 0.2),
        Commodity("咸鸭蛋", "egg", 1600, 2400, 500, 0.06, piece_g=68),
    ),
    "水产": (
        Commodity("冰鲜鲈鱼", "seafood", 2800, 4600, 800, 0.3, container_g=220),
        Commodity("带鱼", "seafood", 2400, 4000, 900, 0.35, container_g=180),
        Commodity("基围虾", "seafood", 7600, 12800, 500, 0.4, container_g=260),
        Commodity("活草鱼", "live-fish", 1400, 2200, 1900, 0.3, container_g=260),
        Commodity("水发海参", "water-soaked", 9800, 16000, 350, 0.35, container_g=150),
    ),
    "干货": (
        Commodity("干香菇", "dried-vegetable", 8800, 13800, 250, 0.4),
        Commodity("黑木耳", "dried-vegetable", 7800, 12800, 220, 0.4),
        Commodity("干贝", "delicacy", 19800, 36000, 200, 0.4),
        Commodity("红枣", "other-food", 2600, 5800, 500, 0.4),
    ),
    "熟食糕点": (
        Commodity("桂花糕", "pastry", 2000, 3600, 400, 0.4),
        Commodity("酥糖", "confectionery", 2400, 4600, 350, 0.4),
        Commodity("卤味拼盘", "other-food", 4800, 8800, 450, 0.35, container_g=25),
    ),
    "粮油": (
        Commodity("粳米", "grain", 460, 780, 5000, 0.4),
        Commodity("绿豆", "grain", 900, 1400, 900, 0.4),
        Commodity("黄豆酱", "seasoning", 1200, 2000, 500, 0.3, container_g=45),
    ),
}
# Stallholders think in jin: a price per kilogram is twice a price that ends in one of these (in fen).
JIN_ENDINGS = (0, 50, 80, 80, 98, 99)


def price_fen(commodity: Commodity, draw: Random) -> int:
    """Today's price per kilogram, with an ending that sells."""
    jin_fen = draw.randrange(commodity.low_fen_per_kg, commodity.high_fen_per_kg) // 2
    return 2 * (jin_fen // 100 * 100 + draw.choice(JIN_ENDINGS))


def purchase_mg(commodity: Commodity, draw: Random, low_mg: int, high_mg: int) -> int:
    """How much one shopper takes, within what the scale may weigh."""
    if commodity.piece_g:
        pieces = max(1, round(draw.gauss(commodity.typical_g / commodity.piece_g, 2)))
        mass_g = sum(commodity.piece_g * draw.lognormvariate(0, commodity.spread) for _ in range(pieces))
    else:
        mass_g = draw.lognormvariate(log(commodity.typical_g), commodity.spread)
    return max(low_mg, min(high_mg, round(mass_g * 1000)))
