"""What a proposal leaves to a person, as comments at the end of the profile: places to fill, then a list."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from evaluation.intake import toml_out
from evaluation.intake.targets import CATEGORIES, TIMES
from evaluation.intake.words import meaning
from evaluation.texts import text

#: Left out on purpose; every other reason asks a person for something.
_LEFT_OUT = frozenset(
    {"many_values", "free_text", "personal", "people", "cpr", "empty", "content", "unused", "weak"}
    | {"planned", "no_list"}
)
_MOST = 12  # candidates shown
_OPEN = "…"


@dataclass(frozen=True)
class Unmapped:
    """What a person must settle, or what is not taken. `why` is a key of texts `intake.why`.

    `candidates`: formats, headers, targets, or a category's values; never the content of another column.
    `target`: what is to be filled, if that is known. `written`: the candidates are together one time, and so it
    may be written.
    """

    column: str
    why: str
    candidates: tuple[str, ...] = ()
    target: str | None = None
    written: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Why, in words."""
        return text(f"intake.why.{self.why}")

    @property
    def needed(self) -> bool:
        """Whether a person must settle it; else it is left out on purpose."""
        return self.why not in _LEFT_OUT

    @property
    def line(self) -> str:
        """Name, reason and candidates on one line."""
        said = text("intake.leftovers.line", name=self.column, why=self.sentence)
        more = text("intake.leftovers.more", count=len(self.candidates) - _MOST)
        shown = [*self.candidates[:_MOST], *([more] if len(self.candidates) > _MOST else [])]
        return plain(f"{said} {text('intake.leftovers.among', listed=', '.join(shown))}" if shown else said)


def plain(line: str) -> str:
    """A text on one line, with nothing that a comment cannot hold."""
    return "".join(char if char.isprintable() else " " for char in " ".join(line.split()))


def leftovers(
    unmapped: Sequence[Unmapped],
    formats: Mapping[str, Sequence[str]],
    filled: Container[str],
    sites: Sequence[str],
    has_constants: bool = False,
) -> str:
    """TOML comments: the blocks that are missing, to be freed of their signs, then what is left out.

    `formats`: header → how it writes its dates. `filled`: targets that need no column any more. `sites`: ids
    a place may be given. `has_constants`: the profile has that table already, and TOML allows only one.
    """
    missing = [entry for entry in unmapped if entry.needed]
    offered = {name for entry in missing if entry.column == entry.target for name in entry.candidates}
    left_out = [entry for entry in unmapped if not entry.needed and entry.column not in offered]
    open_times = [target for target in TIMES if target not in filled]
    lines = _heading("missing") if missing else []
    for entry in missing:
        lines += ["#", f"# {entry.line}", *_any_block(entry, formats, open_times, sites, has_constants)]
    lines += _heading("left_out") if left_out else []
    lines += [f"# {entry.line}" for entry in left_out]
    return "".join(f"{line}\n" for line in lines)


def _heading(name: str) -> list[str]:
    heading = text(f"intake.leftovers.{name}_heading")
    return ["", *toml_out.comment(text(f"intake.leftovers.{name}", heading=heading))]


def _any_block(
    entry: Unmapped,
    formats: Mapping[str, Sequence[str]],
    open_times: Sequence[str],
    sites: Sequence[str],
    has_constants: bool,
) -> list[str]:
    if entry.target == "identity":
        return _identity(entry)
    if entry.why == "event_words":
        return _events(entry)
    if entry.why == "event_log" and entry.target == "enquiry_id":
        columns = toml_out.value(list(entry.candidates))
        return ["# [identity]", f"# columns = {columns}"] if entry.candidates else []
    if entry.why in ("count_two", "count_twice", "count_unknown", "count_unnamed"):
        return _count(entry)
    if entry.why == "needs_channel":
        above = f"# {text('intake.leftovers.constants')}" if has_constants else "# [constants]"
        return [above, f"# channel = {toml_out.quoted('in_person')}"]
    return _block(entry, formats, open_times, sites)


def _count(entry: Unmapped) -> list[str]:
    """A column of a tally sheet: what it may count, one of which is to be kept."""
    choices = entry.candidates or tuple(
        f"{name} = {toml_out.quoted(_OPEN)}" for name in ("topic", "target_group")
    )
    other = f"# {text('intake.leftovers.other')}"
    more = [line for choice in choices[1:] for line in (other, f"# {choice}")]
    return ["# [[counts]]", f"# column = {toml_out.quoted(entry.column)}", f"# {choices[0]}", *more]


def _events(entry: Unmapped) -> list[str]:
    """The words of an event log; whose meaning is known has it."""
    known = {value: meaning("event", value) or _OPEN for value in entry.candidates}
    words = [f"# {toml_out.quoted(value)} = {toml_out.quoted(event)}" for value, event in known.items()]
    return ["# [events]", f"# column = {toml_out.quoted(entry.column)}", "# [events.values]", *words]


def _identity(entry: Unmapped) -> list[str]:
    """The choices; where nothing is unique, first the one that merges no rows."""
    columns = [f"# columns = {toml_out.value([name])}" for name in entry.candidates[:_MOST]]
    other = f"# {text('intake.leftovers.other')}"
    if entry.why in ("no_identity", "number_again"):
        columns = [f"# mode = {toml_out.quoted('replace_day')}", *columns]
        other = f"# {text('intake.leftovers.merging')}"
    return ["# [identity]", *columns[:1], *(line for one in columns[1:] for line in (other, one))]


def _block(
    entry: Unmapped, formats: Mapping[str, Sequence[str]], open_times: Sequence[str], sites: Sequence[str]
) -> list[str]:
    target, own = entry.target, entry.column == entry.target
    if entry.why == "time":
        fields = text("intake.leftovers.fields", fields=", ".join(open_times))
        return [f"# {fields}", *_table(_OPEN, [(entry.column, style) for style in entry.candidates])]
    if target and entry.written:
        columns = list(entry.candidates) if len(entry.candidates) > 1 else entry.candidates[0]
        return _table(target, [(columns, style) for style in entry.written])
    offers = (list(entry.candidates[:_MOST]) or [_OPEN]) if own else [entry.column]
    if target in TIMES:
        styles = formats if own else {entry.column: entry.candidates}
        return _table(target, [(name, style) for name in offers for style in styles.get(name) or (_OPEN,)])
    if target not in CATEGORIES:
        return []
    lines = _table(target, [(name, None) for name in offers])
    if target != "site" or not sites:
        return lines
    listed = [*lines, *toml_out.comment(plain(text("intake.leftovers.sites", ids=", ".join(sites))))]
    return [*listed, f"# values = {{ {toml_out.quoted(_OPEN)} = {toml_out.quoted(sites[0])} }}"]


def _table(target: str, offers: Sequence[tuple[str | list[str], str | None]]) -> list[str]:
    """A table as comments; after its first offer the others."""
    lines = [f"# [columns.{target}]"]
    for place, (column, style) in enumerate(offers):
        lines += [f"# {text('intake.leftovers.other')}"] if place else []
        lines.append(f"# column = {toml_out.value(column)}")
        lines += [f"# format = {toml_out.quoted(style)}"] if style else []
    return lines
