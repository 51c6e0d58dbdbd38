"""The command `iomodel run`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from iomodel.cli.options import sayer
from iomodel.cli.output import emit
from iomodel.text import Lang

if TYPE_CHECKING:
    from iomodel.uncertainty import Uncertainty


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_run)
    command.add_argument(
        "path", nargs="+", help=say("시나리오 TOML, 연구 폴더", "a scenario's TOML or a study")
    )
    command.add_argument(
        "--reading",
        choices=("reconciled", "announced"),
        help=say("한 가지 읽기만 (기본: 모두)", "one reading only (default: all)"),
    )
    command.add_argument(
        "--table", metavar="ID", help=say("다른 표로 계산", "another table than the study's")
    )
    command.add_argument(
        "--draws",
        type=int,
        metavar="N",
        help=say(
            "발표투자의 불확실성도 N번 추출로", "the announced reading's uncertainty, by N draws"
        ),
    )


def _run(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.estimates import estimate
    from iomodel.findings import findings
    from iomodel.report import data
    from iomodel.schema import READINGS
    from iomodel.summary import Summary

    readings = (options.reading,) if options.reading else READINGS
    estimates = [
        estimate(path, readings=readings, table=options.table, tables=options.tables)
        for path in options.path
    ]
    if options.format == "csv":
        return emit(data.to_csv(data.results(estimates)), options)
    found = [findings(one) if options.reading != "announced" else () for one in estimates]
    drawn = _drawn(options, lang)
    if options.format == "json":
        extra = {}
        if drawn:
            from iomodel.cli.uncertainty import document

            extra = {"uncertainty": [document(one, lang) for one in drawn]}
        return emit(data.json_document(estimates, found, lang, extra), options)
    summaries = [Summary(one) for one in estimates]
    if options.format == "markdown":
        from iomodel.report import markdown

        pairs = zip(summaries, found, strict=True)
        texts = [markdown.document(s, f, lang) for s, f in pairs]
        for one in drawn:
            from iomodel.cli.uncertainty import pieces

            blocks, below = pieces(one, lang)
            texts += [markdown.table(block) + "\n" for block in blocks[:-1]]
            texts.append(markdown.pieces(blocks[-1], below))
        return emit("\n".join(texts), options)
    from iomodel.report import terminal

    page = terminal.Page(options.out)
    for summary, told in zip(summaries, found, strict=True):
        terminal.render(summary, told, lang, page.console)
    for one in drawn:
        from iomodel.cli.uncertainty import pieces

        blocks, below = pieces(one, lang)
        for block in blocks:
            terminal.print_block(block, page.console)
        terminal.print_sections(below, page.console)
    return 0 if page.live else emit(page.text, options)


def _drawn(options: argparse.Namespace, lang: Lang) -> list[Uncertainty]:
    """Return the uncertainty of every path where --draws asks for it."""
    if options.draws is None:
        return []
    from iomodel.cli.uncertainty import of_run

    return of_run(options, lang)
