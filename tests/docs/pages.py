"""Reads the project's own pages: tables, code blocks and links."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
DOCS = sorted((ROOT / "docs").rglob("*.md"))
PAGES = [
    README,
    *DOCS,
    *(ROOT / f"{name}.md" for name in ("CONTRIBUTING", "SECURITY", "CHANGELOG", "GLOSSARY")),
]

_FENCE = re.compile(r"^```(\S+)?[ ]?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the words after it, and what it holds."""

    language: str
    marks: tuple[str, ...]
    content: str


def blocks(page: Path, language: str) -> list[Block]:
    found = _FENCE.findall(page.read_text(encoding="utf-8"))
    return [Block(first, tuple(rest.split()), body) for first, rest, body in found if first == language]


def named(page: Path, *marks: str) -> str:
    """The one block whose marks begin with these words."""
    every = [block for language in ("toml", "csv", "text") for block in blocks(page, language)]
    (found,) = [block for block in every if block.marks[: len(marks)] == marks]
    return found.content


def prose(page: Path) -> str:
    """A page without its code blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def ticked(cell: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", cell)


def tables(page: Path) -> dict[str, list[list[str]]]:
    """Rows of the first table under each heading, without its head; the heading as written."""
    found: dict[str, list[list[str]]] = {}
    heading = ""
    for line in prose(page).splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ").strip()
        elif line.startswith("|"):
            found.setdefault(heading, []).append([c.strip() for c in _CELL.split(line)[1:-1]])
    return {name: [row for row in rows[2:] if row] for name, rows in found.items()}


def links(page: Path) -> list[str]:
    """Where the page points to inside the project."""
    found = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", prose(page))
    return [target for target in found if "://" not in target]
