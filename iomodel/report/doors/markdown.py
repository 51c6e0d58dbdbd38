"""A report as Markdown."""

from __future__ import annotations

from iomodel.report import markdown
from iomodel.report.blocks import Block, Section
from iomodel.report.document import Document, Method, Part


def render(document: Document) -> bytes:
    """Return the file; the record stands in a comment at its end."""
    lines = [f"# {markdown.escape(document.title)}", ""]
    lines += [f"- {markdown.escape(line)}" for line in document.lead]
    for part in document.parts:
        lines += ["", *_part(part)]
    record = "\n".join(document.record)
    return ("\n".join(lines) + f"\n\n<!--\n{record}\n-->\n").encode()


def _part(part: Part) -> list[str]:
    if isinstance(part, Block):
        return [markdown.table(part)]
    if isinstance(part, Section):
        return [line.replace("\n", "  \n  ") for line in markdown.section(part)]
    if isinstance(part, Method):
        formulas = [f"$$ {formula.tex} $$" for formula in part.formulas]
        told = (markdown.escape(part.before), *formulas, markdown.escape(part.after))
        return [f"## {markdown.escape(part.title)}", "", "\n\n".join(told)]
    return []
