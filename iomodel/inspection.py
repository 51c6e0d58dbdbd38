"""A study checked without being run: its files, and whether its amounts can meet its tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from iomodel import catalogue
from iomodel.estimates import open_study
from iomodel.models import Shelf
from iomodel.readings import require_region
from iomodel.scenario import Scenario, Study
from iomodel.spending import spent
from iomodel.units import MILLION_KRW
from iomodel.views.index import product


@dataclass(frozen=True)
class Inspected:
    """What a study holds, once nothing is found wrong with it."""

    study: Study
    scenarios: int
    lines: int
    targets: int
    published: int
    variants: int


def inspect(path: Path | str, tables: Path | str | None = None) -> Inspected:
    """Return what is at `path` once every check has passed that needs no model.

    Files are read whole, in every variant; amounts are brought to the prices of the study's
    tables, so that series, margins, profiles and regions are seen to be there.

    Raises
    ------
    IOModelError
        See `iomodel.errors`; the message names the file, the place and the remedy.
    """
    shelf = Shelf.of(tables)
    study, scenarios = open_study(path, tables)
    published = (*study.published(), *study.published_further())
    variants = study.variants_with(scenarios)
    for variant in ("", *variants):
        own, some = open_study(path, tables, variant) if variant else (study, scenarios)
        _meet(own, some, shelf)
    return Inspected(
        study,
        len(scenarios),
        sum(len(scenario.items) for scenario in scenarios),
        len(study.file.targets) + sum(len(scenario.file.targets) for scenario in scenarios),
        len(published),
        len(variants),
    )


def _meet(study: Study, scenarios: tuple[Scenario, ...], shelf: Shelf) -> None:
    """Raise unless the amounts of scenarios can be brought to the study's tables."""
    how = study.file.readings.announced
    kept = [scenario for scenario in scenarios if scenario.items]
    for id in filter(None, (how.table, how.regional_table)):
        price_year = catalogue.stamp(id, shelf.tables).price_year
        regional = shelf.is_regional(id, study.classification)
        for scenario in kept:
            if regional:
                require_region(study, scenario, id, shelf)
                asked = scenario.file.grdp or study.file.grdp
                if asked is not None:
                    product(asked, scenario.region, price_year, MILLION_KRW)
        if kept:
            spent(kept, id, shelf)
