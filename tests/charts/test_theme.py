import pytest

from evaluation.charts import theme


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (theme.INK, theme.PAPER),
        (theme.SECONDARY, theme.PAPER),
        (theme.SECONDARY, theme.ZONE),
        (theme.POINT, theme.PAPER),
        (theme.PAPER, theme.INK),
    ],
)
def test_text_is_readable(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(
    ("mark", "ground"),
    [
        (theme.INTERVAL, theme.PAPER),
        (theme.INTERVAL, theme.BAND),
        (theme.POINT, theme.BAND),
        (theme.POINT, theme.ZONE),
        (theme.MUTED, theme.PAPER),
        (theme.INK, theme.ZONE),
    ],
)
def test_marks_stand_out(mark: str, ground: str) -> None:
    assert contrast(mark, ground) >= 3


def test_charts_count_and_date_in_danish() -> None:
    locale = theme.config()["locale"]
    assert locale["number"]["decimal"] == ","
    assert len(locale["time"]["days"]) == 7
    assert len(locale["time"]["months"]) == 12
    assert locale["time"]["days"][0] == "søndag"


def test_no_letter_is_smaller_than_13() -> None:
    config = theme.config()
    assert config["text"]["fontSize"] >= 13
    assert min(config["axis"]["labelFontSize"], config["axis"]["titleFontSize"]) >= 13
