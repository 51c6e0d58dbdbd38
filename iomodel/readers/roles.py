"""What a roles.toml may say: which rows and columns of a plain matrix are what."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from iomodel.errors import TableFileError
from iomodel.files import read_toml
from iomodel.provenance import Source
from iomodel.readers import ImportTreatment
from iomodel.sectors import tidy
from iomodel.table import Component, Frozen, Label, Role, Satellite, TableInfo
from iomodel.text import Text, same
from iomodel.units import Valuation
from iomodel.validation import UnitName, problems_of, refusal

Tidy = Annotated[str, BeforeValidator(lambda word: tidy(word) if isinstance(word, str) else word)]


def _some(items: tuple[_T, ...]) -> tuple[_T, ...]:
    if items:
        return items
    raise refusal(
        Text("목록이 비었습니다", "the list is empty"),
        Text("하나 이상", "at least one"),
        Text("없음", "none"),
        Text("빠진 것을 적으십시오", "put in what is missing"),
    )


_T = TypeVar("_T")
Some = Annotated[tuple[_T, ...], AfterValidator(_some)]
TotalKind = Literal["intermediate", "final_demand", "primary", "output", "supply", "imports"]


class About(Frozen):
    """What is known of the table; the keys are those of a table.toml."""

    id: str
    title_ko: str
    title_en: str
    year: int
    price_year: int
    unit: UnitName
    valuation: Valuation
    layout: str
    classification: str = ""
    tolerance: float = Field(default=1.0, ge=0)
    published: date | None = None
    employment_ko: str = ""
    employment_en: str = ""
    caveats_ko: tuple[str, ...] = ()
    caveats_en: tuple[str, ...] = ()


class SheetRoles(Frozen):
    """A sheet: where its labels stand, and which flows its matrix holds.

    Rows are counted from one, columns called by letter, as a spreadsheet shows them.
    """

    file: str
    sheet: str = ""
    flows: Literal["domestic", "imports", "total"] = "domestic"
    header: Some[Annotated[int, Field(ge=1)]] = (1,)
    labels: Some[str] = ("A",)
    ignore: tuple[Tidy, ...] = ()

    @field_validator("labels")
    @classmethod
    def _letters(cls, labels: tuple[str, ...]) -> tuple[str, ...]:
        for label in labels:
            if not re.fullmatch("[A-Z]{1,3}", label):
                raise refusal(
                    Text("열의 이름이 아닙니다", "this is not the name of a column"),
                    Text('대문자 열 이름, 예: "A"', 'the letter of a column, as "A"'),
                    same(f'"{label}"'),
                    Text("스프레드시트에 보이는 대로 적으십시오", "write it as spreadsheets do"),
                )
        return labels


class Sectors(Frozen):
    """Which labels are sectors, and how a label holds a code, a name and a region."""

    rows: tuple[Tidy, ...] = ("*",)
    columns: tuple[Tidy, ...] = ("*",)
    pattern: str = ""
    names: str = ""

    @field_validator("pattern")
    @classmethod
    def _expression(cls, pattern: str) -> str:
        try:
            groups = set(re.compile(pattern).groupindex)
        except re.error as error:
            raise refusal(
                Text("정규식이 아닙니다", "this is no regular expression"),
                Text("파이썬 정규식", "a regular expression as Python has them"),
                same(f'"{pattern}": {error}'),
                Text("식을 고치십시오", "mend the expression"),
            ) from error
        if pattern and not {"code"} <= groups <= {"code", "name", "region"}:
            raise refusal(
                Text("정규식의 이름이 맞지 않습니다", "the groups have other names"),
                Text(
                    "(?P<code>…), 그리고 (?P<name>…)와 (?P<region>…)까지",
                    "(?P<code>…), besides at most (?P<name>…) and (?P<region>…)",
                ),
                same(", ".join(sorted(groups)) or "–"),
                Text("코드가 될 부분을 (?P<code>…)로 묶으십시오", "put the code in (?P<code>…)"),
            )
        return pattern


class Item(Frozen):
    """A row or column by its label as written; code and names are the label unless said."""

    label: Tidy
    code: str = ""
    ko: str = ""
    en: str = ""

    def known_as(self) -> dict[str, str]:
        """Return code and names as a table knows the item."""
        code = self.code or self.label
        return {
            "code": code,
            "ko": self.ko or self.en or self.label,
            "en": self.en or self.ko or self.label,
        }


class Demand(Item):
    """A column of final demand."""

    exports: bool = False


class Primary(Item):
    """A row of primary inputs; `less` names rows to take off it, as wages off value added."""

    role: Role
    less: tuple[Tidy, ...] = ()


class Indicator(Item):
    """A row or column of a satellite such as employment; `factor` turns it into its unit."""

    dimension: Literal["persons", "physical"] = "persons"
    unit: str
    concept: str = ""
    factor: float = 1.0


class Total(Frozen):
    """A row or column of totals that the source prints, to be compared with what it sums.

    Either `of` says what it totals, or `sum` lists the rows or columns beside it that it adds.
    """

    label: Tidy
    of: TotalKind | None = None
    sum: tuple[Tidy, ...] = ()

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        if (self.of is None) == (not self.sum):
            raise refusal(
                Text("무엇의 합계인지 알 수 없습니다", "there is no telling what it totals"),
                Text("of나 sum 가운데 하나", "either of or sum"),
                Text("둘 다", "both") if self.sum else Text("둘 다 없음", "neither"),
                Text("둘 가운데 하나만 적으십시오", "give one of the two"),
            )
        return self


class Imports(Frozen):
    """A column of imports by product, beside the final demand of a sheet of total flows."""

    label: Tidy
    negative: bool = False


class RolesFile(Frozen):
    """What roles.toml may say."""

    format: Literal[1]
    table: About
    source: Source
    sheets: Some[SheetRoles]
    sectors: Sectors = Sectors()
    final_demand: Some[Demand]
    primary_inputs: Some[Primary]
    satellites: tuple[Indicator, ...] = ()
    totals: tuple[Total, ...] = ()
    imports: tuple[Imports, ...] = ()
    treatment: ImportTreatment | None = None
    ignore: tuple[Tidy, ...] = ()
    blank: Literal["refuse", "zero"] = "refuse"
    decimal: Literal[".", ","] = "."
    delimiter: Literal[",", ";", "\t"] = ","

    def info(self) -> TableInfo:
        """Return what is known of the table, its items in the order of the file."""
        about = self.table.model_dump()
        about["classification"] = self.table.classification or self.table.id
        return TableInfo(
            **about,
            source=self.source,
            exhaustion="checked",
            final_demand=tuple(Label(**item.known_as()) for item in self.final_demand),
            primary_inputs=tuple(
                Component(**item.known_as(), role=item.role) for item in self.primary_inputs
            ),
            satellites=tuple(
                Satellite(
                    **item.known_as(),
                    dimension=item.dimension,
                    unit=item.unit,
                    concept=item.concept,
                )
                for item in self.satellites
            ),
        )


def read_roles(path: Path) -> RolesFile:
    """Return what a roles.toml says.

    Raises
    ------
    NotFoundError
        If the file can't be read.
    TableFileError
        Listing every key that is missing, unknown or wrong.
    """
    document = read_toml(path, TableFileError)
    try:
        return RolesFile.model_validate(document)
    except ValidationError as error:
        raise TableFileError(str(path), problems_of(error, RolesFile)) from error
