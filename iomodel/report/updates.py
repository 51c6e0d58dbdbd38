"""A table brought to another year as records, a block and sections."""

from __future__ import annotations

from typing import Any

from iomodel.balancing import Updated
from iomodel.report.blocks import Block, Section
from iomodel.report.numbers import decimal
from iomodel.text import Lang, Text

_BALANCING = Text("균형 맞추기", "Balancing")
_ABOUT = Text("이 표에 대하여", "About this table")
_HEADINGS = (
    Text("코드", "code"),
    Text("부문", "sector"),
    Text("산출", "output"),
    Text("행 배수 r", "row factor r"),
    Text("열 배수 s", "column factor s"),
)


def records(found: Updated, lang: Lang) -> list[dict[str, Any]]:
    """Return one record a sector: its new output, and the factors of its sales and purchases."""
    rows = zip(
        found.table.sectors.sectors,
        found.table.output,
        found.balanced.row_factors,
        found.balanced.column_factors,
        strict=False,
    )
    return [
        {
            "code": sector.code,
            "name": sector.name.get(lang),
            "output": float(output),
            "row_factor": float(r),
            "column_factor": float(s),
        }
        for sector, output, r, s in rows
    ]


def block(found: Updated, lang: Lang) -> Block:
    """Return the sectors of the new table with their factors."""
    rows = tuple(
        (
            record["code"],
            record["name"],
            decimal(record["output"], 0),
            decimal(record["row_factor"], 4),
            decimal(record["column_factor"], 4),
        )
        for record in records(found, lang)
    )
    return Block(
        found.table.info.title.get(lang),
        tuple(heading.get(lang) for heading in _HEADINGS),
        rows,
        frozenset(),
        2,
        unit=found.table.info.money.name.get(lang),
    )


def sections(found: Updated, lang: Lang) -> list[Section]:
    """Return how balancing went, and what the table says of itself."""
    unit = found.table.info.money.name
    went = Text(
        f"{found.balanced.iterations}번 되풀이해 수렴; 주변합과의 가장 큰 차이 "
        f"{found.balanced.residual:.3g} {unit.ko}",
        f"converged in {found.balanced.iterations} iterations; largest gap to a margin "
        f"{found.balanced.residual:.3g} {unit.en}",
    )
    factors = Text(
        "거래는 옛 표의 칸에 그 행의 r과 열의 s를 곱한 것입니다 (음수인 칸은 나눈 것). r과 s는 "
        "공통의 배율까지만 정해집니다",
        "flows are those of the older table times r of the row and s of the column (divided where "
        "negative); r and s are determined up to a common scale",
    )
    told = tuple(text.get(lang) for text in found.table.info.caveats)
    return [
        Section(_BALANCING.get(lang), (went.get(lang), factors.get(lang))),
        Section(_ABOUT.get(lang), told),
    ]
