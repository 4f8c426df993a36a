import pytest

from evaluation.demo import generate
from tests.demo.demo_log import Log

SEEDS = (20250303, 11, 12, 13)


@pytest.fixture(scope="session")
def logs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Log, ...]:
    """Four years from four seeds; the first is the one that is shown."""
    found = []
    for seed in SEEDS:
        folder = tmp_path_factory.mktemp(f"demo_{seed}")
        found.append(Log(generate(folder, seed), folder))
    return tuple(found)


@pytest.fixture(scope="session")
def log(logs: tuple[Log, ...]) -> Log:
    return logs[0]
