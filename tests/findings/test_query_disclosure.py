"""What the command line may tell: by role, by period, and of places on trial."""

from datetime import date

import pytest

from evaluation.disclosure.cells import Role, Status
from evaluation.errors import UserError
from evaluation.findings.dataset import Dataset
from evaluation.findings.query import Question, ask
from evaluation.findings.sensitive import plan_of, released
from evaluation.metrics import METRICS

ON_TRIAL = {"gedsted"}
EVER_ON_TRIAL = {"loegstoer_bibliotek", "gedsted"}  # a decided one stays out of all sums
RATE = "target_group_per_open_hour"


@pytest.mark.parametrize("role", list(Role))
def test_no_role_is_told_how_a_place_on_trial_does(dataset: Dataset, role: Role) -> None:
    for answer in ask(dataset, Question(RATE, ("site",)), role):
        if answer.dims["site"] in ON_TRIAL:
            assert (answer.cell.status, answer.cell.value) == (Status.TOO_EARLY, None)


@pytest.mark.parametrize("role", [Role.UDVALG, Role.LEDER])
def test_no_margin_less_what_is_shown_gives_a_place_on_trial_away(dataset: Dataset, role: Role) -> None:
    found = released(dataset, role)
    assert found is not None
    for name, members in plan_of(dataset).margins:
        assert not EVER_ON_TRIAL & set(members), name


def test_a_kind_of_site_is_its_own_sum_or_not_published(dataset: Dataset) -> None:
    aars = ask(dataset, Question(RATE, (), {"site": "aars"}), Role.UDVALG)
    office = ask(dataset, Question(RATE, (), {"site_kind": "head_office"}), Role.UDVALG)
    assert [a.cell for a in office] == [a.cell for a in aars]
    everywhere = ask(dataset, Question(RATE), Role.UDVALG)
    popups = ask(dataset, Question(RATE, (), {"site_kind": "popup"}), Role.UDVALG)
    assert len({a.cell.value for a in (*aars, *popups, *everywhere)}) == 3


@pytest.mark.parametrize(
    "question",
    [
        Question(RATE, ("year",)),
        Question(RATE, (), {"year": "1999"}),
        Question(RATE, ("quarter",), None, date(2025, 3, 3), date(2025, 6, 1)),
        Question(RATE, ("site",), None, date(2025, 3, 3), date(2025, 6, 8)),
        Question(RATE, ("iso_week",)),
        Question("enquiries", ("target_group",)),
        Question("satisfaction", ("site",)),
        Question("displaced_share", ("site", "iso_week")),
    ],
)
def test_what_the_plan_does_not_have_is_not_published(dataset: Dataset, question: Question) -> None:
    (answer,) = ask(dataset, question, Role.UDVALG)
    assert answer.cell.status is Status.NOT_PUBLISHED


def test_an_older_version_gives_no_sensitive_figure(dataset: Dataset) -> None:
    (answer,) = ask(dataset, Question(RATE), Role.LEDER, newest=False)
    assert answer.cell.status is Status.NOT_PUBLISHED


@pytest.mark.parametrize("where", [{"quarter": "K9"}, {"site": "nowhere"}])
def test_what_does_not_exist_is_said(dataset: Dataset, where: dict[str, str]) -> None:
    with pytest.raises(UserError):
        ask(dataset, Question(RATE, (), where), Role.UDVALG)


def test_a_quarter_asked_for_by_name_or_by_dates_is_the_same(dataset: Dataset) -> None:
    named = ask(dataset, Question(RATE, ("site",), {"quarter": "K1"}), Role.LEDER)
    dated = ask(dataset, Question(RATE, ("site",), None, date(2025, 3, 3), date(2025, 6, 1)), Role.LEDER)
    assert named == dated
    assert any(a.cell.status is Status.VALUE for a in named)


def test_every_measure_answers_or_says_why(dataset: Dataset) -> None:
    for key in METRICS:
        for role in Role:
            for answer in ask(dataset, Question(key), role):
                assert (answer.cell.value is None) == (answer.cell.status not in (Status.VALUE, Status.ZERO))
