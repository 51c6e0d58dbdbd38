"""What a file of printed figures may say: every key, its type, its meaning."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from iomodel.audit.measures import PERSONS, PURE, Dimension, is_money
from iomodel.models.base import NAMES
from iomodel.schema.base import Keys, Statement, Version, Year, key
from iomodel.text import Text

Role = Literal[
    "amount",
    "land",
    "production",
    "value_added",
    "income",
    "imports",
    "employment",
    "employees",
    "coefficient",
    "share",
    "other",
]
Effect = Literal["production", "value_added", "income", "imports", "employment", "employees"]
Scope = Literal["total", "in_region", "other_regions"]
Method = Literal["demand", "households", "exogenised", "none"]

PEOPLE = ("employment", "employees")
EFFECTS: tuple[Effect, ...] = get_args(Effect)
ROLES: dict[str, Text] = NAMES | {
    "income": Text("소득유발", "income"),
    "amount": Text("금액", "amount"),
    "land": Text("용지비", "land"),
    "coefficient": Text("계수", "coefficient"),
    "share": Text("비중", "share"),
    "other": Text("그 밖의 값", "other figure"),
}
SCOPES: dict[Scope, Text] = {
    "total": Text("전체", "total"),
    "in_region": Text("지역내", "in region"),
    "other_regions": Text("타지역", "elsewhere"),
}


class FigureKeys(Keys):
    """One printed figure."""

    id: str = key(
        "이름: 다른 값과 계산식이 이 이름으로 가리킴; 글자, 숫자, 밑줄",
        "its name, by which others and formulas mean it: letters, digits, underscores",
    )
    value: str = key(
        '인쇄된 그대로, 따옴표로 묶어: `"13,391"`, `"2조 8,999억원"`, `"약 58,000"`, `"1.804"`',
        'as printed, in quotes: `"13,391"`, `"2조 8,999억원"`, `"약 58,000"`, `"1.804"`',
    )
    unit: str = key(
        "단위: `억원`, `명`, `원/원`, `명/10억원`, `%`, `㎡` …; `value`에 단위가 있으면 생략",
        "its unit: `억원`, `명`, `원/원`, `명/10억원`, `%`, `㎡` …; left out where `value` has it",
        "",
    )
    role: Role = key(
        "무엇인가: `amount`(그 효과를 낳았다는 국산 지출), `land`(용지비·보상비), `production`, "
        "`value_added`, `income`, `imports`, `employment`(취업), `employees`(고용), "
        "`coefficient`, `share`, `other`",
        "what it is: `amount` (the spending on domestic supply that has the effects), `land` (land "
        "and compensation), `production`, `value_added`, `income`, `imports`, `employment` (취업), "
        "`employees` (고용), `coefficient`, `share`, `other`",
    )
    indicator: Effect | None = key(
        "`coefficient`일 때: 어느 효과의 유발계수인가",
        "of a `coefficient`: the effect that it multiplies money into",
        None,
    )
    label: str = key("문서에 적힌 이름", "what the document calls it", "")
    programme: str = key(
        "어느 사업의 값인가; 같은 사업, 지역, 연도의 값은 한 계산에서 나온 것으로 봄",
        "whose figure it is; those of one programme, region and year are taken as one estimate",
        "",
    )
    region: str = key(
        "지출하는 지역; 17개 시도면 지역표와도 비교", "where the money is spent; 시도 or other", ""
    )
    scope: Scope = key(
        "효과가 나타나는 곳: `total`, `in_region`, `other_regions`",
        "where the effect arises: `total`, `in_region`, `other_regions`",
        "total",
    )
    year: Year | None = key(
        "어느 해의 경제를 말하는가; 생략하면 문서의 날짜",
        "the year of the economy it speaks of; the document's date where left out",
        None,
    )
    sectors: tuple[str, ...] = key(
        "발표된 부문의 이름들; 코드는 `classification`을 적었을 때만",
        "the announced sectors by name, or by code where `classification` is given",
        (),
    )
    spending: str = key(
        "이 효과나 계수가 곱해진 금액의 id; 사업에 금액이 하나면 생략",
        "the id of the amount behind this effect or coefficient, where the programme has several",
        "",
    )
    total_of: tuple[str, ...] = key(
        "이 값이 모두 더한 값이라는 id들 (빠진 것 없음)", "the ids it is the whole sum of", ()
    )
    part_of: str = key(
        "이 값을 포함하는 합계의 id; 공표되지 않은 부분이 더 있어도 됨",
        "the id of a total it is in, beside parts that may not have been printed",
        "",
    )
    formula: str = key(
        "문서가 말하는 계산: id와 수, `+ - * / ( )`",
        "how the document says it follows: ids, numbers, `+ - * / ( )`",
        "",
    )
    method: Method = key(
        "`demand`(최종수요의 유발효과), `households`(소득유발 포함), `exogenised`(그 부문을 "
        "외생화), `none`(목표나 집계: 승수로 계산하지 않은 값)",
        "`demand` (induced by final demand), `households` (with induced income), `exogenised` (the "
        "sector's output given), `none` (a goal or a count that no multiplier made)",
        "demand",
    )
    exact: bool = key(
        "반올림한 값이 아님 (가정한 금액 등)", "not rounded, such as an amount assumed", False
    )
    source: str = key("어디에 인쇄되었는가", "where it is printed", "")
    note: str = key("덧붙이는 말", "a remark", "")


class PublicationKeys(Keys):
    """A publication: what it is, and its figures."""

    audit: Version = key("언제나 `1`: 이 형식의 판", "always `1`: the version of this format")
    title: Statement = key("제목, 두 언어로", "its title in both languages")
    document: str = key("문서의 이름과 출처", "the document and where it is", "")
    dated: date | None = key("문서의 날짜, 따옴표 없이", "its date, without quotes", None)
    classification: str = key(
        "`sectors`의 코드가 속한 분류, 예: `bok2020-33`",
        "the classification of codes in `sectors`, such as `bok2020-33`",
        "",
    )


def dimension_fits(role: Role, indicator: Effect | None, dimension: Dimension) -> bool:
    """Return whether a figure of this role can be in units of this dimension."""
    if role in ("other", "share"):
        return role == "other" or dimension == PURE
    if role == "coefficient":
        if indicator in PEOPLE:
            return (
                len(dimension) == 2
                and dict(dimension).get("persons") == 1
                and is_money(tuple((s, -e) for s, e in dimension if s != "persons"))
            )
        return dimension == PURE
    return dimension == PERSONS if role in PEOPLE else is_money(dimension)


def wanted_unit(role: Role, indicator: Effect | None) -> Text:
    """Return the units that a role takes, as a message says it."""
    if role == "share":
        return Text("비율: %, 배", "a share: %, times")
    if role == "coefficient":
        if indicator in PEOPLE:
            return Text("금액당 사람: 명/10억원", "persons per money: 명/10억원")
        return Text("금액당 금액: 원/원", "money per money: 원/원")
    if role in PEOPLE:
        return Text("사람: 명, 천명", "persons: 명, 천명")
    return Text("금액: 억원, 백만원", "money: 억원, 백만원")
