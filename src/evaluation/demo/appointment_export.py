"""The appointment system's workbook: titles above the header, a totals row, a second sheet."""

from collections.abc import Sequence

from evaluation.demo.bookings import Appointment
from evaluation.demo.parameters import Truth, labels
from evaluation.demo.workbook import Cell, workbook

_DAY = "%d-%m-%Y"


def appointment_export(truth: Truth, appointments: Sequence[Appointment]) -> tuple[str, bytes]:
    """The workbook's name and bytes."""
    words = labels()["booking"]
    period = words["period"].format(
        first=truth.period.first_day.strftime(_DAY), last=truth.period.last_day.strftime(_DAY)
    )
    rows: list[Sequence[Cell]] = [[words["title"]], [period], [], words["header"]]
    rows += [_row(a) for a in appointments]
    rows.append([words["total"], len(appointments)])
    guide: list[Sequence[Cell]] = [[line] for line in words["guide"]]
    return words["file"], workbook({words["sheet"]: rows, words["guide_sheet"]: guide})


def _row(appointment: Appointment) -> Sequence[Cell]:
    words = labels()
    booking = words["booking"]
    return [
        appointment.number,
        booking["site"],
        words["topic"][appointment.topic],
        appointment.booked_at,
        appointment.starts_at,
        booking["no_show" if appointment.no_show else "met"],
        booking["online" if appointment.online else "phone"],
    ]
