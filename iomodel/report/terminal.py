"""Blocks and sections as text for a terminal: its width, its colours; plain when piped."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from iomodel.findings import Finding
from iomodel.report import blocks
from iomodel.report.blocks import Block, Section
from iomodel.report.views import blocks as view_blocks
from iomodel.summary import Summary
from iomodel.text import Lang
from iomodel.views import views

PIPED_WIDTH = 180
_UNBOUNDED = 10_000  # wide enough to see how wide a table would like to be


def render(summary: Summary, findings: Sequence[Finding], lang: Lang, console: Console) -> None:
    """Print an estimate: headline, tables as wide as the console allows, then what stands below."""
    title = summary.estimate.study.title.get(lang)
    console.print(RichText(title, style="bold"))
    for line in blocks.headline(summary, lang):
        console.print(RichText(line))
    console.print()
    if not summary.readings:
        print_sections(blocks.sections(summary, findings, lang), console)
        return
    whole = _table(blocks.whole_table(summary, lang))
    if Measurement.get(console, console.options.update(width=_UNBOUNDED), whole).maximum <= (
        console.width
    ):
        console.print(whole)
    else:
        for block in blocks.indicator_tables(summary, lang):
            console.print(_table(block))
    regional = blocks.regional_table(summary, lang)
    if regional is not None:
        console.print(_table(regional))
    for block in view_blocks(views(summary), lang):
        console.print(_table(block))
    print_sections(blocks.sections(summary, findings, lang), console)


def print_block(block: Block, console: Console) -> None:
    """Print one table."""
    console.print(_table(block))


def _table(block: Block) -> Table:
    table = Table(
        title=block.title or None,
        title_justify="left",
        title_style="bold",
        caption=block.caption or None,
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for i, heading in enumerate(block.headings):
        table.add_column(heading, justify="left" if i < block.left else "right", overflow="fold")
    for i, row in enumerate(block.rows):
        cells = [RichText(cell) for cell in row]
        ends = i in block.sums
        last = ends and i + 1 not in block.sums
        table.add_row(*cells, style="bold" if ends else "", end_section=last)
    return table


def print_sections(sections: Sequence[Section], console: Console) -> None:
    """Print titled lists of sentences."""
    for section in sections:
        console.print(RichText(section.title, style="bold"))
        for line in section.lines:
            console.print(Padding(RichText(f"· {line}", overflow="fold"), (0, 0, 0, 2)))
        console.print()


class Page:
    """A console, and where its output goes.

    On a terminal it takes that terminal's width and colours; for a pipe or a file it is plain, and
    what was printed is held back until `text` is asked for.
    """

    def __init__(self, out: str | None) -> None:
        self.live = out is None and sys.stdout.isatty()
        self._words = io.StringIO()
        self.console = (
            Console(highlight=False, markup=False)
            if self.live
            else Console(
                file=self._words,
                width=PIPED_WIDTH,
                color_system=None,
                highlight=False,
                markup=False,
                legacy_windows=False,
            )
        )

    @property
    def text(self) -> str:
        """What was printed, without the blanks that pad lines to the width; empty if shown live."""
        return "".join(f"{line.rstrip()}\n" for line in self._words.getvalue().splitlines())
