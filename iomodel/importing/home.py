"""Where a table belongs: the known classification that has its sectors, and its coarser levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from iomodel import catalogue
from iomodel.readers.sheets import squeeze
from iomodel.saving import Coarser
from iomodel.sectors import Classification, Concordance
from iomodel.table import IOTable, MultiplierTable
from iomodel.text import Text


def at_home(table: IOTable, tables: Path | None = None) -> tuple[IOTable, dict[str, Coarser]]:
    """Return the table in the known classification that has its sectors, and its coarser levels."""
    if table.sectors.regions:
        return _regions_at_home(table, tables), {}
    own = _same_sectors(table.sectors, tables)
    if own is None:
        return table, {}
    info, (known, whose) = table.info, own
    changes = {"classification": known.id}
    if all(s.name.en == s.name.ko for s in table.sectors.sectors):
        changes["names_en"] = f"The English names of sectors are those of table {whose}."
        sectors = known
    else:
        sectors = replace(table.sectors, id=known.id)
    moved = replace(table, info=info.model_copy(update=changes), sectors=sectors)
    levels = {}
    for coarse in _coarser(known.id, tables):
        size = len(coarse.coarse)
        title = Text(
            f"{info.title_ko.removesuffix(f', {len(known)}부문')}, {size}부문",
            f"{info.title_en.removesuffix(f', {len(known)} sectors')}, {size} sectors",
        )
        stem = info.id.removesuffix(f"-{len(known)}")
        levels[f"{stem}-{size}"] = Coarser(title, replace(coarse, fine=sectors))
    return moved, levels


def at_home_by_sectors(table: MultiplierTable, tables: Path | None = None) -> MultiplierTable:
    """Return multipliers in the known classification that has their sectors, if there is one."""
    own = _same_sectors(table.sectors, tables)
    if own is None:
        return replace(table, sectors=replace(table.sectors, id=table.info.classification))
    known, whose = own
    changes = {
        "classification": known.id,
        "names_en": f"The English names of sectors are those of table {whose}.",
    }
    return replace(table, info=table.info.model_copy(update=changes), sectors=known)


def _regions_at_home(table: IOTable, tables: Path | None) -> IOTable:
    """Return a multiregional table whose sectors without region are of a known classification."""
    local = _same_sectors(table.sectors.local(""), tables)
    if local is None:
        return table
    info = table.info.model_copy(update={"local_classification": local[0].id})
    return replace(table, info=info)


def _same_sectors(
    sectors: Classification, tables: Path | None
) -> tuple[Classification, str] | None:
    """Return the known classification with these codes and names, and a table that has it."""
    wanted = _labels(sectors)
    for folder in catalogue.table_folders(tables):
        for id in folder.ids():
            known = folder.classification(id)
            if _labels(known) == wanted:
                return known, id
    return None


def _labels(sectors: Classification) -> list[tuple[str, str]]:
    return [(sector.code, squeeze(sector.name.ko)) for sector in sectors.sectors]


def _coarser(classification: str, tables: Path | None) -> Iterator[Concordance]:
    """Yield the ways from a classification to coarser ones that a known table leads."""
    for folder in catalogue.table_folders(tables):
        ways = [folder.concordance(level) for level in folder.file.levels]
        found = [way for way in ways if way.fine.id == classification]
        through = [way for way in ways if way.coarse.id == classification]
        for first in through:
            found += filter(None, (_between(first, way) for way in ways if way is not first))
        if found:
            yield from found
            return


def _between(fine: Concordance, coarse: Concordance) -> Concordance | None:
    """Return the way from the coarse end of one to that of the other, None where there is none."""
    pairs = sorted(set(zip(fine.parents, coarse.parents, strict=True)))
    if [start for start, _ in pairs] != list(range(len(fine.coarse))):
        return None
    return Concordance(fine.coarse, coarse.coarse, tuple(end for _, end in pairs))
