"""Matrices fitted to margins, tables brought to another year, supply and use made symmetric."""

from iomodel.balancing.base import Balanced, Names
from iomodel.balancing.constrained import constrained
from iomodel.balancing.gras import gras, ras
from iomodel.balancing.supply_use import MODELS, SupplyUse, symmetric
from iomodel.balancing.tensor import BalancedArray, gras_nd
from iomodel.balancing.update import Margins, Updated, read_margins, update

__all__ = [
    "MODELS",
    "Balanced",
    "BalancedArray",
    "Margins",
    "Names",
    "SupplyUse",
    "Updated",
    "constrained",
    "gras",
    "gras_nd",
    "ras",
    "read_margins",
    "symmetric",
    "update",
]
