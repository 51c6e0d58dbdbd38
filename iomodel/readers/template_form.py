"""What the template asks for: its sheets, its fields, and the items it starts with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from iomodel.errors import Problem, TableFileError
from iomodel.table import Role
from iomodel.text import Text, same

MARK = "iomodel template 1"
"""What stands in the first cell of the sheet of fields, by which a template is recognised."""

GUIDE, ABOUT, SECTORS, ITEMS = "안내 Guide", "정보 About", "부문 Sectors", "항목 Items"
DOMESTIC, IMPORTS = "국산 Domestic", "수입 Imports"
INPUTS, SATELLITES, CHECKS = "투입 Inputs", "부속 Satellites", "점검 Checks"

NAME = "이름 Name"
INTERMEDIATE, FINAL, TOTAL = "중간수요계 Intermediate", "최종수요계 Final", "합계 Total"
COMPUTED = (NAME, INTERMEDIATE, FINAL, TOTAL)
"""Labels of what the workbook shows or adds up itself; the reader passes over them."""

HEADER = 3
"""The row that holds the codes of the columns; those of the rows stand in column A."""

VALUATIONS = ("producers", "basic", "purchasers")
LAYOUTS = ("product × product", "industry × industry")
ROLES: tuple[Role, ...] = ("value_added", "imports", "product_tax", "scrap")
UNITS = (
    "백만원", "억원", "십억원", "million EUR", "million USD", "million GBP", "million JPY",
)  # fmt: skip


@dataclass(frozen=True)
class Field:
    """A field of the sheet of fields, by its key in a roles.toml."""

    key: str
    name: Text
    required: bool = False
    default: str | float = ""
    choices: tuple[str, ...] = ()


FIELDS = (
    Field("table.id", Text("표의 이름(영문)", "id of the table"), True, "my-table"),
    Field("table.title_ko", Text("제목(국문)", "title in Korean"), True),
    Field("table.title_en", Text("제목(영문)", "title in English"), True),
    Field("table.year", Text("연도", "year"), True),
    Field("table.price_year", Text("가격의 연도", "year of the prices"), True),
    Field("table.unit", Text("금액 단위", "money unit"), True, "", UNITS),
    Field("table.valuation", Text("가격평가", "valuation"), True, "", VALUATIONS),
    Field("table.layout", Text("배열", "layout"), True, LAYOUTS[0], LAYOUTS),
    Field(
        "table.tolerance", Text("반올림 오차의 한도", "how far rounding may part sums"), True, 1.0
    ),
    Field("table.published", Text("공표일 (2024-05-28 꼴)", "date of publication (2024-05-28)")),
    Field("table.employment_ko", Text("고용의 개념(국문)", "concept of employment in Korean")),
    Field("table.employment_en", Text("고용의 개념(영문)", "concept of employment in English")),
    Field("source.publisher", Text("작성기관", "publisher"), True),
    Field("source.document", Text("자료의 제목", "document"), True),
    Field("source.url", Text("주소", "address on the web")),
    Field("source.obtained", Text("입수 경로와 날짜", "how and when obtained"), True),
    Field("source.licence", Text("이용 조건", "licence"), True),
    Field("source.changes", Text("고친 것", "what was changed"), True, "없음 (none)"),
)


@dataclass(frozen=True)
class Entry:
    """A sector or an item of the form: its code and names."""

    code: str
    name: Text


@dataclass(frozen=True)
class DemandEntry(Entry):
    """An item of final demand."""

    exports: bool = False


@dataclass(frozen=True)
class InputEntry(Entry):
    """A row of primary inputs."""

    role: Role = "value_added"


@dataclass(frozen=True)
class SatelliteEntry(Entry):
    """An indicator such as employment."""

    unit: str = "명"


DEMAND = (
    DemandEntry("private_consumption", Text("민간소비", "Private consumption")),
    DemandEntry("government_consumption", Text("정부소비", "Government consumption")),
    DemandEntry("fixed_capital", Text("총고정자본형성", "Gross fixed capital formation")),
    DemandEntry("inventories", Text("재고증감", "Changes in inventories")),
    DemandEntry("exports", Text("수출", "Exports"), exports=True),
)
PRIMARY = (
    InputEntry(
        "imports", Text("수입 (수입 시트를 비울 때만)", "Imports (sheet left blank)"), "imports"
    ),
    InputEntry("product_taxes", Text("순생산물세", "Net taxes on products"), "product_tax"),
    InputEntry("compensation_of_employees", Text("피용자보수", "Compensation of employees")),
    InputEntry("operating_surplus", Text("영업잉여", "Operating surplus")),
    InputEntry("fixed_capital_consumption", Text("고정자본소모", "Consumption of fixed capital")),
    InputEntry("production_taxes", Text("순생산세", "Net taxes on production")),
)
INDICATORS = (
    SatelliteEntry("employed", Text("취업자", "Employed persons")),
    SatelliteEntry("employees", Text("피용자", "Employees")),
)


@dataclass(frozen=True)
class Form:
    """What a template is made for.

    Attributes
    ----------
    sectors : sequence of Entry
    demand, inputs, satellites
        The items of final demand, primary inputs and satellites.
    """

    sectors: Sequence[Entry]
    demand: Sequence[DemandEntry] = field(default_factory=lambda: DEMAND)
    inputs: Sequence[InputEntry] = field(default_factory=lambda: PRIMARY)
    satellites: Sequence[SatelliteEntry] = field(default_factory=lambda: INDICATORS)

    def __post_init__(self) -> None:
        """Refuse codes that are missing or doubled, and a form without sectors or demand."""
        problems = []
        kinds: Mapping[str, Sequence[Entry]] = {
            "sectors": self.sectors,
            "final demand": self.demand,
        }
        for kind, entries in kinds.items():
            codes = [entry.code for entry in entries]
            if not codes:
                problems.append(_wrong(kind, Text("하나 이상", "at least one"), ""))
        codes = [e.code for e in (*self.sectors, *self.demand, *self.inputs, *self.satellites)]
        for code in dict.fromkeys(codes):
            if codes.count(code) > 1 or not code.strip() or "*" in code or code in COMPUTED:
                expected = Text("겹치지 않는 코드, * 없이", "a code of its own, without *")
                problems.append(_wrong("codes", expected, code))
        if problems:
            raise TableFileError("template", problems)


def numbered(count: int) -> tuple[Entry, ...]:
    """Return `count` sectors with running numbers for codes and names to be filled in.

    Examples
    --------
    >>> from iomodel.readers.template_form import numbered
    >>> [entry.code for entry in numbered(12)][:2]
    ['01', '02']
    """
    width = max(2, len(str(count)))
    return tuple(Entry(f"{k:0{width}}", same("")) for k in range(1, count + 1))


def _wrong(place: str, expected: Text, found: str) -> Problem:
    return Problem(
        place,
        Text("양식을 만들 수 없습니다", "there is no template to be made of this"),
        expected,
        same(f'"{found}"'),
        Text("코드를 고치십시오", "mend the codes"),
    )
