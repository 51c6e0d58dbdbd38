"""What is spent, what is left out, and where long lists of it are."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ValidationInfo

from iomodel.schema.base import (
    Amount,
    FileBasis,
    Keys,
    Phase,
    ProgrammeName,
    SectorCode,
    Statement,
    context_of,
    key,
    missing,
)
from iomodel.schema.terms import Terms
from iomodel.text import Text, same
from iomodel.validation import UnitName, carry, refusal

Kind = Literal["spending", "displacement"]
Category = Literal["land", "compensation", "transfer", "other"]


class Sourced(Keys):
    """A figure with where it is from and how it is known."""

    source: str = key(
        "출처: 문서와 쪽, 협약, 또는 `[documents]`의 이름",
        "where the figure is from: document and page, agreement, or a name of `[documents]`",
    )
    page: str = key("출처의 쪽이나 장", "page or slide of the source", "")
    basis: FileBasis = key(
        '`"announced"`(기본), `"published"`, `"assumed"`, `"inferred"`: 금액을 어떻게 아는지',
        '`"announced"` (default), `"published"`, `"assumed"` or `"inferred"`: '
        "how the figure is known",
        "announced",
    )


def _where_needed(value: Any, info: ValidationInfo) -> Any:
    """Refuse a line without a sector in a file that takes no profiles."""
    if value is None and context_of(info, "profiles") is False:
        raise carry(missing("", "sector"))
    return value


class OnSector(Keys):
    """What money is spent on, or whose industry it is."""

    sector: Annotated[SectorCode | None, BeforeValidator(_where_needed)] = key(
        '부문: 무엇에, 또는 어느 업종이 지출하는지. `spent_on = "profile"`이면 생략할 수 있음',
        "sector: what the money is spent on, or whose industry it is; may be left out with "
        '`spent_on = "profile"`',
        None,
        validate_default=True,
    )


class Sum(Keys):
    """An amount of money."""

    amount: Amount = key(
        '금액. `phase = "operation"`이면 완전가동 한 해의 금액',
        'amount; of `phase = "operation"` that of a year at full operation',
    )
    unit: UnitName = key("금액의 단위", "unit of the amount")


class Line(Sourced, Sum, OnSector):
    """An amount on a sector, its phase and kind."""

    phase: Phase = key(
        '`"construction"`(기본: 한 번의 지출) 또는 `"operation"`(해마다의 지출)',
        '`"construction"` (default: one-off) or `"operation"` (every year)',
        "construction",
    )
    kind: Kind = key(
        '`"spending"`(기본) 또는 `"displacement"`(이 사업 때문에 없어지는 지출: 순효과에서 뺌)',
        '`"spending"` (default) or `"displacement"` (spending lost because of the programme: '
        "taken off the net effect)",
        "spending",
    )
    hires: float | None = key(
        "발표된 채용 인원; 계산된 취업자와 나란히 보임",
        "persons whom the firm announced to hire; shown beside computed employment",
        None,
        ge=0,
    )
    note: str = key(
        "적어 둘 것, 예: 기업의 업종(KSIC)",
        "remark, for example the firm's industry code (KSIC)",
        "",
    )


class SpendingLine(Terms, Line):
    """One amount of money spent on one sector, or on the goods of a profile."""


class Rows(Keys):
    """Lines that stand in a CSV or Excel file beside this one."""

    file: str = key("같은 폴더의 CSV 또는 xlsx 파일", "CSV or xlsx file in the folder")
    sheet: str = key(
        "엑셀의 시트; 생략하면 첫 시트", "sheet of the workbook; the first where left out", ""
    )
    columns: dict[str, str] = key(
        '항목 = 그 값이 든 열의 머리글, 예: `{ sector = "부문", amount = "금액" }`; '
        "생략하면 머리글이 곧 항목",
        'key = heading of its column: `{ sector = "부문", amount = "금액" }`; where left out, '
        "headings are keys",
        {},
    )
    values: dict[str, Any] = key(
        '모든 행에 같은 항목, 예: `{ unit = "억원", source = "붙임 2" }`',
        'keys that are the same in every row: `{ unit = "억원", source = "annex 2" }`',
        {},
    )


class Vector(Terms, Rows):
    """A file of lines, and how all of them are read."""


class LeftOut(Keys):
    """What an estimate leaves out."""

    item: str = key("뺀 것", "what is left out")


class ExcludedAmount(Sourced, Sum, LeftOut):
    """An announced amount that the estimate leaves out, and why."""

    reason: Statement = key(
        "문장: 뺀 까닭. 가정과 함께 인쇄됨",
        "sentence: why it is left out; printed with the assumptions",
    )
    category: Category = key(
        '`"land"`(토지), `"compensation"`(보상), `"transfer"`(이전지출), `"other"`(기본)',
        '`"land"`, `"compensation"`, `"transfer"` or `"other"` (default)',
        "other",
    )


class Spending(Keys):
    """The lines of one programme of a district."""

    name: ProgrammeName = key(
        "study.toml의 `[programmes]`에 있는 이름",
        "one of the names under `[programmes]` in study.toml",
    )
    lines: tuple[SpendingLine, ...] = key(
        "지출; 없으면 금액이 발표되지 않은 사업",
        "the spending; without lines the programme stands without an announced amount",
        (),
    )
    vectors: tuple[Vector, ...] = key(
        "CSV나 엑셀에 든 지출", "spending that stands in a CSV or Excel file", ()
    )
    excluded: tuple[ExcludedAmount, ...] = key(
        "발표되었으나 뺀 금액", "announced amounts that are left out", ()
    )
    scale: float = key(
        "사업의 모든 금액에 곱하는 수(변형에 씀)",
        "what all amounts of the programme are multiplied by (for variants)",
        1.0,
        ge=0,
    )
    not_comparable: Statement | None = key(
        "문장: 공표값과 이 지출이 같은 것을 세지 않는 까닭. 차이 대신 그 까닭이 적힘",
        "sentence: why the published figure and this spending don't count the same thing; the "
        "comparison then says so instead of a gap",
        None,
    )


class Programme(Terms, Spending):
    """The spending of one programme, and how it is read."""


def each_once(programmes: tuple[Programme, ...]) -> tuple[Programme, ...]:
    """Return the programmes once it is seen that none stands twice."""
    names = [programme.name for programme in programmes]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise refusal(
            Text("같은 사업이 두 번 나옵니다", "a programme stands twice"),
            Text("사업마다 [[programmes]] 하나", "one [[programmes]] for each programme"),
            same(", ".join(twice)),
            Text("줄들을 한 사업 아래 모으십시오", "gather its lines under one of them"),
        )
    return programmes
