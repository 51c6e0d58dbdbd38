"""The command `iomodel uncertainty`: intervals of a study's effects, and what carries them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from iomodel.cli.options import sayer
from iomodel.cli.output import emit, save_picture
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from iomodel.report.blocks import Block, Section
    from iomodel.uncertainty import Uncertainty

DRAWS = Text("회", "draws")
_VARIANCE = Text("합계의 분산에서 차지하는 몫", "Shares in the variance of the sum")
_FIRST_ORDER = Text("일차근사", "To first order")
_ALONE = Text("Sobol' 단독", "Sobol' alone")
_WITH_OTHERS = Text("Sobol' 전체", "Sobol' in all")
_SOURCE = Text("원천", "Source")
_KIND = Text("종류", "What")
_INDICATOR = Text("지표", "Indicator")
_WHOSE = Text("사업", "Programme")
_UNCERTAIN = Text("불확실하다고 본 것", "What is uncertain")
_ASSUMED = Text(
    "발표투자 읽기의 가정 (위에서 달리 말하지 않은 것)",
    "Assumptions of the announced reading, where nothing above says otherwise",
)
_HALF = Text("±는 95% 구간의 반", "± is half of a 95 % interval")


def add(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Give `command` its options."""
    say = sayer(lang)
    command.add_argument(
        "path", help=say("시나리오 TOML, 연구 폴더", "a scenario's TOML or a study")
    )
    command.add_argument(
        "--spec",
        metavar="FILE",
        help=say(
            "불확실성 TOML (기본: 연구 폴더의 uncertainty/announced.toml)",
            "file of uncertainties (default: uncertainty/announced.toml in the study's folder)",
        ),
    )
    command.add_argument(
        "--draws", type=int, metavar="N", help=say("추출 횟수", "how many draws to make")
    )
    command.add_argument("--seed", type=int, metavar="S", help=say("시드", "seed of the draws"))
    command.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help=say("스레드 수 (답은 같음)", "threads; the answer is the same"),
    )
    command.add_argument(
        "--sobol",
        type=int,
        metavar="N",
        help=say(
            "Sobol' 지수의 기본 추출 횟수, 0이면 생략", "draws behind Sobol' indices; 0 for none"
        ),
    )
    command.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help=say("Dask 클러스터의 주소", "address of a Dask cluster to draw on"),
    )
    command.add_argument(
        "--netcdf",
        metavar="FILE",
        help=say("모든 추출을 배열로 저장", "write all draws as netCDF"),
    )
    command.add_argument(
        "--table", metavar="ID", help=say("다른 표로 계산", "another table than the study's")
    )
    command.add_argument(
        "--reading",
        choices=("announced", "reconciled"),
        default="announced",
        help=say("읽기 (재구성에는 구간이 없음)", "the reading; reconciled has no interval"),
    )
    command.add_argument(
        "--indicator", default="employment", help=say("그림의 지표", "indicator of the picture")
    )
    command.add_argument(
        "--plot", metavar="FILE", help=say("그림을 파일로 (.png, .svg, .pdf)", "save the picture")
    )
    command.set_defaults(command=_uncertainty)


def _uncertainty(options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.progress import Bar
    from iomodel.uncertainty import uncertainty
    from iomodel.uncertainty.propagate import reconciled_has_none

    if options.reading == "reconciled":
        raise reconciled_has_none(options.path)
    with Bar(lang, DRAWS) as bar:
        found = uncertainty(
            options.path,
            options.spec,
            draws=options.draws,
            seed=options.seed,
            workers=options.workers,
            table=options.table,
            tables=options.tables,
            sobol=options.sobol,
            client=options.scheduler,
            progress=bar,
        )
    if options.netcdf:
        found.to_netcdf(options.netcdf)
    if options.plot:
        save_picture(
            options.plot, lang, lambda spoken: found.plot(lang=spoken, indicator=options.indicator)
        )
    return _show(found, options, lang)


def of_run(options: argparse.Namespace, lang: Lang) -> list[Uncertainty]:
    """Return the uncertainty of every path of `iomodel run --draws N`, without Sobol' indices."""
    from iomodel.progress import Bar
    from iomodel.uncertainty import uncertainty

    found = []
    for path in options.path:
        with Bar(lang, DRAWS) as bar:
            given = {"table": options.table, "tables": options.tables, "progress": bar}
            found.append(uncertainty(path, draws=options.draws, sobol=0, **given))
    return found


def _show(found: Uncertainty, options: argparse.Namespace, lang: Lang) -> int:
    from iomodel.report import analyses, data, markdown, terminal

    if options.format == "json":
        return emit(data.to_json(document(found, lang)), options)
    if options.format == "csv":
        return emit(data.to_csv(analyses.records(found)), options)
    blocks, below = pieces(found, lang)
    if options.format == "markdown":
        tables = [markdown.table(block) for block in blocks[:-1]]
        return emit("\n\n".join([*tables, markdown.pieces(blocks[-1], below)]), options)
    page = terminal.Page(options.out)
    for block in blocks:
        terminal.print_block(block, page.console)
    terminal.print_sections(below, page.console)
    return 0 if page.live else emit(page.text, options)


def pieces(found: Uncertainty, lang: Lang) -> tuple[list[Block], list[Section]]:
    """Return the tables of a result, and what stands below them."""
    from iomodel.report import analyses
    from iomodel.report.blocks import Section

    sources = tuple(f"{line.id}: {line.words.get(lang)}" for line in found.sources)
    assumed = tuple(text.get(lang) for text in found.manifest.assumptions)
    below = [
        Section(_UNCERTAIN.get(lang), sources),
        Section(_ASSUMED.get(lang), assumed),
        *analyses.sections(found, found.manifest, lang),
    ]
    return [_interval_block(found, lang), _variance_block(found, lang)], below


def document(found: Uncertainty, lang: Lang) -> dict[str, Any]:
    """Return a result as plain data for JSON."""
    from iomodel.report import analyses

    return analyses.document(found, found.manifest, lang) | {
        "variance": found.variance_records(),
        "run": found.record(lang),
    }


def _interval_block(found: Uncertainty, lang: Lang) -> Block:
    """Return the intervals, rows and indicators by name."""
    from iomodel.report import analyses
    from iomodel.report.blocks import Block

    rows = {(row.scenario, row.programme): row for row in found.rows}
    indicators = {i.id: i for i in found.indicators}
    lines, last = [], None
    for record in analyses.records(found):
        row = rows[record["scenario"], record["programme"]]
        known = indicators[record["indicator"]]
        name = f"{known.name.get(lang)} ({known.measured_in(found.money).get(lang)})"
        numbers = [f"{record[c.id]:,.{c.decimals}f}" for c in found.columns[4:]]
        lines.append(("" if row is last else row.label(lang), name, *numbers))
        last = row
    sums = len(lines) - len(indicators)
    headings = [_WHOSE, _INDICATOR, *(column.name for column in found.columns[4:])]
    return Block(
        found.title.get(lang),
        tuple(heading.get(lang) for heading in headings),
        tuple(lines),
        frozenset(range(sums, len(lines))),
        2,
        found.source,
    )


def _variance_block(found: Uncertainty, lang: Lang) -> Block:
    from iomodel.report.blocks import Block
    from iomodel.report.labels import share

    families = {line.id: line.family.get(lang) for line in found.sources}
    names = {indicator.id: indicator.name.get(lang) for indicator in found.indicators}
    with_indices = found.indices is not None
    rows = []
    for record in found.variance_records():
        if record["scenario"] != "total" or record["first_order_share"] == 0.0:
            continue
        row = [record["source"], families[record["source"]], names[record["indicator"]]]
        row.append(share(record["first_order_share"]))
        for which in ("first", "total") if with_indices else ():
            value, half = record[f"sobol_{which}"], record[f"sobol_{which}_error"]
            row.append("–" if value != value else f"{share(value)} ± {share(half)}")
        rows.append(tuple(row))
    headings = [_SOURCE, _KIND, _INDICATOR, _FIRST_ORDER]
    headings += [_ALONE, _WITH_OTHERS] if with_indices else []
    return Block(
        _VARIANCE.get(lang),
        tuple(heading.get(lang) for heading in headings),
        tuple(rows),
        frozenset(),
        3,
        _HALF.get(lang) if with_indices else "",
    )
