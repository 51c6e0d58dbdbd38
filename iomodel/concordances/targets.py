"""From the Bank of Korea's basic sectors of 2020 to those of a classification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from iomodel import catalogue
from iomodel.concordances.folder import columns, where
from iomodel.errors import NotFoundError
from iomodel.sectors import Classification, Sector
from iomodel.text import same

BASIC = "bok2020-380"
_PREFIXES = {"bok2020-165": 3, "bok2020-83": 2}  # digits of a basic code
_BY_HAND = 3  # digits of the sectors that by_hand.csv names


@cache
def basic_sectors(path: Path | None = None) -> Classification:
    """Return the Bank's 380 basic sectors of 2020; they have no English names.

    Raises
    ------
    TableFileError
        If the file fails its checksum or can't be read.
    """
    rows = columns(path or where(), "bok2020_380", ("code", "name_ko"))
    return Classification(BASIC, tuple(Sector(code, same(name)) for code, name in rows))


@dataclass(frozen=True, eq=False)
class Target:
    """A classification to find sectors of, and how the Bank's basic sectors lead to it.

    Attributes
    ----------
    sectors : Classification
    parents : mapping
        Basic code → its sector; empty where no concordance leads from the Bank's sectors of 2020.
    """

    sectors: Classification
    parents: Mapping[str, str]

    def of(self, code: str) -> tuple[str, ...]:
        """Return the sectors of a basic code, or of all those that begin with its three digits."""
        return self._of.get(code, ())

    @cached_property
    def _of(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for basic, parent in self.parents.items():
            for code in (basic, basic[:_BY_HAND]):
                found.setdefault(code, {})[parent] = None
        return {code: tuple(parents) for code, parents in found.items()}


def target(classification: str, tables: Path | str | None = None) -> Target:
    """Return the classification called so, with its way from the Bank's basic sectors.

    Raises
    ------
    NotFoundError
        Listing the classifications there are.
    """
    basics = basic_sectors()
    if classification == BASIC:
        return Target(basics, {code: code for code in basics.codes})
    sectors = catalogue.load_classification(classification, tables)
    return Target(sectors, _parents(sectors, basics.codes, tables))


def _parents(
    sectors: Classification, basics: tuple[str, ...], tables: Path | str | None
) -> dict[str, str]:
    if sectors.id in _PREFIXES:
        return {code: code[: _PREFIXES[sectors.id]] for code in basics}
    for finer, digits in _PREFIXES.items():
        try:
            found = catalogue.concordance(finer, sectors.id, tables)
        except NotFoundError:
            continue
        upward = {
            code: sectors.codes[parent]
            for code, parent in zip(found.fine.codes, found.parents, strict=True)
        }
        return {code: upward[code[:digits]] for code in basics}
    return {}
