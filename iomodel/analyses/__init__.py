"""Analyses of an input-output model, one file a family; `find` names them for the command line."""

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
    "employment",
    "satellites",
)


def all_analyses() -> tuple[Analysis, ...]:
    """Return every analysis, family by family."""
    modules = (import_module(f"iomodel.analyses.{name}") for name in FAMILIES)
    return tuple(analysis for module in modules for analysis in module.ANALYSES)
