"""Looking up Danish strings, and every string's placeholders."""

import string

import pytest

from evaluation import texts

FORMATTER = string.Formatter()


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


def _is_broken(template: str) -> bool:
    """A stray brace, or a placeholder without a name: either would raise where the text is shown."""
    try:
        return any(
            name is not None and not name.isidentifier() for _, name, _, _ in FORMATTER.parse(template)
        )
    except ValueError:
        return True


def test_every_text_can_be_filled() -> None:
    broken = [key for key in texts.keys() if texts.has(key) and _is_broken(texts.text(key))]  # noqa: SIM118
    assert not broken


@pytest.mark.parametrize("template", ["a {", "a } b", "{}", "{0}", "{a b}"])
def test_a_broken_template_is_seen(template: str) -> None:
    assert _is_broken(template)


def test_every_error_has_both_sentences_and_nothing_else() -> None:
    parts: dict[str, set[str]] = {}
    for key in texts.keys():  # noqa: SIM118
        if ".errors." in key:
            stem, part = key.rsplit(".", 1)
            parts.setdefault(stem, set()).add(part)
    assert parts
    assert not {stem: found for stem, found in parts.items() if found != {"what", "fix"}}
