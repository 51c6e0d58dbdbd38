"""The command `iomodel new`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from iomodel.cli.options import sayer
from iomodel.text import Lang, Text


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` an option for each answer that a template needs."""
    from iomodel.template import questions

    say = sayer(lang)
    command.set_defaults(command=_new)
    command.add_argument(
        "path",
        help=say(
            "새 연구 폴더, 또는 연구 폴더 안의 새 지구 TOML",
            "a new study's folder, or a new district's TOML in a study's folder",
        ),
    )
    for name, what, default in questions():
        held = f" ({default})" if default else ""
        command.add_argument(
            f"--{name.replace('_', '-')}", metavar="…", help=f"{what.get(lang)}{held}"
        )


def _new(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.template import Answers, questions, write_template

    given = {name: getattr(options, name) for name, _, _ in questions()}
    asking = sys.stdin.isatty() and not any(given.values())
    answers = {name: value for name, value in given.items() if value is not None}
    if asking:
        answers = {name: _asked(what, default, lang) for name, what, default in questions()}
    tables = Path(options.tables) if options.tables else None
    for path in write_template(Path(options.path), Answers(**answers), lang, tables):
        print(path)
    return 0


def _asked(what: Text, default: str, lang: Lang) -> str:
    """Ask one question on standard error; an empty answer is what holds otherwise."""
    print(f"{what.get(lang)} [{default}]: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() or default
