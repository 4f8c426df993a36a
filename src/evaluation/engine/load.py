"""Loads one data version into memory tables, derives in one pass what depends on other rows, and locks it."""

from collections.abc import Iterable, Sequence
from datetime import date
from importlib.resources import files
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from evaluation.engine import surroundings, tables
from evaluation.engine.duck import DuckEngine, build
from evaluation.engine.protocol import Facts
from evaluation.engine.tables import RUNNING, Span
from evaluation.initiative.calendar import Opening
from evaluation.initiative.models import Initiative
from evaluation.store.schema import ENQUIRIES

#: What derives from what, in turn: each is derive/<name>.sql, one portable SELECT.
STEPS = (
    "source_days",
    "covered_days",
    "openings",
    "row_opening",
    "marks",
    "sheet_lead",
    "first_contacts",
    "opening_hours",
    "exposure",
    "cost_days",
    "amounts",
    "residents",
    "survey",
    "appointments",
    "enquiries",
    "case_steps",
    "cases",
)
_SCRATCH = ("row_opening", "marks", "sheet_lead", "first_contacts", "appointments")
_FINE = pa.array(["minute", "hour"])
_MOMENTS = ("booked_at", "appointment_at", "case_closed_at")


def load(
    rows: pa.Table,
    initiative: Initiative,
    openings: Sequence[Opening],
    coverage: Iterable[Span],
    data_through: date | None,
    *,
    survey: pa.Table | None = None,
) -> DuckEngine:
    """An engine over one version of an initiative's rows (schema ENQUIRIES, without single events).

    `openings` with their status as of `data_through`, cancelled and planned ones too; `coverage` the live
    imports' (source, site, from, to, status); `survey` lines of a questionnaire (local_date, site, question,
    score 1-5, answers). Tables afterwards: enquiries (with opening_id, within_opening, first_contact, counting,
    in_target, not_offered …), openings (with counted), opening_hours, covered_days, exposure (open hours, or
    days), cost_days, cases, case_steps, survey, amounts, residents, sites, days. Raises QueryError if a step
    fails.
    """
    rows = _prepared(rows, initiative.timezone)
    answers = surroundings.survey(survey)
    given = _given(rows, initiative, openings, coverage, data_through) | {"survey": answers}
    dates = _range(rows, openings, initiative, data_through, answers)
    given["days"] = tables.days(initiative, *dates)
    kept = {f"given_{name}": found for name, found in given.items()}
    lasting = [("sites", "SELECT * FROM given_sites"), ("days", "SELECT * FROM given_days")]
    steps = lasting + [(name, derive_sql(name)) for name in STEPS]
    connection = build(kept, steps, (*kept, *_SCRATCH))
    return DuckEngine(connection, _facts(rows, initiative, openings, data_through, answers))


def data_through(rows: pa.Table, initiative: Initiative) -> date | None:
    """Last local date of the counting sources' contacts and tallies; without any, of the steps; else None."""
    found = {source.id for source, _ in tables.counting_sources(initiative)}
    steps = pc.equal(rows["record"], "step")
    counts = pc.and_not(pc.is_in(rows["source"], pa.array(sorted(found), pa.string())), steps)
    last: date | None = pc.max(rows.filter(counts)["local_date"]).as_py()
    steps_last: date | None = pc.max(rows.filter(steps)["local_date"]).as_py()
    return last or steps_last


def derive_sql(name: str) -> str:
    """The SELECT that makes a derived table."""
    return files("evaluation.engine").joinpath("derive", f"{name}.sql").read_text(encoding="utf-8")


def _given(
    rows: pa.Table,
    initiative: Initiative,
    openings: Sequence[Opening],
    coverage: Iterable[Span],
    through: date | None,
) -> dict[str, pa.Table]:
    present = _present(_citizens(rows))
    return {
        "rows": rows,
        "openings": tables.openings(openings, initiative, through),
        "hours": tables.hours(openings, initiative.timezone),
        "counting": tables.counting(initiative),
        "spans": tables.spans(coverage),
        "groups": tables.groups(initiative),
        "not_offered": tables.not_offered(initiative),
        "sites": tables.sites(initiative, openings),
        "costs": tables.costs(initiative),
        "priced": tables.priced(initiative),
        "offers": surroundings.offers(initiative),
        "areas": surroundings.areas(initiative, by_age="age_65plus" in present),
        "settings": surroundings.settings(initiative, through, present),
    }


def _range(
    rows: pa.Table,
    openings: Sequence[Opening],
    initiative: Initiative,
    through: date | None,
    answers: pa.Table,
) -> tuple[date, date]:
    told = (pc.min_max(days).as_py().values() for days in (rows["local_date"], answers["local_date"]))
    found = [day for ends in told for day in ends if day is not None]
    found += [through or initiative.starts_on, *(opening.local_date for opening in openings)]
    first = min(found + [cost.from_date for cost in initiative.costs])
    return tables.monday(first), max(found)


def _prepared(rows: pa.Table, timezone: str) -> pa.Table:
    """The rows with moments as whole seconds, days from booking to appointment, and a row number.

    A line without a quantity is one, a tally sheet counts those who stand there (in person, without saying so;
    `channel_told` are those that do), and a log of days has no hours.
    """
    rows = rows.select(ENQUIRIES.names).cast(ENQUIRIES)
    rows = rows.append_column("channel_told", rows["channel"].is_valid())
    rows = _replaced(rows, "quantity", pc.fill_null(rows["quantity"], 1))
    there = pc.if_else(pc.equal(rows["record"], "tally"), "in_person", pa.scalar(None, pa.string()))
    rows = _replaced(rows, "channel", pc.coalesce(rows["channel"], there))
    fine = pc.is_in(rows["time_precision"], _FINE)
    rows = _replaced(rows, "hour", pc.if_else(fine, rows["hour"], pa.scalar(None, pa.int16())))
    called = pc.coalesce(rows["called_at"], rows["served_at"])  # as the wait is measured
    moments = {"arrived_s": rows["arrived_at"], "called_s": called, "ended_s": rows["ended_at"]}
    moments |= {name.replace("_at", "_s"): rows[name] for name in _MOMENTS}
    for name, moment in moments.items():
        rows = rows.append_column(name, pc.divide(moment.cast(pa.int64()), 1_000_000))
    booked, due = (surroundings.local_days(rows[name], timezone) for name in ("booked_s", "appointment_s"))
    rows = rows.append_column("lead_days", pc.subtract(due, booked))
    return rows.append_column("row_no", pa.array(range(rows.num_rows), pa.int64()))


def _replaced(rows: pa.Table, name: str, column: pa.ChunkedArray) -> pa.Table:
    return rows.set_column(rows.schema.get_field_index(name), name, column)


def _citizens(rows: pa.Table) -> pa.Table:
    """Without the steps, which happen where no citizen is: what they know answers no question on citizens."""
    return rows.filter(pc.not_equal(rows["record"], "step"))


def _present(rows: pa.Table) -> set[str]:
    """Columns with at least one value."""
    return {name for name in ENQUIRIES.names if rows[name].null_count < rows.num_rows}


def _facts(
    rows: pa.Table,
    initiative: Initiative,
    openings: Sequence[Opening],
    through: date | None,
    answers: pa.Table,
) -> Facts:
    told = _citizens(rows)
    present = _present(told)
    present |= set(pc.unique(told["time_precision"]).drop_null().to_pylist()) & {"minute", "hour"}
    running = [cost for cost in initiative.costs if cost.kind in RUNNING]
    given = {"openings": openings, "costs": running, "exposure": initiative.exposure}
    given["areas"] = surroundings.areas(initiative, by_age="age_65plus" in present).to_pylist()
    present |= {name for name, found in given.items() if found}
    present |= set(pc.unique(answers["question"]).to_pylist())
    unit: Literal["hour", "day"] = "hour" if initiative.has_openings else "day"
    by_site = all(cost.site is not None for cost in initiative.costs)
    return Facts(frozenset(present), unit, by_site, through, frozenset(_present(rows)))
