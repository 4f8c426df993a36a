"""One citizen's visit as it really happened; times are minutes after local midnight of its day."""

from dataclasses import dataclass
from datetime import date


@dataclass(slots=True)
class Contact:
    """Filled in by arrivals, citizens and desks in turn."""

    site: str
    day: date
    arrived: float
    kind: str  # target | other | passports | licences | late | vain | outside
    booked: int | None = None  # the minute of the appointment
    service: float = 0.0
    patience: float = 0.0
    group: str | None = None
    topic: str | None = None
    aged: bool | None = None
    exempt: bool | None = None
    first_visit: bool | None = None
    otherwise: str | None = None
    satisfaction: int | None = None
    called: float | None = None
    started: float | None = None
    ended: float | None = None
    outcome: str = ""  # an outcome of the data model; "" until served
    forgotten: bool = False  # staff left the ticket open: the system closed it at 23:59
    ticket: str = ""
    remark: str = ""  # free text: no profile takes it
    typed_cpr: str | None = None  # a made-up number typed where the topic should stand

    @property
    def due(self) -> float:
        """From when the citizen can be called."""
        return self.arrived if self.booked is None else max(self.arrived, self.booked)
