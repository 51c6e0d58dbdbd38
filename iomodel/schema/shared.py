"""What a study and a district may both say: profiles, targets, variants, documents, GRDP."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from iomodel.schema.base import (
    Amount,
    FileBasis,
    Keys,
    Phase,
    SectorCode,
    Share,
    Statement,
    Year,
    key,
)
from iomodel.schema.spending import Sourced
from iomodel.schema.terms import SUM_TO_ONE, not_one
from iomodel.text import Text, same
from iomodel.validation import UnitName, refusal

ProfileKind = Literal["shares", "matrix", "table"]
Goal = Literal[
    "investment",
    "production",
    "value_added",
    "imports",
    "employment",
    "employees",
    "sales",
    "hires",
    "other",
]
Measure = Literal["level", "increase", "share"]
Scope = Literal["own", "total"]


class Document(Keys):
    """A document that figures are from."""

    title: str = key("제목", "title")
    publisher: str = key("발행처", "publisher", "")
    dated: date | None = key("날짜, 따옴표 없이", "its date, without quotes", None)
    url: str = key("주소", "address", "")


class Profile(Keys):
    """Which goods plant and equipment spending buys."""

    kind: ProfileKind = key(
        '`"shares"`(적은 몫), `"matrix"`(고정자본형성표의 그 업종 열), `"table"`(표의 '
        "고정자본형성 열: 경제 전체의 것이어서 가정으로 적힘)",
        '`"shares"` (as stated), `"matrix"` (the industry\'s column of a fixed-capital matrix), '
        '`"table"` (a fixed-capital column of the table: that of the whole economy, and told as '
        "an assumption)",
    )
    shares: dict[SectorCode, Share] = key(
        "`shares`: 부문 = 몫, 합이 1", "`shares`: sector = share, adding up to one", {}
    )
    file: str = key(
        "`matrix`: CSV 또는 xlsx. `sector` 열(사는 품목)과 투자 업종마다 한 열",
        "`matrix`: CSV or xlsx with a column `sector` (goods bought) and one for every "
        "investing industry",
        "",
    )
    sheet: str = key("`matrix`: 엑셀의 시트", "`matrix`: sheet of the workbook", "")
    category: str = key(
        "`table`: 최종수요 항목의 코드, 예: `9121`(민간고정자본형성)",
        "`table`: code of the final-demand category, such as `9121` (private fixed capital)",
        "",
    )
    basis: FileBasis = key("몫을 어떻게 아는지", "how the shares are known", "assumed")
    source: str = key("출처", "where they are from", "")
    reason: Statement | None = key("문장: 까닭", "sentence: why", None)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        wanted = {"shares": "shares", "matrix": "file", "table": "category"}[self.kind]
        if not getattr(self, wanted):
            raise refusal(
                Text("투자 구성에 필요한 항목이 없습니다", "the profile lacks what its kind needs"),
                same(f'kind = "{self.kind}": {wanted}'),
                Text("없음", "nothing"),
                Text(f'"{wanted} = …"를 적으십시오', f'add "{wanted} = …"'),
            )
        others = [n for n in ("shares", "file", "category") if n != wanted and getattr(self, n)]
        if others:
            raise refusal(
                Text(
                    "투자 구성에 맞지 않는 항목이 있습니다", "the profile has keys of another kind"
                ),
                same(f'kind = "{self.kind}": {wanted}'),
                same(", ".join(others)),
                Text("지우거나 kind를 고치십시오", "remove them, or mend kind"),
            )
        total = sum(self.shares.values())
        if self.shares and abs(total - 1.0) > SUM_TO_ONE:
            raise not_one(
                Text("투자 구성의 합이 1이 아닙니다", "the profile's shares do not add up to one"),
                total,
            )
        return self


class Grdp(Keys):
    """Gross regional product, for the index of regional vitalisation."""

    year: Year | None = key(
        "연도; 생략하면 표의 가격 연도", "year; that of the table's prices where left out", None
    )
    amount: Amount | None = key(
        "금액; 생략하면 내장된 통계청 값(시도)",
        "amount; the shipped figure (of the 17 시도) where left out",
        None,
    )
    unit: UnitName | None = key("금액의 단위", "unit of the amount", None)
    source: str = key("출처", "where the figure is from", "")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        given = [n for n in ("amount", "unit", "source", "year") if getattr(self, n)]
        if self.amount is not None and len(given) < 4:
            missing = [n for n in ("amount", "unit", "source", "year") if n not in given]
            raise refusal(
                Text(
                    "지역내총생산에 빠진 항목이 있습니다",
                    "the gross regional product is incomplete",
                ),
                same("amount, unit, year, source"),
                Text(f"{', '.join(missing)} 없음", f"no {', '.join(missing)}"),
                Text("빠진 것을 더하십시오", "add what is missing"),
            )
        return self


def _printed(value: Any) -> Any:
    import re

    if not isinstance(value, str) or not re.fullmatch(r"-?\d+(\.\d+)?", value):
        raise refusal(
            Text("목표의 값이 인쇄된 숫자가 아닙니다", "the target is not a printed number"),
            Text(
                '따옴표로 묶은 숫자, 쉼표 없이: "60000"',
                'digits in quotes, without commas: "60000"',
            ),
            same(f'"{value}"' if isinstance(value, str) else value),
            Text("인쇄된 자릿수 그대로 적으십시오", "write the digits as printed"),
        )
    return value


Printed = Annotated[str, BeforeValidator(_printed)]


class Goals(Keys):
    """A goal, its digits, and what it is of."""

    what: Statement = key("문장: 목표의 이름", "sentence: what the goal is")
    indicator: Goal = key(
        "`investment`, `production`, `value_added`, `imports`, `employment`, `employees`, "
        "`sales`, `hires`, `other`",
        "`investment`, `production`, `value_added`, `imports`, `employment`, `employees`, "
        "`sales`, `hires` or `other`",
    )
    value: Printed = key("인쇄된 숫자를 그대로, 따옴표로", "the digits as printed, in quotes")
    unit: str = key("금액 단위, `명`, `%` 등", "unit of money, `명`, `%` or another")
    printed: str = key(
        "문서의 표기, 예: `3조 7천억원`", "as the document words it: `3조 7천억원`", ""
    )
    measure: Measure = key(
        '`"increase"`(기본: 늘어나는 양), `"level"`(도달할 수준), `"share"`(비중)',
        '`"increase"` (default), `"level"` (to be reached) or `"share"`',
        "increase",
    )
    base_value: Printed | None = key(
        "기준년의 값, 따옴표로", "value of the base year, in quotes", None
    )
    base_year: Year | None = key("기준년", "base year", None)
    year: Year | None = key("목표년", "year by which it is due", None)
    programme: str = key("한 사업의 목표이면 그 이름", "the programme whose goal it is", "")
    phase: Phase | None = key("한 단계의 목표이면 그 단계", "the phase whose goal it is", None)
    sectors: tuple[SectorCode, ...] = key("목표가 걸린 업종", "industries whose goal it is", ())
    scope: Scope | None = key(
        '`"own"`(그 업종 자신의 산출·고용), `"total"`(파급효과 전체); 문서가 말하지 않으면 생략',
        '`"own"` (the industries\' own output or jobs) or `"total"` (all that is induced); left '
        "out where the document does not say",
        None,
    )


class Target(Sourced, Goals):
    """A goal that the document states."""


class Variant(Keys):
    """A named variant: values put in place of the file's."""

    label: Statement | None = key("문장: 결과에 붙는 이름", "sentence: its name in results", None)
    reason: Statement | None = key("문장: 까닭", "sentence: why", None)
    set: dict[str, Any] = key(
        '자리 = 값, 예: `"programmes.투자.scale" = 0.8`. 자리는 오류가 말하는 대로'
        '(`programmes[1].lines[2].amount`). study.toml에서는 `"west:자리"`가 그 지구의, '
        '`"*:자리"`가 모든 지구의 파일',
        'place = value: `"programmes.투자.scale" = 0.8`. Places are written as errors tell them '
        '(`programmes[1].lines[2].amount`). In study.toml `"west:PLACE"` is in that district\'s '
        'file, `"*:PLACE"` in every district\'s',
        min_length=1,
    )


class Axis(Keys):
    """Values that one place of the file takes in turn; several axes are combined."""

    path: str = key(
        "바꿀 자리, 변형의 `set`처럼 씀",
        "the place that is changed, written as in a variant's `set`",
    )
    values: tuple[Any, ...] = key("차례로 넣을 값", "the values it takes", min_length=1)
    label: Statement | None = key("문장: 축의 이름", "sentence: what the axis is", None)


VariantName = Annotated[str, Field(pattern=r"^[\w가-힣-]+$")]


class Shared(Keys):
    """What both files may say."""

    municipality: str = key("시군구", "city, county or district (시군구)", "")
    sponsor: str = key("시행자", "who carries it out", "")
    profiles: dict[str, Profile] = key(
        "투자 구성, 이름마다 하나", "investment profiles by name", {}
    )
    targets: tuple[Target, ...] = key("문서가 내건 목표", "goals that the document states", ())
    grdp: Grdp | None = key(
        "지역내총생산: 지역경제 활성화 효과 지수(지역 안 부가가치유발 ÷ 지역내총생산)를 계산함",
        "gross regional product: the index of regional vitalisation (value added induced in the "
        "region over it) is then computed",
        None,
    )
    variants: dict[VariantName, Variant] = key(
        "이름 있는 변형: `iomodel run --variant 이름`",
        "named variants: `iomodel run --variant NAME`",
        {},
    )
    grid: dict[VariantName, Axis] = key(
        "격자: 자리마다 여러 값, 모든 조합이 변형이 됨",
        "a grid: several values a place; every combination is a variant",
        {},
    )
