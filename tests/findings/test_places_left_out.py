"""A place without openings among places with openings is not on Steder, and the page says so."""

from typing import Any

from evaluation.disclosure import Role
from evaluation.findings.dataset import Dataset
from evaluation.findings.places import places
from tests.findings.test_other_shapes import CAME, OPEN, dataset
from tests.findings.test_too_early import whole
from tests.spec.world import START, opening

SITES = [{"id": "farsoe", "name": "Farsø"}, {"id": "aars", "name": "Aars"}]
SOURCES = [{"id": "queue", "name": "Queue", "counts": ["farsoe", "aars"]}]
LEFT_OUT = "Uden åbningstider og derfor ikke med"


def notices(of: Dataset) -> str:
    return "\n".join(places(of, Role.UDVALG, whole(of)).notices)


def test_a_place_without_openings_is_named_until_it_has_some() -> None:
    keys: dict[str, Any] = {"sites": SITES, "sources": SOURCES, "areas": [], "groups": []}
    assert f"{LEFT_OUT}: Aars." in notices(dataset(CAME, OPEN, **keys))
    both = [*OPEN, opening("aars", "aars", START, 10, 14)]
    assert LEFT_OUT not in notices(dataset(CAME, both, **keys))


def test_where_no_place_has_openings_none_is_left_out() -> None:
    keys: dict[str, Any] = {"sites": SITES, "sources": SOURCES, "areas": [], "groups": [], "schedule": []}
    assert LEFT_OUT not in notices(dataset(CAME, [], **keys))
