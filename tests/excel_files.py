"""Excel workbooks, written by hand: a library would not write the cells that matter here."""

import io
import re
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DATE, TIME, CLOCK, DURATION = 1, 2, 3, 4
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Uitleg" sheetId="1"'
    ' r:id="rId1"/><sheet name="Data" sheetId="2" r:id="rId2"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>'
    f'<Relationship Id="rId3" Type="{OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId4" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm:ss"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts>'
    '<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="21"/>'
    '<xf numFmtId="165"/></cellXfs></styleSheet>',
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>gedeeld</t></si>'
    '<si><r><t xml:space="preserve">half </t></r><r><t>vet</t></r></si></sst>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
}


def number(value: str, style: int = 0) -> str:
    return f'<c @ s="{style}"><v>{value}</v></c>'


def text(value: str) -> str:
    return f'<c @ t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def shared(place: int) -> str:
    return f'<c @ t="s"><v>{place}</v></c>'


def truth(value: int) -> str:
    return f'<c @ t="b"><v>{value}</v></c>'


def error(value: str) -> str:
    return f'<c @ t="e"><v>{value}</v></c>'


def formula(result: str = "") -> str:
    return f"<c @><f>A1+1</f>{result and f'<v>{result}</v>'}</c>"


def workbook(cells: dict[str, str], merged: str = "", **changed: str) -> bytes:
    """A workbook with the sheet `Data`.

    Args:
        cells: by reference, `B2`, what one of the functions above gives.
        merged: a range of merged cells.
        changed: other contents of parts, by the stem of their name.
    """
    rows: dict[int, str] = {}
    for place, cell in cells.items():
        row = int(re.sub("[A-Z]", "", place))
        rows[row] = rows.get(row, "") + cell.replace("@", f'r="{place}"')
    data = "".join(f'<row r="{row}">{content}</row>' for row, content in sorted(rows.items()))
    ranges = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{ranges}</worksheet>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (PARTS | {"xl/worksheets/sheet2.xml": sheet}).items():
            stem = name.rpartition("/")[2].rpartition(".")[0]
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + changed.get(stem, content))
    return file.getvalue()
