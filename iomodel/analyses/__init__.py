"""Analyses of an input-output model: one file or folder a family, each question a function.

A family ends in a tuple `ANALYSES`, which says each function's name, title and options; the command
line follows from that. A function takes a model and returns a frozen result with a title, a source,
columns, notes, `table()` and `plot()` (`base.Result`). Where formulas need more than a few lines
they stand in the family's `numerics.py`, arrays in and arrays out.

Families don't import one another. What they share, in the order of imports:

* `base`: what an analysis, its options and its result are; what may be asked of a model
* `options`: options of the command line that several analyses have
* `numerics`: ratios, totals, the largest; Ghosh's system, moments of an inverse
* `arguments`: what users write: choices, ranges, sectors, indicators, `name=number`
* `matrices`: what users hand over by sector: vectors, CSV files, frames
* `spending`: a demand as users state it, and the indicator that is followed
* `regions`: a multiregional table region by region
* `frames`: tables with sectors by code and both names
* `charts`: the palette, bars, stacked bars, maps in colour
"""

from __future__ import annotations

from importlib import import_module

from iomodel.analyses.base import Analysis

FAMILIES = (
    "final_demand",
    "linkages",
    "ghosh",
    "extraction",
    "households",
    "exogenise",
    "prices",
    "paths",
    "decomposition",
    "sensitivity",
    "trade",
    "interregional",
    "employment",
    "satellites",
)


def all_analyses() -> tuple[Analysis, ...]:
    """Return every analysis, family by family."""
    modules = (import_module(f"iomodel.analyses.{name}") for name in FAMILIES)
    return tuple(analysis for module in modules for analysis in module.ANALYSES)
