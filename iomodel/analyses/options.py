"""Options of the command line that several analyses have: named and worded once."""

from __future__ import annotations

from iomodel.analyses.base import Option
from iomodel.text import Text

INDICATORS = Option(
    "indicators",
    Text(
        "지표: production, value_added, imports, employment …",
        "indicators: production, value_added, imports, employment …",
    ),
    many=True,
)
PERSONS_OPTION = Option(
    "indicator",
    Text("지표: employment(취업) 또는 employees(고용)", "employment (all workers) or employees"),
    default="employment",
)
SPENT = Text(
    "1원(또는 표의 통화 1단위)을 쓰는 부문, 또는 부문=금액(표의 화폐단위)의 목록",
    "a sector on which one won (or one of the table's currency) is spent, or several "
    "sector=amount in the table's money",
)
DEMAND = Option("demand", SPENT, required=True, many=True)
UNIT = Option("unit", Text("금액 단위", "money unit of the amounts"), default="백만원")
CONSUMPTION = Option(
    "consumption",
    Text("가계소비인 최종수요 항목의 코드", "code of household consumption in final demand"),
    default="9111",
)


def indicator_option(default: str) -> Option:
    """Return the option of the one indicator that is followed."""
    help = Text("지표: production, value_added, employment …", "the indicator, such as employment")
    return Option("indicator", help, default=default)


def most_option(default: int) -> Option:
    """Return the option of how many rows to list."""
    return Option("most", Text("보일 개수", "how many to list"), "integer", default=default)


def by_option(choices: tuple[str, ...], help: Text | None = None) -> Option:
    """Return the option of what a row of the table is, by default the first of `choices`."""
    what = help or Text("행의 단위", "what a row is")
    return Option("by", what, choices=choices, default=choices[0])
