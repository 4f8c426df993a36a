"""Where an installation keeps its things. Environment variables let a service manager say otherwise."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

STORE_VARIABLE = "EVALUATION_STORE"
INITIATIVES_VARIABLE = "EVALUATION_INITIATIVES"
ROLE_VARIABLE = "EVALUATION_ROLE"


@dataclass(frozen=True)
class Settings:
    """The store's folder, the folder of initiatives, and the role of whoever reads."""

    store: Path
    initiatives: Path
    role: str


def settings() -> Settings:
    """The installation's settings; the role is `udvalg` unless somebody says otherwise."""
    return Settings(
        store=Path(os.environ.get(STORE_VARIABLE) or ROOT / "data" / "store"),
        initiatives=Path(os.environ.get(INITIATIVES_VARIABLE) or ROOT / "data" / "initiatives"),
        role=os.environ.get(ROLE_VARIABLE) or "udvalg",
    )
