"""The sectors a document announces, found again in every classification (R10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from iomodel import catalogue
from iomodel.audit.figures import Publication
from iomodel.errors import NotFoundError, Problem, PublicationFileError, UnknownSectorError
from iomodel.sectors import Classification
from iomodel.text import Text, same

Members = frozenset[tuple[str, str]]
"""Sectors of the finest classification of a family, each with the classification's id."""


@dataclass(frozen=True, eq=False)
class Families:
    """Classifications that tables join: each sector is a set of the finest sectors below it.

    Attributes
    ----------
    classifications : dict of id to Classification
    members : dict of id to tuple of Members
        In the order of the classification's sectors.
    """

    classifications: dict[str, Classification]
    members: dict[str, tuple[Members, ...]]

    @classmethod
    def of(cls, tables: Path | str | None = None) -> Families:
        """Return the families of all tables there are."""
        classifications: dict[str, Classification] = {}
        members: dict[str, tuple[Members, ...]] = {}
        folders = [f for f in catalogue.table_folders(tables) if not _regional(f.file.id, tables)]
        for folder in sorted(folders, key=lambda f: -len(f.file.levels)):
            fine = folder.classification(folder.file.id)
            if fine.id in members:
                continue
            classifications[fine.id] = fine
            members[fine.id] = tuple(frozenset({(fine.id, code)}) for code in fine.codes)
            for level in folder.file.levels:
                way = folder.concordance(level)
                if way.coarse.id not in members:
                    classifications[way.coarse.id] = way.coarse
                    members[way.coarse.id] = tuple(
                        frozenset(
                            (fine.id, fine.codes[i]) for i, at in enumerate(way.parents) if at == k
                        )
                        for k in range(len(way.coarse))
                    )
        return cls(classifications, members)

    def mask(self, sectors: Classification, wanted: Members) -> NDArray[np.bool_] | None:
        """Return which sectors hold, or belong to, wanted ones, (n,).

        None where the classification is of another family than some of them.
        """
        own = self.members.get(sectors.id)
        if own is None or not wanted <= frozenset().union(*own):
            return None
        return np.array([bool(members & wanted) for members in own])


def _regional(id: str, tables: Path | str | None) -> bool:
    """Return whether a table's codes carry their region, and so are of no family."""
    return bool(catalogue.find(id, tables).classification(id).regions)


def announced(publication: Publication, families: Families) -> dict[tuple[str, ...], Members]:
    """Return what each list of announced sectors holds, by that list.

    Raises
    ------
    NotFoundError
        If the publication's classification is not known.
    PublicationFileError
        With every sector that isn't known, or is ambiguous.
    """
    found: dict[str, Members] = {}
    problems: list[Problem] = []
    lists = {figure.keys.sectors: figure.id for figure in publication.figures}
    for words, id in lists.items():
        for word in words:
            if word not in found:
                here = _sector(word, f"{id}, sectors", publication.classification, families)
                if isinstance(here, Problem):
                    problems.append(here)
                else:
                    found[word] = here
    if problems:
        raise PublicationFileError(publication.origin, problems)
    return {words: frozenset().union(*(found[word] for word in words)) for words in lists}


def _sector(word: str, place: str, hint: str, families: Families) -> Members | Problem:
    """Return the sector called `word`, or what is wrong with it.

    A word may name its classification: bok2020-33:건설.
    """
    known = families.classifications
    before, colon, after = word.partition(":")
    if colon and before in known:
        hint, word = before, after
    if hint and hint not in known:
        raise NotFoundError(hint, _no_classification(hint, list(known)), data=list(known))
    asked = [known[hint]] if hint else list(known.values())
    if not hint and any(word in classification.codes for classification in asked):
        return _bare_code(place, word, list(known))
    there: dict[str, Members] = {}
    for classification in asked:
        try:
            there[classification.id] = families.members[classification.id][
                classification.position(word)
            ]
        except UnknownSectorError:
            continue
    if len(set(there.values())) == 1:
        return next(iter(there.values()))
    if there:
        return _ambiguous(place, word, list(there))
    return _likeliest(asked, word).unknown(place, word)


def _likeliest(classifications: Sequence[Classification], word: str) -> Classification:
    """Return the classification with the sector most like a word."""

    def best(classification: Classification) -> float:
        return max((score for _, score in classification.search(word)), default=0.0)

    return max(classifications, key=best)


def _no_classification(hint: str, known: list[str]) -> Problem:
    return Problem(
        "classification",
        Text("그런 분류가 없습니다", "there is no such classification"),
        same(", ".join(known)),
        same(f'"{hint}"'),
        Text("분류의 이름을 고치십시오", "correct the name of the classification"),
    )


def _bare_code(place: str, word: str, known: list[str]) -> Problem:
    return Problem(
        place,
        Text("코드가 어느 분류의 것인지 없습니다", "the code doesn't say of which classification"),
        Text("부문의 이름, 또는 classification", "a sector's name, or classification"),
        same(f'"{word}"'),
        _say_which(known, word),
    )


def _ambiguous(place: str, word: str, there: list[str]) -> Problem:
    return Problem(
        place,
        Text(
            "같은 이름의 부문이 분류마다 다릅니다",
            "classifications have different sectors of this name",
        ),
        Text("분류 하나", "one classification"),
        same(f'"{word}": {", ".join(there)}'),
        _say_which(there, word),
    )


def _say_which(known: list[str], word: str) -> Text:
    return Text(
        f'classification({", ".join(known)})을 적거나 "{known[0]}:{word}"처럼 쓰십시오',
        f'state classification ({", ".join(known)}), or write "{known[0]}:{word}"',
    )
