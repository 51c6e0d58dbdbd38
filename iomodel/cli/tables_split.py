"""The command `iomodel tables split`: sectors divided by stated shares."""

from __future__ import annotations

import argparse
from pathlib import Path

from iomodel.cli.derived import add_names, by, save_derived
from iomodel.cli.options import sayer
from iomodel.text import Lang


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    command.set_defaults(command=_split)
    add_names(command, lang)
    command.add_argument(
        "shares",
        metavar="SHARES",
        help=sayer(lang)(
            "몫 CSV: code, into, name_ko, name_en, output, source, 있으면 sales, inputs, imports, "
            "부속 지표",
            "CSV of code, into, name_ko, name_en, output, source, perhaps sales, inputs, imports, "
            "satellites",
        ),
    )


def _split(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel import catalogue
    from iomodel.concordances import read_shares, split_table
    from iomodel.files import read_bytes

    table = catalogue.load_transactions(options.id, options.tables)
    path = Path(options.shares)
    shares = read_shares(path, table, options.new)
    divided = split_table(table, shares, by(options, path))
    return save_derived(divided, {"shares.csv": read_bytes(path)}, options, lang)
