"""The button for a page's figures: what the file is called and what bytes are in it."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from evaluation.findings.model import Download
from evaluation.web import components

ROWS = (("Færre timer; én ansat", 1.5, 14, None), ("=SUM(A1)", -0.25, 0, "nej"))
FOUND = Download("modeller", ("Model", "Kvote", "Timer", "Grund"), ROWS)


def page(found: object) -> None:  # AppTest runs its body alone: no name from outside
    from evaluation.web import components

    components.download(found, "figures")


def test_the_button_speaks_danish_and_asks_for_no_new_run() -> None:
    app = AppTest.from_function(page, args=(FOUND,)).run()
    assert not app.exception
    (button,) = app.get("download_button")
    assert button.proto.label == "Hent sidens tal (CSV til Excel)"
    assert button.proto.ignore_rerun


def test_the_file_is_one_for_danish_excel(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(
        components.st, "download_button", lambda label, data, **how: given.update(how, data=data)
    )
    components.download(FOUND, "figures")
    assert (given["file_name"], given["mime"], given["key"]) == ("modeller.csv", "text/csv", "figures")
    assert given["data"] == (
        b"\xef\xbb\xbfModel;Kvote;Timer;Grund\r\n"
        + '"Færre timer; én ansat";1,5;14;\r\n\'=SUM(A1);-0,25;0;nej\r\n'.encode()
    )
