"""The command line: parses, calls, prints."""

from __future__ import annotations

import argparse
import importlib
import locale
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from iomodel.cli.options import shared, speaking
from iomodel.errors import IOModelError
from iomodel.text import Lang, Text
from iomodel.version import VERSION


@dataclass(frozen=True)
class Command:
    """A command of one or two words; its module is loaded when it is called.

    The module has `add(command, lang)`, which gives the command's parser its options and, by
    `set_defaults(command=…)`, the function that runs it. `parent` holds the options it shares.
    """

    name: str
    module: str
    ko: str
    en: str
    parent: Callable[[Lang], argparse.ArgumentParser] | None = shared


COMMANDS = (
    Command("run", "run", "시나리오를 계산해 공표값과 나란히 보임", "estimate scenarios"),
    Command(
        "reconcile",
        "reconcile",
        "공표값에서 지출 벡터를 추론해 저장",
        "infer demand vectors from published totals and save them",
    ),
    Command(
        "report",
        "report",
        "보고서로 저장 (.xlsx .docx .hwpx .html .md .tex .csv)",
        "write a report (.xlsx .docx .hwpx .html .md .tex .csv)",
        speaking,
    ),
    Command(
        "plot",
        "plot",
        "연구나 표의 그림 한 장 (.png .svg .pdf): --list",
        "one picture of a study or a table (.png .svg .pdf): --list",
        speaking,
    ),
    Command(
        "rerun", "rerun", "보고서를 그 파일만으로 다시 계산", "run a report again from its file"
    ),
    Command(
        "reproduce",
        "reproduce",
        "공표된 추정과 공식 계수를 다시 계산해 나란히 보임",
        "reproduce published estimates and official multipliers",
    ),
    Command(
        "new", "new", "새 연구나 지구의 파일을 만듦", "write a new study or district", speaking
    ),
    Command(
        "validate",
        "validate",
        "시나리오 파일을 계산 없이 검사",
        "check scenario files, not running them",
    ),
    Command("studies", "studies", "내장된 연구 목록", "list the shipped studies"),
    Command("deflators", "deflators", "내장된 물가지수 목록", "list the shipped price series"),
    Command("tables", "tables", "표 목록, 또는 한 표의 내력", "list tables, or describe one"),
    Command(
        "tables import",
        "tables_import",
        "내려받은 파일을 검사해 표 폴더로",
        "bring a downloaded file in as a table, checked",
    ),
    Command(
        "tables seal",
        "tables_seal",
        "고친 표 폴더의 sha256을 다시 적음",
        "list a table folder's checksums anew, after a change",
        speaking,
    ),
    Command(
        "tables check",
        "tables_check",
        "표나 파일을 검사: 무엇이 어디서 얼마나 틀렸는지",
        "examine a table or a file: what is wrong, where, by how much",
    ),
    Command(
        "tables template",
        "tables_template",
        "표를 채워 넣을 빈 양식(.xlsx)",
        "a blank workbook to fill a table into",
        speaking,
    ),
    Command(
        "tables regionalise",
        "tables_regionalise",
        "입지계수로 지역표를 추정, 또는 그 오차",
        "estimate a regional table by location quotients, or their error",
    ),
    Command(
        "tables update",
        "tables_update",
        "표를 다른 해의 산출·부가가치·최종수요에 맞춤 (GRAS)",
        "balance a table to another year's outputs, value added and demand (GRAS)",
    ),
    Command(
        "tables collapse",
        "tables_collapse",
        "다지역 표에서 한 지역만, 또는 전국표로",
        "make one region of a multiregional table, or the nation",
    ),
    Command(
        "tables aggregate",
        "tables_aggregate",
        "표의 부문을 합쳐 새 표로 (계산하기 전에)",
        "join a table's sectors into a new table, before computing",
    ),
    Command(
        "tables split",
        "tables_split",
        "표의 부문을 몫으로 나누어 새 표로",
        "divide a table's sectors by shares into a new table",
    ),
    Command("sectors", "sectors", "업종이나 이름으로 부문 찾기", "sectors of an industry or name"),
    Command("multipliers", "multipliers", "유발계수표", "multipliers of a table"),
    Command(
        "analyse",
        "analyse",
        "산업연관분석: analyse --help로 목록을 봄",
        "analyses: list them with analyse --help",
        None,
    ),
    Command(
        "batch",
        "batch",
        "많은 시나리오를 한 저장소로 계산 (중단해도 이어서)",
        "compute many scenarios into one store, resumable",
        speaking,
    ),
    Command(
        "diff",
        "diff",
        "두 저장소를 견줌 (다르면 종료값 1)",
        "compare two stores (exit code 1 if they differ)",
    ),
    Command(
        "audit",
        "audit",
        "공표된 값을 감사: 합계, 한계, 단위, 출처",
        "audit published figures: sums, bounds, units, sources",
    ),
    Command("seek", "seek", "목표에서 필요한 지출로", "from a goal to the spending it takes"),
    Command(
        "uncertainty",
        "uncertainty",
        "발표투자의 불확실성: 구간, 분산의 원천",
        "uncertainty of the announced: intervals and sources",
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `iomodel` with `arguments`; return 0, or 2 where the input is wrong."""
    _speak_utf8()
    words = list(arguments if arguments is not None else sys.argv[1:])
    if " ".join(words[:2]) in (command.name for command in COMMANDS):
        words[:2] = [" ".join(words[:2])]
    _one_thread(words)
    lang = _language(words)
    options = parser(lang, words[:1]).parse_args(words)
    try:
        command: Callable[[argparse.Namespace, Lang], int] = options.command
        return command(options, lang)
    except IOModelError as error:
        if options.debug:
            raise
        print(error.render(lang), file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _one_thread(words: Sequence[str]) -> None:
    """Keep the linear algebra of small commands to one thread, unless the user says otherwise.

    At a few hundred sectors starting threads costs more than they save.
    """
    if words[:1] and words[0] in _SMALL and "numpy" not in sys.modules:
        for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
            os.environ.setdefault(name, "1")


_SMALL = ("run", "studies", "tables", "sectors", "multipliers")


def _speak_utf8() -> None:
    """Make both streams able to print Korean, whatever the console's own encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not stream.isatty():
            reconfigure(encoding="utf-8")


def _language(arguments: Sequence[str]) -> Lang:
    """Return the language asked for, else the locale's."""
    for i, word in enumerate(arguments):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and i + 1 < len(arguments):
            value = arguments[i + 1]
        if value in ("ko", "en"):
            return "ko" if value == "ko" else "en"
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    chosen = next((name for name in names if name), "") or (locale.getlocale()[0] or "")
    return "ko" if chosen.lower().startswith("ko") else "en"


def parser(lang: Lang, called: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Return the parser of all commands; those `called` by name know their options."""
    parser = argparse.ArgumentParser(
        prog="iomodel",
        description=Text(
            "산업연관표로 지역 투자의 파급효과를 추정합니다.",
            "Input-output economic impact estimates from scenario files.",
        ).get(lang),
    )
    parser.add_argument("--version", action="version", version=f"iomodel {VERSION}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for one in COMMANDS:
        words = Text(one.ko, one.en).get(lang)
        parents = [one.parent(lang)] if one.parent else []
        command = commands.add_parser(one.name, help=words, description=words, parents=parents)
        if one.name in called:
            importlib.import_module(f"iomodel.cli.{one.module}").add(command, lang)
    return parser
