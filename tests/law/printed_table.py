"""Table 1 of T/GDSM 0004—2022 (Annex Table 1 of the statute), typed from the print, not from the program's table."""

# (row, goods of its class, unit price in fen per kg that falls to it, above in mg, up to in mg, deviation in mg)
FOOD = [
    ("A1", "vegetable", 600, 0, 1_000_000, 20_000),
    ("A2", "vegetable", 600, 1_000_000, 2_000_000, 40_000),
    ("A3", "vegetable", 600, 2_000_000, 4_000_000, 80_000),
    ("A4", "vegetable", 600, 4_000_000, 25_000_000, 100_000),
    ("B1", "meat", 3000, 0, 2_500_000, 5_000),
    ("B2", "meat", 3000, 2_500_000, 10_000_000, 10_000),
    ("B3", "meat", 3000, 10_000_000, 15_000_000, 15_000),
    ("C1", "dried-vegetable", 10_000, 0, 1_000_000, 2_000),
    ("C2", "dried-vegetable", 10_000, 1_000_000, 4_000_000, 4_000),
    ("C3", "dried-vegetable", 10_000, 4_000_000, 6_000_000, 6_000),
    ("D1", None, 10_001, 0, 500_000, 1_000),
    ("D2", None, 10_001, 500_000, 2_000_000, 2_000),
    ("D3", None, 10_001, 2_000_000, 5_000_000, 3_000),
]

LAST_MASS_MG = {"A": 25_000_000, "B": 15_000_000, "C": 6_000_000, "D": 5_000_000}

NAMED = {
    "A": ["grain", "vegetable", "fruit"],
    "B": ["meat", "egg", "poultry", "seafood", "pastry", "confectionery", "seasoning"],
    "C": ["dried-vegetable", "delicacy"],
}
