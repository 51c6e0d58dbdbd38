"""The command `iomodel deflators`."""

from __future__ import annotations

import argparse

from iomodel.cli.output import emit_records
from iomodel.text import Lang


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` what runs it."""
    command.set_defaults(command=_deflators)


def _deflators(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.deflators import shipped_deflators

    rows = [
        {
            "id": one.id,
            "title": one.title.get(lang),
            "caveat": one.caveat.get(lang),
            "first": one.first,
            "last": one.last,
        }
        for one in shipped_deflators()
    ]
    return emit_records(rows, options, 3)
