"""What can be wrong between the figures of one file: names, circles, unlike things added."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from iomodel.audit.figures import Figure
from iomodel.audit.formula import FormulaError
from iomodel.audit.measures import words_of
from iomodel.errors import Problem
from iomodel.text import Text, same

Placed = tuple[str, Figure]


def crossing_problems(figures: list[Placed]) -> list[Problem]:
    """Return every problem between figures, each of which is sound by itself."""
    twice = list(_twice(figures))
    if twice:
        return twice
    known = {figure.id: figure for _, figure in figures}
    unknown = [problem for placed in figures for problem in _unknown(placed, known)]
    if unknown:
        return unknown
    problems = [problem for placed in figures for problem in _unlike(placed, known)]
    return [*problems, *_circles(figures, known)]


def _twice(figures: list[Placed]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for place, figure in figures:
        if figure.id in first:
            yield Problem(
                f"{place}id",
                Text("id가 두 번 나옵니다", "the id occurs twice"),
                Text("값마다 다른 id", "an id of its own for every figure"),
                Text(
                    f'"{figure.id}", {first[figure.id]}에도',
                    f'"{figure.id}", also {first[figure.id]}',
                ),
                Text("한쪽의 id를 고치십시오", "mend one of them"),
            )
        first.setdefault(figure.id, place.rstrip("., "))


def _references(figure: Figure) -> dict[str, tuple[str, ...]]:
    """Return the ids that a figure names, by key."""
    keys = figure.keys
    return {
        "spending": (keys.spending,) if keys.spending else (),
        "total_of": keys.total_of,
        "part_of": (keys.part_of,) if keys.part_of else (),
        "formula": figure.formula.ids if figure.formula else (),
    }


def _unknown(placed: Placed, known: dict[str, Figure]) -> Iterator[Problem]:
    place, figure = placed
    for key, ids in _references(figure).items():
        for id in ids:
            if id not in known:
                yield Problem(
                    f"{place}{key}",
                    Text("그런 id의 값이 없습니다", "no figure has this id"),
                    same(", ".join(known)),
                    same(f'"{id}"'),
                    Text("id를 고치거나 그 값을 더하십시오", "mend the id, or add the figure"),
                )
            elif id == figure.id:
                yield Problem(
                    f"{place}{key}",
                    Text("값이 자기 자신을 가리킵니다", "the figure names itself"),
                    Text("다른 값의 id", "the id of another figure"),
                    same(f'"{id}"'),
                    Text("id를 고치십시오", "mend the id"),
                )


def _unlike(placed: Placed, known: dict[str, Figure]) -> Iterator[Problem]:
    """Find parts in other units than their total, formulas of another kind, odd spending."""
    place, figure = placed
    sums = [("total_of", id, figure) for id in figure.keys.total_of]
    if figure.keys.part_of:
        sums.append(("part_of", figure.keys.part_of, figure))
    for key, id, one in sums:
        if known[id].unit.dimension != one.unit.dimension:
            yield Problem(
                f"{place}{key}",
                Text("부분과 합계의 단위가 다릅니다", "part and total are of different kinds"),
                same(words_of(one.unit.dimension)),
                same(f'{words_of(known[id].unit.dimension)} ("{id}")'),
                Text("단위나 id를 고치십시오", "mend the unit or the id"),
            )
    if figure.keys.spending and known[figure.keys.spending].keys.role != "amount":
        yield Problem(
            f"{place}spending",
            Text("금액이 아닌 값을 가리킵니다", "this is not an amount"),
            Text('role = "amount"인 값', 'a figure of role = "amount"'),
            same(f'"{figure.keys.spending}", role = "{known[figure.keys.spending].keys.role}"'),
            Text("금액의 id를 적으십시오", "name an amount"),
        )
    if figure.formula:
        values = {id: known[id].quantity(known[id].interval) for id in figure.formula.ids}
        try:
            found = figure.formula.of(values)
        except FormulaError as error:
            yield replace(error.problem, place=f"{place}formula")
            return
        if found.dimension != figure.unit.dimension:
            yield Problem(
                f"{place}formula",
                Text(
                    "계산식의 단위가 값의 단위와 다릅니다",
                    "the formula gives another kind of thing",
                ),
                same(words_of(figure.unit.dimension)),
                same(words_of(found.dimension)),
                Text("단위나 계산식을 고치십시오", "mend the unit or the formula"),
            )


def _circles(figures: list[Placed], known: dict[str, Figure]) -> Iterator[Problem]:
    """Find totals that are parts of their own parts, and formulas that go round."""
    parts = {
        id: [*figure.keys.total_of, *(f.id for _, f in figures if f.keys.part_of == id)]
        for id, figure in known.items()
    }
    formulas = {id: list(f.formula.ids) if f.formula else [] for id, f in known.items()}
    for key, edges in (("total_of", parts), ("formula", formulas)):
        for place, figure in figures:
            way = _way_back(figure.id, edges.__getitem__)
            if way and figure.id == min(way):
                yield Problem(
                    f"{place}{key}",
                    Text("값들이 돌고 돌아 자신을 가리킵니다", "the figures go round in a circle"),
                    Text("합계에서 부분으로만", "from totals to parts alone"),
                    same(" → ".join(way)),
                    Text("한 곳을 끊으십시오", "break the circle somewhere"),
                )


def _way_back(start: str, next_of: Callable[[str], list[str]]) -> list[str]:
    """Return a way from a figure back to itself, nothing where there is none."""
    ways, seen = [[start]], set()
    while ways:
        way = ways.pop()
        for id in next_of(way[-1]):
            if id == start:
                return [*way, start]
            if id not in seen:
                seen.add(id)
                ways.append([*way, id])
    return []
