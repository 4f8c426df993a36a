"""A small Excel workbook whose bytes depend on its cells alone: fixed dates, nothing compressed."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

Cell = str | int | datetime | None
Sheets = Mapping[str, Iterable[Sequence[Cell]]]

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's day 0 has no zone
_STAMP = (2026, 3, 20, 16, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LINKED = "application/vnd.openxmlformats-package.relationships+xml"
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


def workbook(sheets: Sheets) -> bytes:
    """The bytes of an .xlsx with these sheets, rows from row 1, columns from A (at most 26)."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, xml in _parts(sheets).items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), _HEAD + xml)
    return out.getvalue()


def _parts(sheets: Sheets) -> dict[str, str]:
    pages = {f"worksheets/sheet{n}.xml": _sheet(rows) for n, rows in enumerate(sheets.values(), 1)}
    links = dict.fromkeys(pages, "worksheet") | {"styles.xml": "styles"}
    kinds = {"workbook.xml": "sheet.main"} | links
    types = "".join(f'<Override PartName="/xl/{p}" ContentType="{_KIND}.{k}+xml"/>' for p, k in kinds.items())
    named = "".join(
        f'<sheet name={quoteattr(s)} sheetId="{n}" r:id="rId{n}"/>' for n, s in enumerate(sheets, 1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="{_LINKED}"/>{types}</Types>',
        "_rels/.rels": _relations({"xl/workbook.xml": "officeDocument"}),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": _relations(links),
        "xl/styles.xml": _STYLES,
    } | {f"xl/{part}": xml for part, xml in pages.items()}


def _relations(links: Mapping[str, str]) -> str:
    each = (f'Id="rId{n}" Type="{_OFFICE}/{k}" Target="{t}"' for n, (t, k) in enumerate(links.items(), 1))
    lines = "".join(f"<Relationship {link}/>" for link in each)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _sheet(rows: Iterable[Sequence[Cell]]) -> str:
    cells = (
        (n, (_cell(f"{chr(65 + at)}{n}", v) for at, v in enumerate(row))) for n, row in enumerate(rows, 1)
    )
    lines = "".join(f'<row r="{n}">{"".join(row)}</row>' for n, row in cells)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cell(place: str, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, datetime):
        return f'<c r="{place}" s="1"><v>{(value - _EPOCH).total_seconds() / 86_400!r}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'
