"""The command `iomodel rerun`: a report run again from its file alone."""

from __future__ import annotations

import argparse

from iomodel.cli.options import sayer
from iomodel.cli.output import emit_records
from iomodel.text import Lang, Text


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    command.set_defaults(command=_rerun)
    command.add_argument(
        "file", help=sayer(lang)("iomodel report가 쓴 파일", "a file that iomodel report wrote")
    )


def _rerun(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.rerun import rerun

    found = rerun(options.file, options.tables)
    if options.format == "text" and not options.out:
        print(
            Text(
                f"{options.file}: iomodel {found.made_by}의 결과 {found.compared:,}개를 다시 "
                f"계산했고, {len(found.moved):,}개가 달라졌습니다",
                f"{options.file}: {found.compared:,} results of iomodel {found.made_by} computed "
                f"again, {len(found.moved):,} of them moved",
            ).get(lang)
        )
        for reason in found.reasons:
            print(reason.get(lang))
    records = [
        {**move.labels, "unit": move.unit, "before": move.before, "now": move.now}
        for move in found.moved
    ]
    if records or options.format != "text":
        emit_records(records, options, 0)
    return 1 if found.moved else 0
