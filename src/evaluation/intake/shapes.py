"""The shape of a value: what it looks like without saying what it is."""

import unicodedata
from itertools import groupby

_MOST = 30  # characters of a shape
_LETTERS, _DIGITS, _OTHERS = 4, 10, 3  # of one kind in a row: enough to tell a date from a number
_KEPT_CATEGORIES = frozenset({"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sc"})
_KEPT_SIGNS = frozenset("+<=>|~^`")


def shape(value: str) -> str:
    """`Ida 20-02` becomes `Aaa 99-99`: letters A or a, digits 9, signs as they are, the rest `?`.

    A run is capped (4 letters, 10 digits, 3 of any other sign) and the whole cut at 30 characters, so
    that neither content nor its length can be read from it.
    """
    # The first 1,000 characters give more than 30 of shape unless a run is longer than any real value.
    kinds = (kind for char in value[:1000] if (kind := _kind(char)))
    found = "".join(_run("".join(run)) for _, run in groupby(kinds, key=_group))
    return found if len(found) <= _MOST else found[: _MOST - 1] + "…"


def _kind(char: str) -> str:
    category = unicodedata.category(char)
    if category.startswith("M"):  # an accent belongs to its letter
        return ""
    if char.isalpha():
        return "A" if char.isupper() or char.istitle() else "a"
    if char.isnumeric() or char.isdigit():
        return "9"
    if char.isspace():
        return " "
    return char if category in _KEPT_CATEGORIES or char in _KEPT_SIGNS else "?"


def _group(kind: str) -> str:
    return "letter" if kind in "Aa" else kind


def _run(run: str) -> str:
    if run[0] in "Aa":
        return run[:_LETTERS]
    return run[:_DIGITS] if run[0] == "9" else run[:_OTHERS]
