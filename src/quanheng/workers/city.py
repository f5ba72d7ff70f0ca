"""Which invented city a data directory holds: the seed of its first start, for good."""

import json
from pathlib import Path

SEED = 1


class NotThisCity(ValueError):
    """The data directory holds the city of another seed."""


def manifest_in(data_dir: Path) -> Path:
    return data_dir / "fleet.json"


def city_seed(data_dir: Path, wanted: int | None) -> int:
    manifest = manifest_in(data_dir)
    if not manifest.exists():
        return SEED if wanted is None else wanted
    seed = int(json.loads(manifest.read_text(encoding="utf-8"))["seed"])
    if wanted not in (None, seed):
        raise NotThisCity(
            f"{data_dir} holds the city of SIM_SEED={seed}: choose another DATA_DIR for SIM_SEED={wanted}"
        )
    return seed
