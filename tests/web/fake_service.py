"""Stands in for `evaluation.web.service`: the same questions, invented answers. All numbers are made up.

FAKE_SERVICE says what it answers: "full", "empty", "broken" (a user's error), "crash" (ours). The version
token follows the file FAKE_VERSION, so that a test can let an import land.
"""

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from evaluation import settings
from evaluation.disclosure.cells import Cell, Role, Status
from evaluation.errors import UserError
from evaluation.findings.calibration_model import (
    CalibrationChart,
    CalibrationFinding,
    PromiseTried,
    SimulatedRow,
    WrongMethod,
)
from evaluation.findings.model import (
    CalendarCell,
    CalendarColumn,
    Comparison,
    Footer,
    IntervalChart,
    IntervalRow,
    KeyFigure,
    Mark,
    NewsLine,
    Opening,
    PromiseLine,
    PromiseStatus,
    Run,
    TableTwin,
    Unit,
    Usual,
    WeekCalendar,
    WeekChart,
    WeekPoint,
    Zone,
)
from evaluation.findings.pages import (
    Context,
    DataFinding,
    GroupsFinding,
    HoursFinding,
    HoursPart,
    ImportReport,
    MeasureGroup,
    MeasureLine,
    MethodFinding,
    NewsFinding,
    OverviewFinding,
    PlacesFinding,
    QualityNote,
    Reason,
    Undoable,
)
from evaluation.findings.trial_model import TrialsFinding
from evaluation.intake.trial import Fitting
from evaluation.web import selection
from tests.web import fake_trials

imports = [1, 2, 3]  # what has been imported; a test may look


def _version() -> str:
    told = Path(os.environ.get("FAKE_VERSION", "-"))
    return f"{len(imports)}{told.read_text(encoding='utf-8') if told.is_file() else ''}"


def initiatives() -> tuple[tuple[str, str], ...]:
    return (("vesthimmerland", "Pop-up borgerservice, Vesthimmerland"), ("anden", "Prøvebyen"))


def periods() -> tuple[tuple[str, str], ...]:
    return (("alle", "Hele perioden"), ("k1", "1. kvartal"), ("k2", "2. kvartal"))


def version_token() -> str:
    return _version()


def warm_up() -> None:
    """Nothing to load."""


def context() -> Context:
    mode = os.environ.get("FAKE_SERVICE", "full")
    if mode == "broken":
        raise UserError("Lageret kan ikke læses.", "Fandt: <b>data/store</b>.", "Kør check.")
    if mode == "crash":
        raise RuntimeError("a fault in the program")
    chosen = selection.current()
    name = dict(initiatives())[chosen.initiative or "vesthimmerland"]
    footer = Footer(
        data_through="fredag den 21. november 2025",
        imported_at="22. november 2025 kl. 06.04",
        rows_used=f"1.512 af 1.548 læste, {dict(periods())[chosen.period or 'alle']}",
        data_version=_version(),
    )
    return Context(name, synthetic=True, role=chosen.role, footer=footer, empty=mode == "empty")


def _value(value: float, low: float, high: float) -> Cell:
    return Cell(Status.VALUE, value, low, high, n=30)


BOARD = (
    (
        "Ældre og borgere med særlige behov nås",
        "kept",
        "58 %",
        "sandsynligvis 55–62 %",
        "Krav: over halvdelen",
    ),
    (
        "Adgang i forskellige lokalområder",
        "partly",
        "Farsø 41, Aalestrup 33",
        "Løgstør: for tidligt",
        "Nåede",
    ),
    ("Åbninger afholdt som lovet", "not_kept", "89 af 101", "fire aflyst ved sygdom", "Krav: 95 %"),
    (
        "Faste åbningstider hver uge",
        "too_early",
        "11 af cirka 24 uger",
        "",
        "Uger, hvor alle steder var åbne",
    ),
    ("Uden tidsbestilling", "kept", "100 %", "", "Andel uden aftale. Krav: alle"),
    ("Otte medarbejdertimer om ugen", "no_target", "28 timer om ugen", "", "Medarbejdertimer på stederne"),
    ("Kort ventetid i Aars", "kept", "6 min.", "9 ud af 10: omtrent 21 min.", "Krav: 15 min."),
    ("Mulighed for at være anonym", "not_measured", "Ingen data", "", "Kræver et spørgeskema"),
)
FIGURES = (
    KeyFigure("Henvendelser pr. åbningstime", "4,1", "", "sandsynligvis 3,6–4,7"),
    KeyFigure("Fra målgruppen", "58 %", "", "sandsynligvis 55–62 %"),
    KeyFigure("Afklaret med det samme", "71 %", "", "sandsynligvis 67–74 %"),
    KeyFigure("Halvdelen venter højst", "6", "min.", "9 ud af 10: omtrent 21 min."),
    KeyFigure("Pr. ekspederet henvendelse", "102", "kr.", "142.300 kr. til 1.395"),
)


def overview() -> OverviewFinding:
    board = tuple(
        PromiseLine(name, "Ældrerådet, anbefaling a", PromiseStatus(status), result, detail, measured)
        for name, status, result, detail, measured in BOARD
    )
    answer = (
        Run("Tre løfter er holdt, ", bold=True),
        Run("ét delvist. Der kommer 4,1 henvendelser i timen, sandsynligvis mellem 3,6 og 4,7."),
    )
    return OverviewFinding(
        opening=Opening("Holder løfterne?", answer, "3. marts – 21. november 2025: 89 afholdte åbninger."),
        promises=board,
        figures=FIGURES,
        weeks=weeks(),
        weeks_table=weeks_table(),
        decision="Udvalget skal tage stilling til, om Løgstør skal blive på biblioteket.",
        trials="Prøvehandlinger: Løgstør Bibliotek: behold. Mere på siden Prøvehandlinger.",
        definitions=(("Henvendelser pr. åbningstime", "Henvendelser delt med timer i afholdte åbninger."),),
        caveats=("Om borgerne er blevet mere tilfredse.", "Om færre går til Aars af den grund."),
    )


def news(last_visit: date | None) -> tuple[NewsFinding, ...]:
    through = "Data går til og med 21. november 2025."
    lines = (
        NewsLine("enquiries", "212 nye henvendelser på pop-up-stederne."),
        NewsLine("promise", "Løftet »Åbninger afholdt som lovet« har skiftet status."),
    )
    headline = "Nyt siden mødet den 2. september 2025: 212 henvendelser"
    meeting = NewsFinding("meeting", "Mødet den 2. september 2025", headline, lines, through)
    if last_visit is None:
        return (meeting,)
    label = f"Dit besøg den {last_visit.isoformat()}"
    return meeting, NewsFinding("visit", label, f"Intet nyt siden {label.lower()}.", (), through)


_FIRST = [1.5, 2.4, 2.7, 2.8, 3.3, 3.2, 3.9, 4.7, 3.8, 3.8, 4.4, 4.4, 4.3, 3.8, 4.3]
_THEN = [4.6, 3.6, 4.1, 3.3, 3.7, 3.4, 4.2, 3.7, 4.4, 4.4, 4.2, 3.0, 4.0, 4.3, 4.4, 3.5]
HEIGHTS: list[float | None] = [*_FIRST, None, None, None, *_THEN]


def weeks() -> WeekChart:
    first = date(2025, 3, 31)
    points = tuple(
        WeekPoint(
            first + timedelta(weeks=i),
            height,
            hollow=i in {2, 9, 26, 30},
            usual=Usual(4.1, 2.6, 6.1, judged=i > 30, outside=False),
        )
        for i, height in enumerate(HEIGHTS)
    )
    return WeekChart(
        title="Efter otte ugers opløb ligger besøget stabilt omkring 4 i timen",
        subtitle="Henvendelser pr. åbningstime, uge for uge. Blåt bånd: normalt udsving.",
        axis_title="Henvendelser pr. åbningstime",
        points=points,
        zones=(
            Zone(first, date(2025, 5, 19), "Opløb"),
            Zone(date(2025, 7, 14), date(2025, 7, 28), "Lukket"),
        ),
        marks=(
            Mark("A", date(2025, 5, 12), "brev til alle over 65 år"),
            Mark("B", date(2025, 9, 8), "Løgstør flytter fra rådhuset til biblioteket"),
            Mark("C", date(2025, 9, 15), "pas bliver dyrere"),
        ),
    )


def weeks_table() -> TableTwin:
    rows = tuple(
        (f"uge {14 + i}", "ingen data" if height is None else str(height).replace(".", ","), "12")
        for i, height in enumerate(HEIGHTS)
    )
    head = ("Uge", "Pr. åbningstime", "Timer")
    return TableTwin("Henvendelser pr. åbningstime, uge for uge", head, rows, (1, 2))


PLACES = ("Farsø", "Løgstør, rådhuset", "Løgstør, biblioteket", "Aalestrup")
NOTES = ("30 åbninger", "19 åbninger, til uge 36", "11 af ca. 24 åbninger", "29 åbninger")
EARLY, HIDDEN, MISSING = Cell(Status.TOO_EARLY), Cell(Status.SUPPRESSED), Cell(Status.NO_DATA)


def lead() -> IntervalChart:
    cells = (_value(3.1, 2.5, 3.8), _value(1.7, 1.2, 2.3), EARLY, _value(2.2, 1.8, 2.8))
    return IntervalChart(
        title="Farsø når flest fra målgruppen i hver åbningstime",
        subtitle="Punktet er det målte. Stregen er 95 %-intervallet: så langt kan tallet svinge.",
        axis_title="henvendelser pr. åbningstime",
        unit="number",
        rows=tuple(IntervalRow(*row) for row in zip(PLACES, NOTES, cells, strict=True)),
    )


def _small(title: str, subtitle: str, unit: Unit, cells: tuple[Cell, ...]) -> IntervalChart:
    uppers = (31, 5, None, 22) if unit == "minutes" else (None,) * 4
    rows = tuple(
        IntervalRow(name, "", cell, upper) for name, cell, upper in zip(PLACES, cells, uppers, strict=True)
    )
    return IntervalChart(title, subtitle, subtitle.lower()[:24], unit, rows)


def behind() -> tuple[IntervalChart, ...]:
    rates = (_value(4.8, 4.0, 5.8), _value(2.9, 2.2, 3.8), EARLY, _value(4.4, 3.6, 5.3))
    shares = (_value(0.64, 0.59, 0.69), _value(0.96, 0.9, 0.995), HIDDEN, _value(0.03, 0.01, 0.06))
    waits = (_value(9, 6, 13), _value(3, 1, 5), MISSING, _value(6, 4, 9))
    return (
        _small("Henvendelser i alt", "Pr. åbningstime, alle borgere", "number", rates),
        _small("Andel fra målgruppen", "Af henvendelser med kendt målgruppe", "percent", shares),
        _small("Ventetid i minutter", "Punkt: halvdelen venter højst. Rude: 9 ud af 10", "minutes", waits),
    )


def places() -> PlacesFinding:
    answer = (
        Run("Farsø når flest:", bold=True),
        Run(" 3,1 henvendelser fra målgruppen pr. åbningstime, sandsynligvis mellem 2,5 og 3,8. "),
        Run("Løgstørs nye sted er det "),
        Run("for tidligt", bold=True),
        Run(" at vurdere."),
    )
    pairs = (
        Comparison("Farsø over for Aalestrup", "+41 %", "+8 % og +84 %", "higher", "Farsø ligger højere"),
        Comparison(
            "Aalestrup over for Løgstør", "+29 %", "−12 % og +90 %", "inseparable", "Kan ikke skilles ad"
        ),
        Comparison("Farsø over for biblioteket", "", "", "too_early", "For tidligt at sige"),
        Comparison("Aalestrup over for biblioteket", "", "", "suppressed", "Skjult"),
    )
    head = ("Sted", "Pr. åbningstime", "Fra målgruppen", "Halvdelen venter højst")
    return PlacesFinding(
        opening=Opening(
            "Hvilke steder når flest af dem, det er til for?", answer, "Stederne står i alfabetisk orden."
        ),
        lead=lead(),
        groups=TableTwin(
            "Steder, der ikke kan skilles ad",
            ("Steder", "Udjævnet skøn", "Det kan vi sige"),
            (
                ("Farsø", "3,0", "Kan skilles fra alle de andre"),
                ("Løgstør, rådhuset og Aalestrup", "1,8 og 2,2", "Kan ikke skilles ad"),
            ),
            (1,),
        ),
        comparisons=pairs,
        behind=behind(),
        table=TableTwin(
            "Stederne i tal", head, tuple((n, "4,8", "64 %", "9 min.") for n in PLACES), (1, 2, 3)
        ),
        definitions=(("Fra målgruppen", "Henvendelser fra målgruppen delt med timer i afholdte åbninger."),),
        caveats=("Hvorfor et sted når flere end et andet.",),
        notices=("Tal under 5 er skjult. De opdeles kun for afsluttede kvartaler.",),
    )


def week_calendar() -> WeekCalendar:
    columns = (
        CalendarColumn("Man", "mandag", (), 0),
        CalendarColumn("Tir", "tirsdag", ("Aalestrup",), 30),
        CalendarColumn("Ons", "onsdag", ("Farsø",), 30),
        CalendarColumn("Tor", "torsdag", ("Løgstør",), 4),
        CalendarColumn("Fre", "fredag", (), 0),
    )
    heights = ((2.9, 2.6, 2.3, 2.2), (3.4, 3.1, 2.7, 0.0))
    cells = [
        CalendarCell(day, row, Cell(Status.VALUE if height else Status.ZERO, height, n=30))
        for day, column in enumerate(heights, start=1)
        for row, height in enumerate(column)
    ]
    cells += [CalendarCell(3, row, Cell(Status.VALUE, 1.1, n=4), few=True) for row in range(2)]
    cells += [CalendarCell(3, row, Cell(Status.NO_DATA), few=True) for row in (2, 3)]
    subtitle = "Alle henvendelser pr. halve time, gennemsnit pr. afholdt åbning"
    starts = (600, 630, 660, 690)
    return WeekCalendar(
        "Ugens åbninger, halve time for halve time", subtitle, starts, 30, columns, tuple(cells)
    )


def slots() -> IntervalChart:
    names = ("Kl. 10–12", "Kl. 12–14", "Kl. 14–16")
    notes = ("79 åbninger", "79 åbninger", "4 af mindst 6 åbninger")
    cells = (_value(5.6, 4.7, 6.7), _value(3.6, 2.9, 4.4), EARLY)
    rows = tuple(IntervalRow(*row) for row in zip(names, notes, cells, strict=True))
    return IntervalChart("Kl. 10–12 er travlest", "Henvendelser pr. åbningstime", "pr. time", "number", rows)


def hours() -> HoursFinding:
    answer = (Run("Flest kommer kl. 10–12:", bold=True), Run(" 5,6 henvendelser i timen."))
    table = TableTwin("Tidsrummene i tal", ("Tidsrum", "Pr. time"), (("kl. 10–12", "5,6"),), (1,))
    pairs = TableTwin("Forskelle to og to", ("Sammenligning", "Forskel"), (("Kl. 10–12", "+1,2"),), (1,))
    first = HoursPart("", (), week_calendar(), slots(), (behind()[2],), (table,), (pairs,))
    said = (Run("Flest kommer mandag:", bold=True), Run(" 9,1 henvendelser i timen."))
    second = HoursPart("Hvornår kommer borgerne i Aars?", said, None, None, (), (), ())
    return HoursFinding(
        opening=Opening("Hvornår kommer borgerne?", answer, "Hvert sted har sin egen ugedag."),
        parts=(first, second),
        definitions=(("Tidsrum", "Henvendelser delt med den tid, der var åbent."),),
        caveats=("Hvornår målgruppen kommer.",),
    )


def trials() -> TrialsFinding:
    return fake_trials.finding()


def planning() -> None:
    """Nothing to plan."""


def registry() -> None:
    """Nothing to enter."""


def data_status() -> DataFinding:
    if selection.current().role is not Role.DATAANSVARLIG:
        raise AssertionError("asked for another role than the data steward's")
    files = tuple(
        (f"{i}. november 2025 kl. 06.04", "Køsystem", f"koe-{i:02}.csv", "1.548", "1.512")
        for i in reversed(imports)
    )
    rejected = (
        ("koe-03.csv", "17", "Bemærkning", "Ligner et CPR-nummer", "999999-9999"),
        ("koe-03.csv", "118", "Ankomst", "Datoen findes ikke", "99-99-9999 99:99"),
    )
    fresh = (("Køsystem", "Farsø", "21. november 2025"), ("Køsystem", "Aalestrup", "18. november 2025"))
    answer = (Run("Alle rækker er gjort rede for.", bold=True), Run(" Seneste import er fra i går."))
    return DataFinding(
        opening=Opening("Hvor kommer tallene fra?", answer, "To kilder."),
        imports=TableTwin(
            "Importer, den seneste øverst", ("Importeret", "Kilde", "Fil", "Læst", "Brugt"), files, (3, 4)
        ),
        rejections=TableTwin(
            "Afviste rækker", ("Fil", "Række", "Kolonne", "Grund", "Værdiens form"), rejected, (1,)
        ),
        accounted="1.548 rækker læst = 1.512 brugt + 21 dubletter + 8 uden for + 2 blanke + 5 afvist.",
        sources=TableTwin("Kilderne", ("Kilde", "Sted", "Data til og med"), fresh),
        reasons=(
            Reason(
                "Ligner et CPR-nummer", "Fjern kolonnen fra udtrækket, eller vælg en anden i profilen.", 3
            ),
            Reason("Datoen findes ikke", "Ret datoen i kildesystemet, og importér filen igen.", 2),
        ),
        undo=Undoable(f"koe_{imports[-1]:02}.csv", f"import{imports[-1]}") if imports else None,
    )


GROUPS = ("Ældre med brug for digital hjælp", "Øvrige borgere", "Fritaget for digital selvbetjening")


def group_shares(title: str, third: Cell) -> IntervalChart:
    cells = (_value(0.36, 0.33, 0.39), _value(0.28, 0.25, 0.31), third)
    rows = tuple(IntervalRow(name, "", cell) for name, cell in zip(GROUPS, cells, strict=True))
    return IntervalChart(title, "Andel af henvendelser med kendt målgruppe", "andel", "percent", rows)


def groups() -> GroupsFinding:
    answer = (Run("63 % kommer fra dem, tilbuddet er til for.", bold=True),)
    table = TableTwin(
        "Henvendelser efter sted og målgruppe", ("Sted", *GROUPS), (("Farsø", "284", "210", "skjult"),)
    )
    reach = TableTwin("Pr. 1.000 ældre", ("Sogn", "Pr. 1.000 ældre"), (("Farsø Sogn", "483"),), (1,))
    return GroupsFinding(
        opening=Opening("Hvem når vi?", answer, "Kun afsluttede kvartaler."),
        figures=FIGURES[:2],
        lead=group_shares("Ældre er den største gruppe", HIDDEN),
        compared=(group_shares("Pop-up", HIDDEN), group_shares("Aars", _value(0.02, 0.01, 0.03))),
        compared_table=table,
        behind=(),
        behind_table=None,
        table=table,
        reach=reach,
        homes=None,
        notices=("Registreringerne viser ikke, hvor borgerne bor.",),
        definitions=(("Målgruppe", "Den ene gruppe, som medarbejderen har valgt."),),
        caveats=("Hvem der har brug for tilbuddet og blev væk.",),
    )


def calibration() -> CalibrationFinding:
    row = SimulatedRow(
        label="Antal pr. time",
        low=0.9,
        high=0.95,
        band=(0.93, 0.97),
        standing="failed",
        words="Antal pr. time: 90–95 af 100",
        controls=(WrongMethod(0.77, "Poisson: 77 af 100"),),
    )
    line = PromiseTried(
        name="antal",
        promise="Når vi skriver det.",
        says="95 af 100",
        gave="94–96 af 100",
        notes=(),
        trials="40.000",
        standing="passed",
        verdict="Bestået",
    )
    failed = replace(
        line, promise="Når vi venter.", notes=("12 åbninger: 90.",), standing="failed", verdict="Ikke bestået"
    )
    head = ("Prøve", "Fundet")
    return CalibrationFinding(
        said=(Run("1 af 2 prøver er bestået.", bold=True),),
        about="Programmet har regnet på opfundne forløb.",
        lines=(line, failed),
        chart=CalibrationChart("Ikke alle", "Mørk streg: fundet.", "af 100 forsøg", (row,)),
        tried=TableTwin("Prøverne", head, (("Antal pr. time", "90–95 af 100"),), (1,)),
        table=TableTwin("Alle tilfælde", head, (("Antal pr. time", "95 af 100"),), (1,)),
        verdicts=TableTwin("Svaret", head, (("Bedre", "81 af 100"),), (1,)),
        controls=("Poisson rammer 77 af 100.",),
        limits=("Er hver tiende åbning aflyst, rammer intervallet i 94 af 100.",),
        made="Startværdi 7, version 1.",
        command="python -m evaluation calibrate",
    )


def method() -> MethodFinding:
    answer = (Run("Tallene bygger på 1.512 af 1.548 læste rækker.", bold=True),)
    head = ("Kilde", "Tæller med", "Læst", "Brugt", "Afvist")
    uneven = TableTwin(
        "Åbninger, hvor kilderne er uenige",
        ("Åbning", "Talt af", "Forskel"),
        (("Farsø, 5. marts 2025", "Tælleark 23, køsystem 21", "+2"),),
        (2,),
    )
    told = MeasureLine(
        "Gået igen",
        "Andelen, der gik, før de blev betjent.",
        "Ikke med: bestilte tider.",
        "Enhed: andel; lavere er bedre.",
        "Kræver »udfald«.",
        told=True,
        verdict="Kan beregnes",
    )
    lacking = replace(told, name="Ventetid mellem led", told=False, verdict="Kræver feltet »sagsnummer«")
    return MethodFinding(
        opening=Opening("Hvordan er tallene beregnet, og kan de holde?", answer, "Alle data."),
        figures=(KeyFigure("Rækker brugt", "97,7 %", "", "af 1.548 læste"),),
        sources=TableTwin("Kilderne", head, (("Køsystem", "ja", "1.548", "1.512", "5"),), (2, 3, 4)),
        quality=(
            QualityNote("To kilder er uenige om 1 af 40 åbninger", "Kun én tæller.", uneven),
            QualityNote("3 tælleark stemmer ikke med sig selv", "Stregerne giver ikke samme sum.", None),
        ),
        uncertainty=(("Andele", "Intervallet bliver inden for 0 og 100 %."), ("Ventetid", "Omtrent.")),
        calibration=calibration(),
        measures=(MeasureGroup("Henvendelser", (told, lacking)),),
        protection=("Tal under 5 er skjult.",),
        unanswered=("Om borgeren kunne være anonym.",),
        remarks=("To kilder siger hver sit.",),
        promises=(("Uden tidsbestilling", "Sagen nævner ingen andel."),),
    )


def profiles() -> tuple[tuple[str, str], ...]:
    return (("koesystem", "Køsystem, Aars og pop-up"), ("aftaler", "Aftalesystem"))


def try_import(name: str, content: bytes, profile_id: str) -> ImportReport:
    if not content.strip():
        raise UserError(f"Filen {name} er tom.", "", "Hent udtrækket igen.")
    rows = content.count(b"\n")
    table = TableTwin("Afviste rækker", ("Grund", "Rækker"), (("Datoen findes ikke", "1"),), (1,))
    return ImportReport(f"{rows} rækker læst med {dict(profiles())[profile_id]}.", table, None)


def do_import(name: str, content: bytes, profile_id: str) -> ImportReport:
    report = try_import(name, content, profile_id)
    imports.append(len(imports) + 1)
    return report


def try_other(name: str, content: bytes, kind: str) -> ImportReport:
    return ImportReport(f"{kind}: {content.count(b'-')} poster læst.", TableTwin("", (), ()), None)


def do_other(name: str, content: bytes, kind: str) -> ImportReport:
    imports.append(len(imports) + 1)
    return try_other(name, content, kind)


def folder() -> Path | None:
    return settings.ROOT / "data" / "initiatives" / "vesthimmerland"


def fitting_profiles(name: str, content: bytes) -> Fitting:
    if not content.strip():
        raise UserError(f"Filen {name} er tom.", "", "Hent udtrækket igen.")
    return Fitting(("koesystem",) if content.startswith(b"a;b") else ())


def undo(import_id: str) -> str:
    if import_id != f"import{imports[-1]}":
        raise UserError("En anden import er kommet til.", "", "Se på siden igen.")
    gone = imports.pop()
    return f"Import {gone} er taget tilbage."
