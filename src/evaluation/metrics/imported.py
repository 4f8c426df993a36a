"""Which import each enquiry came with: what was told late."""

from datetime import date

from evaluation.engine import Engine
from evaluation.metrics.render import sql_text


def enquiries_by_import(engine: Engine, through: date) -> dict[str, int]:
    """Import id → enquiries of local dates up to `through`, that day included, of all places together.

    An enquiry that a later import corrected is told under that one.
    """
    sql = sql_text("support", "rows_by_import.sql")
    rows = engine.execute(f"-- rows_by_import\n{sql}", [through]).to_pylist()
    return {str(row["import_id"]): int(row["n"] or 0) for row in rows}
