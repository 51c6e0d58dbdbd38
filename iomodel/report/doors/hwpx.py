"""A report as a 한글 document (.hwpx): numbered tables under their captions, words between them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from iomodel.extras import extra
from iomodel.report.blocks import Block, Section
from iomodel.report.document import Document, Method, Part, Picture
from iomodel.report.doors.pictures import png
from iomodel.report.doors.widths import shares
from iomodel.report.numbers import Number
from iomodel.text import Text

_HEAD, _SUM = "#DDE6EE", "#F3F6F9"
_TABLE = Text("표", "Table")
_FIGURE = Text("그림", "Figure")
_RECORD = "iomodel/record.txt"
_MARGIN, _TEXT, _PICTURE = 20, 170, 135  # millimetres
_LETTER = 0.24  # millimetres of a letter's width for each point of its size, amply
_WIDE = 7  # columns from which a table wants smaller letters


def render(document: Document) -> bytes:
    """Return the file."""
    page = _Page(document)
    for part in document.parts:
        page.put(part)
    return page.bytes()


class _Page:
    """A 한글 document being written."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._hwp = extra("hwpx", "report").HwpxDocument.new()
        self._hwp.parts.clear_document_metadata()
        self._hwp.parts.set_document_metadata(title=document.title, creator="iomodel")
        self._hwp.page.setup(paper_size="A4", margins_mm=dict.fromkeys(_SIDES, _MARGIN))
        self._aligned = {name: self._paragraph_look(name) for name in ("LEFT", "CENTER", "RIGHT")}
        self._numbers = {_TABLE: 0, _FIGURE: 0}
        title = self._hwp.paragraphs[0]
        title.text = document.title
        _look(title, char=self._hwp.styles.ensure_run(bold=True, size=18))
        for line in document.lead:
            self._words(f"· {line}")

    def _paragraph_look(self, alignment: str) -> str:
        """Return the id of a paragraph's look, left in the document by one that is taken out."""
        paragraph = self._hwp.add_paragraph("", inherit_style=False)
        index = len(self._hwp.paragraphs) - 1
        self._hwp.styles.apply_paragraph_format(paragraph_index=index, alignment=alignment)
        made = str(paragraph.para_pr_id_ref)
        paragraph.remove()
        return made

    def put(self, part: Part) -> None:
        if isinstance(part, Block):
            self._table(part)
        elif isinstance(part, Section):
            self._heading(part.title)
            for line in part.lines:
                for words in f"· {line}".split("\n"):
                    self._words(words)
        elif isinstance(part, Method):
            self._heading(part.title)
            self._words(part.before)
            for formula in part.formulas:
                script = extra("hwpx.equation", "report").latex_to_eqedit(_simple(formula.tex))
                self._hwp.shapes.add_equation(script, paragraph=self._words("", "CENTER"))
            self._words(part.after)
        else:
            self._picture(part)

    def _heading(self, words: str) -> None:
        self._words("")
        self._words(words, char=self._hwp.styles.ensure_run(bold=True, size=13))

    def _words(self, words: str, alignment: str = "LEFT", char: str = "0") -> Any:
        return self._hwp.add_paragraph(
            words,
            para_pr_id_ref=self._aligned[alignment],
            style_id_ref="0",
            char_pr_id_ref=char,
            inherit_style=False,
        )

    def _caption(self, what: Text, title: str) -> None:
        self._numbers[what] += 1
        number = f"{what.get(self._document.lang)} {self._numbers[what]}. "
        self._words(number + title, char=self._hwp.styles.ensure_run(bold=True, size=10))

    def _table(self, block: Block) -> None:
        self._words("")
        self._caption(_TABLE, block.title)
        if block.unit:
            self._words(block.unit, "RIGHT", self._hwp.styles.ensure_run(size=9))
        table = self._hwp.add_table(len(block.rows) + 1, len(block.headings))
        size = 7 if len(block.headings) >= _WIDE else 9
        table.set_column_widths(shares(block, _TEXT, size * _LETTER))
        table.element.set("repeatHeader", "1")
        plain, bold = (self._hwp.styles.ensure_run(bold=b, size=size) for b in (False, True))
        for j, words in enumerate(block.headings):
            self._cell(table, 0, j, words, "CENTER", bold, _HEAD)
        for i, row in enumerate(block.rows):
            is_sum = i in block.sums
            for j, words in enumerate(row):
                right = isinstance(words, Number) or j >= block.left
                side, look = "RIGHT" if right else "LEFT", bold if is_sum else plain
                self._cell(table, i + 1, j, words, side, look, _SUM if is_sum else "")
        for j in range(block.repeats):
            for first, end in block.spans(j):
                if end > first and block.rows[first][j]:
                    table.merge_cells(first + 1, j, end + 1, j)
        if block.caption:
            self._words(block.caption, char=self._hwp.styles.ensure_run(italic=True, size=9))

    def _cell(
        self, table: Any, i: int, j: int, words: str, side: str, char: str, fill: str
    ) -> None:
        cell = table.cell(i, j)
        cell.set_text(" ".join(words.split("\n")))
        for paragraph in cell.paragraphs:
            _look(paragraph, self._aligned[side], char)
        if fill:
            table.set_cell_shading(i, j, fill)

    def _picture(self, picture: Picture) -> None:
        self._words("")
        self._hwp.add_picture(png(picture, self._document.lang), "png", width_mm=_PICTURE)
        self._caption(_FIGURE, picture.title)
        self._words(picture.alt, char=self._hwp.styles.ensure_run(size=9))

    def bytes(self) -> bytes:
        """Return the document with its record as a member of the archive."""
        out = io.BytesIO(self._hwp.to_bytes())
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_RECORD, "\n".join(self._document.record))
        return out.getvalue()


_SIDES = ("left", "right", "top", "bottom")


def _look(paragraph: Any, paragraph_look: str = "", char: str = "") -> None:
    """Give a paragraph and its runs their looks."""
    if paragraph_look:
        paragraph.element.set("paraPrIDRef", paragraph_look)
    for run in paragraph.runs:
        run.element.set("charPrIDRef", char)


def _simple(tex: str) -> str:
    """Return TeX without what equations of 한글 have no word for."""
    for command in (r"\mathbf", r"\qquad", r"\,"):
        tex = tex.replace(command, "")
    return tex
