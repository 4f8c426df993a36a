"""The files: the same bytes for a seed, messy where planted, nobody's personal data in a taken column."""

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from evaluation.demo import generate
from evaluation.demo.parameters import labels
from evaluation.errors import UserError
from tests.demo.demo_log import OPEN, Log, intact, moment, table

CPR = re.compile(r"(?<!\d)\d{6}-?\d{4}(?!\d)")


def _weighted(number: str) -> int:
    digits = number.replace("-", "")
    return sum(int(d) * w for d, w in zip(digits, (4, 3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True))


def test_the_same_seed_gives_the_same_bytes(log: Log, demo_store: Path) -> None:
    """The year of the demo's store was made at another time, by whichever process came first."""
    again = demo_store.with_name(f"{demo_store.name}-demo")
    made = {path.name: path for path in (*log.written.files, log.written.truth)}
    assert {path.name for path in again.iterdir()} == set(made)
    for name, first in made.items():
        assert first.read_bytes() == (again / name).read_bytes(), name


def test_another_seed_gives_another_year(logs: tuple[Log, ...]) -> None:
    assert len({log.exports[8].read_bytes() for log in logs}) == len(logs)


def test_there_is_one_export_a_month_a_workbook_and_a_tally_sheet(log: Log) -> None:
    names = [p.name for p in log.written.files]
    months = [(2024, m) for m in range(9, 13)] + [(2025, m) for m in range(1, 13)]
    months += [(2026, m) for m in range(1, 4)]
    assert names == [f"koe_{y}-{m:02d}.csv" for y, m in months] + ["tidsbestilling.xlsx", "taelleark.xlsx"]
    assert log.written.truth.name == "planted_truth.json"


def test_an_export_is_danish_excel_csv(log: Log) -> None:
    content = log.exports[0].read_bytes()
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == content.count(b"\n")
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    rows = intact(log.exports[0])
    assert any(re.fullmatch(r"\d+,\d", r["Ventetid (min.)"]) for r in rows)
    assert all(re.fullmatch(r"\d\d-\d\d-\d{4} \d\d:\d\d", r["Billet trukket"]) for r in rows)


def test_lines_are_as_many_as_the_truth_says(logs: tuple[Log, ...]) -> None:
    for log in logs:
        for path in log.exports:
            header, *rows = table(path)
            told = log.story["files"][path.name]
            whole = [tuple(r) for r in rows if len(r) == len(header)]
            assert len(rows) == told["rows"]
            assert len(rows) - len(whole) == told["broken"] > 0
            assert len(whole) - len(set(whole)) == told["repeated"]
            assert sum(r[1] == "Jobcenter Aars" for r in whole) == told["outside"]
            assert sum(bool(CPR.search(r[9])) for r in whole) == told["cpr"]


def test_exports_overlap_and_open_tickets_close_in_the_next(log: Log) -> None:
    closed_later = 0
    for earlier, later in pairwise(log.exports):
        first, second = intact(earlier), {_key(r): r for r in intact(later)}
        shared = [r for r in first if _key(r) in second]
        assert shared
        assert {r["Dato"][3:] for r in shared} == {first[-1]["Dato"][3:]}
        still_open = [r for r in first if r["Status"] in OPEN]
        assert all(second[_key(r)]["Status"] not in OPEN for r in still_open)
        closed_later += len(still_open)
    assert closed_later > 0
    assert not any(r["Status"] in OPEN for r in intact(log.exports[-1]))


def test_nothing_is_lost_between_exports(log: Log) -> None:
    assert len(log.rows) == log.story["contacts"]


def test_ticket_numbers_restart_daily_and_name_a_ticket_with_site_and_day(log: Log) -> None:
    for path in log.exports:
        by_key = Counter(_key(r) for r in {tuple(r.items()): r for r in intact(path)}.values())
        assert max(by_key.values()) == 1
    numbers = Counter(r["Billetnr"] for path in log.exports for r in intact(path))
    assert numbers["A001"] > 300


def test_times_never_run_backwards(log: Log) -> None:
    for path in log.exports:
        for row in intact(path):
            steps = [moment(row[c]) for c in ("Billet trukket", "Kaldt", "Ekspedition start", "Afsluttet")]
            known = [s for s in steps if s is not None]
            assert known == sorted(known)


def test_cpr_like_numbers_are_made_up_and_stand_where_planted(logs: tuple[Log, ...]) -> None:
    for log in logs:
        rows = [r for path in log.exports for r in intact(path)]
        found = [n for r in rows for cell in r.values() for n in CPR.findall(cell)]
        assert found
        assert all(_weighted(n) % 11 for n in found)
        elsewhere = [
            r for r in rows for c, v in r.items() if c not in ("Bemærkning", "Emne") and CPR.search(v)
        ]
        assert elsewhere == []
        assert len({_key(r) for r in rows if CPR.search(r["Emne"])}) == log.planted["mess"]["cpr_rows"]


def test_names_stand_in_the_remarks_only_and_are_invented(log: Log) -> None:
    names = labels()["remarks"]["names"]
    rows = [r for path in log.exports for r in intact(path)]
    assert any(n in r["Bemærkning"] for r in rows for n in names)
    assert not any(n in v for r in rows for c, v in r.items() if c != "Bemærkning" for n in names)
    spoken = {re.sub(CPR, "", r["Bemærkning"]) for r in rows}
    known = {t.format(name=n, cpr="") for t in labels()["remarks"]["texts"] for n in names}
    assert spoken - {""} <= known


def test_unclosed_tickets_end_a_minute_before_midnight(log: Log) -> None:
    rows = [r for path in log.exports for r in intact(path)]
    system = [r for r in rows if r["Afsluttet"].endswith("23:59")]
    assert {r["Status"] for r in system} > {"Ikke kaldt", "Ekspederet"}
    assert all(not r["Kaldt"] for r in system if r["Status"] == "Ikke kaldt")


def test_the_workbook_opens_in_another_reader(log: Log) -> None:
    book = openpyxl.load_workbook(log.folder / "tidsbestilling.xlsx", read_only=True)
    assert book.sheetnames == ["Tider", "Vejledning"]
    rows = list(book["Tider"].iter_rows(values_only=True))
    assert rows[3][:3] == ("Bookingnr", "Afdeling", "Ydelse")
    assert rows[-1][0] == "I alt"
    assert rows[-1][1] == len(rows) - 5 == log.story["appointments"]["all"]
    assert all(row[3] < row[4] for row in rows[4:-1])
    assert max(row[4].date() for row in rows[4:-1]) == date(2026, 3, 20)
    assert len({row[0] for row in rows[4:-1]}) == len(rows) - 5


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="Demoåret kan ikke skrives"):
        generate(tmp_path / "file" / "demo")


def _key(row: dict[str, str]) -> tuple[str, str, str]:
    return row["Billetnr"], row["Lokation"], row["Dato"]
