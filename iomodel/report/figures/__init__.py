"""Pictures for reports, each of which takes and returns an Axes.

Every picture says below it from which table its numbers are, at which prices, and how known.
Uncertainty draws its own (`Uncertainty.plot`, `plot_convergence`), and so do the analyses.
"""

from __future__ import annotations

from iomodel.report.figures.chains import rounds, sankey
from iomodel.report.figures.impacts import (
    by_programme,
    by_supplier,
    in_region_and_elsewhere,
    published_and_computed,
    waterfall,
)
from iomodel.report.figures.maps import region_map

__all__ = [
    "by_programme",
    "by_supplier",
    "in_region_and_elsewhere",
    "published_and_computed",
    "region_map",
    "rounds",
    "sankey",
    "waterfall",
]
