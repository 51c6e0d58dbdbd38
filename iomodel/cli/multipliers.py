"""The command `iomodel multipliers`."""

from __future__ import annotations

import argparse

from iomodel.cli.options import sayer
from iomodel.cli.output import emit_records
from iomodel.text import Lang


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_multipliers)
    command.add_argument("id", help=say("표의 이름", "a table's id"))
    command.add_argument("--region", help=say("지역 (지역표)", "region, for regional tables"))
    command.add_argument(
        "--sort", metavar="COLUMN", help=say("이 열의 큰 순서로", "sort by this column, descending")
    )


def _multipliers(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.models import load_model
    from iomodel.report.tables import multiplier_records

    model = load_model(options.id, options.region, options.tables)
    records = multiplier_records(model, options.sort, lang)
    return emit_records(records, options, 2)
