"""Invented trials for the fake service: one too early with every warning, one decided against its verdict."""

from datetime import date, timedelta

from evaluation.findings.model import Mark, Opening, Run, TableTwin, WeekPoint, Zone
from evaluation.findings.trial_model import (
    Level,
    LookRow,
    LooksChart,
    OpeningPoint,
    OpeningsChart,
    Ratio,
    TrialPart,
    TrialsFinding,
    VerdictCard,
)

_FIRST = date(2025, 4, 7)
_MOVED = date(2025, 9, 8)
HASH = "1a6f" * 16


def finding() -> TrialsFinding:
    answer = (
        Run("Farsø: "),
        Run("behold", bold=True),
        Run(". Løgstør: "),
        Run("for tidligt at sige", bold=True),
    )
    return TrialsFinding(
        opening=Opening("Skal vi blive, flytte eller stoppe?", answer, "2 prøvehandlinger."),
        parts=(_decided(), _early()),
        notes=("Af dem, der svarede, var 51 % ellers gået et andet sted hen.",),
        definitions=(("Konklusion", "Den følger én regel."),),
        caveats=("At der slet ingen forskel er.",),
    )


def _early() -> TrialPart:
    card = VerdictCard(
        question="Har flytningen ændret, hvor mange der kommer?",
        decided=False,
        verdict="For tidligt at sige",
        said=("Der er holdt 11 af cirka 20–28 nødvendige åbninger.", "Intet skøn og ingen retning."),
        held=11,
        planned=17,
        counted="11 åbninger på det nye sted, 17 flere er planlagt",
        decision=(),
        warnings=(
            "Prøvehandlingen er registreret eller ændret, efter at den begyndte: eksplorativt.",
            "Registreringen er ændret i hånden.",
        ),
        record=_record(),
    )
    return _part("Løgstør: fra rådhuset til biblioteket", card, early_looks(), openings())


def _decided() -> TrialPart:
    card = VerdictCard(
        question="Har de nye åbningstider ændret, hvor mange der kommer?",
        decided=True,
        verdict="Behold",
        said=("Der kommer 38 % flere, sandsynligvis mellem 12 og 71 %.",),
        held=16,
        planned=0,
        counted="16 åbninger på det nye sted",
        decision=("Besluttet den 9. december 2025: Flyt tilbage.", "Beslutningen følger ikke tallene."),
        warnings=(),
        record=_record(),
    )
    levels = (Level(_MOVED, _MOVED + timedelta(weeks=9), 5.2, 4.1, 6.3),)
    chart = OpeningsChart(**{**vars(openings()), "levels": levels})
    return _part("Farsø: fra kl. 10–14 til kl. 9–13", card, decided_looks(), chart)


def _record() -> tuple[tuple[str, str], ...]:
    return (
        ("Mål", "Henvendelser pr. åbningstime"),
        ("Låst", f"1. september 2025 kl. 09.12, fingeraftryk {HASH[:8]}"),
    )


def _part(title: str, card: VerdictCard, looks: LooksChart, chart: OpeningsChart) -> TrialPart:
    table = TableTwin(f"Opgørelserne: {title}", ("Opgørelse", "Ændring"), (("1. opgørelse", "–"),), (1,))
    return TrialPart(
        title=title,
        card=card,
        looks=looks,
        openings=chart,
        notes=("De første 8 uger er opløb.",),
        tables=(table,),
        locked=(("Fingeraftryk", HASH),),
    )


def early_looks() -> LooksChart:
    rows = (
        LookRow("1. opgørelse", "18. november 2025, 11 åbninger", "early", None, 0.62),
        LookRow("2. opgørelse", "20. januar 2026, ca. 18 åbninger", "planned", None, 0.45, "planlagt"),
        LookRow("3. opgørelse", "10. marts 2026, ca. 24 åbninger", "planned", None, None, "planlagt"),
    )
    return LooksChart("Usikkerheden er stadig for stor", "Stregens bredde er usikkerheden.", 0.25, rows)


def decided_looks() -> LooksChart:
    rows = (
        LookRow("1. opgørelse", "16. september 2025, 7 åbninger", "told", Ratio(1.22, 0.81, 1.84)),
        LookRow(
            "2. opgørelse", "18. november 2025, 16 åbninger", "told", Ratio(1.38, 1.12, 1.71), deciding=True
        ),
        LookRow("3. opgørelse", "20. januar 2026", "dropped", word="bortfalder, allerede afgjort"),
        LookRow("4. opgørelse", "1. marts 2026", "none", word="intet svar"),
    )
    return LooksChart("Afgjort ved 2. opgørelse: behold", "Ændring i forhold til før.", 0.25, rows)


def openings() -> OpeningsChart:
    weeks = [_FIRST + timedelta(weeks=n) for n in range(34)]
    points = tuple(
        OpeningPoint(week + timedelta(days=1), None if n in {4, 30} else 2 + n % 5 / 2, after=week >= _MOVED)
        for n, week in enumerate(weeks)
    )
    return OpeningsChart(
        title="Åbning for åbning",
        subtitle="Alle henvendelser pr. åbningstime, ikke et skøn. Cirkel: rådhuset. Rude: biblioteket.",
        axis_title="Alle henvendelser pr. åbningstime",
        weeks=tuple(WeekPoint(week, None if n in {14, 15} else 4 + n % 3) for n, week in enumerate(weeks)),
        points=points,
        zones=(Zone(weeks[14], weeks[15], "Lukket"), Zone(_MOVED, _MOVED + timedelta(weeks=7), "Opløb")),
        marks=(Mark("A", _MOVED, "flytning til biblioteket"),),
    )
