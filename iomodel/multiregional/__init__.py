"""Tables of regions × sectors: who is where, what crosses borders, and what comes back.

`MultiregionalTable` sees a table's `region:code` sectors as regions and local sectors;
`single_region` and `national` make smaller tables of it. `effects_by_origin` and `effects_alone`
are the numerics of interregional effects: spillovers to other regions, and the feedback that
returns from them.
"""

from __future__ import annotations

from iomodel.multiregional.collapse import OTHER_REGIONS, national, single_region
from iomodel.multiregional.effects import effects_alone, effects_by_origin, own_coefficients
from iomodel.multiregional.places import Places, Positions, homes, places_of, sums_by
from iomodel.multiregional.table import MultiregionalTable

__all__ = [
    "OTHER_REGIONS",
    "MultiregionalTable",
    "Places",
    "Positions",
    "effects_alone",
    "effects_by_origin",
    "homes",
    "national",
    "own_coefficients",
    "places_of",
    "single_region",
    "sums_by",
]
