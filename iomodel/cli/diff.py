"""The command `iomodel diff`."""

from __future__ import annotations

import argparse

from iomodel.cli.batch import add_tolerance, listed, show
from iomodel.cli.options import sayer
from iomodel.text import Lang


def add(diff: argparse.ArgumentParser, lang: Lang) -> None:
    """Give the command its options."""
    say = sayer(lang)
    diff.set_defaults(command=_diff)
    diff.add_argument("old", metavar="A", help=say("먼저 것", "the old store"))
    diff.add_argument("new", metavar="B", help=say("나중 것", "the new store"))
    diff.add_argument(
        "--ignore",
        metavar="LABEL,LABEL",
        type=listed,
        default=(),
        help=say("견주지 않을 이름표, 예: table", "labels that don't count, such as table"),
    )
    add_tolerance(diff, lang)


def _diff(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.batch import diff_stores
    from iomodel.batch.diff import RELATIVE

    found = diff_stores(
        options.old,
        options.new,
        relative=RELATIVE if options.tolerance is None else options.tolerance,
        ignore=options.ignore,
    )
    return show(found, options.format, options.out, lang)
