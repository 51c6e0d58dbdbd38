"""The command `iomodel sectors`."""

from __future__ import annotations

import argparse

from iomodel.cli.options import sayer
from iomodel.cli.output import emit_records
from iomodel.text import Lang


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_sectors)
    command.add_argument("word", help=say("한국어·영어 이름 또는 코드", "a name or code"))


def _sectors(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.report.tables import sector_matches

    return emit_records(sector_matches(options.word, options.tables), options, 4)
