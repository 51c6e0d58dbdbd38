"""The command `iomodel tables template`: a blank workbook to fill in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from iomodel.cli.options import sayer
from iomodel.text import Lang, Text


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_template)
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--sectors",
        type=int,
        metavar="N",
        help=say("부문의 수 (코드는 01, 02 …)", "how many sectors (codes 01, 02 …)"),
    )
    which.add_argument(
        "--codes",
        nargs="+",
        metavar="CODE[=NAME]",
        help=say("부문의 코드와 이름", "codes of the sectors, and their names"),
    )
    command.add_argument(
        "--final-demand",
        nargs="+",
        metavar="CODE[=NAME]",
        help=say(
            "최종수요 항목 (기본: 다섯 항목; exports는 수출)",
            "items of final demand (five by default; exports are exports)",
        ),
    )
    command.add_argument(
        "--out", required=True, metavar="FILE.xlsx", help=say("새 통합문서", "the new workbook")
    )


def _template(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.readers.template_form import DEMAND, DemandEntry, Entry, Form, numbered
    from iomodel.readers.template_workbook import write_template

    sectors = (
        numbered(options.sectors)
        if options.codes is None
        else tuple(Entry(*_entry(word)) for word in options.codes)
    )
    demand: tuple[DemandEntry, ...] = DEMAND
    if options.final_demand is not None:
        words = map(_entry, options.final_demand)
        demand = tuple(DemandEntry(code, name, code == "exports") for code, name in words)
    path = Path(options.out)
    write_template(path, Form(sectors, demand))
    told = Text(
        f"{path}: {len(sectors)}부문 양식. 채운 뒤 iomodel tables import {path} --id 이름",
        f"{path}: a template of {len(sectors)} sectors. Fill it in, then: "
        f"iomodel tables import {path} --id NAME",
    )
    sys.stdout.write(told.get(lang) + "\n")
    return 0


def _entry(word: str) -> tuple[str, Text]:
    """Return the code and the names of CODE, CODE=NAME or CODE=이름/NAME."""
    code, _, name = word.partition("=")
    ko, _, en = name.partition("/")
    return code, Text(ko, en or ko)
