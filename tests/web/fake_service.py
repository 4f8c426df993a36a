"""Stands in for `evaluation.web.service`: the same questions, invented answers. All numbers are made up.

FAKE_SERVICE chooses what it answers: "full" (default), "empty", "broken" (the store cannot be read).
"""

import os
from datetime import date, timedelta
from pathlib import Path

from evaluation.disclosure.cells import Cell, Status
from evaluation.errors import UserError
from evaluation.findings.model import (
    Comparison,
    Footer,
    IntervalChart,
    IntervalRow,
    KeyFigure,
    Mark,
    Opening,
    PromiseLine,
    PromiseStatus,
    Run,
    TableTwin,
    WeekChart,
    WeekPoint,
    Zone,
)
from evaluation.findings.pages import (
    Context,
    DataFinding,
    ImportReport,
    OverviewFinding,
    PlacesFinding,
    Reason,
)
from evaluation.web import selection

FOOTER = Footer("fredag den 21. november 2025", "22. november 2025 kl. 06.04", "1.512 af 1.548 læste", "3fa9c1d2")
_state: dict[str, int] = {"imports": 3}


def _mode() -> str:
    return os.environ.get("FAKE_SERVICE", "full")


def initiatives() -> tuple[tuple[str, str], ...]:
    return (("vesthimmerland", "Pop-up borgerservice, Vesthimmerland"), ("proeve", "Prøveby"))


def periods() -> tuple[tuple[str, str], ...]:
    return (("alle", "Hele perioden"), ("k1", "1. kvartal"), ("k2", "2. kvartal"))


def version_token() -> str:
    touched = Path(os.environ.get("FAKE_VERSION", "."))
    return f"{_state['imports']} {touched.stat().st_mtime_ns if touched.is_file() else 0}"


def warm_up() -> None:
    pass


def context() -> Context:
    if _mode() == "broken":
        raise UserError("Lageret kan ikke læses.", "Fandt: <b>data/store</b>.", "Kør check.")
    name = dict(initiatives())[selection.current().initiative or "vesthimmerland"]
    return Context(name, True, selection.current().role, FOOTER, _mode() == "empty")


def _value(value: float, low: float, high: float) -> Cell:
    return Cell(Status.VALUE, value, low, high, n=30)


EARLY = Cell(Status.TOO_EARLY)


def overview() -> OverviewFinding:
    board = (
        PromiseLine("Ældre og borgere med særlige behov nås", "Ældrerådet, anbefaling a", PromiseStatus.KEPT,
                    "58 %", "sandsynligvis 55–62 %", "Andel fra målgruppen. Krav: over halvdelen"),
        PromiseLine("Adgang i forskellige lokalområder", "Ældrerådet, anbefaling b", PromiseStatus.PARTLY,
                    "Farsø 41, Aalestrup 33", "Løgstør: for tidligt at sige", "Nåede pr. 1.000 ældre i hver by"),
        PromiseLine("Åbninger afholdt som lovet", "Sagen, 28. januar 2025", PromiseStatus.NOT_KEPT,
                    "89 af 101", "fire aflyst ved sygdom", "Afholdte af planlagte åbninger. Krav: 95 %"),
        PromiseLine("Faste åbningstider hver uge", "Ældrerådet, anbefaling d", PromiseStatus.TOO_EARLY,
                    "11 af cirka 24 uger", "", "Uger, hvor alle steder holdt åbent"),
        PromiseLine("Uden tidsbestilling", "Sagen, 28. januar 2025", PromiseStatus.KEPT, "100 %", "",
                    "Andel uden aftale. Krav: alle"),
        PromiseLine("Otte medarbejdertimer om ugen", "Sagen, 28. januar 2025", PromiseStatus.NO_TARGET,
                    "28 timer om ugen", "", "Medarbejdertimer på stederne"),
        PromiseLine("Kort ventetid i Aars", "Byrådet, 20. februar 2025", PromiseStatus.KEPT, "6 min.",
                    "9 ud af 10: omtrent 21 min.", "Halvdelen venter højst. Krav: 15 min."),
        PromiseLine("Mulighed for at være anonym", "Ældrerådet, anbefaling c", PromiseStatus.NOT_MEASURED,
                    "Ingen data", "", "Kræver et spørgeskema"),
    )  # fmt: skip
    figures = (
        KeyFigure("Henvendelser pr. åbningstime", "4,1", "", "sandsynligvis 3,6–4,7"),
        KeyFigure("Fra målgruppen", "58 %", "", "sandsynligvis 55–62 %"),
        KeyFigure("Afklaret med det samme", "71 %", "", "sandsynligvis 67–74 %"),
        KeyFigure("Halvdelen venter højst", "6", "min.", "9 ud af 10: omtrent 21 min."),
        KeyFigure("Pr. ekspederet henvendelse", "102", "kr.", "142.300 kr. til 1.395"),
    )
    return OverviewFinding(
        Opening(
            "Holder løfterne?",
            (Run("To løfter er holdt, ", True), Run("ét er delvist holdt. Resten er for tidlige, måles ikke eller "
             "har intet mål. Der kommer 4,1 henvendelser i timen, sandsynligvis mellem 3,6 og 4,7.")),
            "3. marts – 21. november 2025: 89 afholdte åbninger, 1.512 henvendelser.",
        ),
        board, figures, weeks(), weeks_table(), "Udvalget skal tage stilling til, om Løgstør skal blive på biblioteket.",
        (("Henvendelser pr. åbningstime", "Alle henvendelser i afholdte åbninger delt med deres timer. "
          "Udeblevne og breve tæller ikke med."), ("Fra målgruppen", "Andel af dem, hvor målgruppen er kendt.")),
        ("Om borgerne er blevet mere tilfredse.", "Om færre går til Aars af den grund."),
    )  # fmt: skip


HEIGHTS = [1.5, 2.4, 2.7, 2.8, 3.3, 3.2, 3.9, 4.7, 3.8, 3.8, 4.4, 4.4, 4.3, 3.8, 4.3, None, None, None, 4.6, 3.6,
           4.1, 3.3, 3.7, 3.4, 4.2, 3.7, 4.4, 4.4, 4.2, 3.0, 4.0, 4.3, 4.4, 3.5]  # fmt: skip


def weeks() -> WeekChart:
    first = date(2025, 3, 31)
    points = tuple(
        WeekPoint(first + timedelta(weeks=i), h, hollow=i in (2, 9, 26, 30)) for i, h in enumerate(HEIGHTS)
    )
    zones = (Zone(first, date(2025, 5, 19), "Opløb"), Zone(date(2025, 7, 14), date(2025, 7, 28), "Lukket"))
    marks = (
        Mark("A", date(2025, 5, 12), "brev til alle over 65 år"),
        Mark("B", date(2025, 9, 8), "Løgstør flytter fra rådhuset til biblioteket"),
        Mark("C", date(2025, 9, 15), "pas bliver dyrere"),
    )
    return WeekChart(
        "Efter otte ugers opløb ligger besøget stabilt omkring 4 i timen",
        "Henvendelser pr. åbningstime, alle steder, uge for uge. Blåt bånd: normalt udsving. Hul cirkel: en åbning blev aflyst.",
        "Henvendelser pr. åbningstime", points, zones, marks, 4.1, (2.6, 6.1),
    )  # fmt: skip


def weeks_table() -> TableTwin:
    rows = tuple((f"uge {14 + i}", "ingen data" if h is None else f"{h:.1f}".replace(".", ","), "12")
                 for i, h in enumerate(HEIGHTS))  # fmt: skip
    return TableTwin("Henvendelser pr. åbningstime, uge for uge", ("Uge", "Pr. åbningstime", "Timer"), rows, (1, 2))


def places() -> PlacesFinding:
    names = ("Farsø", "Løgstør, rådhuset", "Løgstør, biblioteket", "Aalestrup")
    notes = ("30 åbninger", "19 åbninger, til uge 36", "11 af ca. 24 åbninger", "29 åbninger")
    hidden = Cell(Status.SUPPRESSED)

    def chart(title: str, subtitle: str, axis: str, unit, cells, uppers=(None,) * 4, noted=False) -> IntervalChart:  # noqa: ANN001
        rows = tuple(
            IntervalRow(name, note if noted else "", cell, upper)
            for name, note, cell, upper in zip(names, notes, cells, uppers, strict=True)
        )
        return IntervalChart(title, subtitle, axis, unit, rows)

    lead = chart(
        "Farsø når flest fra målgruppen i hver åbningstime",
        "Punktet er det målte. Stregen er 95 %-intervallet: så langt kan tallet svinge ved tilfældigheder.",
        "henvendelser pr. åbningstime", "number",
        (_value(3.1, 2.5, 3.8), _value(1.7, 1.2, 2.3), EARLY, _value(2.2, 1.8, 2.8)), noted=True,
    )  # fmt: skip
    behind = (
        chart("Henvendelser i alt", "Pr. åbningstime, alle borgere", "pr. åbningstime", "number",
              (_value(4.8, 4.0, 5.8), _value(2.9, 2.2, 3.8), EARLY, _value(4.4, 3.6, 5.3))),
        chart("Andel fra målgruppen", "Af henvendelser med kendt målgruppe", "andel af henvendelser", "percent",
              (_value(0.64, 0.59, 0.69), _value(0.96, 0.9, 0.995), hidden, _value(0.03, 0.01, 0.06))),
        chart("Ventetid i minutter", "Punkt: halvdelen venter højst. Rude: 9 ud af 10, omtrent", "minutter", "minutes",
              (_value(9, 6, 13), _value(3, 1, 5), Cell(Status.NO_DATA), _value(6, 4, 9)), (31, 5, None, 22)),
    )  # fmt: skip
    return PlacesFinding(
        Opening(
            "Hvilke steder når flest af dem, det er til for?",
            (Run("Farsø når flest:", True), Run(" 3,1 henvendelser fra målgruppen pr. åbningstime, sandsynligvis "
             "mellem 2,5 og 3,8. Aalestrup og det gamle sted i Løgstør kan vi ikke skille ad. Løgstørs nye sted er det "),
             Run("for tidligt", True), Run(" at vurdere.")),
            "Stederne står i alfabetisk orden, ikke efter placering.",
        ),
        lead,
        (
            Comparison("Farsø over for Aalestrup", "+41 %", "+8 % og +84 %", "higher", "Farsø ligger højere"),
            Comparison("Farsø over for Løgstør, rådhuset", "+82 %", "+31 % og +153 %", "higher", "Farsø ligger højere"),
            Comparison("Aalestrup over for Løgstør, rådhuset", "+29 %", "−12 % og +90 %", "inseparable", "Kan ikke skilles ad"),
            Comparison("Farsø over for Løgstør, biblioteket", "", "", "too_early", "For tidligt at sige"),
        ),
        behind,
        TableTwin("Stederne i tal", ("Sted", "Pr. åbningstime", "Fra målgruppen", "Halvdelen venter højst"),
                  tuple((n, "4,8", "64 %", "9 min.") for n in names), (1, 2, 3)),
        (("Fra målgruppen pr. åbningstime", "Henvendelser fra målgruppen delt med timer i afholdte åbninger."),),
        ("Hvorfor et sted når flere end et andet.",),
        ("Tal under 5 er skjult. De opdeles kun for afsluttede kvartaler.",),
    )  # fmt: skip


def data_status() -> DataFinding:
    imports = TableTwin(
        "Importer, den seneste øverst", ("Importeret", "Kilde", "Fil", "Læst", "Brugt"),
        tuple((f"{i}. november 2025 kl. 06.04", "koesystem", f"koe-2025-{i:02}.csv", "1.548", "1.512")
              for i in range(_state["imports"], 0, -1)), (3, 4),
    )  # fmt: skip
    rejections = TableTwin(
        "Afviste rækker", ("Fil", "Række", "Kolonne", "Grund", "Værdiens form"),
        (("koe-2025-03.csv", "17", "Bemærkning", "Ligner et CPR-nummer", "999999-9999"),
         ("koe-2025-03.csv", "118", "Ankomst", "Datoen findes ikke", "99-99-9999 99:99")), (1,),
    )  # fmt: skip
    sources = TableTwin("Kilderne", ("Kilde", "Sted", "Data til og med"),
                        (("Køsystem", "Farsø", "21. november 2025"), ("Køsystem", "Aalestrup", "18. november 2025")))  # fmt: skip
    return DataFinding(
        Opening("Hvor kommer tallene fra?", (Run("Alle rækker er gjort rede for.", True),
                Run(" Seneste import er fra 22. november 2025.")), "To kilder, tre importer."),
        imports, rejections,
        "1.548 rækker læst = 1.512 brugt + 21 dubletter + 8 uden for + 2 blanke + 5 afvist.",
        sources,
        (Reason("Ligner et CPR-nummer", "Fjern kolonnen fra udtrækket, eller vælg en anden kolonne i profilen.", 3),
         Reason("Datoen findes ikke", "Ret datoen i kildesystemet, og importér filen igen.", 2)),
        f"koe-2025-{_state['imports']:02}.csv" if _state["imports"] else None,
    )  # fmt: skip


def profiles() -> tuple[tuple[str, str], ...]:
    return (("koesystem", "Køsystem, Aars og pop-up"), ("aftaler", "Aftalesystem"))


def _report(name: str, content: bytes) -> ImportReport:
    if not content.strip():
        return ImportReport("", TableTwin("", (), ()), f"Filen {name} er tom. Hent udtrækket igen.")
    rows = content.count(b"\n")
    said = f"{rows} rækker læst = {rows} brugt + 0 dubletter + 0 uden for + 0 blanke + 0 afvist."
    return ImportReport(said, TableTwin("Hvorfor rækker er afvist", ("Grund", "Rækker"), (("Datoen findes ikke", "0"),), (1,)), None)


def try_import(name: str, content: bytes, profile_id: str) -> ImportReport:
    if profile_id not in dict(profiles()):
        raise KeyError(profile_id)
    return _report(name, content)


def do_import(name: str, content: bytes, profile_id: str) -> ImportReport:
    report = try_import(name, content, profile_id)
    if report.error is None:
        _state["imports"] += 1
    return report


def undo() -> str:
    _state["imports"] -= 1
    return "Importen er taget tilbage."
