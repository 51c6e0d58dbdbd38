"""What a table makes of demand in an input's own sectors: one matrix, made once (R10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iomodel import catalogue
from iomodel.batch.keys import fingerprint
from iomodel.batch.rows import Array, Terms
from iomodel.demand import Demand, Line
from iomodel.errors import InactiveSectorError, Problem
from iomodel.models import Model, Shelf
from iomodel.sectors import Classification
from iomodel.units import BILLION_KRW, MILLION_KRW, Money


@dataclass(frozen=True, eq=False)
class Effects:
    """Effects of one 백만원 of demand on each sector of an input's classification.

    A coarser table is reached by adding up demand (R10); here its multipliers are spread over the
    finer sectors instead, which comes to the same product.

    Attributes
    ----------
    regions : tuple of str
        Of demand; the empty name alone where the table is national.
    indicators : tuple of str
        k ids.
    values : ndarray (r, k, o, n)
    inactive : ndarray of bool (r, n)
        Sectors on which nothing can be spent (R2).
    refusals : dict
        (region, sector) → what is wrong with demand on an inactive sector.
    digest : str
        Checksum of the table's files and of the way to it.
    """

    table: str
    regions: tuple[str, ...]
    indicators: tuple[str, ...]
    origins: tuple[str, ...]
    values: Array
    inactive: NDArray[np.bool_]
    refusals: dict[tuple[int, int], Problem]
    digest: str


def effects_of(shelf: Shelf, id: str, terms: Terms, indicators: Sequence[str]) -> Effects:
    """Return the effects of table `id` on demand under `terms`.

    Parameters
    ----------
    indicators : sequence of str
        Those wanted; the effects are on such as the table has, in this order.

    Raises
    ------
    IOModelError
        If the table can't carry a model, its sectors can't be reached from those of the input, or
        its prices are others.
    """
    models = models_of(shelf, id, terms.classification)
    first = models[0]
    names = [i.id for i in first.indicators]
    kept = [names.index(i) for i in indicators if i in names]
    parents = _parents(shelf, terms, first)
    scale = BILLION_KRW.per(MILLION_KRW)
    values, inactive, refusals = [], [], {}
    for r, model in enumerate(models):
        refused = _refused(shelf, model, terms)
        multipliers = model.multipliers()
        per = np.array([1.0 if i.dimension == "money" else scale for i in model.indicators])
        own = np.zeros(len(model.sectors), dtype=bool)
        own[list(refused)] = True
        # a sector without output has no multipliers: no demand on it passes
        known = np.where(own, 0.0, multipliers.values / per[:, None, None])
        values.append(known[kept][:, :, parents])
        inactive.append(own[parents])
        for j in np.flatnonzero(own[parents]):
            refusals[r, int(j)] = refused[int(parents[j])]
    return Effects(
        id,
        tuple(model.region for model in models),
        tuple(names[i] for i in kept),
        first.multipliers().origins,
        np.stack(values),
        np.vstack(inactive),
        refusals,
        fingerprint(id, shelf.tables, parents),
    )


def models_of(shelf: Shelf, id: str, sectors: Classification) -> list[Model]:
    """Return the models of a table for demand on `sectors`: one, or one for each region."""
    if not shelf.is_regional(id, sectors):
        return [shelf.model(id)]
    return [shelf.model(id, region) for region in shelf.regions(id)]


def _parents(shelf: Shelf, terms: Terms, model: Model) -> NDArray[np.int64]:
    """Return the model's sector that each of the input's belongs to, (n,)."""
    if terms.classification.id == model.sectors.id:
        return np.arange(len(model.sectors))
    way = catalogue.concordance(terms.classification.id, model.sectors.id, shelf.tables)
    return np.asarray(way.parents)


def _refused(shelf: Shelf, model: Model, terms: Terms) -> dict[int, Problem]:
    """Return the sectors on which the model refuses demand, with what it says of each.

    It is asked for the effects of demand on everything, so labels and prices are checked too.
    """
    everything = Demand(
        terms.classification,
        np.ones((1, len(terms.classification))),
        Money(MILLION_KRW, terms.price_year, terms.valuation),
        (Line(terms.study),),
    )
    try:
        model.induce(shelf.fit(everything, model))
    except InactiveSectorError as error:
        codes = error.data if isinstance(error.data, list) else []
        return {
            model.sectors.codes.index(code): problem
            for code, problem in zip(codes, error.problems, strict=True)
        }
    return {}
