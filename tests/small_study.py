"""A study of one district with one line, to which tests add what they are about."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from helpers import DOMESTIC, OUTPUT, PRIMARY, SATELLITES, write_table

from iomodel import estimate
from iomodel.demand import Line
from iomodel.estimates import Estimate
from iomodel.leontief import Array
from iomodel.readings import Reading
from iomodel.summary import Summary
from iomodel.views import View, views

A = DOMESTIC / OUTPUT
L = np.linalg.inv(np.eye(3) - A)  # by elimination, as no module of iomodel does it
JOBS = SATELLITES[0] / OUTPUT
WAGES = PRIMARY[0] / OUTPUT
VALUE_ADDED = PRIMARY.sum(axis=0) / OUTPUT
EXACT = 1e-12  # relative: the same sums in another order

LINE = """
[[programmes.lines]]
sector = "02"
amount = 100
unit = "백만원"
source = "p. 1"
"""


def study_of(
    tmp_path: Path,
    line: str = "",
    *,
    lines: str = LINE,
    study: str = "",
    announced: str = "",
    district: str = "",
    programme: str = "",
) -> tuple[Path, Path]:
    """Write the study; return its folder and that of its table.

    `line` goes to the end of the line, `announced` under [readings.announced], `study` and
    `district` to the end of their files, `programme` below the programme's name.
    """
    tables, folder = tmp_path / "tables", tmp_path / "study"
    if not tables.exists():
        write_table(tables / "tiny-3")
    folder.mkdir(exist_ok=True)
    (folder / "study.toml").write_text(
        f"""\
schema = 1
document = "D"
document_date = 2024-05-28
classification = "tiny-3"

[title]
ko = "연구"
en = "A study"

[programmes]
"투자" = "Investment"

[readings.announced]
table = "tiny-3"
{announced if "price_year" in announced else f"price_year = 2020{chr(10)}{announced}"}
{study}
""",
        "utf-8",
    )
    (folder / "west.toml").write_text(
        f"""\
schema = 1

[district]
ko = "서부"
en = "West"

[[programmes]]
name = "투자"
{programme}
{lines}{line}
{district}
""",
        "utf-8",
    )
    return folder, tables


def read(paths: tuple[Path, Path], **how: str) -> Estimate:
    """Return the estimate of a study by its folder and that of its tables."""
    return estimate(paths[0], readings=("announced",), tables=paths[1], **how)  # type: ignore[arg-type]


def announced(made: Estimate) -> Reading:
    """Return its announced reading."""
    return made.readings[0]


def demand_of(made: Estimate) -> dict[Line, Array]:
    """Return the demand of an estimate line by line."""
    impact = announced(made).impact
    assert impact is not None
    return {
        line: values
        for part in impact.parts
        for line, values in zip(part.demand.lines, part.demand.values, strict=True)
    }


def spending(made: Estimate) -> Array:
    """Return the demand of an estimate's only line."""
    (values,) = demand_of(made).values()
    return values


def by_label(made: Estimate, label: str) -> dict[str, Array]:
    """Return demand by one of its labels, of which each has one line."""
    found = demand_of(made)
    assert len({getattr(line, label) for line in found}) == len(found)
    return {getattr(line, label): values for line, values in found.items()}


def view(made: Estimate, id: str) -> View:
    """Return one of an estimate's views."""
    return next(one for one in views(Summary(made)) if one.id == id)


def assumptions(made: Estimate) -> list[str]:
    """Return what an estimate says it assumes, in English."""
    return [text.en for text in made.manifest.assumptions]


def warnings(made: Estimate) -> list[str]:
    """Return what an estimate warns of, in English."""
    return [text.en for text in made.manifest.warnings]
