"""The command `iomodel tables regionalise`: a regional table by quotients, or their error."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iomodel.cli.options import sayer
from iomodel.cli.output import emit_pieces
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from iomodel.regionalisation import Activity
    from iomodel.regionalisation.accuracy import Fit, Line
    from iomodel.table import IOTable

METHODS = ("slq", "cilq", "rlq", "flq", "aflq")


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_regionalise)
    command.add_argument("id", nargs="?", metavar="ID", help=say("전국표의 이름", "national table"))
    command.add_argument(
        "--employment",
        metavar="FILE",
        help=say(
            "고용이나 산출의 CSV (없으면 2020년 사업체조사의 17개 시도)",
            "CSV of employment or output (without it, the census of 2020: 17 regions)",
        ),
    )
    command.add_argument("--region", metavar="NAME", help=say("지역", "the region"))
    command.add_argument("--method", choices=METHODS, help=say("입지계수", "location quotient"))
    command.add_argument(
        "--delta", type=float, metavar="D", help=say("FLQ, AFLQ의 δ", "δ of FLQ, AFLQ")
    )
    command.add_argument(
        "--unlisted",
        nargs="+",
        default=(),
        metavar="CODE",
        help=say(
            "자료가 없는 부문 (지역의 전체 비중을 씀)",
            "sectors without data, given the region's share of all others",
        ),
    )
    command.add_argument(
        "--level", type=float, default=0.9, metavar="P", help=say("구간의 수준", "of the interval")
    )
    command.add_argument(
        "--id", dest="new", metavar="NEW", help=say("새 표의 이름", "the new table's id")
    )
    command.add_argument(
        "--into", metavar="DIR", help=say("새 표를 둘 폴더", "folder for the new table")
    )
    command.add_argument(
        "--replace",
        action="store_true",
        help=say("같은 이름의 표가 있으면 바꿈", "replace a table of that id"),
    )
    command.add_argument(
        "--accuracy",
        action="store_true",
        help=say(
            "조사된 17개 시도로 잰 입지계수의 오차",
            "the error of quotients, measured in 17 surveyed regions",
        ),
    )
    command.add_argument(
        "--by",
        choices=("region", "sector"),
        help=say("--accuracy를 지역별, 부문별로", "--accuracy by region or sector"),
    )
    command.add_argument(
        "--indicator",
        choices=("production", "value_added", "employment"),
        default="production",
        help=say("--accuracy의 지표", "the indicator of --accuracy"),
    )


def _regionalise(options: argparse.Namespace, lang: Lang) -> int:
    if options.accuracy:
        return _accuracy(options, lang)
    lacking = [
        word
        for word, given in (
            ("ID", options.id),
            ("--region", options.region),
            ("--method", options.method),
        )
        if not given
    ]
    if lacking or bool(options.new) != bool(options.into):
        return _usage(lang)
    return _table(options, lang)


def _usage(lang: Lang) -> int:
    usage = "iomodel tables regionalise ID --region NAME --method flq --delta 0.4"
    words = Text(
        f"{usage} [--employment 파일] [--id 새이름 --into 폴더], 또는 iomodel tables regionalise "
        "--accuracy",
        f"usage: {usage} [--employment FILE] [--id NEW --into DIR], or iomodel tables regionalise "
        "--accuracy",
    )
    print(words.get(lang), file=sys.stderr)
    return 2


def _accuracy(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.regionalisation import Method, by_region, by_sector, korea, overview
    from iomodel.report import regional

    if options.by and not options.method:
        return _usage(lang)
    target = korea(options.indicator, options.tables)
    lines: Sequence[Line]
    fits: Sequence[Fit]
    if options.by:
        method = Method(options.method, options.delta)
        lines, fits = (by_region if options.by == "region" else by_sector)(target, method), ()
        title = Text(f"{method}의 오차", f"Error of {method}")
    else:
        lines, fits = overview(target)
        title = Text("입지계수의 오차", "Error of location quotients")
    return emit_pieces(
        regional.accuracy_block(target, lines, title, lang),
        regional.accuracy_sections(target, fits, lang),
        regional.accuracy_records(lines, lang),
        options,
    )


def _table(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel import catalogue
    from iomodel.regionalisation import Method, downscale, is_surveyed, regionalise
    from iomodel.report import regional as report
    from iomodel.report.data import to_csv

    method = Method(options.method, options.delta)
    national = catalogue.load_transactions(options.id, options.tables)
    activity = _activity(options, national)
    id = options.new or f"{options.id}-{options.region}"
    if not is_surveyed(national, options.tables):
        made = regionalise(national, activity, options.region, method, id=id)
        _write(options, made.table, {}, lang)
        block, below = report.regional_block(made, lang), [report.about(made, lang)]
        return emit_pieces(block, below, report.regional_records(made, lang), options)
    found = downscale(
        national,
        activity,
        options.region,
        method,
        id=id,
        level=options.level,
        tables=options.tables,
    )
    records = found.records(lang)
    _write(options, found.regional.table, {"effects.csv": to_csv(records).encode()}, lang)
    sections = report.downscaled_sections(found, lang)
    return emit_pieces(report.downscaled_block(found, lang), sections, records, options)


def _activity(options: argparse.Namespace, national: IOTable) -> Activity:
    from iomodel.regionalisation import census, read_activity

    if options.employment is None:
        return census(national, options.tables)
    return read_activity(
        options.employment, national, unlisted=tuple(options.unlisted), tables=options.tables
    )


def _write(
    options: argparse.Namespace, table: IOTable, beside: dict[str, bytes], lang: Lang
) -> None:
    """Save the table where it is asked for; what was written goes to standard error."""
    if options.new is None:
        return
    from iomodel.files import read_bytes
    from iomodel.saving import save_table

    if options.employment is not None:
        beside = beside | {"employment.csv": read_bytes(Path(options.employment))}
    folder = save_table(Path(options.into), table, beside, replace=options.replace)
    words = Text(f"{folder}: 새 표 {table.info.id}", f"{folder}: the new table {table.info.id}")
    print(words.get(lang), file=sys.stderr)
