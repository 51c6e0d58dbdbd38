"""A report as one HTML file that needs nothing else: for a screen, a phone, a printer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from iomodel.extras import extra
from iomodel.report.blocks import Block, Section
from iomodel.report.document import Document, Method, Part
from iomodel.report.doors.pictures import svg
from iomodel.report.numbers import Number
from iomodel.text import Lang, Text

_CONTENTS = Text("차례", "Contents")


def render(document: Document) -> bytes:
    """Return the file."""
    jinja2 = extra("jinja2", "report")
    folder = Path(__file__).parent / "templates"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )
    page = environment.get_template("report.html").render(
        document=document,
        parts=[_part(part, document.lang) for part in document.parts],
        words={"contents": _CONTENTS.get(document.lang)},
    )
    return str(page).encode()


def _part(part: Part, lang: Lang) -> dict[str, Any]:
    """Return what the template needs to know of a part."""
    markup = extra("markupsafe", "report").Markup
    if isinstance(part, Block):
        return _table(part)
    if isinstance(part, Section):
        return {"kind": "section", "title": part.title, "lines": part.lines}
    if isinstance(part, Method):
        convert = extra("latex2mathml.converter", "report").convert
        formulas = [markup(convert(f.tex, display="block")) for f in part.formulas]
        return {
            "kind": "method",
            "title": part.title,
            "before": part.before,
            "formulas": formulas,
            "after": part.after,
        }
    drawn = svg(part, lang).decode()
    drawn = drawn[drawn.index("<svg") :]  # without the prologue, which has no place in HTML
    return {"kind": "picture", "title": part.title, "alt": part.alt, "svg": markup(drawn)}


def _table(block: Block) -> dict[str, Any]:
    covered = _covered(block)
    numbers = [cell for row in block.rows for cell in row if isinstance(cell, Number)]
    rows = [
        {
            "is_sum": i in block.sums,
            "cells": [_cell(block, covered, i, j) for j in range(len(row)) if covered[i, j]],
        }
        for i, row in enumerate(block.rows)
    ]
    return {
        "kind": "table",
        "title": block.title,
        "unit": block.unit,
        "headings": block.headings,
        "rows": rows,
        "caption": block.caption,
        "sortable": block.repeats == 0 and len(block.rows) > 2 and bool(numbers),
    }


def _covered(block: Block) -> dict[tuple[int, int], int]:
    """Return over how many rows each cell reaches; zero where one from above covers it."""
    reach = {(i, j): 1 for i in range(len(block.rows)) for j in range(len(block.headings))}
    for j in range(block.repeats):
        for first, end in block.spans(j):
            if block.rows[first][j]:
                reach |= {(i, j): 0 for i in range(first, end + 1)}
                reach[first, j] = end - first + 1
    return reach


def _cell(block: Block, reach: dict[tuple[int, int], int], i: int, j: int) -> dict[str, Any]:
    words = block.rows[i][j]
    number = isinstance(words, Number)
    return {
        "words": words,
        "value": words.value if isinstance(words, Number) else None,
        "span": reach[i, j],
        "is_label": j < block.repeats or (j == 0 and not number),
        "right": number or j >= block.left,
    }
