"""What the commands that read foreign files understand: layout, persons, imports, tolerance."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iomodel.cli.options import choosing, chosen, sayer
from iomodel.text import Lang

if TYPE_CHECKING:
    from iomodel.readers import Request


def add_reading(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` the options that say how its files are to be read."""
    from iomodel.importing import LAYOUTS, TREATMENTS

    say = sayer(lang)
    command.add_argument(
        "--layout",
        choices=LAYOUTS,
        default=LAYOUTS[0],
        help=say("파일의 짜임새 (기본: 알아냄)", "layout of the files (default: found out)"),
    )
    command.add_argument(
        "--employment", metavar="FILE", help=say("고용표 파일", "a file of persons by sector")
    )
    command.add_argument(
        "--imports",
        choices=TREATMENTS,
        help=say(
            "총거래표만 있을 때 수입을 나누는 법: 모든 용도에 비례, 또는 수출만 빼고 비례",
            "how to tell imports in total flows alone: in proportion to all uses, or to all but "
            "exports",
        ),
    )
    choosing(command, lang)
    command.add_argument(
        "--tolerance",
        type=float,
        metavar="N",
        help=say(
            "반올림으로 합계가 어긋날 수 있는 폭 (표의 금액 단위)",
            "how far rounding may part sums (in the table's money)",
        ),
    )


def request(
    options: argparse.Namespace, files: Sequence[str], names_en: Mapping[str, str] | None = None
) -> Request:
    """Return what to read, as the options say."""
    from iomodel.readers import Request

    return Request(
        tuple(map(Path, files)),
        Path(options.employment) if options.employment else None,
        options.imports,
        names_en or {},
        chosen(options),
    )
