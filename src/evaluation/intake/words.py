"""Compares words: headers with the names a column usually has, cell values with what they usually mean."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from evaluation.texts import table, text

Words = tuple[str, ...]
#: How well a header fits: the words themselves, the words among others, the beginning of a compound.
EXACT, AMONG, BEGINNING = 3, 2, 1
_PARTS = re.compile(r"[^\W\d_]+(?:\+)?|\d+\+?")
_CAMEL = re.compile(r"(?<=[a-z\u00df-\u00f6\u00f8-\u00ff])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_COMPOUND = 5  # shorter words begin too many others
_SHORT = 3  # letters: a Danish word this short is often another word in English
#: Here even short names mean one thing in both languages (nr, id), or only keep a column out (cpr, tlf).
_SAFE_SHORT = frozenset({"enquiry_id", "case_id", "id_word", "date_part", "clock_part", "never", "not_flow"})


def words(value: str) -> Words:
    """`SRRecordID` → (sr, record, id); `Senest_ændret:` → (senest, ændret)."""
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFC", value))
    return tuple(part.casefold() for part in _PARTS.findall(spaced))


@cache
def synonyms(name: str) -> tuple[Words, ...]:
    """The names of a column, best first."""
    return tuple(words(one) for one in text(f"intake.synonyms.{name}").split(","))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(word for name in ("date_part", "clock_part") for one in synonyms(name) for word in one)


def _bare(found: Words) -> Words:
    """Without words that only say that a column holds a time, if others remain."""
    return tuple(word for word in found if word not in _fillers() | {"at"}) or found


def fit(header: str, name: str) -> tuple[int, int]:
    """How well a header fits a column's names: (level, -place among the names); (0, 0) when not at all.

    A short name fits only alone: `By` is a town, "Reached us by" is not.
    """
    whole = words(header)
    given = _bare(whole)
    levels = (
        (
            EXACT * (whole == one)
            if name not in _SAFE_SHORT and _is_short(one)
            else max(_level(given, _bare(one)), AMONG * ("".join(one) in whole)),  # "startdate"
            -place,
        )
        for place, one in enumerate(synonyms(name))
    )
    return max((found for found in levels if found[0]), default=(0, 0))


def _is_short(name: Words) -> bool:
    return len(name) == 1 and name[0].isalpha() and len(name[0]) <= _SHORT


def _level(given: Words, name: Words) -> int:
    if given == name:
        return EXACT
    spans = (given[start : start + len(name)] for start in range(len(given) - len(name) + 1))
    if any(span == name for span in spans):
        return AMONG
    begins = len(name) == 1 and len(name[0]) >= _COMPOUND and any(w.startswith(name[0]) for w in given)
    return BEGINNING if begins else 0


@cache
def _meanings(name: str) -> dict[Words, str]:
    found = {words(one): key for key, said in table(f"intake.{name}").items() for one in said.split(",")}
    return found | {words(key): key for key in table(f"intake.{name}")}


@cache
def event_vocabulary() -> frozenset[str]:
    """The single words of a queue's own language: of its events, and of the numbers that it gives."""
    said = [*_meanings("event_words"), *synonyms("case_id"), *synonyms("enquiry_id")]
    return frozenset(word for one in said for word in one if len(word) > _SHORT)


def meaning(target: str, value: str) -> str | None:
    """The channel or outcome a cell value names, if all its words are understood."""
    return _meanings(f"{target}_words").get(words(value))


def slug(value: str, taken: Sequence[str] = ()) -> str:
    """An id made of a name: small letters, digits and underscores; numbered when it is taken."""
    letters = table("intake.letters")
    spelled = "".join(letters.get(char, char) for char in unicodedata.normalize("NFC", value).casefold())
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50] or "x"
    number, found = 1, base
    while found in taken:
        number += 1
        found = f"{base}_{number}"
    return found
