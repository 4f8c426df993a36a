"""A small Excel workbook whose bytes depend on its cells alone: fixed dates, nothing compressed."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

Cell = str | int | datetime | None

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's day 0 has no zone
_STAMP = (2026, 3, 20, 16, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy\\ hh:mm"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def workbook(sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> bytes:
    """The bytes of an .xlsx with these sheets, rows from row 1, columns from A (at most 26)."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, xml in _parts(sheets):
            archive.writestr(zipfile.ZipInfo(name, _STAMP), _HEAD + xml)
    return out.getvalue()


def _parts(sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> Iterable[tuple[str, str]]:
    count = range(1, len(sheets) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for n in count
    )
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{types}</Types>',
    )
    yield "_rels/.rels", _relations(("officeDocument", "xl/workbook.xml"))
    named = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1)
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>',
    )
    links = [("worksheet", f"worksheets/sheet{n}.xml") for n in count]
    yield "xl/_rels/workbook.xml.rels", _relations(*links, ("styles", "styles.xml"))
    yield "xl/styles.xml", _STYLES
    for n, rows in enumerate(sheets.values(), 1):
        yield f"xl/worksheets/sheet{n}.xml", _sheet(rows)


def _relations(*links: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{_LINKS}">{each}</Relationships>'


def _sheet(rows: Iterable[Sequence[Cell]]) -> str:
    lines = (
        f'<row r="{n}">{"".join(_cell(f"{chr(65 + at)}{n}", value) for at, value in enumerate(row))}</row>'
        for n, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(place: str, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, datetime):
        serial = (value - _EPOCH).total_seconds() / 86_400
        return f'<c r="{place}" s="1"><v>{serial!r}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'
