"""The command `iomodel run`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from iomodel.cli.options import sayer
from iomodel.cli.output import emit
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from iomodel.estimates import Estimate
    from iomodel.report.blocks import Block
    from iomodel.schema import ReadingId
    from iomodel.summary import Summary
    from iomodel.uncertainty import Uncertainty

MANY = 8  # estimates from which a bar is shown


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
        "--variant",
        action="append",
        default=[],
        metavar="NAME",
        help=say(
            "파일의 변형, 여러 번 쓸 수 있음; all이면 파일대로와 모든 변형",
            "a variant of the files, may be repeated; all: as written, and every variant",
        ),
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
    from iomodel.findings import findings
    from iomodel.report import data
    from iomodel.schema import READINGS
    from iomodel.summary import Summary

    readings = (options.reading,) if options.reading else READINGS
    estimates = _estimates(options, readings, lang)
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
        texts += [markdown.table(block) + "\n" for block in _compared(summaries, lang)]
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
    for block in _compared(summaries, lang):
        terminal.print_block(block, page.console)
    for one in drawn:
        from iomodel.cli.uncertainty import pieces

        blocks, below = pieces(one, lang)
        for block in blocks:
            terminal.print_block(block, page.console)
        terminal.print_sections(below, page.console)
    return 0 if page.live else emit(page.text, options)


def _estimates(
    options: argparse.Namespace, readings: Sequence[ReadingId], lang: Lang
) -> list[Estimate]:
    """Return the estimates of all paths and variants; where there are many a bar tells how far."""
    from iomodel.estimates import estimate, open_study
    from iomodel.models import Shelf
    from iomodel.progress import Bar

    asked: list[tuple[str, str]] = []
    for path in options.path:
        variants = options.variant or [""]
        if "all" in variants:
            study, _ = open_study(path, options.tables)
            variants = ["", *study.variants]
        asked += [(path, variant) for variant in variants]
    shelf = Shelf.of(options.tables)

    def one(path: str, variant: str) -> Estimate:
        tables = options.tables
        how = {"readings": readings, "table": options.table, "variant": variant}
        return estimate(path, tables=tables, shelf=shelf, **how)

    if len(asked) < MANY:
        return [one(*each) for each in asked]
    made = []
    with Bar(lang, Text("추정", "estimates")) as bar:
        bar.begin(float(len(asked)))
        for each in asked:
            made.append(one(*each))
            bar.advance(1.0, 1)
    return made


def _compared(summaries: Sequence[Summary], lang: Lang) -> list[Block]:
    """Return a table of the variants of each study, where there are several."""
    from iomodel.report.views import blocks
    from iomodel.views import compared

    studies = dict.fromkeys(summary.estimate.study.path for summary in summaries)
    found = [compared([s for s in summaries if s.estimate.study.path == path]) for path in studies]
    return blocks([view for view in found if view is not None], lang)


def _drawn(options: argparse.Namespace, lang: Lang) -> list[Uncertainty]:
    """Return the uncertainty of every path where --draws asks for it."""
    if options.draws is None:
        return []
    from iomodel.cli.uncertainty import of_run

    return of_run(options, lang)
