"""What every command understands: --lang, --tables, --format, --out, --debug."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from iomodel.text import Lang, Text

FORMATS = ("text", "json", "csv", "markdown")


def sayer(lang: Lang) -> Callable[[str, str], str]:
    """Return a function that picks from a Korean and an English phrase."""

    def say(ko: str, en: str) -> str:
        return Text(ko, en).get(lang)

    return say


def shared(lang: Lang) -> argparse.ArgumentParser:
    """Return a parent parser with the options of commands that print results."""
    say = sayer(lang)
    parent = argparse.ArgumentParser(add_help=False, parents=[speaking(lang)])
    parent.add_argument(
        "--format", choices=FORMATS, default="text", help=say("출력 형식", "form of the output")
    )
    parent.add_argument(
        "--out",
        metavar="FILE",
        help=say("파일로 저장 (전부 쓰거나 쓰지 않음)", "write to a file, whole or not at all"),
    )
    return parent


def speaking(lang: Lang) -> argparse.ArgumentParser:
    """Return a parent parser with the options of every command."""
    say = sayer(lang)
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("--lang", choices=("ko", "en"), help=say("언어", "language"))
    parent.add_argument(
        "--tables",
        metavar="DIR",
        help=say(
            "먼저 찾아볼 표 폴더 (환경변수 IOMODEL_TABLES도 됨)",
            "folder of tables to look in first (also: IOMODEL_TABLES)",
        ),
    )
    parent.add_argument(
        "--debug", action="store_true", help=say("오류 추적 정보 표시", "show tracebacks")
    )
    return parent


def count(word: str) -> int:
    """Return a whole number of one or more, for options that say how many."""
    if not word.isdecimal() or int(word) == 0:
        raise argparse.ArgumentTypeError(f"{word!r} < 1")
    return int(word)


def handing_on(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` the option of a report to hand on instead of what it prints."""
    command.add_argument(
        "--to",
        metavar="FILE",
        help=sayer(lang)(
            "보고서 파일로; 형식은 확장자대로 (.docx .hwpx .html .md .tex .xlsx)",
            "as a report, its form by the ending (.docx .hwpx .html .md .tex .xlsx)",
        ),
    )


def choosing(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` the option of what a layout of files asks for besides."""
    command.add_argument(
        "--choose",
        nargs="+",
        default=[],
        metavar="KEY=VALUE",
        help=sayer(lang)(
            "짜임새마다 더 정할 것, 예: geo=DE time=2020",
            "what else a layout asks for, such as geo=DE time=2020",
        ),
    )


def chosen(options: argparse.Namespace) -> dict[str, str]:
    """Return what was chosen by --choose."""
    return {key: value for key, _, value in (word.partition("=") for word in options.choose)}
