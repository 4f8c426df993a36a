"""Looking up Danish strings, and every string's placeholders."""

import string

import pytest

from evaluation import texts


def test_a_text_is_found_and_filled() -> None:
    assert texts.text("common.got", got="7") == "Fandt: 7."


def test_an_unknown_key_is_no_empty_string() -> None:
    with pytest.raises(KeyError):
        texts.text("common.nowhere")
    assert not texts.has("common.nowhere")
    assert not texts.has("nofile.key")
    assert texts.has("common.got")


def test_a_users_error_says_what_got_and_fix() -> None:
    error = texts.error("initiative.not_utf8", file="a.toml", line=3)
    assert (error.key, error.got) == ("initiative.not_utf8", "")
    assert str(error) == "a.toml, linje 3: filen er ikke gemt som UTF-8. Gem den igen som UTF-8."
    assert "Fandt: x." in str(texts.error("initiative.unknown", got="x", root="r", known="y"))


@pytest.mark.parametrize("key", texts.keys())
def test_every_text_can_be_filled(key: str) -> None:
    """A stray brace would raise where the text is shown."""
    if texts.has(key):
        list(string.Formatter().parse(texts.text(key)))


@pytest.mark.parametrize("key", [key for key in texts.keys() if ".errors." in key])
def test_every_error_has_both_sentences(key: str) -> None:
    assert key.rsplit(".", 1)[1] in ("what", "fix")
    stem = key.rsplit(".", 1)[0]
    for part in ("what", "fix"):
        assert texts.text(f"{stem}.{part}").rstrip().endswith((".", "}", "?", ":"))
