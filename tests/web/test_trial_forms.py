"""Registering a trial and entering a decision on the page Prøvehandlinger, on the demo year."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from evaluation.errors import UserError
from evaluation.initiative import Initiative, load_initiative
from evaluation.initiative.trial_models import TrialRecord
from evaluation.settings import ROOT
from evaluation.texts import format as da
from evaluation.web import trial_work
from evaluation.web.trial_answers import proposed_looks, trial_of
from tests.initiative.trials import home as made
from tests.initiative.trials import with_new_place

DASHBOARD = ROOT / "dashboard.py"
TODAY = datetime.now(UTC).date()
STARTS, LAST, ENDS = (TODAY + timedelta(days=days) for days in (60, 260, 400))


def typed(day: date) -> str:
    return day.strftime("%d-%m-%Y")


def after(days: int) -> str:
    return typed(STARTS + timedelta(days=days))


ANSWERS = {
    "name": "Farsø: til rådhuset",
    "question": "Skal Farsø flytte?",
    "estimand": "Henvendelser pr. åbningstime på lang sigt",
    "design": "move",
    "measure": "target_group_per_open_hour",
    "from_site": "farsoe",
    "to_site": "hvalpsund",
    "starts_on": STARTS.strftime("%d.%m.%Y"),
    "last_date": typed(LAST),
    "looks": f"{after(100)}\n\n{typed(LAST)}",
    "smallest_change": "0.25",
    "minimum_openings": "8",
    "if_better": "keep",
    "if_worse": "go_back",
    "if_same": "weigh",
    "decided_by": "Udvalget",
    "by": "Borgerservice",
}
DECISION = {"action": "extend", "by": "Udvalget", "on": typed(TODAY), "reason": ""}


@pytest.fixture
def home(demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped initiative's folder, free to write to: it goes on and has a place that is new at STARTS."""
    place = tmp_path / "initiatives" / "vesthimmerland"
    shutil.copytree(ROOT / "data" / "initiatives" / "vesthimmerland", place)
    file = place / "initiative.toml"
    longer = file.read_text(encoding="utf-8").replace(
        "evaluation_ends_on = 2026-03-01", f"evaluation_ends_on = {ENDS}"
    )
    file.write_text(longer, encoding="utf-8")
    with_new_place(place, STARTS)
    monkeypatch.setenv("EVALUATION_INITIATIVES", str(place.parent))
    monkeypatch.setenv("EVALUATION_STORE", str(demo_store))
    monkeypatch.setenv("EVALUATION_ROLE", "leder")
    return place


def record(home: Path, trial_id: str) -> TrialRecord:
    (found,) = [one for one in load_initiative(home).trials if one.trial.id == trial_id]
    return found


def opened() -> AppTest:
    app = AppTest.from_file(str(DASHBOARD), default_timeout=60)
    app.run()
    return app.switch_page("pages/proevehandlinger.py").run()


def body(app: AppTest) -> str:
    assert not app.exception
    drawn = "\n".join(part.proto.body for part in app.get("html"))
    return drawn.replace("\u2060", "").replace("\xa0", " ")


def write(app: AppTest, **answers: str) -> None:
    """Types into lines and menus by the end of their key; all at once, as one who fills a form does."""
    fields = {**{str(one.key): one for one in (*app.text_input, *app.text_area, *app.selectbox)}}
    for name, words in answers.items():
        (key,) = [key for key in fields if key.endswith(f"_0_{name}") and key.startswith("trial_")]
        fields[key].set_value(words)
    app.run()


def press(app: AppTest, key: str) -> str:
    app.button(key=key).click().run()
    return body(app)


def test_a_leader_sees_what_a_trial_can_show_and_locks_it(home: Path) -> None:
    app = opened()
    write(
        app,
        name="Farsø: til Aars",
        question="Skal Farsø flytte?",
        starts_on=typed(STARTS),
        last_date=typed(LAST),
    )
    assert app.text_area(key="trial_vesthimmerland_0_looks").value == "\n".join(
        [after(50), after(100), after(150), typed(LAST)]
    )
    refused = press(app, "trial_preview")
    assert "»Fra sted«, »Til sted«, »Hvem træffer beslutningen?« og »Hvem registrerer?«" in refused
    assert app.text_input(key="trial_vesthimmerland_0_name").value == "Farsø: til Aars"
    write(app, from_site="farsoe", to_site="hvalpsund", decided_by="Udvalget", by="Borgerservice")
    assert "trial_lock" not in [button.key for button in app.button]
    seen = press(app, "trial_preview")
    assert "færre. Kan" in seen
    assert "gemmes den med tidspunkt og kode" in seen
    assert "eksplorativ:" not in seen
    assert not list((home / "trials").glob("farsoe*"))
    write(app, minimum_openings="7")  # what was seen was of other answers
    assert "trial_lock" not in [button.key for button in app.button]
    press(app, "trial_preview")
    told = press(app, "trial_lock")
    locked = record(home, "farsoe_til_aars")
    assert f"Kode: {locked.hash}" in told
    assert '<h2 class="section">Farsø: til Aars</h2>' in told
    assert (locked.late, locked.entries[0].by, locked.trial.minimum_openings) == (False, "Borgerservice", 7)
    assert locked.trial.attainable is not None
    assert locked.trial.attainable.detectable is not None
    assert "decide_vesthimmerland_farsoe_til_aars_0_save" not in [b.key for b in app.button]  # not begun
    assert "er registreret og låst" in body(app.run())  # a live redraw keeps the message
    assert app.text_input(key="trial_vesthimmerland_1_name").value == ""


def test_a_decision_needs_its_reason_and_stays_beside_the_verdict(home: Path) -> None:
    app = opened()
    place = "decide_vesthimmerland_loegstoer_bibliotek_0"
    app.selectbox(key=f"{place}_action").set_value("go_back")
    app.text_input(key=f"{place}_by").set_value("Udvalget").run()
    assert "Det går imod tallene: skriv en begrundelse." in body(app)
    assert "Skriv hvorfor i begrundelsen" in press(app, f"{place}_save")
    assert app.text_input(key=f"{place}_by").value == "Udvalget"
    app.text_area(key=f"{place}_reason").set_value("Lokalet er væk").run()
    told = press(app, f"{place}_save")
    assert "Beslutningen om Løgstør: fra rådhuset til biblioteket er skrevet ind: Flyt tilbage." in told
    assert "Begrundelse: Lokalet er væk" in told
    assert "Beslutningen følger ikke tallene" in told
    (kept,) = record(home, "loegstoer_bibliotek").decisions
    assert (kept.action, kept.verdict, kept.by, kept.decided_on) == ("go_back", "better", "Udvalget", TODAY)
    assert f"{place}_save" not in [button.key for button in app.button]
    assert "decide_vesthimmerland_gedsted_0_save" in [button.key for button in app.button]


def test_the_committee_has_no_form_and_is_refused_below_the_page(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVALUATION_ROLE", "udvalg")
    app = opened()
    assert "Registrér en prøvehandling" not in body(app)
    assert "Skriv beslutningen ind" not in body(app)
    assert not app.text_area
    before = sorted(home.rglob("*"))
    for attempt in (
        lambda: trial_work.previewed(ANSWERS),
        lambda: trial_work.locked(ANSWERS),
        lambda: trial_work.decided("gedsted", DECISION),
    ):
        assert refusal(attempt).key == "trial_forms.leader_only"
    assert sorted(home.rglob("*")) == before


def refusal(attempt: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as refused:
        attempt()
    return refused.value


@pytest.mark.parametrize(
    ("changes", "key", "said"),
    [
        (
            {"question": " ", "by": ""},
            "trial_forms.missing",
            "»Hvilket spørgsmål skal den besvare?« og »Hvem registrerer?«",
        ),
        ({"question": "Ring 98 66 12 34"}, "registry.personal", "Hvilket spørgsmål"),
        ({"by": "010190-1234"}, "registry.personal", "Hvem registrerer?"),
        ({"question": "x" * 601}, "trial_forms.too_long", "600"),
        ({"name": "fra aalestrup til GEDSTED"}, "trial_forms.same_name", "andet navn"),
        ({"starts_on": "i morgen"}, "trial_forms.no_day", "Første dag"),
        ({"looks": f"{after(9)}\nsiden"}, "trial_forms.no_day", "Opgørelser, linje 2"),
        ({"looks": "\n".join([after(9)] * 21)}, "trial_forms.too_many_looks", "20"),
        ({"looks": after(-9)}, "trial_forms.fault", "Opgørelser"),
        ({"looks": f"{after(9)}\n{after(8)}"}, "trial_forms.fault", da.day(STARTS + timedelta(days=8))),
        ({"looks": after(27)}, "trial_forms.fault", f"mindst 28 dage|{da.day(STARTS + timedelta(days=28))}"),
        ({"looks": f"{after(28)}\n{after(55)}"}, "trial_forms.fault", da.day(STARTS + timedelta(days=56))),
        ({"smallest_change": "own", "own_change": "nan"}, "trial_forms.no_percent", "50"),
        ({"smallest_change": "own", "own_change": "51"}, "trial_forms.no_percent", "50"),
        ({"smallest_change": "own"}, "trial_forms.no_percent", "50"),
        ({"smallest_change": "1"}, "trial_forms.fault", "Mindste forskel, der betyder noget|højst 0"),
        ({"design": "swap"}, "trial_forms.fault", "Hvordan prøves det?"),
        ({"looks": " \n "}, "trial_forms.missing", "Opgørelser"),
        ({"to_site": "aars"}, "trial_forms.fault", "»Til sted«|har åbent"),
        ({"minimum_openings": "5"}, "trial_forms.no_minimum", "6"),
        ({"minimum_openings": "8,5"}, "trial_forms.no_minimum", "6"),
        ({"to_site": "farsoe"}, "trial_forms.same_place", "to forskellige"),
        ({"last_date": after(-9)}, "trial_forms.fault", "Sidste dag"),
        ({"starts_on": "01-02-2020"}, "trial_forms.fault", "uden for evalueringen"),
        ({"starts_on": "31-12-9999"}, "trial_forms.fault", "uden for evalueringen"),
        (
            {
                "starts_on": "01-02-2026",
                "last_date": "01-09-2026",
                "looks": "01-09-2026",
                "from_site": "gedsted",
            },
            "trial_forms.fault",
            "Fra Aalestrup til Gedsted",
        ),
    ],
)
def test_what_cannot_be_registered_is_said_by_the_fields_name(
    case: Initiative, changes: dict[str, str], key: str, said: str
) -> None:
    refused = refusal(lambda: trial_of(case, ANSWERS | changes))
    assert refused.key == key
    assert all(part in str(refused) for part in said.split("|"))
    assert not any(part in str(refused) for part in ("98 66", "010190", "starts_on", "to_site"))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Initiative:
    place = tmp_path_factory.mktemp("initiatives") / "vesthimmerland"
    shutil.copytree(ROOT / "data" / "initiatives" / "vesthimmerland", place)
    with_new_place(place, STARTS)
    return load_initiative(place).model_copy(update={"evaluation_ends_on": ENDS})


def test_the_answers_make_the_trial(case: Initiative) -> None:
    trial = trial_of(case, ANSWERS | {"smallest_change": "own", "own_change": "12,5 %", "name": "Con"})
    assert (trial.id, trial.smallest_change, trial.minimum_openings) == ("con_2", 0.125, 8)
    assert trial.looks == (STARTS + timedelta(days=100), LAST)
    assert trial.starts_on == STARTS


def test_one_that_has_begun_is_called_exploratory_before_it_is_locked(home: Path) -> None:
    begun = {"starts_on": typed(TODAY), "measure": "enquiries_per_open_hour"}
    seen = trial_work.previewed(ANSWERS | begun)
    assert any("eksplorativ" in said for said in seen.warnings)
    assert trial_work.locked(ANSWERS | begun).late


def test_too_few_planned_openings_are_warned_of(home: Path) -> None:
    """Those at the new place through the last look; what any place held before is none of them."""
    enough, few = (
        trial_work.previewed(ANSWERS | {"looks": after(days), "measure": "enquiries_per_open_hour"})
        for days in (100, 42)
    )
    assert few.trial.attainable is not None
    assert 0 < few.trial.attainable.openings < few.trial.minimum_openings
    assert any("ikke planlagt åbninger nok: Hvalpsund" in said for said in few.warnings)
    assert enough.warnings == ()


def test_a_place_without_planned_openings_is_warned_of(home: Path) -> None:
    file = home / "initiative.toml"
    words = file.read_text(encoding="utf-8")
    file.write_text(words[: words.rindex("[[schedule]]")], encoding="utf-8")
    seen = trial_work.previewed(ANSWERS)
    assert seen.trial.attainable is not None
    assert seen.trial.attainable.openings == 0
    assert any("ikke planlagt åbninger nok: Hvalpsund" in said for said in seen.warnings)


def test_a_decision_that_cannot_be(home: Path) -> None:
    for changes, key in (
        ({"action": ""}, "trial_forms.missing"),
        ({"by": ""}, "trial_forms.missing"),
        ({"on": "i går"}, "trial_forms.no_day"),
        ({"on": typed(TODAY + timedelta(days=3))}, "registry.decided_when"),
        ({"action": "stop"}, "registry.needs_reason"),
        ({"reason": "skriv til anna@example.org"}, "registry.personal"),
        ({"on": "31-12-2025"}, "registry.decided_before"),
        ({"reason": "x" * 601}, "trial_forms.too_long"),
        ({"by": "x" * 201}, "trial_forms.too_long"),
    ):
        assert refusal(partial(trial_work.decided, "gedsted", DECISION | changes)).key == key
    assert not record(home, "gedsted").decisions


def test_one_that_another_has_ended_meanwhile(home: Path) -> None:
    kept = trial_work.decided("gedsted", DECISION | {"action": "stop", "reason": "Lokalet er væk"})
    assert kept.decisions[-1].verdict == "too_early"
    assert refusal(lambda: trial_work.decided("gedsted", DECISION)).key == "registry.ended"


DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


@given(starts=DAYS, last=DAYS, meetings=st.lists(DAYS, max_size=6))
def test_proposed_looks_can_be_registered(starts: date, last: date, meetings: list[date]) -> None:
    found, apart = proposed_looks(starts, last, meetings), timedelta(days=28)
    assert bool(found) == (starts + apart <= last)
    assert all(look - before >= apart for before, look in pairwise((starts, *found)))
    assert len(found) <= 20
    assert not found or found[-1] == last


def test_proposed_looks_are_the_meetings_that_are_far_enough_apart() -> None:
    starts, last = date(2026, 1, 1), date(2026, 6, 30)
    meetings = [date(2026, month, day) for month, day in ((1, 20), (2, 3), (2, 20), (3, 10), (6, 10))]
    assert proposed_looks(starts, last, meetings) == (meetings[1], meetings[3], last)
    assert proposed_looks(starts, meetings[3], meetings) == (meetings[1], meetings[3])
    short = proposed_looks(starts, starts + timedelta(days=60), ())
    assert short == (starts + timedelta(days=30), starts + timedelta(days=60))


def test_a_trial_can_be_registered_before_there_are_any_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it can reach cannot be told then, and the lock does not wait for it."""
    folder = made(tmp_path / "initiatives", evaluation_ends_on=ENDS)
    monkeypatch.setenv("EVALUATION_INITIATIVES", str(folder.parent))
    monkeypatch.setenv("EVALUATION_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("EVALUATION_ROLE", "leder")
    drawn = body(opened())
    assert "Der er ingen data endnu." in drawn
    assert "Registrér en prøvehandling" in drawn
    answers = ANSWERS | {"from_site": "farso", "to_site": "by"}
    seen = trial_work.previewed(answers)
    assert ("Kan vise", "Det kunne ikke regnes ud på forhånd.") in seen.facts
    assert trial_work.locked(answers).trial.attainable is None
