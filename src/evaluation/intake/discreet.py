"""Which cell values may be shown: what could point to a person is told only by its shape and number."""

import re
from collections.abc import Collection

import numpy as np

from evaluation.intake.cpr import has_cpr
from evaluation.intake.guess import Seen
from evaluation.intake.shapes import shape
from evaluation.texts import text

_DIGITS = 8  # a telephone number has as many
_MANY_ROWS, _RARE = 200, 3  # in a file of more rows, a category's value is found at least three times
_MANY_VALUES = 10  # of values that hardly recur, so many are no category
_SHAPES = 3
_PART = r"[^\W\d_][^\W\d_'’´.\-]*(?:['’´.\-]+[^\W\d_]*)*"
_WORDS = re.compile(rf"{_PART}(?:,? {_PART}){{0,4}}")
_DONE_BY = re.compile(rf"\b(?:af|by|hos) (?!the )({_PART},? {_PART})", re.IGNORECASE)  # Kaldt af Ida Holm
_PARTICLES = frozenset({"af", "von", "van", "de", "den", "der", "da", "du", "di", "el", "al", "la", "le"})
_TWO = re.compile(rf"(?<!\w)(?=({_PART}),? (?:(?:{'|'.join(sorted(_PARTICLES))}) )*({_PART}))")


def is_contact(value: str) -> bool:
    """Whether it holds an e-mail address, as many digits as a telephone number, or a possible CPR number."""
    return "@" in value or sum(map(str.isdigit, value)) >= _DIGITS or has_cpr(value)


def hidden_values(seen: Seen, known: Collection[str] = ()) -> list[str]:
    """The column's values that are never shown, in its order.

    `known`: values that the program or the initiative names itself. They are words, however rare; but
    what looks like a way to reach somebody is hidden all the same.
    """
    codes = seen.cells.codes
    counts = np.bincount(codes[codes >= 0], minlength=len(seen.values))
    rare = counts < _RARE
    scattered = bool(2 * rare.sum() > len(counts))
    many = len(counts) >= _MANY_VALUES
    return [
        value
        for value, is_rare in zip(seen.values, rare.tolist(), strict=True)
        if is_contact(value)
        or (
            value not in known
            and (
                _names_doer(value)
                or (is_rare and len(codes) > _MANY_ROWS)
                or (is_rare and scattered and _looks_like_name(value, any_case=many))
            )
        )
    ]


def told(header: str, hidden: Collection[str]) -> str:
    """One sentence for what is hidden: how many values and their shapes."""
    shapes = ", ".join(list(dict.fromkeys(map(shape, hidden)))[:_SHAPES])
    name = "one_hidden" if len(hidden) == 1 else "hidden"
    return text(f"intake.proposed.{name}", column=header, count=len(hidden), shapes=shapes)


def names_person(value: str, common: Collection[str] = ()) -> bool:
    """Whether two words with capitals stand together anywhere: `Ida Holm`, `kaldt: HOLM, IDA`; not `Kaldt ind`.

    `common`: casefolded words that are no part of a name: with `kunde` in it, `Kunde Mødt` is none.
    """
    return any(
        first[0].isupper() and then[0].isupper() and not {first.casefold(), then.casefold()} & {*common}
        for first, then in _TWO.findall(" ".join(value.split()))
    )


def _names_doer(value: str) -> bool:
    """`Kaldt af Ida Holm`: whoever serves comes again and again, so that rows tell nothing."""
    return any(found[1].istitle() for found in _DONE_BY.finditer(" ".join(value.split())))


def _looks_like_name(value: str, *, any_case: bool) -> bool:
    """`Ida Nielsen`, `NIELSEN, IDA`, `Bo von Lund`; with `any_case` also `Ida` and `ida nielsen`."""
    if not _WORDS.fullmatch(" ".join(value.split())):
        return False
    words = [word for word in value.replace(",", " ").split() if word.casefold() not in _PARTICLES]
    return any_case or (len(words) >= 2 and all(word[0].isupper() for word in words))
