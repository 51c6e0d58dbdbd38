"""What stands above the Bank of Korea's sheets, and the description of a table made from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from iomodel.errors import Problem, TableFileError
from iomodel.provenance import Source
from iomodel.readers.bok_flows import FINAL_DEMAND, VALUE_ADDED
from iomodel.readers.sheets import Sheet, squeeze
from iomodel.sectors import require_same_labels, tidy
from iomodel.table import Satellite, TableInfo
from iomodel.text import Text, same
from iomodel.units import Valuation, money_unit

EMPLOYMENT = (
    Satellite(
        code="employed",
        ko="취업자",
        en="Employed persons",
        unit="명",
        concept="전업환산 (full-time equivalents)",
    ),
    Satellite(
        code="employees",
        ko="피용자",
        en="Employees",
        unit="명",
        concept="전업환산 (full-time equivalents)",
    ),
)

_VALUATIONS: dict[str, Valuation] = {
    "생산자가격": "producers",
    "구매자가격": "purchasers",
    "기초가격": "basic",
}


@dataclass(frozen=True)
class Heading:
    """What stands above a sheet's header; empty or zero where nothing does."""

    kind: str
    year: int
    price_year: int
    valuation: str
    unit: str


def heading(sheet: Sheet) -> Heading:
    """Return the title, year, valuation and unit that stand above a sheet's header."""
    lines = [squeeze(sheet.text(i, 0)) for i in range(min(len(sheet.cells), _HEADING_ROWS))]
    title = re.match(
        r"(?:투입산출표_)?([^(]*?)표?(?:\((\d{4})년가격\))?$", lines[0] if lines else ""
    )
    years = [int(line[:4]) for line in lines if re.fullmatch(r"\d{4}년", line)]
    units = [line.partition(":")[2] for line in lines if line.startswith("단위:")]
    year = years[0] if years else 0
    return Heading(
        kind=title[1] if title else "",
        year=year,
        price_year=int(title[2]) if title and title[2] else year,
        valuation=next((line for line in lines if line in _VALUATIONS), ""),
        unit=units[0] if units else "",
    )


_HEADING_ROWS = 6


def require_parts(info: TableInfo, employment: bool) -> None:
    """Raise unless `info` lists the items that the sheets have (R1)."""
    for what, found, wanted in (
        (Text("최종수요 항목", "final demand"), info.final_demand, FINAL_DEMAND),
        (Text("본원적 투입", "primary inputs"), info.primary_inputs, VALUE_ADDED),
        (Text("부속 지표", "satellites"), info.satellites, EMPLOYMENT if employment else ()),
    ):
        codes, theirs = [part.code for part in found], [part.code for part in wanted]
        require_same_labels(info.id, codes, theirs, what)


def describe(total: Sheet, size: int, employment: bool) -> TableInfo:
    """Return a description of the table made from the heading of its sheet of total flows."""
    head = heading(total)
    problems = [
        Problem(
            total.origin,
            Text(f"{ko} 적혀 있지 않습니다", f"the {en} is not stated"),
            Text(f'제목 아래 "{example}"', f'"{example}" below the title'),
            Text("없음", "nothing"),
            Text("그 줄을 넣거나 info를 주십시오", "put in that line, or pass info"),
        )
        for ko, en, example, value in (
            ("연도가", "year", "2020년", head.year),
            ("가격이", "valuation", "생산자가격", head.valuation),
            ("단위가", "unit", "단위 : 백만원", head.unit),
        )
        if not value
    ]
    if problems:
        raise TableFileError(total.origin, problems)
    return TableInfo(
        id=f"bok-{head.year}-{size}",
        title_ko=f"{head.year}년 산업연관표 {size}부문",
        title_en=f"Input-output table {head.year}, {size} sectors",
        year=head.year,
        price_year=head.price_year,
        unit=money_unit(head.unit).name.ko,
        valuation=_VALUATIONS[head.valuation],
        layout="product × product",
        classification=f"bok{head.year}-{size}",
        final_demand=FINAL_DEMAND,
        primary_inputs=VALUE_ADDED,
        satellites=EMPLOYMENT if employment else (),
        source=Source(
            publisher="한국은행",
            document=tidy(total.text(0, 0)),
            obtained=total.origin,
            licence="",
            changes="",
        ),
    )


def other_heading(sheet: Sheet, info: TableInfo) -> list[Problem]:
    """Return where the heading of a sheet contradicts the description of the table."""
    head = heading(sheet)
    return [
        Problem(
            sheet.origin,
            Text(f"{ko} 표의 설명과 다릅니다", f"the {en} is not the table's"),
            same(wanted),
            same(found),
            Text("같은 표의 시트를 쓰십시오", "use sheets of one table"),
        )
        for ko, en, found, wanted in (
            ("연도가", "year", head.year, info.year),
            ("가격 기준연도가", "price year", head.price_year, info.price_year),
            ("가격이", "valuation", _VALUATIONS.get(head.valuation), info.valuation),
            ("단위가", "unit", head.unit, squeeze(info.unit)),
        )
        if found and found != wanted
    ]
