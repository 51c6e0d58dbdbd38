"""The input-output tables of the Bank of Korea (한국은행): its workbooks, or its sheets as CSV.

Rows and columns are found by their Korean names, old or new; the Bank's codes only confirm them.
Every total that a sheet prints, and every sheet of coefficients beside the flows, goes along with
the draft for the checks to hold the flows to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from iomodel.checks import examine
from iomodel.draft import Claim, Draft, Part, Printed
from iomodel.errors import Problem, TableFileError
from iomodel.readers import ImportTreatment, Request
from iomodel.readers.bok_employment import Employment, employment, is_employment
from iomodel.readers.bok_flows import KINDS, Flows
from iomodel.readers.bok_heading import (
    PERSONS,
    Heading,
    heading,
    known_heading,
    other_heading,
    unstated,
)
from iomodel.readers.bok_implied import MATRICES, held_to
from iomodel.readers.bok_imports import needless, tell
from iomodel.readers.bok_info import describe, require_parts, value_added
from iomodel.readers.bok_matrices import LabelledMatrix, read_matrices, read_matrix
from iomodel.readers.bok_totals import claims, never_above, printed
from iomodel.readers.layout import misnamed
from iomodel.readers.regional_layout import has_regions
from iomodel.readers.sheets import Sheet, csv_sheet, sheets_of, workbook_sheets
from iomodel.table import IOTable, TableInfo
from iomodel.text import Text, same

__all__ = [
    "LabelledMatrix",
    "draft_of",
    "read",
    "read_csv",
    "read_matrices",
    "read_matrix",
    "read_sheets",
    "read_workbook",
    "recognises",
]


def recognises(path: Path) -> bool:
    """Return whether a file holds a sheet titled as the Bank's: flows, persons, coefficients."""
    if path.is_dir():
        return False
    try:
        sheets = sheets_of(path)
    except TableFileError:
        return False
    national = [sheet for sheet in sheets if not has_regions(sheet)]
    return any(heading(sheet).kind in (*KINDS.values(), PERSONS, *MATRICES) for sheet in national)


def read(request: Request) -> Draft:
    """Return the table in the Bank's files as a draft; see `draft_of`."""
    request.require_known()
    paths = (*request.paths, *((request.employment,) if request.employment else ()))
    sheets = [sheet for path in paths for sheet in sheets_of(path)]
    return draft_of(sheets, treatment=request.imports, names_en=request.names_en)


def read_csv(
    total: Path,
    domestic: Path,
    employment: Path | None = None,
    imports: Path | None = None,
    *,
    info: TableInfo | None = None,
    names_en: Mapping[str, str] | None = None,
) -> IOTable:
    """Return a table from the Bank's sheets saved as CSV; see `read_sheets`."""
    paths = [path for path in (total, domestic, imports, employment) if path is not None]
    return read_sheets(*(csv_sheet(path) for path in paths), info=info, names_en=names_en)


def read_workbook(
    path: Path, *, info: TableInfo | None = None, names_en: Mapping[str, str] | None = None
) -> IOTable:
    """Return the table in the Bank's workbook; see `read_sheets`.

    Raises
    ------
    NotSupportedError
        If python-calamine isn't installed.
    """
    return read_sheets(*workbook_sheets(path), info=info, names_en=names_en)


def read_sheets(
    *sheets: Sheet,
    treatment: ImportTreatment | None = None,
    info: TableInfo | None = None,
    names_en: Mapping[str, str] | None = None,
) -> IOTable:
    """Return the table that the Bank's sheets hold, once the checks find no error in it.

    What they warn of is among its caveats.

    Parameters, and what is refused, are those of `draft_of`; `iomodel.checks` refuses the rest.
    """
    draft = draft_of(sheets, treatment=treatment, info=info, names_en=names_en)
    report = examine(draft)
    report.require_sound()
    return report.noted(draft.table())


def draft_of(
    sheets: Sequence[Sheet],
    *,
    treatment: ImportTreatment | None = None,
    info: TableInfo | None = None,
    names_en: Mapping[str, str] | None = None,
) -> Draft:
    """Return the table on the Bank's sheets as a draft.

    Parameters
    ----------
    sheets : sequence of Sheet
        총거래표; beside it 국산거래표 or 수입거래표 (the one that is missing is total less the
        other), 고용표 and sheets of coefficients. Any other sheet is passed over.
    treatment : str, optional
        How to tell imports where there is but 총거래표; see `iomodel.readers.Request`.
    info : TableInfo, optional
        What is known of the table; year, prices, unit and parts must be those of the sheets.
        Without it, a description is made from the sheets' headings.
    names_en : mapping, optional
        English sector names by code; without it, Korean names stand in.

    Raises
    ------
    TableFileError
        Listing every sheet, row or column that is missing, mislabelled, not known or in
        contradiction to another.
    LabelError
        If `info` lists other items of final demand, primary inputs or satellites than the sheets.
    """
    flows = _flows(sheets)
    total = flows["total"]
    head = known_heading(info) if info else heading(total.sheet)
    unknown = [] if info else unstated(total.sheet)
    if unknown:
        raise TableFileError(total.sheet.origin, unknown)
    persons = employment([s for s in sheets if is_employment(s)], head.year, total.sectors)
    told = tell(flows, treatment)
    matrices, wrong = held_to(sheets, told.parts, value_added(total), assumed=bool(told.assumed))
    used = [*(one.sheet for one in flows.values()), *([persons.sheet] if persons else [])]
    found = describe(head, total, used, persons, told.change)
    draft = Draft(
        ", ".join(sheet.origin for sheet in used),
        info or found,
        told.parts | ({"satellites": persons.block} if persons else {}),
        tuple(_printed(flows)),
        {part: heading(one.sheet).unit for part, one in flows.items()},
        names_en or {},
        told.assumed,
        (*_claims(flows), *(persons.claims if persons else ()), *matrices),
        told.derived,
    )
    problems = [*_contradictions(flows, head, persons), *needless(flows, treatment), *wrong]
    if problems:
        faults = [one.problem for one in draft.faults() if one.kind != "missing-part"]
        raise TableFileError(draft.origin, [*problems, *faults])
    if info:
        require_parts(info, found)
    return draft


def _flows(sheets: Sequence[Sheet]) -> dict[Part, Flows]:
    """Return the sheets of transactions by what they hold.

    Raises
    ------
    TableFileError
        If there are two of a kind, or no sheet of total flows.
    """
    found: dict[Part, list[Sheet]] = {}
    for part, kind in KINDS.items():
        same_kind = [sheet for sheet in sheets if heading(sheet).kind == kind]
        if same_kind:
            found[part] = same_kind
    problems = [_doubled(KINDS[part], those) for part, those in found.items() if len(those) > 1]
    if "total" not in found:
        problems.append(_no_total(sheets))
    if problems:
        raise TableFileError(", ".join(sheet.origin for sheet in sheets), problems)
    return {part: Flows.read(one, whole=part == "total") for part, (one,) in found.items()}


def _doubled(kind: str, sheets: Sequence[Sheet]) -> Problem:
    return Problem(
        "",
        Text(f"{kind}표가 둘 이상입니다", f"there are several sheets of {kind}표"),
        Text("표 하나의 시트 하나씩", "the sheets of one table, one of each"),
        same(", ".join(sheet.origin for sheet in sheets)),
        Text(
            "연도, 가격, 부문 수가 같은 시트만 남겨 따로 저장하십시오",
            "save those of one year, valuation and number of sectors by themselves",
        ),
    )


def _no_total(sheets: Sequence[Sheet]) -> Problem:
    kinds = [kind for kind in (heading(sheet).kind for sheet in sheets) if kind]
    return Problem(
        "",
        Text("총거래표가 없습니다", "the sheet of total flows is missing"),
        Text('제목이 "투입산출표_총거래표(…)"인 시트', 'a sheet titled "투입산출표_총거래표(…)"'),
        same(", ".join(f'"{kind}"' for kind in kinds) or "–"),
        Text(
            "부가가치와 총산출이 든 총거래표를 함께 주십시오",
            "give the sheet of total flows too: it has value added and output",
        ),
    )


def _printed(flows: Mapping[Part, Flows]) -> Iterator[Printed]:
    deducted = bool(flows["total"].deductions)
    for part, one in flows.items():
        yield from printed(one, part, deducted=deducted)


def _claims(flows: Mapping[Part, Flows]) -> Iterator[Claim]:
    deducted = bool(flows["total"].deductions)
    for part, one in flows.items():
        yield from claims(one, part, deducted=deducted)
    if "domestic" in flows and "imports" not in flows:
        yield from never_above(flows["domestic"], flows["total"])


def _contradictions(
    flows: Mapping[Part, Flows], head: Heading, persons: Employment | None
) -> Iterator[Problem]:
    """Yield what is wrong with the lines of the sheets, and where one contradicts another."""
    sectors = flows["total"].sectors
    for one in flows.values():
        yield from one.problems
        yield from other_heading(one.sheet, head)
        yield from misnamed(one.sheet, sectors, one.sectors)
        yield from misnamed(one.sheet, sectors, one.layout.sector_columns)
    if persons:
        yield from persons.problems
        yield from misnamed(persons.sheet, sectors, persons.sectors)
