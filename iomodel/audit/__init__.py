"""A publication's figures under audit: what contradicts what, what no table gives, where from.

Figures go in as they are printed (`read_publication`), findings come out with their evidence,
their size and how sure they are (`audit`). What is arithmetic on the printed digits is exact; what
needs a table is compared with all tables there are, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from iomodel.audit.announced import Members, announced
from iomodel.audit.asking import ask
from iomodel.audit.bounds import bounds, land
from iomodel.audit.figures import Publication
from iomodel.audit.finding import Certainty, Finding
from iomodel.audit.groups import Group, groups_of
from iomodel.audit.library import Library
from iomodel.audit.mistakes import mistakes
from iomodel.audit.ranges import ranges
from iomodel.audit.reading import read_publication
from iomodel.audit.relations import conflicts, formulas, origins, products
from iomodel.audit.shared import Cluster, clusters_of, shared_ratios
from iomodel.audit.silences import silences
from iomodel.audit.sources import Ranking, rank, sources
from iomodel.audit.spending import spending
from iomodel.audit.study import study_publication
from iomodel.audit.sums import counted_twice, parts, sums, together
from iomodel.provenance import Manifest
from iomodel.text import Text
from iomodel.version import VERSION

__all__ = [
    "Audit",
    "Certainty",
    "Finding",
    "Library",
    "Publication",
    "audit",
    "read_publication",
    "study_publication",
]

Lists = dict[tuple[str, ...], Members]

ORDER: tuple[Certainty, ...] = ("contradiction", "unlikely", "inference", "rounding", "clean")


@dataclass(frozen=True, eq=False)
class Audit:
    """What an audit found.

    Attributes
    ----------
    findings : tuple of Finding
        The gravest first.
    rankings : tuple of Ranking
        Candidates for the ratios of each estimate, or of several that share theirs.
    silent : tuple of Text
        What could not be asked, and why.
    """

    publication: Publication
    findings: tuple[Finding, ...]
    rankings: tuple[Ranking, ...]
    silent: tuple[Text, ...]
    manifest: Manifest

    def of(self, *certainties: Certainty) -> tuple[Finding, ...]:
        """Return the findings of some certainties."""
        return tuple(finding for finding in self.findings if finding.certainty in certainties)


def audit(
    publication: Publication | Path | str,
    tables: Path | str | None = None,
    library: Library | None = None,
) -> Audit:
    """Return what a publication's figures say about each other and about known tables.

    Parameters
    ----------
    publication : Publication or path
        A CSV or TOML file of figures as printed; or a study, by its folder or shipped name.
    tables : path, optional
        Where to look for tables first; see `iomodel.load_table`.
    library : Library, optional
        `Library.of(tables)`, for many audits in a row.

    Raises
    ------
    NotFoundError, PublicationFileError, ScenarioFileError
        If the publication can't be read as it stands.

    Examples
    --------
    >>> from iomodel.audit import audit
    >>> found = audit("scenarios/sejong")
    >>> [finding.kind for finding in found.of("contradiction", "unlikely")]
    []
    """
    if not isinstance(publication, Publication):
        publication = read_any(publication, tables)
    library = library or Library.of(tables)
    lists = announced(publication, library.families)
    groups = groups_of(publication)
    clusters = clusters_of(groups)
    summed = list(sums(publication))
    found = [
        *summed,
        *together(publication, summed),
        *parts(publication),
        *counted_twice(publication),
        *formulas(publication),
        *products(groups),
        *conflicts(publication),
        *origins(groups),
        *bounds(groups),
        *land(publication, groups),
        *shared_ratios(clusters),
    ]
    broken = {f.figures[0] for f in found if f.kind == "bound" and f.objection}
    rankings: list[Ranking] = []
    for cluster in clusters:
        ranked = list(_rankings(cluster, library, lists, publication.dated))
        misread = [f for ranking in ranked for f in mistakes(ranking, library)]
        found += misread or [sources(ranking) for ranking in ranked]
        asked = ask(cluster, library, _announced(cluster, lists))
        if asked is not None and not misread:
            found += ranges(asked, not broken.isdisjoint(cluster.ids))
        rankings += ranked
    for group in groups:
        found += spending(group, library, _members(group, lists))
    return Audit(
        publication,
        tuple(sorted(found, key=lambda finding: ORDER.index(finding.certainty))),
        tuple(rankings),
        tuple(silences(publication, groups, clusters, library)),
        Manifest(VERSION, library.stamps),
    )


def read_any(path: Path | str, tables: Path | str | None = None) -> Publication:
    """Return the publication in a CSV or TOML file, or that of a study."""
    if Path(path).suffix.lower() in (".toml", ".csv"):
        return read_publication(path)
    return study_publication(path, tables)


def _members(group: Group, lists: Lists) -> Members:
    named = [figure.keys.sectors for figure in group.figures]
    return frozenset().union(*(lists[words] for words in named))


def _announced(cluster: Cluster, lists: Lists) -> Members:
    """Return the sectors announced for all members alike; nothing where they differ."""
    first, *others = (_members(group, lists) for group in cluster.groups)
    return first if all(other == first for other in others) else frozenset()


def _rankings(
    cluster: Cluster, library: Library, lists: Lists, dated: date | None
) -> Iterator[Ranking]:
    """Yield the sources of a cluster, and of its members from what was announced for each."""
    together = _announced(cluster, lists)
    asked = [(cluster, together)]
    if not together:
        alone = [(Cluster((g,), g.ratios), _members(g, lists)) for g in cluster.groups]
        asked += [(one, members) for one, members in alone if members]
    for one, members in asked:
        ranking = None if one.first.summed else rank(one, library, members, dated)
        if ranking is not None:
            yield ranking
