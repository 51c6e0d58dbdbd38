"""A report as a Word document: numbered tables under their captions, words between them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from iomodel.extras import extra
from iomodel.report.blocks import Block, Section
from iomodel.report.document import Document, Method, Part, Picture
from iomodel.report.doors.pictures import png
from iomodel.report.doors.widths import shares
from iomodel.report.numbers import Number
from iomodel.text import Text

_FONT, _FONT_KO = "Arial", "맑은 고딕"
_HEAD, _SUM = "DDE6EE", "F3F6F9"
_TABLE = Text("표", "Table")
_FIGURE = Text("그림", "Figure")
_TEXT, _PICTURE = 170, 135  # millimetres: between the margins, of a picture
_LETTER = 0.24  # millimetres of a letter's width for each point of its size, amply
_WIDE = 7  # columns from which a table wants smaller letters
_TOGETHER = 24  # rows of a table that is not broken across pages
_AIR = 1.5  # points above and below the words of a cell
_RECORD_PART = "/customXml/iomodel.xml"
_RECORD_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_RECORD_SPACE = "urn:iomodel:record"


def render(document: Document) -> bytes:
    """Return the file."""
    page = _Page(document)
    for part in document.parts:
        page.put(part)
    return page.bytes()


class _Page:
    """A Word document being written."""

    def __init__(self, document: Document) -> None:
        self._docx = extra("docx", "report")
        self._shared = extra("docx.shared", "report")
        self._align = extra("docx.enum.text", "report").WD_ALIGN_PARAGRAPH
        self._oxml = extra("docx.oxml", "report")
        self._document = document
        self._word = self._docx.Document()
        self._numbers = {_TABLE: 0, _FIGURE: 0}
        self._set_up()
        self._word.add_heading(document.title, 0)
        for line in document.lead:
            self._word.add_paragraph(line, style="List Bullet")

    def _set_up(self) -> None:
        section = self._word.sections[0]
        section.page_width, section.page_height = self._shared.Mm(210), self._shared.Mm(297)
        section.left_margin = section.right_margin = self._shared.Mm(20)
        section.top_margin = section.bottom_margin = self._shared.Mm(20)
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "Caption", "List Bullet"):
            style = self._word.styles[name]
            style.font.name = _FONT
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for old in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(self._qn(old), None)
            fonts.set(self._qn("w:eastAsia"), _FONT_KO)
            style.font.color.rgb = self._shared.RGBColor(0x1F, 0x2D, 0x3A)
        self._word.styles["Normal"].font.size = self._shared.Pt(10)
        self._word.core_properties.title = self._document.title
        self._word.core_properties.author = "iomodel"
        self._word.core_properties.language = self._document.lang

    def _qn(self, name: str) -> str:
        found: str = extra("docx.oxml.ns", "report").qn(name)
        return found

    def put(self, part: Part) -> None:
        if isinstance(part, Block):
            self._table(part)
        elif isinstance(part, Section):
            self._word.add_heading(part.title, 1)
            for line in part.lines:
                self._word.add_paragraph(line, style="List Bullet")
        elif isinstance(part, Method):
            self._method(part)
        else:
            self._picture(part)

    def _caption(self, what: Text, title: str) -> None:
        self._numbers[what] += 1
        number = f"{what.get(self._document.lang)} {self._numbers[what]}. "
        paragraph = self._word.add_paragraph(number + title, style="Caption")
        paragraph.paragraph_format.space_before = self._shared.Pt(10)
        paragraph.paragraph_format.space_after = self._shared.Pt(2)
        paragraph.paragraph_format.keep_with_next = True

    def _table(self, block: Block) -> None:
        self._caption(_TABLE, block.title)
        if block.unit:
            unit = self._word.add_paragraph()
            unit.add_run(block.unit).font.size = self._shared.Pt(9)
            unit.alignment = self._align.RIGHT
            unit.paragraph_format.space_after = self._shared.Pt(0)
            unit.paragraph_format.keep_with_next = True
        table = self._word.add_table(len(block.rows) + 1, len(block.headings), style="Table Grid")
        points = 7.5 if len(block.headings) >= _WIDE else 9
        self._columns(table, shares(block, _TEXT, points * _LETTER))
        small = self._shared.Pt(points)
        head = list(table.rows[0].cells)
        for j, words in enumerate(block.headings):
            self._cell(head[j], words, self._align.CENTER, small, bold=True, fill=_HEAD)
        self._repeat(table)
        for i, row in enumerate(block.rows):
            cells = list(table.rows[i + 1].cells)
            for j, words in enumerate(row):
                number = isinstance(words, Number) or j >= block.left
                align = self._align.RIGHT if number else self._align.LEFT
                is_sum = i in block.sums
                self._cell(cells[j], words, align, small, bold=is_sum, fill=_SUM if is_sum else "")
        for j in range(block.repeats):
            for first, end in block.spans(j):
                if end > first and block.rows[first][j]:
                    merged = table.cell(first + 1, j).merge(table.cell(end + 1, j))
                    bold = first in block.sums
                    self._cell(merged, block.rows[first][j], self._align.LEFT, small, bold=bold)
        if len(block.rows) <= _TOGETHER:
            for paragraph in table._tbl.iter(self._qn("w:pPr")):
                paragraph.get_or_add_keepNext()
        below = self._word.add_paragraph(block.caption)
        if block.caption:
            below.runs[0].italic, below.runs[0].font.size = True, self._shared.Pt(8.5)

    def _columns(self, table: Any, millimetres: Sequence[float]) -> None:
        table.autofit = False
        for column, share in zip(table.columns, millimetres, strict=True):
            column.width = self._shared.Mm(share)
            for cell in column.cells:
                cell.width = column.width

    def _cell(
        self, cell: Any, words: str, align: Any, size: Any, *, bold: bool = False, fill: str = ""
    ) -> None:
        for surplus in cell.paragraphs[1:]:
            surplus._element.getparent().remove(surplus._element)
        paragraph = cell.paragraphs[0]
        paragraph.clear()
        run = paragraph.add_run(str(words))
        run.bold, run.font.size = bold, size
        paragraph.alignment = align
        paragraph.paragraph_format.space_before = self._shared.Pt(_AIR)
        paragraph.paragraph_format.space_after = self._shared.Pt(_AIR)
        cell.vertical_alignment = extra("docx.enum.table", "report").WD_ALIGN_VERTICAL.CENTER
        if fill:
            shade = self._oxml.OxmlElement("w:shd")
            shade.set(self._qn("w:val"), "clear")
            shade.set(self._qn("w:fill"), fill)
            cell._element.get_or_add_tcPr().append(shade)

    def _repeat(self, table: Any) -> None:
        """Show a table's headings again on each page, and keep each row in one piece."""
        for row in table.rows:
            row._tr.get_or_add_trPr().append(self._oxml.OxmlElement("w:cantSplit"))
        table.rows[0]._tr.get_or_add_trPr().append(self._oxml.OxmlElement("w:tblHeader"))

    def _method(self, method: Method) -> None:
        self._word.add_heading(method.title, 1)
        self._word.add_paragraph(method.before)
        for formula in method.formulas:
            self._equation(formula.plain)
        self._word.add_paragraph(method.after)

    def _equation(self, plain: str) -> None:
        space = "http://schemas.openxmlformats.org/officeDocument/2006/math"
        math = self._oxml.parse_xml(
            f'<m:oMathPara xmlns:m="{space}"><m:oMath><m:r><m:t/></m:r></m:oMath></m:oMathPara>'
        )
        next(math.iter(f"{{{space}}}t")).text = plain
        self._word.add_paragraph()._p.append(math)

    def _picture(self, picture: Picture) -> None:
        data = io.BytesIO(png(picture, self._document.lang))
        shape = self._word.add_picture(data, width=self._shared.Mm(_PICTURE))
        shape._inline.docPr.set("descr", picture.alt)
        self._word.paragraphs[-1].paragraph_format.keep_with_next = True
        self._caption(_FIGURE, picture.title)

    def bytes(self) -> bytes:
        """Return the document with its record in a part of custom XML, which Word keeps."""
        packuri = extra("docx.opc.packuri", "report").PackURI(_RECORD_PART)
        words = "\n".join(self._document.record)
        data = f'<record xmlns="{_RECORD_SPACE}">{words}</record>'
        main = self._word.part
        made = extra("docx.opc.part", "report").Part(
            packuri, "application/xml", data.encode(), main.package
        )
        main.relate_to(made, _RECORD_TYPE)
        out = io.BytesIO()
        self._word.save(out)
        return out.getvalue()
