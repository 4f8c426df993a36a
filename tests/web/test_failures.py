import logging

import pytest

from evaluation.web import failures


def test_a_failed_warm_up_is_logged_and_the_server_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> None:
        raise RuntimeError("no store today")

    with caplog.at_level(logging.ERROR, logger="evaluation.web"):
        failures.logged(fails)
    assert "no store today" in caplog.text


def test_a_warm_up_that_works_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    ran: list[int] = []
    failures.logged(lambda: ran.append(1))
    assert ran == [1]
    assert caplog.text == ""


def test_an_unexpected_error_gets_a_number_that_leads_to_its_trace(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(failures.st, "html", drawn.append)
    with caplog.at_level(logging.ERROR, logger="evaluation.web"):
        assert failures.on_script_error(ValueError("secret detail"))
    number = caplog.records[0].args[0]  # type: ignore[index]
    assert f"nummer {number}" in drawn[0]
    assert "secret detail" not in drawn[0]
    assert "secret detail" in caplog.text
