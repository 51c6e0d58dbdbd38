"""Pictures for reports, each of which takes and returns an Axes.

Every picture says below it from which table its numbers are, at which prices, and how known.
Uncertainty draws its own (`Uncertainty.plot`, `plot_convergence`), and so do the analyses, such as
`linkages` and `coefficient_matrix`.
"""

from __future__ import annotations

from iomodel.report.figures.chains import rounds, rounds_told, sankey, sankey_told
from iomodel.report.figures.impacts import (
    STAGES,
    by_programme,
    by_supplier,
    in_region_and_elsewhere,
    published_and_computed,
    waterfall,
)
from iomodel.report.figures.maps import Shape, region_map
from iomodel.report.figures.notes import footnote, stands_on, table_note

__all__ = [
    "STAGES",
    "Shape",
    "by_programme",
    "by_supplier",
    "footnote",
    "in_region_and_elsewhere",
    "published_and_computed",
    "region_map",
    "rounds",
    "rounds_told",
    "sankey",
    "sankey_told",
    "stands_on",
    "table_note",
    "waterfall",
]
