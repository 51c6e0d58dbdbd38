"""The command `iomodel audit`: a publication's figures under audit, or a file to write them in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from iomodel.cli.options import count, sayer
from iomodel.cli.output import emit
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from iomodel.report.document import Document

CANDIDATES = 5  # shown of each ranking


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_audit)
    given = command.add_mutually_exclusive_group(required=True)
    given.add_argument(
        "path",
        nargs="?",
        help=say(
            "인쇄된 값을 적은 TOML이나 CSV, 또는 연구의 폴더나 이름",
            "a TOML or CSV of figures as printed, or a study's folder or name",
        ),
    )
    given.add_argument(
        "--new",
        metavar="FILE",
        help=say("값을 적을 본을 만듦 (.toml, .csv)", "write a template (.toml, .csv)"),
    )
    command.add_argument(
        "--top",
        type=count,
        default=CANDIDATES,
        metavar="N",
        help=say("후보를 N개까지 보임", "show N candidates of each ranking"),
    )
    command.add_argument(
        "--to",
        metavar="FILE",
        help=say(
            "보고서 파일로; 형식은 확장자대로 (.docx .hwpx .html .md .tex .xlsx)",
            "as a report, its form by the ending (.docx .hwpx .html .md .tex .xlsx)",
        ),
    )


def _audit(options: argparse.Namespace, lang: Lang) -> int:
    if options.new:
        return _new(options.new, lang)
    from iomodel.audit import audit
    from iomodel.report import audits, data, doors

    if options.to:
        doors.require_known(Path(options.to))
    found = audit(options.path, options.tables)
    if options.to:
        doors.write(audits.note(found, options.top, lang), Path(options.to))
        return 0
    if options.format == "json":
        return emit(data.to_json(audits.plain(found, options.top, lang)), options)
    if options.format == "csv":
        return emit(data.to_csv(audits.records(found, lang)), options)
    return _print(audits.note(found, options.top, lang), options)


def _new(path: str, lang: Lang) -> int:
    from iomodel.audit.template import write_template

    write_template(path, lang)
    told = Text(
        f"{path}: 값을 채운 뒤 iomodel audit {path}",
        f"{path}: fill in the figures, then iomodel audit {path}",
    )
    print(told.get(lang))
    return 0


def _print(note: Document, options: argparse.Namespace) -> int:
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
