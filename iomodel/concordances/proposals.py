"""Sectors proposed for a firm's industry: ranked, each with the ways that lead to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from iomodel import catalogue
from iomodel.concordances.folder import contents, where
from iomodel.concordances.index import index
from iomodel.concordances.likeness import Likeness
from iomodel.concordances.targets import Target, target
from iomodel.concordances.ways import Met, Way, outside, ways_of_industry
from iomodel.errors import Problem, UnknownSectorError
from iomodel.sectors import Sector
from iomodel.text import Text, same

NEAR = 0.25  # likeness below which a name is no proposal, only a hint
PREFIX = 0.9  # the score of a sector whose code begins with the code asked for
SECTOR = Text("부문", "sector")

_CODE = re.compile(r"[A-Za-z]?\d+|[A-Za-z]")
_HINTS = 5  # the nearest names that a refusal tells
_DECIMALS = 6  # likenesses that differ by less are equal

Matches = list[tuple[float, Met]]


@dataclass(frozen=True)
class Proposal:
    """A sector that an industry may belong to; which of several is the user's to say.

    Attributes
    ----------
    classification : str
    sector : Sector
    score : float
        How like the phrase is to the name met, from zero to one; one where it met a code. No
        probability.
    ways : tuple of Way
        How the phrase leads to the sector, best first.
    """

    classification: str
    sector: Sector
    score: float
    ways: tuple[Way, ...]


def sectors_for(words: str, table: str, tables: Path | str | None = None) -> tuple[Proposal, ...]:
    """Return the sectors of a table that an industry may belong to, best first.

    Parameters
    ----------
    words : str
        A firm's industry in Korean or English, misspelt or in part; a code of KSIC, 10th or 11th
        revision, at any level; or a sector's name or code.
    table : str
        A table's id, such as "bok-2020-165".
    tables : path, optional
        Where to look for tables first.

    Raises
    ------
    NotFoundError
        If there is no such table.
    UnknownSectorError
        If nothing is like `words`, or what is most like them is in no sector.

    Examples
    --------
    >>> import iomodel
    >>> best, *_ = iomodel.sectors_for("완재 의약품 제조업", table="bok-2020-165")
    >>> best.sector.code, round(best.score, 2)
    ('200', 0.71)
    >>> best.ways[0].text.ko
    'KSIC 10 21210 완제 의약품 제조업; 대조표의 기본부문 2000'
    """
    return proposals(words, classifications(table, tables), tables)


def classifications(table: str | None = None, tables: Path | str | None = None) -> tuple[str, ...]:
    """Return the classification of a table, or those of all tables, each once.

    Sectors of a multiregional table are looked for without their regions.

    Raises
    ------
    NotFoundError
        If there is no such table.
    """
    folders = [catalogue.find(table, tables)] if table else catalogue.table_folders(tables)
    found = (
        part.local if folder.classification(level).regions else part.classification
        for folder in folders
        for level in folder.ids()
        if table in (None, level)
        for part in [folder.described(level)]
    )
    return tuple(dict.fromkeys(found))


def proposals(
    words: str, classifications: Sequence[str], tables: Path | str | None = None
) -> tuple[Proposal, ...]:
    """Return the sectors of several classifications that an industry may belong to.

    Best first within each classification; see `sectors_for`.

    Raises
    ------
    NotFoundError
        If there is no such classification.
    UnknownSectorError
        If nothing is like `words`, or what is most like them is in no sector.
    """
    targets = [target(name, tables) for name in classifications]
    matches = _matches(words) if any(one.parents for one in targets) else []
    found = [proposal for one in targets for proposal in _ranked(words, one, matches)]
    near = tuple(proposal for proposal in found if proposal.score >= NEAR)
    _refuse_outside(words, matches, near)
    if not near:
        raise _nothing(words, classifications, found)
    return near


def rests_on(found: Sequence[Proposal]) -> tuple[Text, ...]:
    """Return which concordance the best ways go through, and what it is that they find."""
    if not any(proposal.ways[0].through for proposal in found):
        return ()
    part = contents(where()).parts["bok2020_to_ksic10"]
    whose = f"{part.source.publisher}, {part.year}"
    return (
        Text(f"{part.title.ko} ({whose})", f"{part.title.en} ({whose})"),
        part.caveats[0],
    )


def _matches(words: str) -> Matches:
    """Return the industries and basic sectors that `words` meet: the near ones, or the nearest."""
    if _CODE.fullmatch(words.strip()):
        return [(1.0, met) for met in index().by_code(words.strip())]
    found = sorted(index().by_name(words), key=lambda match: -match[0])
    near = [match for match in found if match[0] >= NEAR]
    return near or found[:_HINTS]


def _own(words: str, one: Target) -> Matches:
    """Return the sectors of the target that `words` meet by code or name."""
    code, sectors = words.strip(), one.sectors.sectors
    if _CODE.fullmatch(code) or code in one.sectors.codes:
        scores = [(s.code == code) or PREFIX * s.code.startswith(code) for s in sectors]
    else:
        names = [(sector.name.ko, sector.name.en) for sector in sectors]
        known = index().likeness if one.parents else Likeness(chain.from_iterable(names))
        scores = [max(known.between(words, name) for name in pair) for pair in names]
    return [
        (float(score), Met(SECTOR, sector.code, sector.name))
        for score, sector in zip(scores, sectors, strict=True)
        if score
    ]


def _ranked(words: str, one: Target, matches: Matches) -> list[Proposal]:
    """Return all sectors met, best first; equal scores by share of leaves, then by own name."""
    scored = [(score, Way(met, met.code)) for score, met in _own(words, one)]
    own = {way.sector: score for score, way in scored}
    for score, met in matches:
        scored += [(score, way) for way in _ways(met, one)]
    of_sector: dict[str, list[tuple[float, Way]]] = {}
    for score, way in sorted(scored, key=_finest_first):
        of_sector.setdefault(way.sector, []).append((score, way))

    def order(code: str) -> tuple[float, float, float]:
        score, way = of_sector[code][0]
        return (-round(score, _DECIMALS), -way.share, -own.get(code, 0.0))

    return [
        Proposal(
            one.sectors.id,
            one.sectors.get(code),
            of_sector[code][0][0],
            tuple(way for _, way in of_sector[code]),
        )
        for code in sorted(of_sector, key=order)
    ]


def _finest_first(pair: tuple[float, Way]) -> tuple[float, float, int]:
    score, way = pair
    return (-round(score, _DECIMALS), -way.share, -len(way.met.code))


def _ways(met: Met, one: Target) -> tuple[Way, ...]:
    if met.industry is not None:
        return ways_of_industry(met, met.industry, one)
    return tuple(Way(met, sector) for sector in one.of(met.code))


def _refuse_outside(words: str, matches: Matches, near: Sequence[Proposal]) -> None:
    """Raise where what is most like `words` is an industry whose products no sector makes."""
    best = max((proposal.score for proposal in near), default=NEAR)
    for score, met in matches:
        if met.industry is None or score < best:
            continue
        reasons = outside(met.industry)
        if reasons and not any(way.met == met for proposal in near for way in proposal.ways):
            raise UnknownSectorError(
                words,
                Problem(
                    met.text,
                    Text("이 업종은 어느 부문에도 들지 않습니다", "no sector holds this industry"),
                    Text("국내에서 생산하여 파는 업종", "one that sells what it makes here"),
                    Text(
                        "; ".join(reason.ko for reason in reasons),
                        "; ".join(reason.en for reason in reasons),
                    ),
                    Text(
                        "다른 업종이면 그 이름이나 코드로 찾으십시오",
                        "look up another industry by its name or code, if it is another",
                    ),
                ),
                data=met.industry,
            )


def _nothing(
    words: str, classifications: Sequence[str], found: Sequence[Proposal]
) -> UnknownSectorError:
    nearest = sorted(found, key=lambda proposal: -proposal.score)[:_HINTS]
    ko = ", ".join(f"{p.sector.code} {p.sector.name.ko} ({p.classification})" for p in nearest)
    en = ", ".join(f"{p.sector.code} {p.sector.name.en} ({p.classification})" for p in nearest)
    where = ", ".join(classifications)
    return UnknownSectorError(
        words,
        Problem(
            "",
            Text("닮은 업종이나 부문이 없습니다", "no industry or sector is like it"),
            Text(
                f"표준산업분류(10, 11차)나 {where}의 이름이나 코드",
                f"a name or code of KSIC 10 or 11, or of {where}",
            ),
            same(f'"{words}"'),
            Text(f"가까운 부문: {ko}", f"did you mean: {en}")
            if nearest
            else Text("다른 말로 찾아보십시오", "try another word"),
        ),
        data=tuple(nearest),
    )
