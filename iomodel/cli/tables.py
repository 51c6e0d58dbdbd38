"""The command `iomodel tables`: list them, describe one."""

from __future__ import annotations

import argparse

from iomodel.cli.options import sayer
from iomodel.cli.output import emit_records
from iomodel.text import Lang


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    command.set_defaults(command=_tables)
    command.add_argument("id", nargs="?", help=sayer(lang)("표의 이름", "a table's id"))


def _tables(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel import catalogue

    if options.id is None:
        records = [
            {
                "id": stamp.id,
                "title": stamp.title.get(lang),
                "kind": folder.file.kind,
                "price_year": stamp.price_year,
                "published": stamp.published,
            }
            for folder in catalogue.table_folders(options.tables)
            for stamp in (catalogue.stamp(id, options.tables) for id in folder.ids())
        ]
        return emit_records(records, options, 5)
    from iomodel.report.tables import description

    return emit_records(description(options.id, options.tables, lang), options, 2)
