"""The one table `enquiries`: its columns, their types, and what each is for (design: data model)."""

import pyarrow as pa

SCHEMA_VERSION = 2

#: The tables' folders in a store.
TABLE, REJECTED = "enquiries", "rejections"

_T = pa.timestamp("us")  # always naive UTC

#: What a citizen turned up with, as the row states it. `taken` columns are those a profile may map.
TAKEN: dict[str, pa.DataType] = {
    "enquiry_id": pa.string(),  # HMAC of the source's own id with the installation's key
    "case_id": pa.string(),  # likewise; links contacts into a citizen's course
    "site": pa.string(),
    "served_by": pa.string(),
    "channel": pa.string(),
    "arrived_at": _T,
    "called_at": _T,
    "served_at": _T,
    "ended_at": _T,
    "booked_at": _T,
    "appointment_at": _T,
    "updated_at": _T,  # when the source last changed the row, where it tells
    "case_closed_at": _T,  # when the source says that the whole case was closed
    "quantity": pa.int32(),
    "topic": pa.string(),
    "outcome": pa.string(),
    "handed_over_to": pa.string(),
    "transfers": pa.int32(),
    "step_no": pa.int32(),
    "target_group": pa.string(),
    "age_65plus": pa.bool_(),
    "digitally_challenged": pa.bool_(),
    "digital_exempt": pa.bool_(),
    "vulnerable": pa.bool_(),
    "first_visit": pa.bool_(),
    "accompanied": pa.bool_(),
    "life_event": pa.string(),
    "repeated_information": pa.bool_(),
    "satisfaction": pa.int32(),
    "otherwise_site": pa.string(),
    "home_area": pa.string(),
    "staff_minutes": pa.int32(),
}

#: Columns intake and import set.
GIVEN: dict[str, pa.DataType] = {
    "record": pa.string(),  # contact | step | tally, or one of EVENT_RECORDS
    "synthetic": pa.bool_(),
    "municipality": pa.string(),
    "initiative": pa.string(),
    "source": pa.string(),
    "time_precision": pa.string(),  # minute | hour | opening | day
    "unclosed": pa.bool_(),  # staff or the system closed it late: the end is unknown
    "closed": pa.bool_(),  # the row states an outcome or an end: beats an open version of itself
    "event": pa.string(),  # of an event log's row: one of EVENTS; its times tell only what it tells (intake/atoms.py)
    "ticket_id": pa.string(),  # HMAC of what an event log's rows share that fold into one contact or step
}

#: Functions of the row itself, in the profile's time zone, which engines would compute differently.
DERIVED: dict[str, pa.DataType] = {
    "local_date": pa.date32(),
    "year": pa.int16(),
    "iso_year": pa.int16(),
    "iso_week": pa.int16(),
    "week_start": pa.date32(),
    "weekday_iso": pa.int16(),
    "hour": pa.int16(),
    "wait_min": pa.int32(),  # arrival (booked: the later of arrival and appointment) to first call
    "service_min": pa.int32(),
}

#: Where the row came from.
TRACE: dict[str, pa.DataType] = {
    "row_hash": pa.string(),
    "import_id": pa.string(),
    "source_row": pa.int32(),
    "file_hash": pa.string(),  # start of the file's sha256: what the same file, read anew, may take back
}

#: How much of a file's sha256 its rows bear.
FILE_HASH_DIGITS = 16
#: An enquiry id that begins so was made for a row without one, and goes when its day is replaced.
DAY_KEY = "d:"

COLUMNS: dict[str, pa.DataType] = GIVEN | TAKEN | DERIVED | TRACE
ENQUIRIES = pa.schema([pa.field(name, kind) for name, kind in COLUMNS.items()])
PARTITIONS = ["municipality", "year"]

#: One rejected row: where it stands in the user's own file, why, and the value's shape, never the value.
REJECTIONS = pa.schema(
    [
        pa.field("import_id", pa.string()),
        pa.field("initiative", pa.string()),
        pa.field("file", pa.string()),
        pa.field("source_row", pa.int32()),
        pa.field("column", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("shape", pa.string()),
    ]
)

#: Beside contact (a citizen turned up), step (a unit worked on a case) and tally (a stroke count): single events as
#: a log tells them, which fold into contacts or steps when a version is read (docs/adr/0007).
EVENT_RECORDS = ("contact_event", "step_event")
#: What an event may say. `issued`: the ticket was drawn, or the step begun.
EVENTS = (
    "issued",
    "called",
    "served",
    "held",
    "returned",
    "transferred",
    "finished",
    "left",
    "no_show",
)

CHANNELS = ("in_person", "phone", "video", "digital", "mail", "outreach", "robot", "course", "batch")
#: `served`: staff are done with it, and nobody noted whether the matter was settled (docs/adr/0010).
OUTCOMES = (
    "resolved",
    "resolved_later",
    "served",
    "handed_over",
    "transferred",
    "booked",
    "answered_by_robot",
    "left",
    "no_show",
    "misdirected",
    "open",
)
#: Sensitive dimensions: only from a release, never live (disclosure).
SENSITIVE = ("target_group", "topic", "home_area", "digital_exempt", "life_event")
