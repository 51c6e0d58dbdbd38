"""Workers by region and industry: the shipped census of establishments of 2020."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import Field, ValidationError

from iomodel import catalogue
from iomodel.concordances.ksic import Revision
from iomodel.errors import TableFileError
from iomodel.files import numbers, parse_csv, read_bytes, read_toml
from iomodel.provenance import Source
from iomodel.regionalisation.activity import Activity
from iomodel.regionalisation.industries import activity_by_sector
from iomodel.regionalisation.quotients import Array
from iomodel.sectors import require_same_labels
from iomodel.storage import require_unchanged
from iomodel.table import Frozen, IOTable
from iomodel.text import Text
from iomodel.validation import problems_of

CENSUS = "employment-regional-2020"
_DOCUMENT = "employment.toml"


class CensusFile(Frozen):
    """What employment.toml may say."""

    format: Literal[1]
    id: str
    title_ko: str
    title_en: str
    year: int
    nation: str
    revision: Revision
    unit: str
    concept_ko: str
    concept_en: str
    caveats_ko: tuple[str, ...] = ()
    caveats_en: tuple[str, ...] = ()
    source: Source
    files: dict[str, str] = Field(default_factory=dict)

    @property
    def caveats(self) -> tuple[Text, ...]:
        """What a user of the figures has to know."""
        return tuple(Text(*pair) for pair in zip(self.caveats_ko, self.caveats_en, strict=True))


@dataclass(frozen=True, eq=False)
class Census:
    """Workers by region and KSIC division.

    Attributes
    ----------
    told : CensusFile
    regions : tuple of str
        r regions; the nation is not among them.
    divisions : tuple of str
        k divisions.
    values : ndarray (r, k)
    nation : ndarray (k,)
    """

    told: CensusFile
    regions: tuple[str, ...]
    divisions: tuple[str, ...]
    values: Array
    nation: Array


def census(table: IOTable, tables: Path | str | None = None) -> Activity:
    """Return the workers of 17 regions in 2020 by the sectors of `table`.

    Raises
    ------
    NotFoundError
        If no concordance leads from KSIC to the table's sectors.
    TableFileError
        If the shipped file fails its checksum or can't be read.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.regionalisation import census
    >>> workers = census(iomodel.load_table("bok-2020-83"))
    >>> workers.regions[:3], round(float(workers.sizes[0]), 4)
    (('서울', '부산', '대구'), 0.2365)
    """
    found = shipped_census()
    return activity_by_sector(
        table,
        tables,
        found.told.revision,
        found.divisions,
        found.regions,
        np.vstack([found.nation, found.values]),
        f"{found.told.source.publisher}, {found.told.source.document}",
        found.told.caveats,
    )


def shipped_census() -> Census:
    """Return the shipped census, its checksum verified.

    Raises
    ------
    TableFileError
    """
    return read_census(catalogue.shipped("coefficients") / CENSUS)


@cache
def read_census(folder: Path) -> Census:
    """Read a folder of workers by region and division: employment.toml beside workers.csv.

    Raises
    ------
    TableFileError
        Listing keys and cells that are missing or wrong, or if the checksum fails.
    LabelError
        If a region lacks a division, or has them in another order.
    """
    document = read_toml(folder / _DOCUMENT, TableFileError)
    try:
        told = CensusFile.model_validate(document)
    except ValidationError as error:
        raise TableFileError(str(folder / _DOCUMENT), problems_of(error, CensusFile)) from error
    path = folder / "workers.csv"
    data = read_bytes(path)
    require_unchanged(path, data, told.files.get(path.name), _DOCUMENT)
    grid = parse_csv(str(path), data, ("region", "division", "workers", "basis"))
    if grid.problems:
        raise TableFileError(grid.origin, grid.problems)
    values, problems = numbers(grid, ["workers"], "division")
    if problems:
        raise TableFileError(grid.origin, problems)
    regions = tuple(dict.fromkeys(grid.column("region")))
    divisions = tuple(dict.fromkeys(grid.column("division")))
    found = map(" ".join, zip(grid.column("region"), grid.column("division"), strict=True))
    wanted = [
        f"{region} {division}" for region in (told.nation, *regions[1:]) for division in divisions
    ]
    require_same_labels(grid.origin, found, wanted, Text("지역과 산업", "regions and divisions"))
    workers = values.reshape(len(regions), len(divisions))
    return Census(told, regions[1:], divisions, workers[1:], workers[0])
