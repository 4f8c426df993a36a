"""What every test shares: no wall-clock deadline for generated examples, and where the shared material lies."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Two cores run the suite side by side: a slow example is not a failing one.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds and real logs; a test that needs it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared folder with real logs is not here")
    return SHARED
