"""Make the workers by region and industry of employment-regional-2020/ from the files obtained.

    python coefficients/convert_regional.py SOURCE

SOURCE holds the folder biz_census_2020; employment.toml says from where. What stands there is
written by hand; only its checksum is rewritten. A second run changes no byte.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy.optimize import linprog

from iomodel.balancing import ras
from iomodel.concordances.ksic import industries
from iomodel.files import csv_bytes, figure, write_whole
from iomodel.storage import seal

NATION = "전국"
DECIMALS = 1  # of suppressed cells that the sums leave open: no more is known of them
FIXED = 1e-6  # least and greatest value of a cell agree: it follows from the sums

Cell = tuple[str, str]


def convert(source: Path, target: Path) -> None:
    """Write workers.csv below `target` from the census in `source`."""
    rows = _rows(source / "biz_census_2020" / "employees_sido_ksic10_division_2020.csv")
    _require_names(rows)
    printed = {
        (row["region_ko"], row["division"]): int(row["employees"])
        for row in rows
        if row["employees"]
    }
    section = {row["division"]: row["section"] for row in rows}
    sections = {
        (row["region_ko"], row["section"]): int(row["employees"])
        for row in _rows(source / "biz_census_2020" / "employees_sido_ksic10_section_2020.csv")
    }
    regions = list(dict.fromkeys(row["region_ko"] for row in rows))
    _require_sums(sections, regions)
    hidden = [(r["region_ko"], r["division"]) for r in rows if r["status"] == "suppressed"]
    filled = _filled(hidden, printed, section, sections, regions)
    lines = []
    for row in rows:
        cell = (row["region_ko"], row["division"])
        value, basis = filled.get(cell, (float(printed.get(cell, 0)), _BASIS.get(row["status"])))
        lines.append([*cell, figure(value), basis])
    folder = target / "employment-regional-2020"
    write_whole(
        folder / "workers.csv", csv_bytes(["region", "division", "workers", "basis"], lines)
    )
    seal(folder, "employment.toml")


_BASIS = {"value": "published", "no_row_in_source_taken_as_0": "zero"}


def _require_names(rows: list[dict[str, str]]) -> None:
    """Stop unless every division is one of KSIC 10, in its section."""
    tree = industries(10)
    for row in rows:
        known = tree.get(row["division"])
        if known is None or tree.section(known) != row["section"]:
            raise SystemExit(f"{row['division']} is no division of section {row['section']}")


def _require_sums(sections: dict[Cell, int], regions: list[str]) -> None:
    """Stop unless regions add to the nation, and sections to each region's total."""
    for (region, section), total in sections.items():
        if region == NATION:
            parts = sum(sections[other, section] for other in regions if other != NATION)
        elif section == "TOTAL":
            parts = sum(v for (r, s), v in sections.items() if r == region and s != "TOTAL")
        else:
            continue
        if parts != total:
            raise SystemExit(f"{region} {section}: {parts} is not {total}")


def _filled(
    hidden: list[Cell],
    printed: dict[Cell, int],
    section: dict[str, str],
    sections: dict[Cell, int],
    regions: list[str],
) -> dict[Cell, tuple[float, str]]:
    """Return the suppressed cells from what printed sums leave for them.

    Each section of a region, and each division of the nation, leaves a remainder for its
    suppressed cells. Where the remainders fix a cell it is computed; elsewhere it is the
    biproportional fit to them from equal cells, and inferred.
    """
    rows = sorted({(region, section[division]) for region, division in hidden})
    columns = sorted({division for _, division in hidden})
    left: dict[object, int] = defaultdict(int)
    for region, name in rows:
        inside = (v for (r, d), v in printed.items() if r == region and section[d] == name)
        left[region, name] = sections[region, name] - sum(inside)
    for division in columns:
        parts = sum(printed.get((r, division), 0) for r in regions if r != NATION)
        left[division] = printed[NATION, division] - parts
    pattern = np.zeros((len(rows), len(columns)))
    where = {
        cell: (rows.index((cell[0], section[cell[1]])), columns.index(cell[1])) for cell in hidden
    }
    for at in where.values():
        pattern[at] = 1.0
    u = np.array([left[row] for row in rows], dtype=np.float64)
    v = np.array([left[column] for column in columns], dtype=np.float64)
    least, most = _bounds(pattern, u, v)
    fitted = ras(pattern, u, v, max_iterations=100_000, tolerance=1e-6).matrix
    return {
        cell: (round(float(least[at])), "computed")
        if most[at] - least[at] < FIXED
        else (round(float(fitted[at]), DECIMALS), "inferred")
        for cell, at in where.items()
    }


def _bounds(pattern: np.ndarray, u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the greatest value that the sums allow each cell of the pattern."""
    i, j = pattern.nonzero()
    constraints = np.zeros((len(u) + len(v), len(i)))
    constraints[i, np.arange(len(i))] = constraints[len(u) + j, np.arange(len(i))] = 1.0
    bounds = np.zeros((2, *pattern.shape))
    for k, at in enumerate(zip(i, j, strict=True)):
        for side, sign in enumerate((1.0, -1.0)):
            cost = np.zeros(len(i))
            cost[k] = sign
            found = linprog(cost, A_eq=constraints, b_eq=np.concatenate([u, v]), method="highs")
            if found.x is None:
                raise SystemExit("the suppressed cells can't make up what the sums leave")
            bounds[(side, *at)] = found.x[k]
    return bounds[0], bounds[1]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("source", type=Path, help="folder of the files as they were obtained")
    convert(parser.parse_args().source, Path(__file__).resolve().parent)
