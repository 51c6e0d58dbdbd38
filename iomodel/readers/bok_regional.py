"""The Bank of Korea's regional tables (지역산업연관표): flows between the sectors of all regions.

No real workbook was at hand: the layout is that of docs/multiregional.md, and unverified. A sheet
of transactions (거래) has a block of rows and one of columns for each 시도, final demand by region,
primary inputs below; a sheet of persons (고용표) has the same rows. Workbooks of inducement
coefficients are for `bok_regional_inducement`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from iomodel.draft import Block, Draft, Part
from iomodel.errors import Problem, TableFileError
from iomodel.provenance import Source
from iomodel.readers import Request
from iomodel.readers.bok_accounts import Use
from iomodel.readers.bok_heading import Heading, heading, unstated
from iomodel.readers.bok_regional_flows import ROW, RegionalFlows
from iomodel.readers.bok_regional_persons import Persons, is_persons, persons
from iomodel.readers.region_names import ABROAD
from iomodel.readers.regional_layout import has_regions, told
from iomodel.readers.sheets import Sheet, sheets_of
from iomodel.sectors import local_code, tidy
from iomodel.table import Component, Label, TableInfo
from iomodel.text import Text, same
from iomodel.units import VALUATIONS, money_unit

LICENCE = (
    "한국은행 저작권 정책: 출처를 밝히고 변경한 사실을 알릴 것 (Bank of Korea copyright policy: "
    "attribution and disclosure of modification)"
)
UNVERIFIED = Text(
    "지역산업연관표의 짜임새는 실제 통합문서로 확인하지 못했습니다. 몇 칸을 원자료와 대조하십시오",
    "the layout of regional workbooks was not verified against a real one: compare some cells "
    "with the source",
)
_COMPONENT = Component(code="imports", ko="수입", en="Imports", role="imports")


def recognises(path: Path) -> bool:
    """Return whether a file holds sheets with a block of rows for each region."""
    try:
        sheets = sheets_of(path)
    except TableFileError:
        return False
    return any(map(has_regions, sheets))


def read(request: Request) -> Draft:
    """Return the table in the Bank's regional files as a draft; see `draft_of`."""
    paths = (*request.paths, *((request.employment,) if request.employment else ()))
    sheets = [sheet for path in paths for sheet in sheets_of(path)]
    return draft_of(sheets, names_en=request.names_en)


def draft_of(sheets: Sequence[Sheet], *, names_en: Mapping[str, str] | None = None) -> Draft:
    """Return the multiregional table on the Bank's sheets as a draft.

    Parameters
    ----------
    sheets : sequence of Sheet
        One of transactions; one of persons by the same regions and sectors if there is one. Any
        other sheet is passed over.
    names_en : mapping, optional
        English sector names by code without the region; without it, Korean names stand in.

    Raises
    ------
    TableFileError
        Listing every sheet, row or column that is missing, mislabelled or not known.
    """
    found = _one_of_transactions(sheets)
    flows = RegionalFlows.read(found)
    counted = persons([s for s in sheets if is_persons(s) and s is not found])
    problems = [*flows.problems, *(counted.problems if counted else ())]
    problems += [] if problems else unstated(found)
    if problems:
        raise TableFileError(found.origin, problems)
    used = [found, *([counted.sheet] if counted else [])]
    origin = ", ".join(sheet.origin for sheet in used)
    parts: dict[Part, Block] = {
        "domestic": flows.intermediate,
        "final_demand": flows.final_demand,
        "primary_inputs": flows.primary_inputs,
    }
    if counted:
        parts["satellites"] = counted.block
    return Draft(
        origin,
        _describe(flows, counted, origin),
        parts,
        tuple(flows.printed()),
        {"domestic": heading(found).unit},
        _named_en(flows, names_en or {}),
        (UNVERIFIED,),
        (*flows.claims(), *(counted.claims if counted else ())),
    )


def _named_en(flows: RegionalFlows, names: Mapping[str, str]) -> dict[str, str]:
    """Return English names by `region:code` from those by code without the region."""
    codes = [line.code for line in flows.sheet.sector_rows]
    return {code: names[local_code(code)] for code in codes if local_code(code) in names}


def is_transactions(sheet: Sheet) -> bool:
    """Return whether a sheet holds flows between the sectors of all regions."""
    return has_regions(sheet) and "거래" in told(sheet)


def _one_of_transactions(sheets: Sequence[Sheet]) -> Sheet:
    found = [sheet for sheet in sheets if is_transactions(sheet)]
    if len(found) == 1:
        return found[0]
    several = ", ".join(sheet.origin for sheet in found)
    raise TableFileError(
        ", ".join(sheet.origin for sheet in sheets),
        Problem(
            "",
            Text("거래표가 둘 이상입니다", "there are several sheets of transactions")
            if found
            else Text("지역간 거래표가 없습니다", "there is no sheet of transactions by region"),
            Text(
                "제목에 거래가 있고 시도마다 행과 열의 묶음이 있는 시트 하나",
                "one sheet with 거래 in its title and a block of rows and columns for each region",
            ),
            same(several or ", ".join(f'"{sheet.origin}"' for sheet in sheets)),
            Text(
                "한 표의 시트만 남기십시오. 유발계수만 든 파일은 iomodel tables import가 "
                "유발계수로 읽습니다",
                "keep the sheets of one table; iomodel tables import takes files of inducement "
                "coefficients alone as multipliers",
            ),
        ),
        data=several,
    )


def _describe(flows: RegionalFlows, counted: Persons | None, origin: str) -> TableInfo:
    """Return the description of the table, made from the sheet's heading."""
    head: Heading = heading(flows.sheet.sheet)
    sectors = {local_code(line.code) for line in flows.sheet.sector_rows}
    regions, size = len(flows.sheet.regions), len(sectors)
    valued = head.valued
    assert valued is not None
    prices = VALUATIONS[valued]
    return TableInfo(
        id=f"bok-{head.year}-{regions}x{size}",
        title_ko=f"{head.year}년 지역산업연관표, {prices.ko}, {regions}개 지역 {size}부문",
        title_en=(
            f"Regional input-output table {head.year}, {prices.en}, {regions} regions of {size} "
            "sectors"
        ),
        year=head.year,
        price_year=head.price_year,
        unit=money_unit(head.unit).name.ko,
        valuation=valued,
        layout="product × product",
        classification=f"bok{head.year}-{regions}x{size}",
        employment_ko=counted.concept.ko if counted else "",
        employment_en=counted.concept.en if counted else "",
        final_demand=tuple(_label(region, use) for region, use, _ in flows.uses),
        primary_inputs=(
            *((_COMPONENT,) if flows.imported else ()),
            *(part.component for part in flows.inputs),
        ),
        satellites=counted.satellites if counted else (),
        source=Source(
            publisher="한국은행",
            document=tidy(flows.sheet.sheet.text(0, 0)) or f"{head.year}년 지역산업연관표",
            url="한국은행 경제통계시스템(ECOS) 2.2 산업연관표, 지역산업연관표",
            obtained=origin,
            licence=LICENCE,
            changes=" ".join(_changes(flows)),
        ),
    )


def _label(region: str, use: Use) -> Label:
    label = use.label
    if region == ROW:
        return label.model_copy(update={"code": f"{ROW}:{label.code}"})
    return Label(
        code=f"{region}:{label.code}", ko=f"{region} {label.ko}", en=f"{label.en}, {region}"
    )


def _changes(flows: RegionalFlows) -> Iterator[str]:
    yield "Figures are as on the sheet; headings, notes and printed totals are not kept."
    if flows.sheet.rows_of(ABROAD):
        yield "Imports by product are added up to one row; those of final demand are not kept."
    if flows.uses[-1][0] == ROW and len(flows.uses[-1][2]) > 1:
        yield "Exports by region are one category: each product is exported by its own region."
