"""What study.toml may say."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from iomodel.schema.base import (
    KO,
    Amount,
    Keys,
    ProgrammeName,
    SectorCode,
    Share,
    Statement,
    Version,
    key,
)
from iomodel.schema.shared import Document, Shared
from iomodel.schema.terms import Terms
from iomodel.text import Text, same
from iomodel.validation import WonName, refusal

ReadingId = Literal["reconciled", "announced"]
READINGS: tuple[ReadingId, ...] = ("reconciled", "announced")
IndicatorId = Literal["production", "value_added", "imports", "employment", "employees"]
Counted = Literal["employed", "employees", "unstated"]
Measured = Literal["headcount", "fte", "unstated"]
Per = Literal["income", "consumption", "total"]


class Households(Keys):
    """Households endogenous: what they earn and what they buy."""

    income: tuple[str, ...] = key(
        "가계소득으로 볼 부가가치 항목",
        "components of value added that are household income",
        ("compensation_of_employees",),
    )
    consumption: str = key(
        "가계가 사는 최종수요 항목의 코드",
        "code of the final-demand category that households buy",
        "9111",
    )
    per: Per = key(
        '소비를 무엇으로 나눌지: `"income"`(기본), `"consumption"`, `"total"`',
        'what consumption is divided by: `"income"` (default), `"consumption"` or `"total"`',
        "income",
    )
    household_income: float | None = key(
        '`per = "total"`: 전체 가계소득(표의 금액 단위)',
        '`per = "total"`: household income from all sources, in the table\'s money',
        None,
        gt=0,
    )
    spent: Share = key("소득 중 소비하는 몫", "share of income spent", 1.0)
    local: Share = key(
        "소비 중 이 표의 지역에서 쓰는 몫",
        "share of that spending which stays in the area of the table",
        1.0,
    )

    @model_validator(mode="after")
    def _total(self) -> Self:
        if (self.per == "total") != (self.household_income is not None):
            raise refusal(
                Text("전체 가계소득과 per가 맞지 않습니다", "household_income and per do not fit"),
                same('per = "total", household_income = …'),
                same(f'per = "{self.per}", household_income = {self.household_income or "–"}'),
                Text("둘을 함께 쓰거나 함께 지우십시오", "state both, or neither"),
            )
        return self


class Through(Keys):
    """Which model announced amounts go through, and what is shown of it."""

    table: str = key(
        "표의 이름; `iomodel tables`로 봄. 분류보다 클 수는 있어도 작을 수는 없음",
        "id of the table; `iomodel tables` lists them. It may be coarser than the "
        "classification, never finer",
    )
    regional_table: str = key(
        "지역표의 이름: 같은 지출을 한 번 더 돌림. `region`이 필요함",
        "id of a regional table, through which the same spending goes once more; needs `region`",
        "",
    )
    indicators: tuple[IndicatorId, ...] = key(
        "표에 보일 지표; 생략하면 production, value_added, employment",
        "indicators of the tables; production, value_added and employment where left out",
        ("production", "value_added", "employment"),
        min_length=1,
    )
    households: Households | None = key(
        "적으면 가계를 내생화함(제2형): 소득이 부르는 소비까지 셈",
        "where stated, households are endogenous (Type II): what their income buys counts too",
        None,
    )
    assumptions: tuple[Statement, ...] = key(
        "문장들: 추정과 함께 인쇄됨", "sentences, printed with the estimate", ()
    )


class Announced(Terms, Through):
    """How announced amounts are read, all districts alike."""


class Exclusion(Keys):
    """Sectors that no programme of the study can have bought from, and why."""

    sectors: tuple[SectorCode, ...] = key("부문들", "list of sectors")
    reason: Statement = key("문장: 뺀 까닭", "sentence: why they are left out")


class Prior(Keys):
    """Sectors that a programme is thought to buy from before the published totals are seen."""

    scenario: str = key(
        "시나리오의 이름; 생략하면 모든 지구의 그 사업",
        "a scenario's id; left out, the entry holds for the programme in every district",
        "",
    )
    programme: ProgrammeName = key("사업의 이름", "a programme's name")
    announced: bool = key(
        "`true`이면 그 사업의 발표된 줄들의 부문, 금액의 비중대로",
        "`true` takes the sectors of the programme's announced lines, weighted by their "
        "amounts; `false` is the default",
        False,
    )
    sectors: tuple[SectorCode, ...] = key("더할 부문들", "list of further sectors", ())
    reason: Statement = key("문장: 까닭", "sentence: why these")


class Reconciled(Keys):
    """How demand is inferred from the published totals (design section 8)."""

    table: str = key("지출을 추론할 표의 이름", "id of the table over which spending is inferred")
    vectors: str = key(
        "추론한 지출의 파일, 예: `reconciled.csv`",
        "name of the file with the inferred spending, such as `reconciled.csv`",
    )
    rest_weight: Annotated[float, Field(gt=0, lt=1)] = key(
        "사업 자신의 부문 밖 후보 부문 전체의 사전 비중, 0과 1 사이",
        "prior weight, between 0 and 1, of all candidate sectors outside a programme's own",
    )
    exclusions: tuple[Exclusion, ...] = key(
        "어느 사업도 살 수 없는 부문들",
        "list of sectors that no programme can have bought from",
        (),
    )
    priors: tuple[Prior, ...] = key(
        "사업마다 살 것으로 보는 부문들. 맞는 첫 항목이 적용됨",
        "list of the sectors that each programme is thought to buy from; the first entry that "
        "fits holds",
    )


class Readings(Keys):
    """The readings of a study."""

    reconciled: Reconciled | None = key(
        "공표값에서 지출을 추론하는 법", "how spending is inferred from published figures", None
    )
    announced: Announced = key(
        "발표된 금액이 추정이 되는 법", "how announced amounts become an estimate"
    )


class StatedSum(Keys):
    """A total that the document states for amounts it also lists."""

    what: Statement = key("문장: 무엇의 합계인지", "sentence: what the total is of")
    amount: Amount = key("금액", "amount")
    unit: WonName = key("금액의 단위", "unit of the amount")
    source: str = key("문서의 어디인지", "where the document states it")
    sums: Literal["listed", "unplaced"] = key(
        '`"listed"`: 지구 파일의 모든 금액(뺀 것 포함)의 합이며 그와 비교됨; `"unplaced"`: '
        "지구도 업종도 없는 금액",
        '`"listed"`: the sum of all amounts in the districts\' files, excluded ones too, and '
        'compared with it; `"unplaced"`: amounts that have neither district nor sector',
    )


class Published(Keys):
    """What the published figures count."""

    employment: Counted = key(
        '공표된 `employment`가 센 것: `"employed"`(취업자), `"employees"`(피용자), '
        '`"unstated"`(기본)',
        'whom published `employment` counts: `"employed"` (취업자), `"employees"` (피용자) or '
        '`"unstated"` (default)',
        "unstated",
    )
    measured: Measured = key(
        '`"headcount"`(머릿수), `"fte"`(전업환산), `"unstated"`(기본)',
        '`"headcount"`, `"fte"` (full-time equivalents) or `"unstated"` (default)',
        "unstated",
    )


class Study(Keys):
    """What a study alone may say."""

    schema_: Version = Field(
        alias="schema", description="always `1`", json_schema_extra={KO: "언제나 `1`"}
    )
    title: Statement = key("문장: 결과 위의 제목", "sentence: the title above the results")
    document: str = key(
        "금액과 공표값의 문서", "the document that the amounts and published figures are from"
    )
    document_date: date = key(
        "그 날짜, 따옴표 없이: `2026-03-02`. 그 뒤에 나온 표는 저자가 쓸 수 없었던 표로 표시됨",
        "its date, without quotes: `2026-03-02`. Tables published later are marked as ones its "
        "authors cannot have used",
    )
    documents: dict[str, Document] = key(
        "다른 문서들, 이름마다 하나: `source`에 이름을 씀",
        "further documents by name, for `source` to name",
        {},
    )
    classification: str = key(
        "폴더의 부문 코드와 이름이 속한 분류: `bok2020-165`, `bok2020-83`, `bok2020-33`, 또는 "
        "이용자 표의 분류",
        "what the sector codes and names of the folder belong to: `bok2020-165`, `bok2020-83` "
        "or `bok2020-33`, or that of a table of your own",
    )
    region: str = key(
        "지출하는 시도, 지역표에 쓰임: 서울, 부산, …, 세종, …, 제주",
        "where the money is spent, for the regional table: 서울, 부산, …, 세종, …, 제주",
        "",
    )
    programmes: dict[str, str] = key(
        "사업의 이름: 한국어 = 영어. 파일과 결과는 한국어 이름을 씀",
        "the programmes' names: Korean name = English name. Files and results use the Korean one",
    )
    order: tuple[str, ...] = key(
        "앞에 올 시나리오의 이름, 이 순서로; 나머지는 파일 이름순",
        "ids of the scenarios that come first, in this order; others follow by file name",
        (),
    )
    readings: Readings = key(
        "금액과 공표값을 읽는 법", "how amounts and published figures are read"
    )
    published: Published = key("공표값이 센 것", "what the published figures count", Published())
    stated: tuple[StatedSum, ...] = key(
        "문서가 자기 금액에 대해 적은 합계",
        "list of totals that the document states for its own amounts",
        (),
    )
    notes: tuple[Statement, ...] = key(
        "표 아래 인쇄되는 문장들", "list of sentences, printed below the tables", ()
    )


class StudyFile(Shared, Study):
    """What study.toml may say."""
