"""Regional inducement coefficients (지역 유발계수) of the Bank of Korea, as multipliers by origin.

Each sheet is a matrix: a block of rows and one of columns for each 시도. What demand in a region
induces there is the sum of the region's own block of rows, what it induces elsewhere that of all
other blocks; a row of the nation (전국) has to be their sum. As in `bok_regional`, no real
workbook was at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from iomodel.draft import Block
from iomodel.errors import Problem, TableFileError
from iomodel.provenance import Source
from iomodel.readers import Request
from iomodel.readers.bok_accounts import MATRIX_COLUMNS, MATRIX_ROWS
from iomodel.readers.bok_heading import heading
from iomodel.readers.bok_regional import LICENCE, UNVERIFIED, is_transactions
from iomodel.readers.layout import Line, Term, Vocabulary, not_numbers
from iomodel.readers.region_names import NATION
from iomodel.readers.regional_layout import (
    BLOCK_TOTAL,
    RegionalSheet,
    has_regions,
    regional_sheet,
    told,
)
from iomodel.readers.sheets import Sheet, sheets_of
from iomodel.sectors import Classification, Sector, local_code
from iomodel.table import Array, Coefficient, MultiplierTable, TableInfo
from iomodel.text import Text, same

_KINDS = {
    "생산유발": Coefficient(
        code="production", ko="생산", en="Production", dimension="money", basis="computed"
    ),
    "부가가치유발": Coefficient(
        code="value_added", ko="부가가치", en="Value added", dimension="money", basis="computed"
    ),
    "취업유발": Coefficient(
        code="employment", ko="취업자", en="Employed persons", dimension="persons", basis="computed"
    ),
    "고용유발": Coefficient(
        code="employees", ko="피용자", en="Employees", dimension="persons", basis="computed"
    ),
}
_CONCEPT = (
    "{kind}계수: sum of the region's own rows, and of all other regions' rows, of the published "
    "inducement matrix"
)
_ABSENT = Text(
    "지역 안의 생산유발 1, 나머지 모두 0인 행은 그 지역에 없는 부문입니다",
    "a row of production one in the region and zero elsewhere is a sector that the region lacks",
)
_SUMS = Vocabulary((Term(BLOCK_TOTAL, (), ("소계", "지역계", "총계")),))


def read(request: Request) -> MultiplierTable | None:
    """Return the multipliers in the Bank's regional files, None where they hold transactions."""
    sheets = [sheet for path in request.paths for sheet in sheets_of(path)]
    if any(map(is_transactions, sheets)) or not any(map(kind_of, sheets)):
        return None
    return read_multipliers(sheets, names_en=request.names_en)


def read_multipliers(
    sheets: Sequence[Sheet], *, names_en: Mapping[str, str] | None = None
) -> MultiplierTable:
    """Return the multipliers that the Bank's sheets of regional inducement coefficients hold.

    Parameters
    ----------
    sheets : sequence of Sheet
        생산유발계수, with 부가가치유발, 취업유발 and 고용유발계수 where there are; others are
        passed over.
    names_en : mapping, optional
        English sector names by code; without it, Korean names stand in.

    Returns
    -------
    MultiplierTable
        Won per won, and persons per billion won.

    Raises
    ------
    TableFileError
        Listing every sheet, label or figure that is missing, unknown or in contradiction to
        another.
    """
    origin = ", ".join(sheet.origin for sheet in sheets)
    named = [(kind_of(sheet), sheet) for sheet in sheets if kind_of(sheet)]
    problems = list(_kinds_missing([kind for kind, _ in named], sheets))
    if problems:
        raise TableFileError(origin, problems)
    found = [_Matrix.read(kind, sheet) for kind, sheet in named]
    found.sort(key=lambda one: list(_KINDS).index(one.kind))
    problems += [problem for one in found for problem in one.problems()]
    problems += _unlike(found)
    problems += _unstated(found)
    problems += [] if problems else [p for one in found for p in one.contradictions()]
    if problems:
        raise TableFileError(origin, problems)
    sectors = _sectors(found[0], names_en or {})
    regions = found[0].lines.regions
    values = np.stack([one.by_origin(regions, sectors.codes) for one in found], axis=2)
    return MultiplierTable(_describe(found, len(regions), len(sectors)), sectors, regions, values)


def kind_of(sheet: Sheet) -> str:
    """Return which regional coefficients a sheet holds, such as "생산유발"; empty where none."""
    if not has_regions(sheet):
        return ""
    words = told(sheet)
    return next((kind for kind in _KINDS if kind in words), "")


def _account(name: str) -> str:
    return _SUMS.item(name) or MATRIX_ROWS.item(name) or MATRIX_COLUMNS.item(name)


@dataclass(frozen=True, eq=False)
class _Matrix:
    """One sheet of inducement coefficients."""

    kind: str
    lines: RegionalSheet

    @classmethod
    def read(cls, kind: str, sheet: Sheet) -> _Matrix:
        return cls(kind, regional_sheet(sheet, _account, _account))

    @property
    def sheet(self) -> Sheet:
        return self.lines.sheet

    @property
    def codes(self) -> tuple[str, ...]:
        """The demanded sectors, `region:code`."""
        return tuple(line.code for line in self.lines.sector_columns)

    def block(self, rows: Sequence[Line]) -> Block:
        """Return rows over all demanded sectors."""
        return self.lines.layout.block(rows, self.lines.sector_columns)

    @property
    def sums(self) -> Iterator[tuple[str, Line, Sequence[Line]]]:
        """The rows that sum others: those of regions, and of the nation by product and in all."""
        for region in self.lines.regions:
            for line in self.lines.rows_of(region, BLOCK_TOTAL):
                yield f"{region} {line.name}", line, self.lines.rows_of(region)
        for line in self.lines.rows_of(NATION, BLOCK_TOTAL):
            yield NATION, line, self.lines.sector_rows
        for line in self.lines.rows_of(NATION):
            own = [s for s in self.lines.sector_rows if local_code(s.code) == line.code]
            yield f"{NATION} {line}", line, own

    def problems(self) -> Iterator[Problem]:
        """Yield what can't be understood: labels, cells, rows that aren't the columns."""
        yield from self.lines.problems
        yield from not_numbers(self.block(self.lines.sector_rows))
        yield from not_numbers(self.block([line for _, line, _ in self.sums]))
        rows = [line.code for line in self.lines.sector_rows]
        absent = [code for code in self.codes if code not in set(rows)]
        surplus = [code for code in rows if code not in set(self.codes)]
        doubled = sorted({code for code in rows if rows.count(code) > 1})
        if absent or surplus or doubled or len(set(self.codes)) != len(self.codes):
            yield Problem(
                self.sheet.origin,
                Text("행의 부문이 열과 다릅니다", "the sectors of rows and columns differ"),
                Text("지역마다 같은 행과 열", "the same rows and columns for each region"),
                Text(
                    f"행에 없음 {absent}, 열에 없음 {surplus}, 겹침 {doubled}",
                    f"not among rows {absent}, not among columns {surplus}, twice {doubled}",
                ),
                Text("빠지거나 겹친 줄을 찾으십시오", "look for a line left out or doubled"),
            )

    def contradictions(self) -> Iterator[Problem]:
        """Yield every sum that its rows don't add up to."""
        digits = self._digits()
        for name, line, parts in self.sums:
            printed, added = self.block([line]), self.block(parts).values.sum(axis=0)
            slack = 0.5 * 10.0**-digits * (len(parts) + 1)
            for j in np.flatnonzero(np.abs(printed.values[0] - added) > slack):
                found = printed.values[0, j]
                yield Problem(
                    printed.place(0, int(j)),
                    Text(
                        f"{name}이(가) 행의 합과 다릅니다",
                        f"{name} differs from the sum of its rows",
                    ),
                    same(f"{added[j]:.12g} (±{slack:.2g})"),
                    same(f"{found:.12g} ({found - added[j]:+.6g})"),
                    Text("이 열을 원자료와 대조하십시오", "check the column against the source"),
                )

    def _digits(self) -> int:
        """Return to how many decimals the figures are printed, nine where to more."""
        values = self.block(self.lines.sector_rows).values
        for digits in range(_MOST_DIGITS):
            if np.abs(values - values.round(digits)).max(initial=0.0) < _EXACT:
                return digits
        return _MOST_DIGITS

    def by_origin(self, regions: Sequence[str], codes: Sequence[str]) -> Array:
        """Return effects by region, sector and origin, (R, S, 2); absent sectors as the Bank's."""
        values = self.block(self.lines.sector_rows).values
        home = np.array([regions.index(line.region) for line in self.lines.sector_rows])
        found = np.zeros((len(regions), len(codes), 2))
        found[:, :, 0] = 1.0 if self.kind == "생산유발" else 0.0
        for j, line in enumerate(self.lines.sector_columns):
            r, own = regions.index(line.region), home == regions.index(line.region)
            inside = values[own, j].sum()
            found[r, codes.index(local_code(line.code))] = inside, values[~own, j].sum()
        return found


_MOST_DIGITS = 9
_EXACT = 1e-10  # below half of the last of nine digits


def _kinds_missing(kinds: Sequence[str], sheets: Sequence[Sheet]) -> Iterator[Problem]:
    doubled = sorted({kind for kind in kinds if kinds.count(kind) > 1})
    if "생산유발" in kinds and not doubled:
        return
    yield Problem(
        "",
        Text("유발계수 시트가 둘 이상입니다", "there are several sheets of a kind")
        if doubled
        else Text("지역 생산유발계수가 없습니다", "there are no regional production coefficients"),
        Text(
            "시도마다 행과 열의 묶음이 있는 생산유발계수 시트 하나",
            "one sheet of 생산유발계수 with a block of rows and columns for each region",
        ),
        same(", ".join(doubled) or ", ".join(f'"{sheet.origin}"' for sheet in sheets)),
        Text("한 해의 시트를 하나씩 두십시오", "keep one sheet of each kind"),
    )


def _unlike(found: Sequence[_Matrix]) -> Iterator[Problem]:
    """Yield the sheets whose regions and sectors are not those of the first."""
    first = found[0]
    for other in found[1:]:
        if other.codes != first.codes:
            theirs, ours = set(other.codes), set(first.codes)
            yield Problem(
                other.sheet.origin,
                Text("지역과 부문이 다릅니다", "the regions and sectors are others"),
                Text(
                    f"{first.sheet.origin}의 지역과 부문, 같은 순서",
                    f"those of {first.sheet.origin}, in order",
                ),
                Text(
                    f"빠짐 {sorted(ours - theirs)}, 남음 {sorted(theirs - ours)}",
                    f"missing {sorted(ours - theirs)}, surplus {sorted(theirs - ours)}",
                ),
                Text("한 표의 시트를 쓰십시오", "use sheets of one table"),
            )


def _unstated(found: Sequence[_Matrix]) -> Iterator[Problem]:
    """Yield what the headings have to say and don't, or say differently."""
    for what, example, values in (
        (Text("연도가", "year"), "2020년", [heading(one.sheet).year for one in found]),
        (
            Text("가격이", "valuation"),
            "생산자가격",
            [heading(one.sheet).valuation for one in found],
        ),
    ):
        said = sorted({str(value) for value in values if value})
        if len(said) != 1:
            yield Problem(
                found[0].sheet.origin,
                Text(f"{what.ko} 분명하지 않습니다", f"the {what.en} is not clear"),
                Text(f'제목 아래 "{example}"', f'"{example}" below the title'),
                same(", ".join(said)) if said else Text("없음", "nothing"),
                Text("제목 아래에 그 줄을 넣으십시오", "put in that line"),
            )
    for one in found:
        unit = heading(one.sheet).unit
        if _KINDS[one.kind].dimension == "persons" and "10억" not in unit and "십억" not in unit:
            yield Problem(
                one.sheet.origin,
                Text("인원의 단위가 분명하지 않습니다", "the unit of persons is not clear"),
                same("단위 : 명/10억원"),
                same(f'"{unit}"') if unit else Text("없음", "nothing"),
                Text("제목 아래에 단위를 적으십시오", "state the unit below the title"),
            )


def _sectors(first: _Matrix, names_en: Mapping[str, str]) -> Classification:
    head = heading(first.sheet)
    names: dict[str, str] = {}
    for line in first.lines.sector_columns:
        code = local_code(line.code)
        names[code] = names.get(code) or line.name or code
    return Classification(
        f"bok{head.year}-{len(names)}",
        tuple(Sector(code, Text(name, names_en.get(code, name))) for code, name in names.items()),
    )


def _describe(found: Sequence[_Matrix], regions: int, size: int) -> TableInfo:
    heads = [heading(one.sheet) for one in found]
    year = next(head.year for head in heads if head.year)
    valued = next(head.valued for head in heads if head.valued)
    caveats = (_ABSENT, UNVERIFIED)
    return TableInfo(
        id=f"bok-{year}-regional-{size}",
        title_ko=f"{year}년 지역산업연관표 유발계수, {regions}개 지역 {size}부문",
        title_en=f"Regional inducement coefficients {year}, {regions} regions of {size} sectors",
        year=year,
        price_year=year,
        unit="백만원",
        valuation=valued,
        layout="product × product",
        classification=f"bok{year}-{size}",
        exhaustion="not checkable",
        caveats_ko=tuple(caveat.ko for caveat in caveats),
        caveats_en=tuple(caveat.en for caveat in caveats),
        coefficients=tuple(
            _KINDS[one.kind].model_copy(update={"concept": _CONCEPT.format(kind=one.kind)})
            for one in found
        ),
        source=Source(
            publisher="한국은행",
            document=f"{year}년 지역산업연관표: 지역별 유발계수",
            url="한국은행 경제통계시스템(ECOS) 2.2 산업연관표, 지역산업연관표",
            obtained=", ".join(one.sheet.origin for one in found),
            licence=LICENCE,
            changes=(
                "Of the inducement matrices only sums are kept: a region's own block of rows (in), "
                "and all other blocks (out), by region and sector of demand."
            ),
        ),
    )
