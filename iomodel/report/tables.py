"""Tables, sectors and multipliers as flat records and blocks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from iomodel import catalogue
from iomodel.concordances.proposals import Proposal
from iomodel.errors import NotFoundError, NotSupportedError, Problem
from iomodel.models import Model, load_model
from iomodel.report.blocks import Block
from iomodel.table import ORIGINS
from iomodel.text import Lang, Text, same
from iomodel.units import VALUATIONS

Record = dict[str, object]


def _as_model(
    id: str, regions: tuple[str, ...], tables: str | Path | None, lang: Lang
) -> tuple[str, str]:
    """Return a table's indicators and whether they exhaust spending, or why it is no model."""
    try:
        model = load_model(id, regions[0] if regions else None, tables)
    except NotSupportedError as error:  # a table at purchasers' prices is a table all the same
        return "–", error.problems[0].what.get(lang)
    check = model.exhaustion()
    gap = "" if check.largest_gap is None else f" ({check.largest_gap:.1g})"
    return " ".join(one.id for one in model.indicators), check.kind + gap


def description(id: str, tables: str | Path | None, lang: Lang) -> list[Record]:
    """Return what is known of a table: its provenance, concepts and caveats."""
    folder = catalogue.find(id, tables)
    stamp = catalogue.stamp(id, tables)
    info = folder.file
    regions = _regions(id, tables)
    sectors = folder.classification(id)
    indicators, exhausts = _as_model(id, regions, tables, lang)
    entries: list[tuple[Text, object]] = [
        (Text("이름", "id"), id),
        (Text("제목", "title"), stamp.title.get(lang)),
        (Text("종류", "kind"), info.kind),
        (Text("배열", "layout"), info.layout),
        (Text("부문 수", "sectors"), len(sectors)),
        (Text("분류", "classification"), sectors.id),
        (Text("지역", "regions"), " ".join(regions) or "–"),
        (Text("지표", "indicators"), indicators),
        (Text("가격 연도", "price year"), info.price_year),
        (Text("가격평가", "valuation"), VALUATIONS[info.valuation].get(lang)),
        (Text("단위", "unit"), info.money.name.get(lang)),
        (Text("고용의 개념", "employment"), info.employment.get(lang) or "–"),
        (Text("공표일", "published"), info.published or "–"),
        (Text("공표일의 근거", "published: note"), info.published_note or "–"),
        (Text("더 큰 분류", "coarser levels"), " ".join(_coarser(id, tables)) or "–"),
        (
            Text("부가가치+수입=지출 (R6)", "value added + imports = spending (R6)"),
            exhausts,
        ),
        (Text("영어 이름", "English names"), info.names_en or "–"),
        (Text("작성기관", "publisher"), info.source.publisher),
        (Text("문서", "document"), info.source.document),
        (Text("입수 경로", "obtained"), info.source.obtained),
        (Text("이용 조건", "licence"), info.source.licence),
        (Text("고친 것", "changes"), info.source.changes),
        (Text("sha256", "sha256"), stamp.checksum),
        (Text("폴더", "folder"), str(folder.path)),
    ]
    entries += [(Text("유의", "caveat"), caveat.get(lang)) for caveat in info.caveats]
    return [{"key": key.get(lang), "value": value} for key, value in entries]


def _coarser(id: str, tables: str | Path | None) -> list[str]:
    folder = catalogue.find(id, tables)
    size = len(folder.classification(id))
    return [level for level in folder.file.levels if len(folder.classification(level)) < size]


def _regions(id: str, tables: str | Path | None) -> tuple[str, ...]:
    if catalogue.find(id, tables).file.kind != "multipliers":
        return ()
    return getattr(catalogue.load_table(id, tables), "regions", ())


def proposal_records(proposals: Sequence[Proposal], lang: Lang) -> list[Record]:
    """Return proposed sectors with their score and the way that leads to each."""
    return [
        {
            "classification": proposal.classification,
            "code": proposal.sector.code,
            "name": proposal.sector.name.get(lang),
            "score": f"{proposal.score:.2f}",
            "via": proposal.ways[0].text.get(lang),
        }
        for proposal in proposals
    ]


def multiplier_records(model: Model, sort: str | None, lang: Lang) -> list[Record]:
    """Return code, name and a column an indicator, `_in` and `_out` for regional tables.

    In the units of `Multipliers`; nothing where the region lacks the sector.

    Raises
    ------
    NotFoundError
        If there is no column to sort by.
    """
    multipliers = model.multipliers()
    suffixes = [""] if multipliers.origins != ORIGINS else ["_in", "_out"]
    records: list[Record] = [
        {"code": sector.code, "name": sector.name.get(lang)} for sector in model.sectors.sectors
    ]
    columns = []
    for indicator, by_origin in zip(multipliers.indicators, multipliers.values, strict=True):
        for suffix, values in zip(suffixes, by_origin, strict=True):
            columns.append(indicator.id + suffix)
            for record, value in zip(records, values, strict=True):
                record[columns[-1]] = None if math.isnan(value) else float(value)
    if sort is None:
        return records
    wanted = sort if sort in columns else f"{sort}_in"
    if wanted not in columns:
        raise NotFoundError(
            model.info.id,
            Problem(
                "--sort",
                Text("그런 열이 없습니다", "there is no such column"),
                Text(f"다음 중 하나: {', '.join(columns)}", f"one of: {', '.join(columns)}"),
                same(f'"{sort}"'),
                Text("열의 이름을 고치십시오", "correct the name of the column"),
            ),
            data=columns,
        )
    return sorted(records, key=lambda record: _descending(record[wanted]))


def _descending(value: object) -> float:
    return -value if isinstance(value, float) else math.inf


def block_of(records: Sequence[Mapping[str, object]], left: int) -> Block:
    """Return flat records as a block; numbers with four decimals."""
    headings = tuple(records[0]) if records else ()
    rows = tuple(tuple(_cell(value) for value in record.values()) for record in records)
    return Block("", headings, rows, frozenset(), left)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,.4f}" if isinstance(value, float) else str(value)
