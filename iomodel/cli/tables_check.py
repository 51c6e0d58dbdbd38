"""The command `iomodel tables check`: what is wrong with a table or a file, if anything."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from iomodel.cli.options import sayer
from iomodel.cli.output import emit, emit_block
from iomodel.cli.reading import add_reading, request
from iomodel.text import Lang

if TYPE_CHECKING:
    from iomodel.checks import Report
    from iomodel.draft import Draft

WRONG = 2  # exit code, that of any other refusal


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_check)
    command.add_argument(
        "table",
        nargs="*",
        metavar="ID|FILE",
        help=say("표의 이름, 표 폴더, 또는 읽을 파일들", "a table's id, its folder, or files"),
    )
    add_reading(command, lang)
    command.add_argument(
        "--list", action="store_true", help=say("모든 검사의 목록", "list every check there is")
    )


def _check(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.report import checks

    if options.list or not options.table:
        return emit_block(checks.kinds_block(lang), options)
    report = _examined(options)
    if options.format == "json":
        from iomodel.report.data import to_json

        emit(to_json(checks.document(report, lang)), options)
    elif options.format == "csv":
        from iomodel.report.data import to_csv

        emit(to_csv(checks.records(report, lang)), options)
    elif options.format == "markdown":
        emit_block(checks.block(report, lang), options)
    else:
        emit(checks.text(report, lang), options)
    return 0 if report.sound else WRONG


def _examined(options: argparse.Namespace) -> Report:
    """Return the examination of files where there are such files, else of the table of that id."""
    from iomodel.checks import examine, examine_id

    path = Path(options.table[0])
    if len(options.table) == 1 and (path.is_dir() or not (path.suffix or path.is_file())):
        return examine_id(options.table[0], options.tables)
    draft = _draft(options)
    if options.tolerance is not None:
        info = draft.info.model_copy(update={"tolerance": options.tolerance})
        draft = replace(draft, info=info)
    return examine(draft)


def _draft(options: argparse.Namespace) -> Draft:
    from iomodel.importing import AUTO
    from iomodel.readers import reader, recognise

    asked = request(options, options.table)
    layout = recognise(asked.paths) if options.layout == AUTO else options.layout
    return reader(layout).read(asked)
