"""A column of strokes on a wide tally sheet: what its numbers count."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from evaluation.initiative.kinds import Key
from evaluation.intake.faults import fault
from evaluation.intake.targets import fold

#: What a stroke may tell, in the order in which a line with several would be read.
CATEGORIES_COUNTED = (
    "topic",
    "target_group",
    "outcome",
    "home_area",
    "life_event",
    "digital_exempt",
    "otherwise_site",
)


class CountSpec(BaseModel):
    """One column of counts: one category, or none where it counts everybody on the sheet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: Annotated[str, Field(min_length=1)]
    topic: Key | None = None
    target_group: Key | None = None
    outcome: Key | None = None
    home_area: Key | None = None
    life_event: Key | None = None
    digital_exempt: StrictBool | None = None
    otherwise_site: Key | None = None

    @property
    def category(self) -> tuple[str, str | bool] | None:
        """(dimension, value) that the column counts; None: everybody."""
        said = [(name, value) for name in CATEGORIES_COUNTED if (value := getattr(self, name)) is not None]
        return said[0] if said else None

    @model_validator(mode="after")
    def _one_category(self) -> Self:
        said = [name for name in CATEGORIES_COUNTED if getattr(self, name) is not None]
        if len(said) > 1:
            raise fault("counts_several", f'counts "{self.column}"', ", ".join(said))
        return self


def check_counts(counts: Iterable[CountSpec], record: str, filled: Iterable[str]) -> None:
    """Faults of a profile's whole list. `filled`: targets of its columns and constants."""
    columns = [fold(one.column) for one in counts]
    if not columns:
        return
    if record != "tally":
        raise fault("counts_record", "record", record, "tally")
    for other in filled:
        if other == "quantity" or other in CATEGORIES_COUNTED:
            raise fault("counts_and_column", "counts", other)
    twice = next((name for name in columns if columns.count(name) > 1), None)
    if twice is not None:
        raise fault("counts_twice", "counts", twice)
