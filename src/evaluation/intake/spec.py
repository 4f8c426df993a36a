"""How a source's file is laid out: the `[file]` table of a profile, every key with a default."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Delimiter = Literal["auto", ";", ",", "\t", "|"]


class FileSpec(BaseModel):
    """What to expect of the file; `auto` finds out and fails with a sentence when it cannot."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["auto", "csv", "xlsx"] = "auto"
    encoding: Annotated[str, Field(min_length=1)] = "auto"  # or a Python codec: "cp1252"
    delimiter: Delimiter = "auto"
    quote: Annotated[str, Field(min_length=1, max_length=1)] = '"'
    sheet: str | None = None
    header_row: Literal["auto"] | Annotated[int, Field(ge=1)] = "auto"  # row number as the user sees it
    total_rows: bool = False  # drop a totals row: its first cell reads "i alt", "total" or "sum"
    decimal: Literal[",", "."] = ","
