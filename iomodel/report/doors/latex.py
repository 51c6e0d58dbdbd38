"""A report as LaTeX, for XeLaTeX or LuaLaTeX with kotex."""

from __future__ import annotations

from iomodel.report.blocks import Block, Section
from iomodel.report.document import Document, Method, Part
from iomodel.report.doors.widths import shares, widths
from iomodel.text import Text

_TABLE = Text("표", "Table")
_HEAD = r"""\documentclass[a4paper,10pt]{article}
\usepackage[margin=20mm]{geometry}
\usepackage{kotex}
\usepackage{amsmath,booktabs,longtable,pdflscape,array}
\setlength{\LTleft}{0pt}
\setlength{\tabcolsep}{1.4mm}
"""
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "[": "{[}",  # after \\ or \item it would begin an option
    "]": "{]}",
    "*": "{*}",
    "✓": r"$\checkmark$",
    "−": r"$-$",
    "–": r"--",
    "₩": r"KRW ",
    "ₖ": r"\textsubscript{k}",
    "ᵈ": r"\textsuperscript{d}",
}
# Millimetres: of a letter, between columns on either side, of the text, and from which width on a
# table stands on its side.
_LETTER, _GAP = 1.9, 1.4
_PORTRAIT, _LANDSCAPE, _LANDSCAPE_FROM = 170, 257, 220


def render(document: Document) -> bytes:
    """Return the file."""
    lines = [_HEAD + r"\usepackage{amssymb}", rf"\title{{{escape(document.title)}}}"]
    lines += [r"\date{}", r"\begin{document}", r"\maketitle", r"\begin{itemize}"]
    lines += [rf"\item {escape(line)}" for line in document.lead]
    lines += [r"\end{itemize}"]
    for part in document.parts:
        lines += ["", *_part(part, document)]
    lines += [r"\end{document}", *(f"% {line}" for line in document.record)]
    return ("\n".join(lines) + "\n").encode()


def escape(words: str) -> str:
    """Return plain words so that TeX takes none of them for a command."""
    return "".join(_SPECIAL.get(letter, letter) for letter in words)


def _part(part: Part, document: Document) -> list[str]:
    if isinstance(part, Block):
        return _table(part, document)
    if isinstance(part, Section):
        items = [rf"\item {_lines(line)}" for line in part.lines]
        return [_section(part.title), r"\begin{itemize}", *items, r"\end{itemize}"]
    if isinstance(part, Method):
        formulas = [line for f in part.formulas for line in (r"\[", f.tex, r"\]")]
        return [_section(part.title), escape(part.before), *formulas, escape(part.after)]
    return [_section(part.title), escape(part.alt)]


def _section(title: str) -> str:
    return rf"\section*{{{escape(title)}}}"


def _table(block: Block, document: Document) -> list[str]:
    letters = widths(block)
    wide = sum(letters) * _LETTER > _LANDSCAPE_FROM
    room = (_LANDSCAPE if wide else _PORTRAIT) - 2 * _GAP * len(letters)
    millimetres = shares(block, min(room, _LETTER * sum(letters)), _LETTER)
    sides = ["raggedright"] * block.left + ["raggedleft"] * (len(letters) - block.left)
    columns = "".join(
        rf">{{\{side}\arraybackslash}}p{{{n:.1f}mm}}"
        for side, n in zip(sides, millimetres, strict=True)
    )
    head = " & ".join(_lines(words) for words in block.headings) + r" \\"
    lines = [
        rf"\renewcommand{{\tablename}}{{{_TABLE.get(document.lang)}}}",
        r"{\small",
        rf"\begin{{longtable}}{{{columns}}}",
        rf"\caption{{{escape(block.title)}}}\\",
    ]
    if block.unit:
        lines.append(rf"\multicolumn{{{len(letters)}}}{{r}}{{{escape(block.unit)}}}\\")
    lines += [r"\toprule", head, r"\midrule", r"\endfirsthead"]
    lines += [r"\toprule", head, r"\midrule", r"\endhead", r"\bottomrule", r"\endfoot"]
    for i, row in enumerate(block.rows):
        cells = [escape(" ".join(cell.split("\n"))) for cell in row]
        if i in block.sums:
            cells = [rf"\textbf{{{cell}}}" if cell else "" for cell in cells]
        lines.append(" & ".join(cells) + r" \\")
    lines += [r"\end{longtable}", "}"]
    if block.caption:
        lines.append(rf"\noindent\textit{{{escape(block.caption)}}}")
    return [r"\begin{landscape}", *lines, r"\end{landscape}"] if wide else lines


def _lines(words: str) -> str:
    return r" \newline ".join(escape(line) for line in words.split("\n"))
