"""Whether totals are the sums of their parts, and whether something is in them twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from iomodel.audit.figures import Figure, Publication
from iomodel.audit.finding import (
    Certainty,
    Finding,
    difference,
    in_unit,
    listed,
    measured,
    outside,
    percent,
)
from iomodel.audit.interval import total
from iomodel.audit.slips import slip
from iomodel.reconcile import PrintedSystem, sum_tightness
from iomodel.text import Text

SOLVER = 1e-6  # how far a linear programme's answer may lie from the exact one


def sums(publication: Publication) -> Iterator[Finding]:
    """Compare each total with the sum of all its parts."""
    for figure in publication.figures:
        if figure.keys.total_of:
            parts = tuple(publication.figure(id) for id in figure.keys.total_of)
            yield sum_of(figure, parts)


def sum_of(figure: Figure, parts: tuple[Figure, ...]) -> Finding:
    """Return how a total and the sum of its parts agree.

    It is clean where the printed parts add up to what rounds to the printed total, rounding where
    they don't and could before they were rounded, a contradiction otherwise.
    """
    printed = sum((part.exactly.low for part in parts), Fraction(0))
    strict, loose = total([p.interval for p in parts]), total([p.loose for p in parts])
    gap = figure.exactly.low - printed
    certainty: Certainty = "contradiction"
    if printed in figure.interval:
        certainty = "clean"
    elif figure.interval.meets(strict) or figure.loose.meets(loose):
        certainty = "rounding"
    zeros = certainty == "rounding" and not figure.interval.meets(strict)
    beyond = outside(figure.interval, strict)
    unit = figure.unit
    claim = {
        "clean": Text(
            f"{figure.name.ko} {figure.shown}: 부분의 합과 맞습니다",
            f"{figure.name.en} {figure.shown} is the sum of its parts",
        ),
        "rounding": Text(
            f"{figure.name.ko} {figure.shown}: 인쇄된 부분의 합과 다르지만 반올림으로 설명됩니다",
            f"{figure.name.en} {figure.shown} differs from the sum of its printed parts, which "
            "rounding explains",
        ),
        "contradiction": Text(
            f"{figure.name.ko} {figure.shown}: 부분의 합이 아닙니다",
            f"{figure.name.en} {figure.shown} is not the sum of its parts",
        ),
    }[certainty]
    words, found = listed(parts), measured(printed, unit)
    evidence = Text(f"{words.ko}; 합 {found.ko}", f"{words.en}; sum {found.en}")
    if zeros:
        evidence = Text(
            f"{evidence.ko}. 끝자리의 0까지 반올림으로 볼 때에만 맞습니다",
            f"{evidence.en}. It closes only if zeros at the end are rounding",
        )
    if certainty == "contradiction":
        evidence = slip(figure, strict, evidence)
    return Finding(
        "sum",
        certainty,
        (figure.id, *(part.id for part in parts)),
        claim,
        evidence,
        _size(gap, beyond, figure) if certainty != "clean" else Text("", ""),
        data={
            "printed": in_unit(figure.exactly.low, unit),
            "sum": in_unit(printed, unit),
            "gap": in_unit(gap, unit),
            "beyond_rounding": in_unit(beyond, unit),
            "unit": unit.name,
        },
    )


def _size(gap: Fraction, beyond: Fraction, figure: Figure) -> Text:
    """Return a gap, and how much of it rounding can't explain."""
    told = difference(gap, figure.exactly.low, figure.unit)
    if not beyond:
        return told
    more = measured(abs(beyond), figure.unit)
    return Text(
        f"{told.ko}, 그 가운데 {more.ko}은 반올림을 넘음",
        f"{told.en}, of which {more.en} are beyond rounding",
    )


def parts(publication: Publication) -> Iterator[Finding]:
    """Compare totals with parts beside which others may not have been printed."""
    for figure in publication.figures:
        inside = tuple(f for f in publication.figures if f.keys.part_of == figure.id)
        if not inside or figure.keys.total_of:
            continue
        known = total([part.interval for part in inside])
        over = known.low > figure.interval.high and all(p.interval.low >= 0 for p in inside)
        zeros = over and total([p.loose for p in inside]).low <= figure.loose.high
        printed = sum((part.exactly.low for part in inside), Fraction(0))
        words, found = listed(inside), measured(printed, figure.unit)
        rest = figure.exactly.low - printed
        certainty: Certainty = "rounding" if zeros else "contradiction" if over else "clean"
        claim = (
            Text(
                f"{figure.name.ko} {figure.shown}: 부분의 합보다 작습니다",
                f"{figure.name.en} {figure.shown} is less than its parts",
            )
            if over
            else Text(
                f"{figure.name.ko} {figure.shown}: 인쇄된 부분과 어긋나지 않습니다",
                f"{figure.name.en} {figure.shown} goes with the parts that are printed",
            )
        )
        left = measured(abs(rest), figure.unit)
        size = (
            Text(f"{left.ko} 넘침", f"{left.en} too many")
            if rest < 0
            else Text(f"인쇄되지 않은 부분 {left.ko}", f"{left.en} not printed in parts")
        )
        yield Finding(
            "parts",
            certainty,
            (figure.id, *(part.id for part in inside)),
            claim,
            Text(f"{words.ko}; 합 {found.ko}", f"{words.en}; sum {found.en}"),
            size,
            data={
                "printed": in_unit(figure.exactly.low, figure.unit),
                "sum": in_unit(printed, figure.unit),
                "unit": figure.unit.name,
            },
        )


def together(publication: Publication, apart: list[Finding]) -> Iterator[Finding]:
    """Find sums that close one by one and can't close all at once.

    Parameters
    ----------
    apart : list of Finding
        What `sums` found.
    """
    for component in _components(publication):
        told = [f for f in apart if f.figures[0] in component]
        if len(told) < 2 or any(f.certainty == "contradiction" for f in told):
            continue
        system = _system(publication, sorted(component))
        strays = sum_tightness(system)
        if strays <= 1.0 + SOLVER:
            continue
        totals = [publication.figure(f.figures[0]) for f in told]
        names = listed(totals)
        yield Finding(
            "sums",
            "contradiction",
            tuple(figure.id for figure in totals),
            Text(
                f"합계 {len(totals)}개는 하나씩은 맞지만 함께는 맞을 수 없습니다",
                f"{len(totals)} sums close one by one and can't close together",
            ),
            names,
            Text(
                f"어떤 값은 인쇄 단위 절반의 {strays:.1f}배까지 어긋나야 합니다",
                f"some figure has to stray {strays:.1f} times half its printed unit",
            ),
            data={"tightness": strays},
        )


def _components(publication: Publication) -> list[set[str]]:
    """Return the figures that sums join, directly or through others."""
    found: list[set[str]] = []
    for figure in publication.figures:
        if figure.keys.total_of:
            one = {figure.id, *figure.keys.total_of}
            for other in [c for c in found if c & one]:
                one |= other
                found.remove(other)
            found.append(one)
    return found


def _system(publication: Publication, ids: list[str]) -> PrintedSystem:
    """Return sums as a linear system: each figure is a count of the leaves it is made of."""
    counts = {id: _leaves(publication, id) for id in ids}
    leaves = sorted({leaf for count in counts.values() for leaf in count})
    unit = max(publication.figure(id).unit.factor for id in ids)
    intervals = [publication.figure(id).interval for id in ids]
    return PrintedSystem(
        (),
        tuple((leaf, "") for leaf in leaves),
        ("value",),
        np.array([[float(counts[id][leaf]) for leaf in leaves] for id in ids]),
        np.zeros(len(ids), dtype=np.int_),
        np.array([float(interval.middle / unit) for interval in intervals]),
        np.array([float(interval.half / unit) for interval in intervals]),
    )


def _leaves(publication: Publication, id: str) -> Counter[str]:
    figure = publication.figure(id)
    if not figure.keys.total_of:
        return Counter([id])
    return sum((_leaves(publication, part) for part in figure.keys.total_of), Counter())


def counted_twice(publication: Publication) -> Iterator[Finding]:
    """Find totals that hold an effect and something that is already inside it."""
    for figure in publication.figures:
        inside = [publication.figure(id) for id in figure.keys.total_of]
        doubled: dict[str, tuple[Figure, Figure, Text]] = {}
        for part in inside:
            for other in inside:
                why = _already_in(publication, part, other) if part is not other else None
                if why is not None:
                    doubled.setdefault(part.id, (part, other, why))
        if not doubled:
            continue
        extra = total([part.exactly for part, _, _ in doubled.values()]).low
        reasons = dict.fromkeys(
            Text(
                f"{part.name.ko} {part.shown}: {other.name.ko}에 들어 있음 ({why.ko})",
                f"{part.name.en} {part.shown} is inside {other.name.en} ({why.en})",
            )
            for part, other, why in doubled.values()
        )
        over = measured(extra, figure.unit)
        share = percent(extra / figure.exactly.low) if figure.exactly.low else ""
        yield Finding(
            "double_count",
            "contradiction",
            (figure.id, *doubled),
            Text(
                f"{figure.name.ko} {figure.shown}: 같은 효과를 두 번 셉니다",
                f"{figure.name.en} {figure.shown} counts the same effect twice",
            ),
            Text("; ".join(r.ko for r in reasons), "; ".join(r.en for r in reasons)),
            Text(f"{over.ko} (합계의 {share})", f"{over.en} ({share} of the total)"),
            data={
                "counted_twice": in_unit(extra, figure.unit),
                "total": in_unit(figure.exactly.low, figure.unit),
                "unit": figure.unit.name,
            },
        )


# What is inside what, by the accounts: spending = value added + imports induced, and output holds
# the spending itself, value added and the income in it.
_INSIDE: dict[tuple[str, str], Text] = {
    ("value_added", "production"): Text(
        "부가가치는 생산의 일부", "value added is a part of production"
    ),
    ("income", "production"): Text("소득은 생산의 일부", "income is a part of production"),
    ("income", "value_added"): Text("소득은 부가가치의 일부", "income is a part of value added"),
    ("amount", "production"): Text(
        "지출은 생산유발의 첫 단계", "the spending is production's first round"
    ),
    ("value_added", "amount"): Text(
        "유발된 부가가치와 수입의 합이 지출", "value added and imports induced make the spending up"
    ),
    ("imports", "amount"): Text(
        "유발된 부가가치와 수입의 합이 지출", "value added and imports induced make the spending up"
    ),
    ("employees", "employment"): Text("고용은 취업의 일부", "employees are a part of employment"),
}


def _already_in(publication: Publication, part: Figure, other: Figure) -> Text | None:
    """Return why one part of a total is inside another, None where it isn't."""
    if part in publication.everything_in(other):
        return Text("그 부분", "as its part")
    a, b = part.keys, other.keys
    if a.scope != "total" and b.scope == "total" and (a.role, a.programme) == (b.role, b.programme):
        return Text("그 지역의 몫", "as one region's share of it")
    return _INSIDE.get((a.role, b.role))
