"""All industries and basic sectors by code and by name, to be met by a phrase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from iomodel.concordances.folder import columns, where
from iomodel.concordances.ksic import REVISIONS, Industry, industries
from iomodel.concordances.likeness import Likeness, letters
from iomodel.concordances.links import links
from iomodel.concordances.targets import basic_sectors
from iomodel.concordances.ways import Met
from iomodel.text import Text

BASIC_SECTOR = Text("기본부문", "basic sector")


Named = tuple[Met, tuple[str, ...]]  # what can be met, and under which names


@dataclass(frozen=True, eq=False)
class Index:
    """What can be met: by code, and by name or everyday word."""

    coded: tuple[Named, ...]
    everyday: tuple[Named, ...]

    @cached_property
    def _names(self) -> tuple[tuple[str, Met], ...]:
        return tuple((name, met) for met, names in (*self.coded, *self.everyday) for name in names)

    @cached_property
    def likeness(self) -> Likeness:
        """Likeness to all the names and words."""
        return Likeness(name for name, _ in self._names)

    def by_code(self, code: str) -> list[Met]:
        """Return what has this code: an industry, also behind its section's letter, or a sector."""
        wanted = {industry for tree in map(industries, REVISIONS) if (industry := tree.get(code))}
        return [
            met
            for met, _ in self.coded
            if (met.industry in wanted if met.industry else met.code == code)
        ]

    def by_name(self, phrase: str) -> list[tuple[float, Met]]:
        """Return what has a name with anything in common with a phrase, and how like it is."""
        best: dict[Met, float] = {}
        for score, (_, met) in zip(self.likeness.to_names(phrase), self._names, strict=True):
            if score > best.get(met, 0.0):
                best[met] = score
        return [(score, met) for met, score in best.items()]


@cache
def index() -> Index:
    """Return all industries of both revisions of KSIC, basic sectors, and everyday words."""
    basics = [
        (Met(BASIC_SECTOR, sector.code, sector.name), (sector.name.ko,))
        for sector in basic_sectors().sectors
    ]
    return Index((*_industries(), *basics), tuple(_everyday()))


def _industries() -> Iterator[Named]:
    """Yield industries with their names; one that both revisions share is one."""
    tenth, eleventh = (industries(revision) for revision in REVISIONS)
    for new in eleventh.all:
        old = tenth.get(new.code)
        if old is not None and _same(old, new):
            names = (new.name.ko, *dict.fromkeys((old.name.en, new.name.en)))
            yield Met(Text("KSIC 10·11", "KSIC 10/11"), old.code, old.name, old), names
        else:
            if old is not None:
                yield _of_one(old)
            yield _of_one(new)
    newer = {industry.code for industry in eleventh.all}
    yield from (_of_one(old) for old in tenth.all if old.code not in newer)


def _everyday() -> Iterator[Named]:
    """Yield the industries that everyday words mean, by hand."""
    tenth = industries(10)
    for word, codes in columns(where(), "everyday", ("word", "ksic10")):
        kind = Text(
            f"말 ‘{word}’(손으로 이음, 가정) KSIC 10", f"“{word}” (by hand, assumed) KSIC 10"
        )
        for code in codes.split():
            industry = tenth.get(code)
            assert industry is not None, code
            yield Met(kind, code, industry.name, industry), (word,)


def _of_one(industry: Industry) -> Named:
    met = Met(
        Text(f"KSIC {industry.revision}", f"KSIC {industry.revision}"),
        industry.code,
        industry.name,
        industry,
    )
    return met, (industry.name.ko, industry.name.en)


def _same(old: Industry, new: Industry) -> bool:
    """Whether an industry has the same name, and the same leaves inside, in both revisions."""
    inside = links().earlier
    leaves = industries(11).leaves(new)
    return letters(old.name.ko) == letters(new.name.ko) and {
        earlier for leaf in leaves for earlier in inside[leaf]
    } == set(industries(10).leaves(old))
