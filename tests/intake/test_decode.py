import codecs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from evaluation.errors import UserError
from evaluation.intake import decode
from evaluation.intake.decode import TextFile, find_encoding
from tests.intake.files_samples import write

TABLE = "Dato;Ærinde;Sted\r\n03-03-2025;Fornyelse på dansk – 5 € à la carte;Løgstør\r\n"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]

any_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def read(path: Path, wanted: str = "auto") -> tuple[str, str]:
    encoding = find_encoding(path, wanted)
    with TextFile(path, encoding) as file:
        text = "".join(file)
    assert file.sha256 == encoding.sha256
    return encoding.codec, text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    found, text = read(write(tmp_path, TABLE, encoding=encoding))
    assert text == TABLE
    assert found == encoding


def test_utf16_big_endian_with_bom(tmp_path: Path) -> None:
    content = codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be")
    assert read(write(tmp_path, content)) == ("utf-16", TABLE)


def test_latin_1_is_the_last_resort(tmp_path: Path) -> None:
    # 0x81 is nothing in Windows-1252.
    assert read(write(tmp_path, b"Sted;Nr\n\xc5rs\x81;1\n")) == ("latin-1", "Sted;Nr\nÅrs\x81;1\n")


def test_a_late_danish_letter_settles_it(tmp_path: Path) -> None:
    """The encoding is judged on the whole file, not on its beginning."""
    rows = "Sted;Nr\n" + "Aars;1\n" * 300_000 + "Løgstør;2\n"
    codec, text = read(write(tmp_path, rows, encoding="cp1252"))
    assert codec == "cp1252"
    assert text.endswith("Løgstør;2\n")


def test_utf8_with_a_few_foreign_bytes_stays_utf8(tmp_path: Path) -> None:
    path = write(tmp_path, "Ærø;Læsø\næ;ø\n".encode() + b"\xe6;1\n" + "å;2\n".encode())
    encoding = find_encoding(path)
    assert (encoding.codec, encoding.damaged) == ("utf-8", True)
    with TextFile(path, encoding) as file:
        lines = list(file)
    assert [decode.is_damaged(line) for line in lines] == [False, False, True, False]


@pytest.mark.parametrize(
    ("content", "wanted", "key"),
    [
        (b"a;b\n1;\xe6\n", "utf-8", "wrong_encoding"),
        (b"a;b\n1;2\n", "utf-9", "unknown_encoding"),
        (b"a;b\n1;2\n", "rot13", "unknown_encoding"),
        (codecs.BOM_UTF16_LE + "a;b\n".encode("utf-16-le") + b"x", "auto", "wrong_encoding"),
        (b"a;b\n1;2\n" + bytes(5000), "auto", "nul_bytes"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, wanted: str, key: str) -> None:
    with pytest.raises(UserError) as raised:
        find_encoding(write(tmp_path, content), wanted)
    assert raised.value.key == f"intake_files.{key}"


def test_nul_bytes_are_shown_by_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="fra linje 3"):
        find_encoding(write(tmp_path, b"a;b\r\n1;2\r\n3;\0"))


@pytest.mark.parametrize("before", ["", "a;b\n" * 200_000])
def test_an_endless_line_fails_before_it_is_read_through(
    tmp_path: Path, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, before + "x" * 20_000_000)
    read_bytes = 0
    chunks = decode._chunks

    def counted(path: Path):  # noqa: ANN202
        nonlocal read_bytes
        for chunk in chunks(path):
            read_bytes += len(chunk)
            yield chunk

    monkeypatch.setattr(decode, "_chunks", counted)
    with pytest.raises(UserError) as raised:
        find_encoding(path)
    assert raised.value.key == "intake_files.long_line"
    assert f"Linje {before.count(chr(10)) + 1} " in raised.value.what
    assert read_bytes < len(before) + 3_000_000


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_line_of_just_under_a_million_characters_is_read_whole(tmp_path: Path, ending: str) -> None:
    line = "a;" + "x" * (decode.LONGEST_LINE - 2) + ending
    path = write(tmp_path, line * 3)
    with TextFile(path, find_encoding(path)) as file:
        assert list(file) == [line] * 3


@any_folder
@given(text=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\ufeff")))
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_is_written_is_read(tmp_path: Path, codec: str, text: str) -> None:
    path = write(tmp_path, text, encoding=codec)
    assert read(path, codec)[1] == text
    if codec != "utf-8":  # a BOM speaks for itself
        assert read(path)[1] == text


@any_folder
@given(text=st.text(alphabet=st.characters(codec="cp1252", exclude_characters="\0")))
@pytest.mark.parametrize("codec", ["cp1252", "utf-16-le", "utf-16-be"])
def test_what_is_written_in_a_stated_encoding_is_read(tmp_path: Path, codec: str, text: str) -> None:
    assert read(write(tmp_path, text, encoding=codec), codec)[1] == text


@any_folder
@example(words=["a", "a", "a", "Å–", "Å–"])  # two capitals before a dash are sound UTF-8, too
@example(words=["Å–"] * 100)
@given(words=st.lists(st.text(alphabet="abcdeæøåÆØÅ é–€", min_size=1), min_size=5))
@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "cp1252"])
def test_danish_words_are_read_without_being_told_how(tmp_path: Path, codec: str, words: list[str]) -> None:
    text = "Dato;Sted;Bemærkning\n" + "\n".join(words)
    assert read(write(tmp_path, text, encoding=codec))[1] == text
