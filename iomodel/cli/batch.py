"""The command `iomodel batch`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iomodel.cli.options import FORMATS, count, sayer
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from iomodel.batch import Difference, Outcome

SHOWN = 20  # of the values that moved, on a terminal
INTERRUPTED = 130  # as shells say it


def add(batch: argparse.ArgumentParser, lang: Lang) -> None:
    """Give the command its options; it writes a folder and has its own --out."""
    say = sayer(lang)
    batch.set_defaults(command=_batch)
    batch.add_argument(
        "input",
        nargs="*",
        metavar="INPUT",
        help=say(
            "시나리오 TOML, 연구 폴더, 긴 표나 넓은 표(CSV, Parquet), 그런 것이 든 폴더",
            "scenario TOML, study folder, long or wide table (CSV, Parquet), folder of such",
        ),
    )
    batch.add_argument("--out", metavar="DIR", help=say("결과 저장소", "the result store"))
    batch.add_argument(
        "--check",
        metavar="DIR",
        help=say(
            "저장소를 다시 계산해 달라진 값을 보임 (있으면 종료값 1)",
            "recompute a store and show what moved (exit code 1 if anything did)",
        ),
    )
    batch.add_argument(
        "--tables-ids",
        metavar="ID,ID",
        type=listed,
        default=(),
        help=say("계산할 표들 (연구는 없으면 study.toml대로)", "tables to go through"),
    )
    batch.add_argument(
        "--indicators", metavar="ID,ID", type=listed, default=(), help=say("지표", "indicators")
    )
    batch.add_argument(
        "--reading",
        choices=("reconciled", "announced"),
        help=say("연구의 한 가지 읽기만", "one reading of studies only"),
    )
    batch.add_argument(
        "--variant",
        action="append",
        metavar="NAME",
        help=say(
            "연구의 변형, 여러 번 쓸 수 있음; all이면 파일대로와 모든 변형",
            "a variant of studies, may be repeated; all: as written, and every variant",
        ),
    )
    batch.add_argument(
        "--classification",
        metavar="ID",
        default="",
        help=say("표의 부문분류 (기본: 첫 표의 것)", "what sector codes of tables belong to"),
    )
    batch.add_argument(
        "--unit", default="", help=say("금액의 단위 (unit 열이 없으면)", "unit of the amounts")
    )
    batch.add_argument(
        "--region", default="", help=say("지역 (region 열이 없으면)", "region of the spending")
    )
    batch.add_argument(
        "--price-year", type=int, metavar="YEAR", help=say("금액의 가격 연도", "price year")
    )
    batch.add_argument(
        "--valuation",
        choices=("producers", "basic", "purchasers"),
        default="producers",
        help=say("금액의 가격평가", "prices of the amounts"),
    )
    batch.add_argument(
        "--workers", type=count, metavar="N", help=say("스레드 수", "number of threads")
    )
    batch.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help=say("Dask 클러스터의 주소", "address of a Dask cluster to compute on"),
    )
    batch.add_argument(
        "--netcdf", metavar="FILE", help=say("배열로도 저장", "write the arrays as netCDF too")
    )
    batch.add_argument("--format", choices=FORMATS, default="text")
    add_tolerance(batch, lang)


def add_tolerance(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` the difference below which two values are the same."""
    command.add_argument(
        "--tolerance",
        type=float,
        metavar="SHARE",
        help=Text(
            "이보다 작은 상대차는 같은 것으로 봄 (기본 1e-9)",
            "relative differences up to this are none (default 1e-9)",
        ).get(lang),
    )


def listed(words: str) -> tuple[str, ...]:
    """Return the words between commas."""
    return tuple(word.strip() for word in words.split(",") if word.strip())


def _batch(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.batch import run_batch
    from iomodel.progress import Bar
    from iomodel.schema import READINGS

    if bool(options.check) == bool(options.input) or bool(options.check) == bool(options.out):
        print(
            Text(
                "iomodel batch 입력… --out 폴더, 또는 iomodel batch --check 폴더",
                "usage: iomodel batch INPUT… --out DIR, or iomodel batch --check DIR",
            ).get(lang),
            file=sys.stderr,
        )
        return 2
    try:
        with Bar(lang, Text("행", "rows")) as bar:
            if options.check:
                return _check(options, lang, bar)
            outcome = run_batch(
                options.input,
                options.out,
                tables_ids=options.tables_ids,
                readings=(options.reading,) if options.reading else READINGS,
                indicators=options.indicators,
                classification=options.classification,
                unit=options.unit,
                region=options.region,
                price_year=options.price_year,
                valuation=options.valuation,
                variants=options.variant or ("",),
                tables=options.tables,
                workers=options.workers,
                client=options.scheduler,
                progress=bar,
            )
    except KeyboardInterrupt:
        print(
            Text(
                "멈추었습니다. 같은 명령을 다시 주면 이어서 합니다",
                "interrupted; the same command goes on where it was",
            ).get(lang),
            file=sys.stderr,
        )
        return INTERRUPTED
    if options.netcdf:
        outcome.store.to_netcdf(options.netcdf)
    _tell(outcome, options, lang)
    return 1 if outcome.failures else 0


def _tell(outcome: Outcome, options: argparse.Namespace, lang: Lang) -> None:
    """Print what a run did, and the first failures with their messages."""
    from iomodel.report import data

    store = outcome.store
    if options.format == "json":
        said = {
            "store": str(store.path),
            "rows": outcome.rows,
            "computed": outcome.computed,
            "reused": outcome.reused,
            "failures": outcome.failures,
            "failed_scenarios": outcome.failed,
        }
        print(data.to_json(said), end="")
        return
    print(
        Text(
            f"{store.path}: {outcome.rows:,}행. 작업 {outcome.computed:,}개를 계산하고 "
            f"{outcome.reused:,}개는 있던 것을 썼습니다",
            f"{store.path}: {outcome.rows:,} rows; {outcome.computed:,} units of work computed, "
            f"{outcome.reused:,} found finished",
        ).get(lang)
    )
    for words in store.manifest["skipped"]:
        print(words[lang], file=sys.stderr)
    if not outcome.failures:
        return
    print(
        Text(
            f"실패한 시나리오 {outcome.failed:,}개, 문제 {outcome.failures:,}건: "
            f"{store.path / '_failures.csv'}",
            f"{outcome.failed:,} scenarios failed with {outcome.failures:,} problems: "
            f"{store.path / '_failures.csv'}",
        ).get(lang),
        file=sys.stderr,
    )
    for row in store.first_failures(SHOWN):
        names = (row["study"], row["scenario"], row["reading"], row["table"], row["place"])
        print(" · ".join(filter(None, names)), file=sys.stderr)
        print(row[f"message_{lang}"], file=sys.stderr)


def _check(options: argparse.Namespace, lang: Lang, bar: Any) -> int:
    from iomodel.batch import check_store
    from iomodel.batch.diff import RELATIVE

    found = check_store(
        options.check,
        relative=RELATIVE if options.tolerance is None else options.tolerance,
        tables=options.tables,
        workers=options.workers,
        client=options.scheduler,
        progress=bar,
    )
    return show(found, options.format, None, lang)


def show(found: Difference, format: str, out: str | None, lang: Lang) -> int:
    """Print a comparison; return 0 where nothing differs, else 1."""
    from iomodel.report import data, differences, markdown, terminal

    if format == "json":
        words = data.to_json(differences.document(found, lang))
    elif format == "csv":
        words = data.to_csv(differences.records(found))
    else:
        sections, block = differences.sections(found, lang), differences.block(found, SHOWN, lang)
        if format == "markdown":
            words = markdown.pieces(block, sections)
        else:
            page = terminal.Page(out)
            terminal.print_sections(sections, page.console)
            if block.rows:
                terminal.print_block(block, page.console)
            if page.live:
                return 0 if found.same else 1
            words = page.text
    if out:
        from iomodel.files import write_whole

        write_whole(Path(out), words.encode())
    else:
        sys.stdout.write(words)
    return 0 if found.same else 1
