"""Where a command's words go: the terminal, standard output or a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iomodel.text import Lang

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from iomodel.report.blocks import Block, Section
    from iomodel.report.document import Document


def emit_records(
    records: Sequence[Mapping[str, object]], options: argparse.Namespace, left: int
) -> int:
    """Print flat records in the form asked for; the first `left` columns are words."""
    from iomodel.report import data

    if options.format == "json":
        return emit(data.to_json(records), options)
    if options.format == "csv":
        return emit(data.to_csv(records), options)
    from iomodel.report.tables import block_of

    return emit_block(block_of(records, left), options)


def emit_block(block: Block, options: argparse.Namespace) -> int:
    """Print a block in the form asked for."""
    if options.format == "markdown":
        from iomodel.report import markdown

        return emit(markdown.table(block) + "\n", options)
    from iomodel.report import terminal

    page = terminal.Page(options.out)
    terminal.print_block(block, page.console)
    return 0 if page.live else emit(page.text, options)


def emit_pieces(
    block: Block,
    sections: Sequence[Section],
    records: Sequence[Mapping[str, object]],
    options: argparse.Namespace,
) -> int:
    """Print a block with what stands below it in the form asked for; CSV has the records alone."""
    from iomodel.report import data, markdown, terminal

    if options.format == "json":
        below = {section.title: section.lines for section in sections}
        return emit(data.to_json({"rows": records, "notes": below}), options)
    if options.format == "csv":
        return emit(data.to_csv(records), options)
    if options.format == "markdown":
        return emit(markdown.pieces(block, sections), options)
    page = terminal.Page(options.out)
    terminal.print_block(block, page.console)
    terminal.print_sections(sections, page.console)
    return 0 if page.live else emit(page.text, options)


def emit_document(note: Document, options: argparse.Namespace) -> int:
    """Print a report: its title and lead, then its tables and sections in order."""
    if options.format == "markdown":
        from iomodel.report.doors import markdown

        return emit(markdown.render(note).decode(), options)
    from iomodel.report import terminal
    from iomodel.report.blocks import Block, Section

    page = terminal.Page(options.out)
    terminal.print_sections([Section(note.title, note.lead)], page.console)
    for part in note.parts:
        if isinstance(part, Section):
            terminal.print_sections([part], page.console)
        elif isinstance(part, Block):
            terminal.print_block(part, page.console)
    return 0 if page.live else emit(page.text, options)


def emit(words: str, options: argparse.Namespace) -> int:
    """Write to --out whole or not at all, else to standard output."""
    if options.out:
        from iomodel.files import write_whole

        write_whole(Path(options.out), words.encode())
    else:
        sys.stdout.write(words)
    return 0


def save_picture(path: str, lang: Lang, draw: Callable[[Lang], Axes]) -> None:
    """Write the picture that `draw` makes, with English labels where no Korean font is."""
    import io

    import matplotlib as mpl

    mpl.use("Agg")
    from iomodel.files import write_whole
    from iomodel.report.fonts import use_language

    drawn = use_language(lang)
    if drawn != lang:
        print("한글 글꼴이 없어 그림의 글자를 영어로 씁니다 (예: 나눔고딕 설치)", file=sys.stderr)
    target = Path(path)
    out = io.BytesIO()
    figure = draw(drawn).get_figure(root=True)
    assert figure is not None
    figure.savefig(out, format=target.suffix.lstrip(".") or "png", dpi=150)
    write_whole(target, out.getvalue())
