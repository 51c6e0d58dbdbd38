"""The command `iomodel reproduce`: published estimates beside what this model computes."""

from __future__ import annotations

import argparse

from iomodel.cli.options import sayer
from iomodel.cli.output import emit_pieces
from iomodel.text import Lang

UNEXPLAINED = 1  # exit code where a figure is missed, nobody knows why


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_reproduce)
    command.add_argument(
        "--case",
        action="append",
        default=[],
        metavar="NAME",
        help=say("이 공표물만 (여러 번 쓸 수 있음)", "this publication alone (may be repeated)"),
    )
    command.add_argument(
        "--cases",
        metavar="DIR",
        help=say(
            "내장할 수 없는 공표물의 폴더 (또는 환경변수 IOMODEL_CASES)",
            "folder of publications that can't be shipped (or IOMODEL_CASES)",
        ),
    )


def _reproduce(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.report import reproductions
    from iomodel.reproduce import reproduce

    found = reproduce(options.case, options.cases)
    emit_pieces(
        reproductions.block(found, lang),
        reproductions.sections(found, lang),
        reproductions.records(found, lang),
        options,
    )
    return UNEXPLAINED if any(case.unexplained for case in found) else 0
