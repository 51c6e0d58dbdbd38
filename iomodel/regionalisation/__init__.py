"""Regional tables from a national one by location quotients, and how far they err."""

from iomodel.regionalisation.accuracy import (
    Curve,
    by_region,
    by_sector,
    compare,
    overview,
    surveyed,
)
from iomodel.regionalisation.activity import Activity
from iomodel.regionalisation.census import census
from iomodel.regionalisation.downscale import downscale, is_surveyed, korea
from iomodel.regionalisation.interval import error_interval
from iomodel.regionalisation.method import QUOTIENTS, Method
from iomodel.regionalisation.reading import read_activity
from iomodel.regionalisation.table import regionalise

__all__ = [
    "QUOTIENTS",
    "Activity",
    "Curve",
    "Method",
    "by_region",
    "by_sector",
    "census",
    "compare",
    "downscale",
    "error_interval",
    "is_surveyed",
    "korea",
    "overview",
    "read_activity",
    "regionalise",
    "surveyed",
]
