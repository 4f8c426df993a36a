"""What may be wrong in a configuration that has the shape of one."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, which kind (`[problems.<kind>]`), what was given, what is allowed."""

    location: tuple[str | int, ...]
    kind: str
    given: object = None
    allowed: dict[str, str] = field(default_factory=dict)
