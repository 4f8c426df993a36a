"""The models of a profile: how one source's export maps to enquiries. `profile_io` reads and writes them."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, model_validator

from evaluation.initiative.kinds import Key
from evaluation.intake.count_spec import CountSpec, check_counts
from evaluation.intake.event_spec import EventSpec, check_events
from evaluation.intake.faults import fault as _fault
from evaluation.intake.spec import FileSpec
from evaluation.intake.targets import CATEGORIES, FLAG_VALUES, FLAGS, IDS, LIMITS, NUMBERS, TIMES, fold
from evaluation.store.schema import TAKEN

AUTO_ISO = "auto-iso"
EXCEL = "excel"
#: A stamp whose every part differs, so that a format that drops or swaps one is found out.
_PROBE = datetime(2025, 11, 23, 14, 35)  # noqa: DTZ001 - a wall clock by design


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _as_tuple(given: object) -> object:
    return (given,) if isinstance(given, str) else given


Headers = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(_as_tuple), Field(min_length=1)
]


class ColumnSpec(_Model):
    """Where one target column comes from, and how its cells are read."""

    column: Headers  # several are joined with a blank: date and time
    format: str | None = None  # strptime, "auto-iso" or "excel"; None: auto-iso
    values: dict[str, str] | None = None  # closed map from what the file says to ids; "" is blank
    other: str | None = None  # the id of values that the map lacks; without it they reject the row
    numeric_id: bool = False  # ids are numbers that may look like CPR numbers: the guard is relaxed

    @property
    def label(self) -> str:
        """The headers as a user sees them."""
        return " + ".join(self.column)

    @property
    def folded(self) -> dict[str, str]:
        """The closed map by folded value."""
        return {fold(raw): target for raw, target in (self.values or {}).items()}


def _as_table(name: str) -> BeforeValidator:
    return BeforeValidator(lambda given: {name: given} if isinstance(given, str | list | tuple) else given)


class Identity(_Model):
    """What makes a row itself: columns (headers, or targets such as `local_date`), or nothing at all."""

    columns: Annotated[tuple[str, ...], BeforeValidator(_as_tuple)] = ()
    mode: Literal["columns", "replace_day"] = "columns"
    numeric_id: bool = False


class Coverage(_Model):
    """Which days a file speaks for: how long a time without a row is a quiet time, or a stated period."""

    unit: Literal["day", "week", "month", "sheet", "stated"] = "week"  # tally sheets: "sheet"
    sites: tuple[Key, ...] | None = None  # default: every site the profile can yield
    from_date: Annotated[date | None, Field(alias="from")] = None
    to_date: Annotated[date | None, Field(alias="to")] = None
    partial: bool = False

    @model_validator(mode="after")
    def _stated_has_dates(self) -> Self:
        dates = self.from_date is not None and self.to_date is not None
        if (self.unit == "stated") != dates or (dates and str(self.from_date) > str(self.to_date)):
            raise _fault("coverage_dates", "coverage", f"{self.unit}, {self.from_date}, {self.to_date}")
        return self


class Profile(_Model):
    """One source's export. Every key is described in the README."""

    id: Key
    source: Key
    name: str = ""
    kind: Literal["enquiries"] = "enquiries"
    timezone: str = ""  # default: the initiative's
    record: Literal["contact", "step", "tally"] = "contact"
    time_precision: Literal["minute", "hour", "opening", "day"] = "minute"
    left_time: Literal["actual", "call", "none"] = "actual"
    snapshot: bool = False
    closing_time: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    unclosed_after_hours: Annotated[int, Field(ge=0)] = 16  # 0: cases last; never disbelieve an end
    missing: tuple[str, ...] = ("", "NA", "n/a", "-", "NULL")
    file: FileSpec = FileSpec()
    identity: Annotated[Identity, _as_table("mode")] = Identity()
    coverage: Coverage = Coverage()
    events: EventSpec | None = None  # an event log: a row is one event of a ticket or of a step
    constants: dict[str, StrictBool | StrictInt | str] = {}
    columns: dict[str, Annotated[ColumnSpec, _as_table("column")]]
    counts: tuple[CountSpec, ...] = ()  # a wide tally sheet's columns of strokes
    origin: Annotated[str, Field(exclude=True, repr=False)] = ""  # name of the file it was read from

    @property
    def place(self) -> str:
        """The file an error points into."""
        return self.origin or f"{self.id}.toml"

    @model_validator(mode="before")
    @classmethod
    def _a_sheet_speaks_for_its_day(cls, given: object) -> object:
        """A tally sheet that is missing is no zero: unless the profile says otherwise."""
        if isinstance(given, dict) and given.get("record") == "tally":
            told = given.get("coverage", {})
            if isinstance(told, dict) and not {"unit", "from", "to"} & {*told}:
                return {**given, "coverage": {**told, "unit": "sheet"}}
        return given

    @model_validator(mode="after")
    def _sound(self) -> Self:
        _check_zone(self.timezone)
        for target, spec in self.columns.items():
            _check_column(target, spec)
        for target, given in self.constants.items():
            _check_constant(target, given, self.columns)
        check_events(self.events, self.record, self.identity.mode, self.columns)
        check_counts(self.counts, self.record, (*self.columns, *self.constants))
        _check_needed(self)
        return self


def _check_zone(name: str) -> None:
    if not name:
        return
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of the database
        raise _fault("timezone", "timezone", name, "Europe/Copenhagen") from None


def _check_column(target: str, spec: ColumnSpec) -> None:
    where = f"columns.{target}"
    if target not in TAKEN:
        raise _fault("unknown_target", where, target, ", ".join(TAKEN))
    if spec.format is not None and target not in TIMES:
        raise _fault("format_not_time", f"{where}.format", spec.format, ", ".join(TIMES))
    if target in TIMES:
        _check_format(f"{where}.format", spec.format or AUTO_ISO)
    if spec.numeric_id and target not in IDS:
        raise _fault("numeric_not_id", f"{where}.numeric_id", "true", ", ".join(IDS))
    if (spec.values is not None or spec.other is not None) and target in (*TIMES, *IDS):
        raise _fault("values_not_here", f"{where}.values", target, ", ".join((*CATEGORIES, *FLAGS)))
    if spec.other is not None and target in NUMBERS:
        raise _fault("values_not_here", f"{where}.other", target, ", ".join((*CATEGORIES, *FLAGS)))
    _check_values(target, where, spec)


def _check_values(target: str, where: str, spec: ColumnSpec) -> None:
    seen: dict[str, str] = {}
    for raw, mapped in (spec.values or {}).items():
        if seen.setdefault(fold(raw), mapped) != mapped:
            raise _fault("values_clash", f"{where}.values", raw)
    for mapped in (*(spec.values or {}).values(), *((spec.other,) if spec.other is not None else ())):
        if mapped and target in FLAGS and mapped not in FLAG_VALUES:
            raise _fault("flag_value", f"{where}.values", mapped, ", ".join(FLAG_VALUES))
        if mapped and target in NUMBERS and not mapped.isdecimal():
            raise _fault("number_value", f"{where}.values", mapped)


def _check_format(where: str, style: str) -> None:
    if style in (AUTO_ISO, EXCEL):
        return
    try:
        back = datetime.strptime(_PROBE.strftime(style), style).replace(tzinfo=None)  # noqa: DTZ007 - a wall clock by design
    except ValueError:
        back = datetime.min  # noqa: DTZ901 - any stamp that differs will do
    if back.date() != _PROBE.date() or (back.hour, back.minute) not in ((14, 35), (14, 0), (0, 0)):
        raise _fault("format", where, style, "%d-%m-%Y %H:%M, auto-iso, excel")


def _check_constant(target: str, given: bool | int | str, columns: dict[str, ColumnSpec]) -> None:
    where = f"constants.{target}"
    if target not in (*CATEGORIES, *FLAGS, *NUMBERS):
        raise _fault("unknown_target", where, target, ", ".join((*CATEGORIES, *FLAGS, *NUMBERS)))
    if target in columns:
        raise _fault("constant_and_column", where, given)
    wanted = bool if target in FLAGS else int if target in NUMBERS else str
    if type(given) is not wanted:
        raise _fault("constant_type", where, given, wanted.__name__)
    if target in NUMBERS and not LIMITS[target][0] <= given <= LIMITS[target][1]:  # type: ignore[operator]
        raise _fault("constant_type", where, given, "{}-{}".format(*LIMITS[target]))


def _check_needed(profile: Profile) -> None:
    if "arrived_at" not in profile.columns:
        raise _fault("needed", "columns.arrived_at", "")
    if "site" not in (*profile.columns, *profile.constants):
        raise _fault("needed", "columns.site", "")
    if profile.record == "step" and "case_id" not in profile.columns:
        raise _fault("step_needs_case", "columns.case_id", "")
    ways = [bool(profile.identity.columns), profile.identity.mode == "replace_day"]
    if sum((*ways, "enquiry_id" in profile.columns)) != 1:
        raise _fault("identity", "identity", profile.identity.mode, "columns, replace_day")
    if profile.snapshot and profile.identity.mode == "replace_day":
        raise _fault("snapshot_needs_id", "snapshot", "true")
