"""Which table, sector, region and level explains printed ratios best: inferred, never claimed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from iomodel.audit.announced import Members
from iomodel.audit.candidates import Candidate, Wanted, mix, passing, singles
from iomodel.audit.finding import Finding, percent
from iomodel.audit.groups import Cell
from iomodel.audit.interval import Interval
from iomodel.audit.library import Library
from iomodel.audit.shared import Cluster, ratio_words
from iomodel.text import Text

LIKELY = 0.1  # distance beyond which nothing is called a likely source
_SHOWN = 3  # sectors of a mix, or that pass, that are named


@dataclass(frozen=True, eq=False)
class Ranking:
    """The candidates for one set of ratios, best first.

    Attributes
    ----------
    announced : Members
        The sectors that candidates are among; any where nothing was announced.
    candidates : tuple of Candidate
        Those with figures for most of the ratios first, then the nearest.
    passed : tuple of Candidate
        Sectors whose published ratios pass the printed ones between two years.
    dated : date or None
        Of the publication.
    """

    cluster: Cluster
    wanted: Wanted
    announced: Members
    candidates: tuple[Candidate, ...]
    passed: tuple[Candidate, ...]
    library: Library
    dated: date | None

    @property
    def best(self) -> Candidate:
        """The likeliest."""
        return self.candidates[0]

    def later(self, candidate: Candidate) -> bool:
        """Return whether the authors can't have used a candidate's table (R11)."""
        return self.library.later(candidate.block, self.dated, self.cluster.first.year)


def rank(
    cluster: Cluster, library: Library, announced: Members, dated: date | None
) -> Ranking | None:
    """Return the candidates for a cluster; None where nothing can be told.

    One ratio alone, with no sector announced, is like that of many sectors: nothing is told.
    """
    group = cluster.first
    wanted = Wanted.of(cluster.base, cluster.ratios)
    ratios = len(wanted.cells) - 1
    if group.method == "households" or group.partial or not library.has_region(group.region):
        return None
    if ratios < (1 if announced else 2):
        return None
    found: list[Candidate] = []
    for block in library.right(group.method, group.currency or "KRW"):
        if block.region in ("", group.region):
            mask = library.mask(block, announced)
            found += singles(block, wanted, mask)
            mixed = mix(block, wanted, mask) if announced else None
            found += [mixed] if mixed else []
    passed: list[Candidate] = []
    if group.method == "demand" and group.currency in (None, "KRW"):
        mask = library.mask(library.series[0], announced)
        passed = sorted(passing(library.series, wanted, mask), key=lambda c: (-c.compared, -c.year))
    if not found:
        return None
    best = tuple(sorted(found, key=lambda candidate: candidate.rank))
    return Ranking(cluster, wanted, announced, best, tuple(passed), library, dated)


def sources(ranking: Ranking) -> Finding:
    """Return the likeliest source of a cluster's ratios, its distance and that of the next."""
    best, cluster = ranking.best, ranking.cluster
    name, printed, values = candidate_words(best), cluster.told, value_words(ranking, best)
    way = _passing_words(ranking)
    fit = Text("인쇄 자릿수까지 일치", "agrees to the printed digits")
    if not best.fits:
        off = percent(best.distance)
        fit = Text(f"{off} 어긋남", f"{off} off")
    following = _next(ranking)
    return Finding(
        "source",
        "inference",
        cluster.ids,
        _claim(ranking, name),
        Text(
            f"인쇄값은 {printed.ko}; 이 출처는 {values.ko}{_noted(best).ko}{way.ko}",
            f"printed {printed.en}; this source {values.en}{_noted(best).en}{way.en}",
        ),
        Text(f"{fit.ko}{following.ko}", f"{fit.en}{following.en}"),
        "inferred",
        {
            "table": best.block.table,
            "region": best.block.region,
            "year": best.year,
            "sectors": _codes(best),
            "shares": best.shares,
            "later_than_document": ranking.later(best),
            "compared": best.compared,
            "distance": best.distance,
            "fits": best.fits,
            "passed": tuple((_codes(c)[0], round(c.year, 1)) for c in ranking.passed),
        },
    )


def _claim(ranking: Ranking, name: Text) -> Text:
    """Return which source is likeliest, or that none of those asked is likely."""
    who = ranking.cluster.name
    if ranking.best.distance <= LIKELY and ranking.later(ranking.best):
        return Text(
            f"{who.ko}: 가장 비슷한 계수는 {name.ko} (문서보다 나중의 표여서 출처일 수는 없음)",
            f"{who.en}: the most similar multipliers are those of {name.en}, a table later than "
            "the document and so not its source",
        )
    if ranking.best.distance <= LIKELY:
        return Text(
            f"{who.ko}: 가장 그럴듯한 출처는 {name.ko}",
            f"{who.en}: the likeliest source is {name.en}",
        )
    if ranking.announced:
        return Text(
            f"{who.ko}: 발표된 부문의 계수로는 설명되지 않습니다 (가장 가까운 것은 {name.ko})",
            f"{who.en}: the announced sectors do not explain it (the nearest is {name.en})",
        )
    return Text(
        f"{who.ko}: 어느 한 부문의 계수도 가깝지 않습니다 (가장 가까운 것은 {name.ko})",
        f"{who.en}: no single sector comes near (the nearest is {name.en})",
    )


def _codes(candidate: Candidate) -> tuple[str, ...]:
    return tuple(candidate.block.sectors.codes[i] for i in candidate.positions)


def _noted(candidate: Candidate) -> Text:
    note = candidate.block.note
    return Text(f" ({note.ko})", f" ({note.en})") if note.ko else note


def candidate_words(candidate: Candidate) -> Text:
    """Return a candidate's table, region, sectors and year."""
    block = candidate.block
    where = f"{block.table} {block.region}".strip()
    sectors = [block.sectors.sectors[i] for i in candidate.positions]
    if len(sectors) == 1:
        what = Text(f"{sectors[0].code} {sectors[0].name.ko}", str(sectors[0]))
    else:
        parts = list(zip(sectors, candidate.shares, strict=True))[:_SHOWN]
        more = len(sectors) - len(parts)
        what = Text(
            " + ".join(f"{s.code} {s.name.ko} {share:.0%}" for s, share in parts)
            + (f" + {more}개" if more else ""),
            " + ".join(f"{s} {share:.0%}" for s, share in parts)
            + (f" + {more} more" if more else ""),
        )
    return Text(f"{where} {what.ko} ({block.year}년)", f"{where} {what.en} ({block.year})")


def value_words(ranking: Ranking, candidate: Candidate) -> Text:
    """Return a candidate's ratios, those that it has a figure for."""
    told = [
        _ratio(ranking, cell, float(value / candidate.values[0]))
        for cell, value in zip(ranking.wanted.cells, candidate.values, strict=True)
        if cell not in (None, ranking.wanted.cells[0]) and np.isfinite(value)
    ]
    return Text(", ".join(t.ko for t in told), ", ".join(t.en for t in told))


def _ratio(ranking: Ranking, cell: Cell | None, value: float) -> Text:
    assert cell is not None
    exact = Interval.exactly(Fraction(value))
    return ratio_words(cell, exact, ranking.cluster.first.currency, 4)


def _passing_words(ranking: Ranking) -> Text:
    """Return which sectors' published ratios pass the printed ones, the best one's in full."""
    best = ranking.best
    mine = [c for c in ranking.passed if c.positions == best.positions and _same_level(c, best)]
    others = [c for c in ranking.passed if c not in mine]
    told = Text("", "")
    if mine:
        ways = [_way(ranking, c) for c in mine]
        told = Text(
            f". 공표된 계수의 비율이 인쇄값을 지남: {'; '.join(w.ko for w in ways)}",
            f". Its published ratio passes the printed one: {'; '.join(w.en for w in ways)}",
        )
    if others:
        names = list(dict.fromkeys(_sector_and_years(c) for c in others))
        more = len(names) - _SHOWN
        if more > 0:
            names = [*names[:_SHOWN], Text(f"외 {more}개", f"and {more} more")]
        told = Text(
            f"{told.ko}. {'그 밖에 ' if mine else ''}비율이 지나는 부문: "
            f"{', '.join(n.ko for n in names)}",
            f"{told.en}. {'Others' if mine else 'Sectors'} that pass: "
            f"{', '.join(n.en for n in names)}",
        )
    return told


def _same_level(one: Candidate, other: Candidate) -> bool:
    return one.block.sectors.id == other.block.sectors.id


def _way(ranking: Ranking, candidate: Candidate) -> Text:
    """Return how a sector's ratios move between two published years."""
    assert candidate.span is not None
    (i,) = candidate.positions
    told = []
    for block in candidate.span:
        values = block.rows(ranking.wanted.cells)[:, i]
        ratios = [
            _ratio(ranking, cell, float(value / values[0]))
            for cell, value, known in zip(
                ranking.wanted.cells, values, np.isfinite(candidate.values), strict=True
            )
            if cell not in (None, ranking.wanted.cells[0]) and known
        ]
        words = ", ".join(r.ko for r in ratios), ", ".join(r.en for r in ratios)
        told.append(Text(f"{words[0]} ({block.year})", f"{words[1]} ({block.year})"))
    year = f"{candidate.year:.1f}"
    return Text(
        f"{told[0].ko} → {told[1].ko}, 직선이면 {year}년",
        f"{told[0].en} → {told[1].en}, in {year} on a straight line",
    )


def _sector_and_years(candidate: Candidate) -> Text:
    assert candidate.span is not None
    early, late = candidate.span
    sector = candidate.block.sectors.sectors[candidate.positions[0]]
    years = f"{early.year}–{late.year}"
    return Text(f"{sector.name.ko} {years}", f"{sector.name.en} {years}")


def _next(ranking: Ranking) -> Text:
    """Return the next best of another name; of earlier tables where the best is too late."""
    best, late = ranking.best, ranking.later(ranking.best)
    for candidate in ranking.candidates[1:]:
        if candidate.compared < best.compared:
            break
        if late and not ranking.later(candidate):
            name, off = candidate_words(candidate), percent(candidate.distance)
            return Text(
                f"; 문서 이전의 표에서는 {name.ko}, {off}",
                f"; of tables before the document {name.en}, {off}",
            )
        other = not _same_level(candidate, best) or candidate.positions != best.positions
        if not late and other:
            name, off = candidate_words(candidate), percent(candidate.distance)
            return Text(f"; 다음은 {name.ko}, {off}", f"; next {name.en}, {off}")
    return Text("", "")
