"""Input-output economic impact estimates from scenario files, on real tables.

The public doors are `load_table`, `load_model`, `sectors_for`, `read_scenario`, `run` and
`Demand`; they load what they need when first used, so that importing iomodel costs little.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iomodel.catalogue import load_table
    from iomodel.concordances.proposals import sectors_for
    from iomodel.demand import Demand
    from iomodel.estimates import estimate, run
    from iomodel.models import load_model
    from iomodel.scenario import read_scenario, read_study

__all__ = [
    "Demand",
    "estimate",
    "load_model",
    "load_table",
    "read_scenario",
    "read_study",
    "run",
    "sectors_for",
]

_HOMES = {
    "Demand": "demand",
    "estimate": "estimates",
    "load_model": "models",
    "load_table": "catalogue",
    "read_scenario": "scenario",
    "read_study": "scenario",
    "run": "estimates",
    "sectors_for": "concordances.proposals",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"iomodel.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'iomodel' has no attribute {name!r}")
