"""Write frontend/complaint/src/choices.json: what the shopper's app offers to choose from also without a network.

python -m tools.app_choices
"""

import json
import os
from pathlib import Path

CHOICES = Path(__file__).resolve().parent.parent / "frontend" / "complaint" / "src" / "choices.json"
# What is bought most stands first; the rest is behind "more", in the order of the printed table.
FIRST = ("vegetable", "fruit", "meat", "seafood", "live-fish", "poultry", "egg")


def choices() -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanheng.settings")
    from quanheng.cases.categories import Category
    from quanheng.law.goods import GOODS

    ordered = [*FIRST, *(key for key in GOODS if key not in FIRST)]
    told = {
        "categories": list(Category.values),
        "goods": [{"key": key, "zh": GOODS[key].zh, "en": GOODS[key].en} for key in ordered],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    CHOICES.write_text(choices(), encoding="utf-8")
