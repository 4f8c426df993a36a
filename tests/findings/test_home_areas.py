"""Where citizens live: areas without a place have a row only when somebody came from there."""

from datetime import date

from evaluation.disclosure import Role
from evaluation.findings.groups import groups
from evaluation.findings.period import periods
from tests.findings.test_hours import came, days
from tests.findings.test_other_shapes import OPEN, dataset

PLACES = [("Far", "0"), ("North", "0"), ("West", "90"), ("Wide", "0")]
REST = [("Andre områder", "0"), ("Ukendt", "0")]


def _homes(*areas: str) -> list[list[tuple[str, ...]]]:
    """The table of each period, the whole year first; 90 from each area."""
    rows = [one for n, d in enumerate(days(20)) for one in came(d, 10, 9, home_area=areas[n % 2])]
    full = dataset(rows, OPEN, date(2026, 3, 20))
    found = [groups(full, Role.UDVALG, period).homes for period in periods(full)]
    return [list(table.rows) for table in found if table is not None]


def test_an_area_of_no_place_is_listed_when_somebody_lives_there() -> None:
    year, *_ = _homes("west", "apart")
    assert year == [("Apart", "90"), *PLACES, *REST]


def test_an_area_of_no_place_and_nobody_is_not() -> None:
    year, *quarters = _homes("west", "elsewhere")
    assert year == [*PLACES, ("Andre områder", "90"), ("Ukendt", "0")]
    names = {row[0] for table in quarters for row in table}
    assert names == {name for name, _ in [*PLACES, *REST]}
