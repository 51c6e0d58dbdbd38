"""Small tables, folders and studies that several test modules build upon."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest
from hypothesis import settings

from iomodel.errors import IOModelError
from iomodel.provenance import Source
from iomodel.sectors import Classification, Sector
from iomodel.storage import write_numbers
from iomodel.table import (
    Coefficient,
    Component,
    InverseTable,
    IOTable,
    Label,
    MultiplierTable,
    Satellite,
    TableInfo,
)
from iomodel.text import Text

ROOT = Path(__file__).resolve().parents[1]
COEFFICIENTS = ROOT / "coefficients"
SEJONG = ROOT / "scenarios" / "sejong"

# The same examples on every run and machine: a failure that is found stays found.
repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=25)
# For what builds labelled arrays, which take a while.
sparing = settings(repeatable, max_examples=8)

_E = TypeVar("_E", bound=IOModelError)


def refused(kind: type[_E], call: Callable[[], object]) -> _E:
    """Return the error of exactly this kind that `call` raises."""
    with pytest.raises(kind) as caught:
        call()
    assert type(caught.value) is kind
    return caught.value


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edit(path: Path, old: str, new: str) -> None:
    """Replace the one place in a file that reads `old`."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{text.count(old)} times in {path.name}: {old!r}"
    path.write_text(text.replace(old, new), "utf-8")


# ------------------------------------------------------------------ a table of three sectors
SECTORS = Classification(
    "tiny-3",
    (
        Sector("01", Text("농산물", "Farm products")),
        Sector("02", Text("공산품", "Manufactures")),
        Sector("03", Text("서비스", "Services")),
    ),
)
COARSE = Classification(
    "tiny-2",
    (Sector("A", Text("재화", "Goods")), Sector("B", Text("용역", "Other services"))),
)
DOMESTIC = np.array([[20.0, 60.0, 10.0], [30.0, 100.0, 40.0], [10.0, 50.0, 80.0]])
IMPORTS = np.array([[5.0, 20.0, 0.0], [10.0, 40.0, 10.0], [5.0, 10.0, 10.0]])
FINAL_DEMAND = np.array([[80.0, 30.0], [200.0, 130.0], [200.0, 60.0]])
FINAL_DEMAND_IMPORTS = np.array([[10.0, 0.0], [30.0, 0.0], [5.0, 0.0]])
PRIMARY = np.array([[40.0, 150.0, 150.0], [80.0, 70.0, 100.0]])
SATELLITES = np.array([[100.0, 200.0, 400.0], [30.0, 180.0, 300.0]])
OUTPUT = np.array([200.0, 500.0, 400.0])

SOURCE = Source(publisher="P", document="D", obtained="made up", licence="none", changes="none")


def info(**changes: Any) -> TableInfo:
    """Return what is known of the small table, some of it changed."""
    known: dict[str, Any] = {
        "id": "tiny-3",
        "title_ko": "작은 표",
        "title_en": "A small table",
        "year": 2020,
        "price_year": 2020,
        "unit": "백만원",
        "valuation": "producers",
        "layout": "product × product",
        "classification": "tiny-3",
        "tolerance": 0.5,
        "employment_ko": "취업자",
        "employment_en": "Employed persons",
        "final_demand": (
            Label(code="c", ko="소비", en="Consumption"),
            Label(code="e", ko="수출", en="Exports"),
        ),
        "primary_inputs": (
            Component(code="wages", ko="임금", en="Wages", role="value_added"),
            Component(code="surplus", ko="잉여", en="Surplus", role="value_added"),
        ),
        "satellites": (
            Satellite(code="employed", ko="취업자", en="Employed", unit="명"),
            Satellite(code="employees", ko="피용자", en="Employees", unit="명"),
        ),
        "source": SOURCE,
    }
    return TableInfo(**(known | changes))


def tiny(**changes: Any) -> IOTable:
    """Return the small table, some of its blocks changed; other keywords go to its info."""
    blocks: dict[str, Any] = {
        "sectors": SECTORS,
        "domestic": DOMESTIC,
        "imports": IMPORTS,
        "final_demand": FINAL_DEMAND,
        "final_demand_imports": FINAL_DEMAND_IMPORTS,
        "primary_inputs": PRIMARY,
        "satellites": SATELLITES,
    }
    for name in blocks:
        blocks[name] = changes.pop(name, blocks[name])
    return IOTable(info(**changes), **blocks)


def plain(
    domestic: Any, final_demand: Any, primary: Any, *, imports: Any = None, **changes: Any
) -> IOTable:
    """Return a table of anonymous sectors with one category and one row of value added."""
    flows = np.asarray(domestic, dtype=np.float64)
    sectors = Classification(
        "plain",
        tuple(Sector(f"{i + 1:02}", Text(f"부문{i + 1}", f"S{i + 1}")) for i in range(len(flows))),
    )
    known = {
        "id": "plain",
        "classification": "plain",
        "final_demand": (Label(code="f", ko="수요", en="Demand"),),
        "primary_inputs": (Component(code="w", ko="부가가치", en="VA", role="value_added"),),
        "satellites": (),
    }
    return IOTable(
        info(**(known | changes)),
        sectors,
        flows,
        None if imports is None else np.asarray(imports, dtype=np.float64),
        np.asarray(final_demand, dtype=np.float64)[:, None],
        None,
        np.asarray(primary, dtype=np.float64)[None, :],
        np.zeros((0, len(flows))),
    )


def small_inverse(**changes: Any) -> InverseTable:
    """Return the small table as a published inverse with direct coefficients."""
    A = DOMESTIC / OUTPUT
    coefficients = np.vstack(
        [IMPORTS.sum(axis=0) / OUTPUT, PRIMARY.sum(axis=0) / OUTPUT, SATELLITES[0] / OUTPUT * 1000]
    )
    parts = (
        Coefficient(code="imports", ko="수입", en="Imports", dimension="money", basis="published"),
        Coefficient(
            code="value_added", ko="부가가치", en="VA", dimension="money", basis="published"
        ),
        Coefficient(
            code="employment", ko="취업자", en="Jobs", dimension="persons", basis="published"
        ),
    )
    known = {"final_demand": (), "primary_inputs": (), "satellites": (), "coefficients": parts}
    return InverseTable(
        info(**(known | changes)), SECTORS, np.linalg.inv(np.eye(3) - A), coefficients
    )


def regional(**changes: Any) -> MultiplierTable:
    """Return multipliers of two regions; 남 lacks 02 공산품."""
    parts = (
        Coefficient(
            code="production", ko="생산", en="Production", dimension="money", basis="published"
        ),
        Coefficient(
            code="employment", ko="취업자", en="Jobs", dimension="persons", basis="published"
        ),
    )
    values = np.array(
        [
            [[[1.2, 0.5], [7.0, 2.0]], [[1.4, 0.4], [3.0, 1.5]], [[1.3, 0.2], [9.0, 0.5]]],
            [[[1.1, 0.6], [6.0, 3.0]], [[1.0, 0.0], [0.0, 0.0]], [[1.2, 0.3], [8.0, 1.0]]],
        ]
    )
    known = {
        "id": "tiny-regional",
        "exhaustion": "not checkable",
        "final_demand": (),
        "primary_inputs": (),
        "satellites": (),
        "coefficients": parts,
    }
    return MultiplierTable(info(**(known | changes)), SECTORS, ("북", "남"), values)


# ------------------------------------------------------------------ the same as a folder
TABLE_TOML = """\
format = 1
kind = "transactions"
id = "tiny-3"
title_ko = "작은 표"
title_en = "A small table"
year = 2020
price_year = 2020
unit = "백만원"
valuation = "producers"
layout = "product × product"
classification = "tiny-3"
tolerance = 0.5
employment_ko = "취업자"
employment_en = "Employed persons"

[source]
publisher = "P"
document = "D"
obtained = "made up"
licence = "none"
changes = "none"

[levels.tiny-2]
title_ko = "더 작은 표"
title_en = "A smaller table"
classification = "tiny-2"
sectors = "sectors_2.csv"
parent = "parent_2"

[[final_demand]]
code = "c"
ko = "소비"
en = "Consumption"

[[final_demand]]
code = "e"
ko = "수출"
en = "Exports"

[[primary_inputs]]
code = "wages"
ko = "임금"
en = "Wages"
role = "value_added"

[[primary_inputs]]
code = "surplus"
ko = "잉여"
en = "Surplus"
role = "value_added"

[[satellites]]
code = "employed"
ko = "취업자"
en = "Employed"
unit = "명"

[[satellites]]
code = "employees"
ko = "피용자"
en = "Employees"
unit = "명"
"""


def write_table(folder: Path, table: IOTable | None = None) -> Path:
    """Write the small table, or one like it, into `folder` and return it."""
    from iomodel.sectors import Concordance

    folder.mkdir(parents=True)
    (folder / "table.toml").write_text(TABLE_TOML, "utf-8")
    upward = Concordance.from_codes(SECTORS, COARSE, ["A", "A", "B"])
    write_numbers(folder, table or tiny(), {"parent_2": ("sectors_2.csv", upward)})
    return folder


# ------------------------------------------------------------------ a study over it
STUDY_TOML = """\
schema = 1
document = "D"
document_date = 2024-05-28
classification = "tiny-3"
order = ["west", "east"]

[title]
ko = "연구"
en = "A study"

[programmes]
"지원" = "Support"
"투자" = "Investment"

[readings.announced]
table = "tiny-3"
price_year = 2020
"""
WEST_TOML = """\
schema = 1

[district]
ko = "서부"
en = "West"

[[programmes]]
name = "투자"

[[programmes.lines]]
sector = "공산품"
amount = 1.5
unit = "억원"
source = "p. 1"

[[programmes.lines]]
sector = "03"
amount = 50
unit = "백만원"
years = [2024, 2026]
source = "p. 2"
"""
EAST_TOML = """\
schema = 1

[district]
ko = "동부"
en = "East"

[[programmes]]
name = "지원"

[[programmes.lines]]
sector = "Services"
amount = 10
unit = "million KRW"
source = "p. 3"
"""


def write_study(tmp_path: Path) -> tuple[Path, Path]:
    """Write a table and a study of two districts; return the study and the folder of tables."""
    tables, study = tmp_path / "tables", tmp_path / "study"
    write_table(tables / "tiny-3")
    study.mkdir()
    (study / "study.toml").write_text(STUDY_TOML, "utf-8")
    (study / "west.toml").write_text(WEST_TOML, "utf-8")
    (study / "east.toml").write_text(EAST_TOML, "utf-8")
    return study, tables


def lines(*words: Sequence[str] | str) -> str:
    """Return the lines of a message as one text."""
    return "\n".join(str(word) for word in words)
