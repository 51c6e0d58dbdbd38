"""A study over the small table that says everything a scenario file can say."""

from __future__ import annotations

from pathlib import Path

from helpers import write_table

STUDY = """\
schema = 1
document = "기본구상(안)"
document_date = 2024-05-28
classification = "tiny-3"
region = "남"
municipality = "남구"
sponsor = "남도"
order = ["west"]

[title]
ko = "모든 항목"
en = "Every key"

[programmes]
"투자" = "Investment"
"운영" = "Operation"

[documents.annex]
title = "붙임 2"
publisher = "남도"
dated = 2024-05-01
url = "https://example.org/annex"

[published]
employment = "employed"
measured = "headcount"

[grdp]
year = 2020
amount = 100
unit = "십억원"
source = "지역소득"

[profiles.plant]
kind = "shares"
shares = { "02" = 0.6, "03" = 0.4 }
basis = "published"
source = "건설계획"
reason = { ko = "계획서의 구성", en = "as the plan says" }

[profiles.matrix]
kind = "matrix"
file = "capital.xlsx"
sheet = "자본"

[profiles.whole]
kind = "table"
category = "c"

[[targets]]
what = { ko = "일자리", en = "jobs" }
indicator = "employment"
value = "60000"
unit = "명"
printed = "6만 명"
measure = "increase"
base_value = "1000"
base_year = 2019
year = 2026
programme = "투자"
phase = "construction"
sectors = ["02"]
scope = "total"
source = "annex"
page = "3"
basis = "published"

[variants.low]
label = { ko = "하한", en = "low" }
reason = { ko = "투자가 줄 때", en = "should investment shrink" }
set = { "readings.announced.imports" = 0.5 }

[grid.imports]
path = "readings.announced.imports"
values = [0.0, 0.25]
label = { ko = "수입의 몫", en = "import share" }

[readings.announced]
table = "tiny-3"
indicators = ["production", "value_added", "imports", "employment", "employees"]
price_year = 2023
prices = "constant"
deflator = "wdi-gdp"
beyond = "hold"
valuation = "producers"
imports = 0.2
spent_on = "sector"
profile = "plant"

[[readings.announced.assumptions]]
ko = "가정"
en = "An assumption"

[readings.announced.households]
income = ["wages"]
consumption = "c"
per = "total"
household_income = 500
spent = 0.9
local = 0.8

[readings.reconciled]
table = "tiny-3"
vectors = "reconciled.csv"
rest_weight = 0.05

[[readings.reconciled.exclusions]]
sectors = ["01"]
reason = { ko = "까닭", en = "why" }

[[readings.reconciled.priors]]
programme = "투자"
announced = true
sectors = ["02"]
reason = { ko = "까닭", en = "why" }

[[readings.reconciled.priors]]
scenario = "west"
programme = "운영"
sectors = ["03"]
reason = { ko = "까닭", en = "why" }

[[stated]]
amount = 100
unit = "억원"
source = "p. 1"
sums = "unplaced"
what = { ko = "합계", en = "sum" }

[[notes]]
ko = "주"
en = "A note"
"""

WEST = """\
schema = 1
region = "남"
municipality = "남구"
sponsor = "서부개발"

[district]
ko = "서부"
en = "West"

[announced]
years = [2021, 2022]
spread = "even"
displaced = 0.1
local_share = 0.7

[[assumptions]]
ko = "서부의 가정"
en = "An assumption of the west"

[grdp]
year = 2021
amount = 50
unit = "십억원"
source = "시군 지역소득"

[profiles.own]
kind = "shares"
shares = { "03" = 1.0 }

[[targets]]
what = { ko = "매출", en = "sales" }
indicator = "sales"
value = "500"
unit = "백만원"
source = "p. 2"

[variants.high]
set = { "programmes.투자.scale" = 2.0, "programmes[1].lines[1].amount" = 200 }

[grid.scale]
path = "programmes.투자.scale"
values = [1.0, 1.5]

[[programmes]]
name = "투자"
scale = 1.0

[programmes.not_comparable]
ko = "까닭"
en = "why"

[[programmes.lines]]
sector = "02"
amount = 100
unit = "백만원"
source = "annex"
page = "4"
basis = "assumed"
hires = 12
note = "KSIC 21210"

[[programmes.lines]]
amount = 50
unit = "백만원"
source = "p. 5"
spent_on = "profile"
profile = "own"

[[programmes.lines]]
sector = "03"
amount = 20
unit = "백만원"
source = "p. 6"
kind = "displacement"
valuation = "purchasers"

[programmes.lines.margins]
trade = 0.1
trade_sector = "03"
transport = 0.05
transport_sector = "03"
tax = 0.0

[[programmes.vectors]]
file = "spending.csv"
columns = { sector = "부문", amount = "금액", year = "연도" }
values = { unit = "백만원", source = "붙임 2" }

[[programmes.vectors]]
file = "spending.xlsx"
sheet = "지출"

[[programmes.excluded]]
item = "토지"
amount = 30
unit = "백만원"
source = "p. 7"
page = "7"
basis = "announced"
category = "land"
reason = { ko = "이전거래", en = "a transfer of property" }

[[programmes]]
name = "운영"

[programmes.operation]
first = 2023
years = 3
ramp_up = [0.5]

[[programmes.lines]]
sector = "02"
amount = 40
unit = "백만원"
source = "p. 8"
phase = "operation"
shock = "output"
"""

EAST = """\
schema = 1

[district]
ko = "동부"
en = "East"

[[programmes]]
name = "투자"

[[programmes.lines]]
sector = "02"
amount = 10
unit = "백만원"
source = "p. 9"
profile = "matrix"

[[programmes.lines]]
sector = "03"
amount = 10
unit = "백만원"
source = "p. 9"
profile = "whole"
spent_on = "profile"
imports = "table"
"""

SPENDING = "부문,금액,연도\n02,5,2021\n공산품,5,2022\n"
PUBLISHED = """\
scenario,programme,indicator,value,unit,source,phase,per
west,투자,production,100,백만원,p. 10,,
west,운영,employment,5,명,p. 11,operation,year
"""


def write_full(tmp_path: Path) -> tuple[Path, Path]:
    """Write the study and its table; return the study and the folder of tables."""
    tables, study = tmp_path / "tables", tmp_path / "study"
    write_table(tables / "tiny-3")
    study.mkdir()
    texts = {"study.toml": STUDY, "west.toml": WEST, "east.toml": EAST}
    texts |= {"spending.csv": SPENDING, "published.csv": PUBLISHED}
    for name, text in texts.items():
        (study / name).write_text(text, "utf-8")
    write_sheet(
        study / "spending.xlsx",
        "지출",
        [["sector", "amount", "unit", "source"], ["03", 7.0, "백만원", "붙임 3"]],
    )
    write_sheet(study / "capital.xlsx", "자본", [["sector", "02"], ["02", 3.0], ["03", 1.0]])
    return study, tables


def write_sheet(path: Path, name: str, rows: list[list[object]]) -> None:
    """Write one sheet of a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(row)
    book.save(path)
