"""Blocks and sections as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from iomodel.findings import Finding
from iomodel.report import blocks
from iomodel.report.blocks import Block, Section
from iomodel.report.views import blocks as view_blocks
from iomodel.summary import Summary
from iomodel.text import Lang
from iomodel.views import views


def document(summary: Summary, findings: Sequence[Finding], lang: Lang) -> str:
    """Return an estimate as a Markdown document."""
    parts = [f"# {escape(summary.estimate.study.title.get(lang))}"]
    parts += [f"- {line}" for line in blocks.headline(summary, lang)]
    tables = blocks.indicator_tables(summary, lang)
    regional = blocks.regional_table(summary, lang)
    further = view_blocks(views(summary), lang)
    for block in [*tables, *([regional] if regional else []), *further]:
        parts += ["", table(block)]
    parts += _listed(blocks.sections(summary, findings, lang))
    return "\n".join(parts) + "\n"


def pieces(block: Block, sections: Sequence[Section]) -> str:
    """Return one table with what stands below it."""
    return "\n".join([table(block), *_listed(sections)]) + "\n"


def _listed(sections: Sequence[Section]) -> list[str]:
    return [line for one in sections for line in ("", *section(one))]


def section(one: Section) -> list[str]:
    """Return a titled list of sentences, line by line."""
    return [f"## {one.title}", "", *(f"- {escape(line)}" for line in one.lines)]


def table(block: Block) -> str:
    """Return one block as a Markdown table under its title."""
    lines = [f"## {escape(block.title)}", ""] if block.title else []
    lines += [escape(block.unit), ""] if block.unit else []
    lines.append(_line(map(escape, block.headings)))
    lines.append(_line("---" if i < block.left else "---:" for i in range(len(block.headings))))
    for i, row in enumerate(block.rows):
        lines.append(_line(f"**{c}**" if i in block.sums and c else c for c in map(escape, row)))
    if block.caption:
        lines += ["", f"*{escape(block.caption)}*"]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    words = [cell.replace("\n", " ") for cell in cells]
    return "| " + " | ".join(words) + " |"


_MARKUP = re.compile(r"[\\`*~|<]")


def escape(words: str) -> str:
    """Return plain words so that Markdown takes none of them for markup."""
    return _MARKUP.sub(r"\\\g<0>", words)
