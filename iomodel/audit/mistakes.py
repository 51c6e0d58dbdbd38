"""Coefficients read off the wrong place: row sums, direct coefficients, the whole inverse, 취업."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from iomodel.audit.blocks import RECIPES, Block, Recipe
from iomodel.audit.candidates import Candidate, singles
from iomodel.audit.finding import Finding
from iomodel.audit.groups import Cell
from iomodel.audit.library import NATION, Library
from iomodel.audit.shared import NARROW
from iomodel.audit.sources import Ranking, candidate_words, value_words
from iomodel.leontief import Array
from iomodel.text import Text

_WRONG: dict[str, tuple[Recipe, ...]] = {
    "demand": ("row", "total_flows", "direct"),
    "exogenised": ("exogenised_full", "exogenised_mixed", "column"),
}
_SURE = 2  # ratios that agree to their digits: no chance


def mistakes(ranking: Ranking, library: Library) -> Iterator[Finding]:
    """Find ratios that are, to their digits, what one announced sector has in the wrong place.

    Asked only of national estimates of one announced sector that no right multiplier explains.
    """
    cluster, wanted = ranking.cluster, ranking.wanted
    group = cluster.first
    narrow = all(r.half <= NARROW * r.middle for r in cluster.ratios.values())
    most = ranking.best.compared
    right = any(c.fits for c in ranking.candidates if c.compared == most)
    if right or not narrow or group.region not in NATION or not ranking.announced:
        return
    for block, name in _wrong_blocks(library, group.method, group.currency or "KRW"):
        mask = library.mask(block, ranking.announced)
        if mask.sum() != 1:
            continue
        for candidate in singles(block, wanted, mask):
            if candidate.fits and candidate.compared == len(wanted.cells) - 1:
                yield _finding(ranking, candidate, name)
                return


def _wrong_blocks(library: Library, method: str, currency: str) -> Iterator[tuple[Block, Text]]:
    for block in library.blocks:
        if block.currency != currency or block.region:
            continue
        if block.recipe in _WRONG[method]:
            yield block, RECIPES[block.recipe]
        if block.recipe == "column" and method == "demand":
            yield from _swapped_workers(block)


def _swapped_workers(block: Block) -> Iterator[tuple[Block, Text]]:
    """Yield a block whose employees (고용) are all workers (취업), and the other way round."""
    workers = block.values.get(("employment", "total"))
    employees = block.values.get(("employees", "total"))
    if workers is None or employees is None:
        return
    nothing: Array = np.full(len(block.sectors), np.nan)
    taken: dict[Cell, Array] = block.values | {("employees", "total"): workers}
    yield (
        replace(block, values=taken | {("employment", "total"): nothing}),
        Text(
            "고용(임금근로자) 자리에 취업 계수를 씀",
            "all workers (취업) taken for employees (고용)",
        ),
    )
    given: dict[Cell, Array] = block.values | {("employment", "total"): employees}
    yield (
        replace(block, values=given | {("employees", "total"): nothing}),
        Text(
            "취업 자리에 고용(임금근로자) 계수를 씀",
            "employees (고용) taken for all workers (취업)",
        ),
    )


def _finding(ranking: Ranking, candidate: Candidate, wrong: Text) -> Finding:
    cluster = ranking.cluster
    name, values = candidate_words(candidate), value_words(ranking, candidate)
    right = candidate_words(ranking.best)
    meant = value_words(ranking, ranking.best)
    sure = candidate.compared >= _SURE
    return Finding(
        "mistake",
        "unlikely" if sure else "inference",
        cluster.ids,
        Text(
            f"{cluster.name.ko}: 계수를 잘못 읽은 것으로 보입니다 ({wrong.ko})",
            f"{cluster.name.en}: read off the wrong place, it seems ({wrong.en})",
        ),
        Text(
            f"{name.ko}에서 그렇게 읽으면 {values.ko}: 인쇄 자릿수까지 같습니다. 바른 값은 "
            f"{right.ko} {meant.ko}",
            f"read so, {name.en} has {values.en}, the same to the printed digits; right would be "
            f"{right.en} {meant.en}",
        ),
        Text(f"비율 {candidate.compared}개 일치", f"{candidate.compared} ratios agree"),
        "inferred",
        {
            "recipe": candidate.block.recipe,
            "table": candidate.block.table,
            "sector": candidate.block.sectors.codes[candidate.positions[0]],
            "compared": candidate.compared,
        },
    )
