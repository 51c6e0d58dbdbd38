"""The command `iomodel tables update`: a table balanced to another year's margins."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from iomodel.cli.derived import add_names
from iomodel.cli.options import sayer
from iomodel.cli.output import emit_pieces
from iomodel.text import Lang, Text


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_update)
    add_names(command, lang)
    command.add_argument(
        "--margins",
        required=True,
        metavar="FILE",
        help=say(
            "주변합 CSV: code, output, value_added, final_demand, 있으면 imports",
            "CSV of margins: code, output, value_added, final_demand, perhaps imports",
        ),
    )
    command.add_argument(
        "--year", required=True, type=int, help=say("주변합의 연도", "the margins' year")
    )
    command.add_argument(
        "--source",
        required=True,
        metavar="TEXT",
        help=say("주변합의 출처", "where the margins come from"),
    )
    command.add_argument(
        "--tolerance",
        type=float,
        metavar="SHARE",
        help=say(
            "가장 큰 주변합에 대한 허용 오차 (기본 1e-10)",
            "gap allowed, over the largest margin (default 1e-10)",
        ),
    )
    command.add_argument(
        "--max-iterations",
        type=int,
        metavar="N",
        help=say("되풀이의 최대 횟수", "iterations at most"),
    )


def _update(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel import catalogue
    from iomodel.balancing import read_margins, update
    from iomodel.balancing.base import MAX_ITERATIONS, TOLERANCE
    from iomodel.files import read_bytes
    from iomodel.report import updates
    from iomodel.saving import save_table

    old = catalogue.load_transactions(options.id, options.tables)
    found = update(
        old,
        read_margins(options.margins, old.sectors),
        id=options.new,
        year=options.year,
        source=options.source,
        tolerance=TOLERANCE if options.tolerance is None else options.tolerance,
        max_iterations=options.max_iterations or MAX_ITERATIONS,
    )
    beside = {"margins.csv": read_bytes(Path(options.margins))}
    folder = save_table(Path(options.into), found.table, beside, replace=options.replace)
    words = Text(f"{folder}: 새 표 {options.new}", f"{folder}: the new table {options.new}")
    print(words.get(lang), file=sys.stderr)
    return emit_pieces(
        updates.block(found, lang),
        updates.sections(found, lang),
        updates.records(found, lang),
        options,
    )
