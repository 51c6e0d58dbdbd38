"""What commands share that make a table of another: where it goes, what is told of it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from iomodel.cli import COMMANDS
from iomodel.cli.options import sayer
from iomodel.cli.output import emit_records
from iomodel.table import IOTable
from iomodel.text import Lang, Text


def add_names(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` the id of the table, that of the new one, and its place."""
    say = sayer(lang)
    command.add_argument("id", metavar="ID", help=say("표의 이름", "a table's id"))
    command.add_argument(
        "--id", dest="new", required=True, metavar="NEW", help=say("새 표의 이름", "the new id")
    )
    command.add_argument(
        "--into", required=True, metavar="DIR", help=say("새 표를 둘 폴더", "folder for the table")
    )
    command.add_argument(
        "--replace",
        action="store_true",
        help=say("같은 이름의 표가 있으면 바꿈", "replace a table of that id"),
    )


def by(options: argparse.Namespace, path: Path) -> str:
    """Return the name and checksum of a file, and the checksum of the table it was applied to."""
    from iomodel import catalogue
    from iomodel.files import checksum, read_bytes

    stamp = catalogue.stamp(options.id, options.tables)
    file = f"{path.name} (sha256 {checksum(read_bytes(path))})"
    return f"{file}; the sha256 of {stamp.id} was {stamp.checksum}"


def save_derived(
    table: IOTable,
    beside: Mapping[str, bytes],
    options: argparse.Namespace,
    lang: Lang,
    **more: Any,
) -> int:
    """Write the new table, under an id that no other answers to, and print what it is."""
    from iomodel.importing import require_free
    from iomodel.saving import save_table

    commands = [one.name.partition(" ")[2] for one in COMMANDS if one.name.startswith("tables ")]
    require_free([table.info.id], commands, Path(options.into) / table.info.id)
    folder = save_table(Path(options.into), table, beside, replace=options.replace, **more)
    entries: list[tuple[Text, object]] = [
        (Text("이름", "id"), table.info.id),
        (Text("제목", "title"), table.info.title.get(lang)),
        (Text("부문 수", "sectors"), len(table.sectors)),
        (Text("폴더", "folder"), str(folder)),
        (Text("고친 것", "changes"), table.info.source.changes),
    ]
    entries += [(Text("유의", "caveat"), caveat.get(lang)) for caveat in table.info.caveats]
    return emit_records([{"key": k.get(lang), "value": v} for k, v in entries], options, 2)
