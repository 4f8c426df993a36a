"""The SQL must run on Spark too: what was seen to differ between engines does not occur in it."""

import re
from importlib.resources import files

import pytest

from evaluation.engine.load import STEPS

_PLACES = (("evaluation.engine", "derive"), ("evaluation.metrics", "sql"), ("evaluation.metrics", "support"))
QUERIES = {
    f"{folder}/{file.name}": file.read_text(encoding="utf-8")
    for package, folder in _PLACES
    for file in files(package).joinpath(folder).iterdir()
}
FORBIDDEN = {
    "qualify": r"\bqualify\b",
    "weekday and ISO week functions": r"\b(isodow|isoyear|isoweek|dayofweek|weekofyear|weekday|dow)\b\s*\(?",
    "extract": r"\bextract\s*\(",
    "date arithmetic": r"\b(date_diff|datediff|date_part|date_trunc|time_bucket|epoch\w*|age|strftime)\s*\(",
    "quantile": r"\b(quantile\w*|median|mode|approx_\w+)\s*\(",
    "list and struct": r"\b(list|array_agg|unnest|struct_pack|list_\w+)\s*\(",
    "filter over": r"\bfilter\s*\([^)]*\)\s*over\b",
    "star tricks": r"\*\s*(exclude|replace|except)\b",
    "short casts": r"::|\btry_cast\b|\bcast\s*\([^)]* as (varchar|text|hugeint|ubigint)\b",
    "integer division": r"//",
    "engine's own null test": r"\b(ifnull|nvl|is\s+(not\s+)?distinct\s+from)\b",
    "group by all": r"\b(group|order)\s+by\s+all\b",
    "semi joins and asof": r"\b(asof|semi|anti|lateral|positional)\s+join\b",
    "local time and chance": r"\b(now|current_\w+|today|random)\b",
    "double quotes": r'"',
}


def _code(sql: str) -> str:
    return re.sub(r"--[^\n]*", "", sql)


@pytest.mark.parametrize("name", QUERIES)
def test_sql_is_portable(name: str) -> None:
    code = _code(QUERIES[name])
    found = [what for what, pattern in FORBIDDEN.items() if re.search(pattern, code, re.IGNORECASE)]
    assert not found
    assert code.isascii()
    assert ";" not in code


@pytest.mark.parametrize("name", QUERIES)
def test_no_alias_repeats_a_column_of_its_own_query(name: str) -> None:
    """`f(x) AS x` beside GROUP BY x means different things to different engines."""
    code = _code(QUERIES[name])
    assert not re.findall(r"\b\w+\(\s*\w*\.?(\w+)[^()]*\)\s+AS\s+\1\b", code, re.IGNORECASE)


def _sums(code: str) -> list[str]:
    """What SUM and AVG add up: the text between their brackets."""
    found = []
    for opened in re.finditer(r"\b(?:sum|avg)\s*\(", code, re.IGNORECASE):
        depth, at = 1, opened.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(code[at], 0)
            at += 1
        found.append(code[opened.end() : at - 1])
    return found


@pytest.mark.parametrize("name", QUERIES)
def test_fractions_are_added_as_decimals(name: str) -> None:
    """The sum of floats depends on their order, and so on threads: the same question, two last digits."""
    fractions = re.compile(r"hours|amount|kr_per_day|running|_kr\b|double", re.IGNORECASE)
    whole = {"staff_hours"}  # added up as decimals one query further in
    for added in _sums(_code(QUERIES[name])):
        assert added in whole or "DECIMAL" in added or not fractions.search(added), added


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_says_what_it_is(name: str) -> None:
    assert QUERIES[name].startswith("-- ")


def test_the_rules_see_what_they_forbid() -> None:
    bad = {
        "SELECT isodow(d) FROM t": "weekday and ISO week functions",
        "SELECT count(*) FILTER (WHERE x) OVER () FROM t": "filter over",
        "SELECT EXTRACT(WEEK FROM d) FROM t": "extract",
        "SELECT date_diff('day', a, b)": "date arithmetic",
        "SELECT quantile_cont(x, 0.5)": "quantile",
        "SELECT x QUALIFY row_number() OVER () = 1": "qualify",
        "SELECT x::INTEGER": "short casts",
        "SELECT CAST(x AS VARCHAR)": "short casts",
    }
    for sql, rule in bad.items():
        assert re.search(FORBIDDEN[rule], sql, re.IGNORECASE), sql


def test_every_derivation_is_a_step_and_the_other_way_round() -> None:
    assert {name.removeprefix("derive/") for name in QUERIES if name.startswith("derive/")} == {
        f"{step}.sql" for step in STEPS
    }
