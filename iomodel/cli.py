"""The command line: parses, calls, prints."""

from __future__ import annotations

import argparse
import locale
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iomodel.errors import IOModelError
from iomodel.text import Lang, Text
from iomodel.version import VERSION

if TYPE_CHECKING:
    from iomodel.report.blocks import Block
    from iomodel.uncertainty import Uncertainty

FORMATS = ("text", "json", "csv", "markdown")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `iomodel` with `arguments`; return 0, or 2 where the input is wrong."""
    _speak_utf8()
    words = list(arguments if arguments is not None else sys.argv[1:])
    _one_thread(words)
    lang = _language(words)
    options = _parser(lang, analyses=words[:1] == ["analyse"]).parse_args(words)
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


def _parser(lang: Lang, *, analyses: bool) -> argparse.ArgumentParser:
    def say(ko: str, en: str) -> str:
        return Text(ko, en).get(lang)

    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--lang", choices=("ko", "en"), help=say("언어", "language"))
    shared.add_argument(
        "--tables",
        metavar="DIR",
        help=say(
            "먼저 찾아볼 표 폴더 (환경변수 IOMODEL_TABLES도 됨)",
            "folder of tables to look in first (also: IOMODEL_TABLES)",
        ),
    )
    shared.add_argument(
        "--format", choices=FORMATS, default="text", help=say("출력 형식", "form of the output")
    )
    shared.add_argument(
        "--out",
        metavar="FILE",
        help=say("파일로 저장 (전부 쓰거나 쓰지 않음)", "write to a file, whole or not at all"),
    )
    shared.add_argument(
        "--debug", action="store_true", help=say("오류 추적 정보 표시", "show tracebacks")
    )

    parser = argparse.ArgumentParser(
        prog="iomodel",
        description=say(
            "산업연관표로 지역 투자의 파급효과를 추정합니다.",
            "Input-output economic impact estimates from scenario files.",
        ),
    )
    parser.add_argument("--version", action="version", version=f"iomodel {VERSION}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: object, ko: str, en: str) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name, help=say(ko, en), description=say(ko, en), parents=[shared]
        )
        command.set_defaults(command=run)
        return command

    command = add("run", _run, "시나리오를 계산해 공표값과 나란히 보임", "estimate scenarios")
    command.add_argument(
        "path", nargs="+", help=say("시나리오 TOML, 연구 폴더", "a scenario's TOML or a study")
    )
    command.add_argument(
        "--reading",
        choices=("reconciled", "announced"),
        help=say("한 가지 읽기만 (기본: 모두)", "one reading only (default: all)"),
    )
    command.add_argument(
        "--table", metavar="ID", help=say("다른 표로 계산", "another table than the study's")
    )
    command.add_argument(
        "--draws",
        type=int,
        metavar="N",
        help=say(
            "발표투자의 불확실성도 N번 추출로", "the announced reading's uncertainty, by N draws"
        ),
    )

    command = add(
        "reconcile",
        _reconcile,
        "공표값에서 지출 벡터를 추론해 저장",
        "infer demand vectors from published totals and save them",
    )
    command.add_argument("path", help=say("연구 폴더", "a study's folder"))

    add("studies", _studies, "내장된 연구 목록", "list the shipped studies")

    command = add("tables", _tables, "표 목록, 또는 한 표의 내력", "list tables, or describe one")
    command.add_argument("id", nargs="?", help=say("표의 이름", "a table's id"))

    command = add("sectors", _sectors, "부문 찾기", "look up sectors")
    command.add_argument("word", help=say("한국어·영어 이름 또는 코드", "a name or code"))

    command = add("multipliers", _multipliers, "유발계수표", "multipliers of a table")
    command.add_argument("id", help=say("표의 이름", "a table's id"))
    command.add_argument("--region", help=say("지역 (지역표)", "region, for regional tables"))
    command.add_argument(
        "--sort", metavar="COLUMN", help=say("이 열의 큰 순서로", "sort by this column, descending")
    )

    words = ("산업연관분석: analyse --help로 목록을 봄", "analyses: list them with analyse --help")
    command = commands.add_parser("analyse", help=say(*words), description=say(*words))
    command.set_defaults(command=_analyse)
    from iomodel.cli_batch import add_batch
    from iomodel.cli_uncertainty import add_uncertainty

    add_batch(commands, shared, lang)
    add_uncertainty(commands, shared, lang)
    if analyses:  # each says its own options; loading them all is for this command alone
        from iomodel.cli_analyse import add_analyses

        add_analyses(command, shared, lang)
    return parser


def _run(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.estimates import estimate
    from iomodel.findings import findings
    from iomodel.report import data
    from iomodel.schema import READINGS
    from iomodel.summary import Summary

    readings = (options.reading,) if options.reading else READINGS
    estimates = [
        estimate(path, readings=readings, table=options.table, tables=options.tables)
        for path in options.path
    ]
    if options.format == "csv":
        return _emit(data.to_csv(data.results(estimates)), options)
    found = [findings(one) if options.reading != "announced" else () for one in estimates]
    drawn = _drawn(options)
    if options.format == "json":
        extra = {}
        if drawn:
            from iomodel.cli_uncertainty import document

            extra = {"uncertainty": [document(one, lang) for one in drawn]}
        return _emit(data.json_document(estimates, found, lang, extra), options)
    summaries = [Summary(one) for one in estimates]
    if options.format == "markdown":
        from iomodel.report import markdown

        pairs = zip(summaries, found, strict=True)
        texts = [markdown.document(s, f, lang) for s, f in pairs]
        for one in drawn:
            from iomodel.cli_uncertainty import pieces

            blocks, below = pieces(one, lang)
            texts += [markdown.table(block) + "\n" for block in blocks[:-1]]
            texts.append(markdown.pieces(blocks[-1], below))
        return _emit("\n".join(texts), options)
    from iomodel.report import terminal

    page = terminal.Page(options.out)
    for summary, told in zip(summaries, found, strict=True):
        terminal.render(summary, told, lang, page.console)
    for one in drawn:
        from iomodel.cli_uncertainty import pieces

        blocks, below = pieces(one, lang)
        for block in blocks:
            terminal.print_block(block, page.console)
        terminal.print_sections(below, page.console)
    return 0 if page.live else _emit(page.text, options)


def _drawn(options: argparse.Namespace) -> list[Uncertainty]:
    """Return the uncertainty of every path where --draws asks for it."""
    if options.draws is None:
        return []
    from iomodel.cli_uncertainty import of_run

    return of_run(options)


def _reconcile(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.files import write_whole
    from iomodel.inference import infer, vectors_csv
    from iomodel.scenario import read_study

    study = read_study(options.path, options.tables)
    inferred = infer(study, options.tables)
    how = inferred.question.how
    target = Path(options.out) if options.out else study.path / how.vectors
    write_whole(target, vectors_csv(inferred))
    print(
        Text(
            f"{target}: 사업 {len(inferred.demand)}개의 지출 벡터 (공표값에서 추론, {how.table}; "
            f"인쇄 단위 절반의 {inferred.tightness:.0%}까지 어긋남)",
            f"{target}: demand of {len(inferred.demand)} programmes (inferred from the published "
            f"totals over {how.table}; figures stray {inferred.tightness:.0%} of half a printed "
            "unit at least)",
        ).get(lang)
    )
    return 0


def _studies(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.catalogue import shipped
    from iomodel.scenario import STUDY, read_study

    folders = sorted(p for p in shipped("scenarios").iterdir() if (p / STUDY).is_file())
    records = [
        {
            "id": study.id,
            "title": study.title.get(lang),
            "scenarios": " ".join(s.id for s in study.scenarios),
            "path": str(study.path),
        }
        for study in (read_study(folder, options.tables) for folder in folders)
    ]
    return _records(records, options, 4)


def _tables(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel import catalogue

    if options.id is None:
        records = [
            {
                "id": stamp.id,
                "title": stamp.title.get(lang),
                "kind": folder.file.kind,
                "price_year": stamp.price_year,
                "published": stamp.published,
            }
            for folder in catalogue.table_folders(options.tables)
            for stamp in (catalogue.stamp(id, options.tables) for id in folder.ids())
        ]
        return _records(records, options, 5)
    from iomodel.report.tables import description

    return _records(description(options.id, options.tables, lang), options, 2)


def _sectors(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.report.tables import sector_matches

    return _records(sector_matches(options.word, options.tables), options, 4)


def _multipliers(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.models import load_model
    from iomodel.report.tables import multiplier_records

    model = load_model(options.id, options.region, options.tables)
    records = multiplier_records(model, options.sort, lang)
    return _records(records, options, 2)


def _analyse(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.cli_analyse import run
    from iomodel.report import analyses, data, markdown, terminal

    result, manifest = run(options, lang)
    if options.format == "json":
        return _emit(data.to_json(analyses.document(result, manifest, lang)), options)
    if options.format == "csv":
        return _emit(data.to_csv(analyses.records(result)), options)
    block, sections = analyses.block(result, lang), analyses.sections(result, manifest, lang)
    if options.format == "markdown":
        return _emit(markdown.pieces(block, sections), options)
    page = terminal.Page(options.out)
    terminal.print_block(block, page.console)
    terminal.print_sections(sections, page.console)
    return 0 if page.live else _emit(page.text, options)


def _records(
    records: Sequence[Mapping[str, object]], options: argparse.Namespace, left: int
) -> int:
    """Print flat records in the form asked for; the first `left` columns are words."""
    from iomodel.report import data

    if options.format == "json":
        return _emit(data.to_json(records), options)
    if options.format == "csv":
        return _emit(data.to_csv(records), options)
    from iomodel.report.tables import block_of

    return _emit_block(block_of(records, left), options)


def _emit_block(block: Block, options: argparse.Namespace) -> int:
    if options.format == "markdown":
        from iomodel.report import markdown

        return _emit(markdown.table(block) + "\n", options)
    from iomodel.report import terminal

    page = terminal.Page(options.out)
    terminal.print_block(block, page.console)
    return 0 if page.live else _emit(page.text, options)


def _emit(words: str, options: argparse.Namespace) -> int:
    """Write to --out whole or not at all, else to standard output."""
    if options.out:
        from iomodel.files import write_whole

        write_whole(Path(options.out), words.encode())
    else:
        sys.stdout.write(words)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
