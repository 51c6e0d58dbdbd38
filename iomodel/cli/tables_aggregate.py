"""The command `iomodel tables aggregate`: sectors joined by a mapping, before computing."""

from __future__ import annotations

import argparse
from pathlib import Path

from iomodel.cli.derived import add_names, by, save_derived
from iomodel.cli.options import sayer
from iomodel.text import Lang


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    command.set_defaults(command=_aggregate)
    add_names(command, lang)
    command.add_argument(
        "mapping",
        metavar="MAPPING",
        help=sayer(lang)(
            "대응표 CSV: code, into, name_ko, name_en", "CSV of code, into, name_ko, name_en"
        ),
    )


def _aggregate(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel import catalogue
    from iomodel.concordances import aggregate_table, read_mapping
    from iomodel.concordances.mapping import mapping_file

    table = catalogue.load_transactions(options.id, options.tables)
    path = Path(options.mapping)
    mapping = read_mapping(path, table.sectors, options.new)
    coarse = aggregate_table(table, mapping, by(options, path))
    name, data, finer = mapping_file(mapping)
    return save_derived(coarse, {name: data}, options, lang, aggregated_from=finer.model_dump())
