"""The command `iomodel tables import`: a file of another's into a table folder of one's own."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from iomodel.cli import COMMANDS
from iomodel.cli.options import sayer
from iomodel.cli.output import emit_records
from iomodel.cli.reading import add_reading, request
from iomodel.progress import Bar
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from iomodel.importing import Imported


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.set_defaults(command=_import)
    command.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help=say(
            "통합문서 하나, 또는 한 표의 시트를 저장한 CSV 여러 개",
            "a workbook, or the CSV files of one table's sheets",
        ),
    )
    command.add_argument("--id", required=True, help=say("표의 이름", "the table's id"))
    command.add_argument(
        "--into",
        metavar="DIR",
        help=say(
            "표 폴더를 둘 곳 (기본: --tables, IOMODEL_TABLES의 첫 폴더, 없으면 tables)",
            "where its folder goes (default: --tables, else the first of IOMODEL_TABLES, else "
            "tables)",
        ),
    )
    add_reading(command, lang)
    command.add_argument("--title", default="", help=say("표의 제목", "the table's title"))
    command.add_argument(
        "--published",
        type=_day(lang),
        metavar="DATE",
        help=say("공표일, 예: 2024-06-25", "date of publication, such as 2024-06-25"),
    )
    command.add_argument(
        "--names-en",
        metavar="FILE",
        help=say("영어 부문명 CSV (code,name_en)", "English names of sectors, CSV (code,name_en)"),
    )
    command.add_argument(
        "--replace",
        action="store_true",
        help=say("같은 이름의 표가 있으면 바꿈", "replace a table of that id"),
    )
    command.add_argument(
        "--no-seal",
        dest="seal",
        action="store_false",
        help=say("파일의 sha256을 적지 않음", "list no checksums of the files"),
    )


def _day(lang: Lang) -> Callable[[str], date]:
    """Return a reader of dates that says in `lang` what is none."""

    def read(word: str) -> date:
        try:
            return date.fromisoformat(word)
        except ValueError as error:
            what = Text(f'날짜가 아닙니다: "{word}"', f'not a date: "{word}"').get(lang)
            raise argparse.ArgumentTypeError(what) from error

    return read


def _import(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.importing import Said, default_into, import_table, names_from

    names_en = names_from(Path(options.names_en)) if options.names_en else {}
    said = Said(
        options.id,
        options.title,
        options.published,
        options.tolerance,
        f"The English names of sectors are from {options.names_en}." if options.names_en else "",
    )
    into = Path(options.into or options.tables or default_into())
    with Bar(lang, Text("단계", "steps")) as bar:
        done = import_table(
            request(options, options.files, names_en),
            said,
            into,
            layout=options.layout,
            reserved=[c.name.partition(" ")[2] for c in COMMANDS if c.name.startswith("tables ")],
            replace=options.replace,
            sealed=options.seal,
            meter=bar,
        )
    return emit_records(_records(done, into, lang), options, 2)


def _records(done: Imported, into: Path, lang: Lang) -> list[dict[str, object]]:
    """Return what came in, what is to be known of it, and what to do next."""
    file, id = done.folder.file, done.folder.file.id
    where = f"{id} --tables {shlex.quote(str(into))}"
    entries: list[tuple[Text, object]] = [
        (Text("이름", "id"), id),
        (Text("제목", "title"), file.title.get(lang)),
        (Text("부문 수", "sectors"), done.report.sectors),
        (Text("분류", "classification"), file.classification),
        (Text("더 큰 분류", "coarser levels"), " ".join(file.levels) or "–"),
        (Text("짜임새", "layout"), done.layout),
        (Text("폴더", "folder"), str(done.folder.path)),
        (Text("고친 것", "changes"), file.source.changes),
    ]
    entries += [(Text("유의", "caveat"), caveat.get(lang)) for caveat in file.caveats]
    usable = file.valuation != "purchasers"  # no model is built on those
    commands = ("multipliers", "run STUDY --table") if usable else ("tables check",)
    entries += [(Text("다음", "next"), f"iomodel {command} {where}") for command in commands]
    return [{"key": key.get(lang), "value": value} for key, value in entries]
