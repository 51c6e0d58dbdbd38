"""What study.toml and a district's TOML may say: every key, its type and its rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from iomodel.errors import UnknownSectorError
from iomodel.sectors import Classification
from iomodel.text import Text, same
from iomodel.units import Valuation
from iomodel.validation import UnitName, carry, refusal

ReadingId = Literal["reconciled", "announced"]
READINGS: tuple[ReadingId, ...] = ("reconciled", "announced")


def _known_sector(value: Any, info: ValidationInfo) -> Any:
    classification: Classification | None = (info.context or {})["classification"]
    if isinstance(value, str) and classification is not None:
        try:
            return classification.get(value).code
        except UnknownSectorError as error:
            raise carry(error.problems[0]) from error
    return value


def _known_programme(value: Any, info: ValidationInfo) -> Any:
    known: dict[str, str] = (info.context or {})["programmes"]
    if isinstance(value, str) and value not in known:
        raise refusal(
            Text("study.toml에 없는 사업입니다", "the programme is not in study.toml"),
            same(", ".join(known)),
            same(f'"{value}"'),
            Text(
                "이름을 맞추거나 study.toml의 [programmes]에 더하십시오",
                "correct the name, or add it under [programmes] in study.toml",
            ),
        )
    return value


def _not_negative(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
        raise refusal(
            Text("금액이 음수입니다", "the amount is negative"),
            Text("0 이상의 수", "a number of zero or more"),
            same(value),
            Text(
                "지출은 0 이상으로 적으십시오. 제외할 금액은 [[programmes.excluded]]에 적습니다",
                "state spending as zero or more; amounts left out belong under "
                "[[programmes.excluded]]",
            ),
        )
    return value


def _years_in_order(value: Any) -> Any:
    years = value if isinstance(value, list) else []
    if len(years) == 2 and all(isinstance(y, int) for y in years) and years[0] > years[1]:
        raise refusal(
            Text("연도의 순서가 거꾸로입니다", "the years are in the wrong order"),
            Text("[첫해, 끝해]", "[first, last]"),
            same(value),
            Text("두 해를 바꾸십시오", "swap the two years"),
        )
    return value


SectorCode = Annotated[str, BeforeValidator(_known_sector)]
ProgrammeName = Annotated[str, BeforeValidator(_known_programme)]
Amount = Annotated[float, Field(strict=True, allow_inf_nan=False), BeforeValidator(_not_negative)]
Year = Annotated[int, Field(strict=True)]
Years = Annotated[tuple[Year, Year], BeforeValidator(_years_in_order)]


class Keys(BaseModel):
    """A part of a file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Statement(Keys):
    """A sentence in both languages."""

    ko: str
    en: str

    @property
    def text(self) -> Text:
        """The sentence in both languages."""
        return Text(self.ko, self.en)


class SpendingLine(Keys):
    """One amount of money spent on one sector."""

    sector: SectorCode
    amount: Amount
    unit: UnitName
    source: str
    years: Years | None = None
    note: str = ""


class ExcludedAmount(Keys):
    """An announced amount that the estimate leaves out, and why."""

    item: str
    amount: Amount
    unit: UnitName
    source: str
    reason: Statement


class Programme(Keys):
    """The spending of one programme of a district."""

    name: ProgrammeName
    lines: tuple[SpendingLine, ...] = ()
    excluded: tuple[ExcludedAmount, ...] = ()
    not_comparable: Statement | None = None


class ScenarioFile(Keys):
    """What a district's TOML may say."""

    schema_: Literal[1] = Field(alias="schema")
    district: Statement
    region: str = ""
    programmes: tuple[Programme, ...]
    assumptions: tuple[Statement, ...] = ()

    @field_validator("programmes")
    @classmethod
    def _each_once(cls, programmes: tuple[Programme, ...]) -> tuple[Programme, ...]:
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


class Announced(Keys):
    """How announced amounts are read."""

    table: str
    regional_table: str = ""
    price_year: int | None = None
    valuation: Valuation = "producers"
    assumptions: tuple[Statement, ...] = ()


class Exclusion(Keys):
    """Sectors that no programme of the study can have bought from, and why."""

    sectors: tuple[SectorCode, ...]
    reason: Statement


class Prior(Keys):
    """Sectors that a programme is thought to buy from before the published totals are seen."""

    scenario: str = ""
    programme: ProgrammeName
    announced: bool = False
    sectors: tuple[SectorCode, ...] = ()
    reason: Statement


class Reconciled(Keys):
    """How demand is inferred from the published totals (design section 8)."""

    table: str
    vectors: str
    rest_weight: Annotated[float, Field(gt=0, lt=1)]
    exclusions: tuple[Exclusion, ...] = ()
    priors: tuple[Prior, ...]


class Readings(Keys):
    """The readings of a study."""

    reconciled: Reconciled | None = None
    announced: Announced


class StatedSum(Keys):
    """A total that the document states for amounts it also lists."""

    what: Statement
    amount: Amount
    unit: UnitName
    source: str
    sums: Literal["listed", "unplaced"]


class StudyFile(Keys):
    """What study.toml may say."""

    schema_: Literal[1] = Field(alias="schema")
    title: Statement
    document: str
    document_date: date
    classification: str
    region: str = ""
    programmes: dict[str, str]
    order: tuple[str, ...] = ()
    readings: Readings
    stated: tuple[StatedSum, ...] = ()
    notes: tuple[Statement, ...] = ()
