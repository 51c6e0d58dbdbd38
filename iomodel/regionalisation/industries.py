"""From figures by industry (KSIC) to the sectors of a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from iomodel.concordances.ksic import Industries, Revision, industries
from iomodel.concordances.links import links
from iomodel.concordances.targets import Target, target
from iomodel.errors import LabelError, NotFoundError, Problem
from iomodel.regionalisation.activity import Activity
from iomodel.regionalisation.quotients import Array
from iomodel.sectors import Classification, Sector
from iomodel.table import IOTable
from iomodel.text import Text, same


def leaf_counts(
    codes: Sequence[str], sectors: Classification, revision: Revision, tables: Path | str | None
) -> Array:
    """Return how many leaves of each industry lead to each sector, (k, n).

    A leaf that leads to several sectors counts for each in equal part.

    Raises
    ------
    NotFoundError
        Naming codes that KSIC doesn't have, or if no concordance leads to the sectors.
    LabelError
        If one code lies inside another, or occurs twice.
    """
    tree, way = industries(revision), target(sectors.id, tables)
    _require_known(codes, tree)
    _require_apart(codes, tree)
    counts = np.array([_of_one(code, tree, way) for code in codes])
    if not counts.any():
        raise NotFoundError(sectors.id, _no_way(sectors))
    return counts


def reached(
    sectors: Classification, revision: Revision, tables: Path | str | None
) -> NDArray[np.bool_]:
    """Return whether any industry at all leads to each sector, (n,)."""
    tree, way = industries(revision), target(sectors.id, tables)
    sections = [industry.code for industry in tree.all if not industry.parent]
    return np.asarray(np.sum([_of_one(code, tree, way) for code in sections], axis=0) > 0)


def shares(counts: Array, weights: Array) -> Array:
    """Return which part of each industry belongs to each sector, (k, n); rows add up to one.

    Parameters
    ----------
    counts : ndarray (k, n)
        Leaves of industry k in sector i, from `leaf_counts`.
    weights : ndarray (n,)
        National employment or output of the sectors.

    Notes
    -----
    A sector's weight is laid over its industries by leaves, and each industry is divided as the
    weights that fall on it: w_i (c_ki / Σ_k c_ki), over their sum in k. By leaves alone where no
    weight falls on an industry; zero where an industry leads nowhere. The same in every region:
    within an industry regions don't differ.
    """
    inside = counts.sum(axis=0)
    laid = counts * np.divide(weights, inside, out=np.zeros_like(weights), where=inside > 0)
    used = np.where(laid.any(axis=1)[:, None], laid, counts)
    total = used.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(used, total, out=np.zeros_like(used), where=total > 0))


def national_weights(table: IOTable) -> tuple[Array, Text]:
    """Return employed persons by sector, or output where the table has none, and what they are."""
    codes = [part.code for part in table.info.satellites]
    if "employed" in codes:
        employed = np.asarray(table.satellites[codes.index("employed")])
        return employed, Text("취업자", "employed persons")
    return table.output, Text("산출", "output")


def _of_one(code: str, tree: Industries, way: Target) -> Array:
    positions = {sector: i for i, sector in enumerate(way.sectors.codes)}
    known, counts = links(), np.zeros(len(positions))
    for leaf in _leaves(code, tree):
        for earlier in known.leaves(tree.revision, leaf):
            found = [way.of(link.sector) for link in known.of_leaf.get(earlier, ())]
            hit = {sector for sectors in found for sector in sectors}
            for sector in hit:
                counts[positions[sector]] += 1.0 / len(hit)
    return counts


def _require_known(codes: Sequence[str], tree: Industries) -> None:
    unknown = [code for code in codes if tree.get(code) is None]
    if unknown:
        raise NotFoundError(
            f"KSIC {tree.revision}",
            [
                Problem(
                    f'code "{code}"',
                    Text("이 개정판에 없는 산업입니다", "this revision has no such industry"),
                    Text(
                        f"한국표준산업분류 {tree.revision}차의 코드, 예: 10, C21",
                        f"a code of KSIC {tree.revision}, such as 10 or C21",
                    ),
                    same(f'"{code}"'),
                    Text(
                        "앞의 0이 지워지지 않았는지, 다른 개정판의 코드가 아닌지 보십시오",
                        "look for a lost leading zero, or a code of another revision",
                    ),
                )
                for code in unknown
            ],
            data=unknown,
        )


def _require_apart(codes: Sequence[str], tree: Industries) -> None:
    inside: dict[str, list[int]] = {}
    for i, code in enumerate(codes):
        for leaf in _leaves(code, tree):
            inside.setdefault(leaf, []).append(i)
    clashes = {tuple(found) for found in inside.values() if len(found) > 1}
    pairs = {(max(clash), min(clash)) for clash in clashes}
    problems = []
    for pair in sorted(pairs):
        inner, outer = sorted(pair, key=lambda i: (len(_leaves(codes[i], tree)), -i))
        problems.append(
            Problem(
                f'code "{codes[inner]}"',
                Text("다른 코드에 들어 있습니다", "the code lies inside another"),
                Text("서로 겹치지 않는 코드", "codes that don't overlap"),
                same(f'"{codes[outer]}"'),
                Text(
                    "합계 행을 빼고 한 단계의 코드만 남기십시오",
                    "leave out rows of totals and keep one level of codes",
                ),
            )
        )
    if problems:
        raise LabelError("KSIC", problems)


def _leaves(code: str, tree: Industries) -> tuple[str, ...]:
    industry = tree.get(code)
    assert industry is not None
    return tree.leaves(industry)


def _no_way(sectors: Classification) -> Problem:
    return Problem(
        "",
        Text(
            "산업분류에서 이 부문분류로 가는 대응표가 없습니다",
            "no concordance leads from KSIC to these sectors",
        ),
        Text("한국은행 2020년 부문분류의 표", "a table of the Bank of Korea's sectors of 2020"),
        same(sectors.id),
        Text(
            "고용을 산업이 아니라 표의 부문 코드(code 열)로 주십시오",
            "give employment by the table's own sectors, in a column code",
        ),
    )


def activity_by_sector(
    table: IOTable,
    tables: Path | str | None,
    revision: Revision,
    codes: tuple[str, ...],
    regions: tuple[str, ...],
    figures: Array,
    source: str,
    caveats: tuple[Text, ...] = (),
    unlisted: tuple[str, ...] = (),
) -> Activity:
    """Return figures by industry as figures by the sectors of `table`.

    Parameters
    ----------
    table : IOTable
        The national table.
    tables : path, optional
        A folder of tables to look in first.
    revision : 10 or 11
        Of KSIC.
    codes : tuple of str
        k industries.
    regions : tuple of str
    figures : ndarray (r + 1, k)
        The nation's figures, then each region's.
    source : str
    caveats : tuple of Text
    unlisted : tuple of str
        Sectors without data besides those that no industry of KSIC leads to; see `Activity`.

    Raises
    ------
    NotFoundError, LabelError
        If KSIC lacks a code, codes overlap, or a sector that the nation has is left without any.
    """
    sectors = table.sectors
    counts = leaf_counts(codes, sectors, revision, tables)
    known = reached(sectors, revision, tables)
    missing = [
        sector
        for sector, there, hit, output in zip(
            sectors.sectors, known, counts.sum(axis=0), table.output, strict=True
        )
        if there and not hit and output and sector.code not in unlisted
    ]
    if missing:
        raise LabelError(source, [_missing(sector) for sector in missing])
    weights, what = national_weights(table)
    by_sector = figures @ shares(counts, weights)
    beyond = tuple(code for code, hit in zip(sectors.codes, known, strict=True) if not hit)
    return Activity(
        sectors,
        regions,
        by_sector[1:],
        by_sector[0],
        source,
        tuple(dict.fromkeys([*beyond, *unlisted])),
        caveats,
        _assumed(table, what, codes, counts, figures[0]),
    )


def _assumed(
    table: IOTable, what: Text, codes: tuple[str, ...], counts: Array, nation: Array
) -> tuple[Text, ...]:
    """Return how industries were divided among sectors, and which lead nowhere."""
    split = int(((counts > 0).sum(axis=1) > 1).sum())
    told = [
        Text(
            f"여러 부문에 걸친 산업 {split}개는 세세분류 수와 {table.info.id}의 부문별 {what.ko}로 "
            "나누었고, 나누는 비율은 모든 지역에서 같다고 가정했습니다",
            f"{split} industries that extend over several sectors were divided by numbers of KSIC "
            f"leaves and {what.en} of {table.info.id}, in the same way in every region",
        )
    ]
    nowhere = [i for i in range(len(codes)) if not counts[i].any() and nation[i]]
    if nowhere:
        names = " ".join(codes[i] for i in nowhere)
        told.append(
            Text(
                f"산업 {names}은(는) 어느 부문에도 이어지지 않아 뺐습니다",
                f"industries {names} lead to no sector and were left out",
            )
        )
    return tuple(told)


def _missing(sector: Sector) -> Problem:
    return Problem(
        Text(f"{sector.code} {sector.name.ko}", str(sector)),
        Text("이 부문으로 이어지는 산업이 파일에 없습니다", "no industry in the file leads here"),
        Text("전국에서 생산하는 모든 부문의 자료", "figures on every sector that the nation has"),
        Text("없음", "nothing"),
        Text(
            "빠진 산업을 넣거나, 이 부문을 자료 없는 부문(--unlisted)으로 적으십시오",
            "add the industries that are missing, or name the sector as one without data "
            "(--unlisted)",
        ),
    )
