"""Variants of a file: named sets of values, or the combinations of a grid, put in their places."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from iomodel.errors import Problem, ScenarioFileError
from iomodel.schema import Axis, Variant
from iomodel.text import Text, same

MOST = 10_000  # combinations of a grid

_AT = re.compile(r"(\*|[\w-]+):")  # whose file a place of study.toml is in
_STEP = re.compile(r"([^.\[\]]+)((?:\[\d+\])*)")


def applied(
    origin: str, document: Mapping[str, Any], variant: str, more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return a file's document with the values of `variant` in their places.

    A variant that the file doesn't have leaves it as it is: it may be another file's.

    Parameters
    ----------
    more : mapping, optional
        Further places and values: those that study.toml has for a district.

    Raises
    ------
    ScenarioFileError
        With every place that isn't there.
    """
    changed = copy.deepcopy(dict(document))
    own = {path: value for path, value in _values(document, variant).items() if not _AT.match(path)}
    problems = []
    for path, value in {**(more or {}), **own}.items():
        problem = _put(changed, path, copy.deepcopy(value))
        if problem is not None:
            problems.append(problem)
    if problems:
        raise ScenarioFileError(f"{origin} ({variant})", problems)
    return changed


def for_district(
    id: str, variants: Mapping[str, Variant], grid: Mapping[str, Axis], variant: str
) -> dict[str, Any]:
    """Return the places and values that study.toml has for a district: "id:place", "*:place"."""
    document = {
        "variants": {name: {"set": one.set} for name, one in variants.items()},
        "grid": {name: {"path": a.path, "values": list(a.values)} for name, a in grid.items()},
    }
    found = {}
    for path, value in _values(document, variant).items():
        whose = _AT.match(path)
        if whose and whose[1] in ("*", id):
            found[path[whose.end() :]] = value
    return found


def _values(document: Mapping[str, Any], variant: str) -> dict[str, Any]:
    """Return the path → value of a variant in the document of one file."""
    named = _table(_table(document, "variants"), variant)
    if named:
        return dict(_table(named, "set"))
    grid = _table(document, "grid")
    found = {}
    for part in variant.split(","):
        name, _, word = part.partition("=")
        axis = _table(grid, name)
        values = axis.get("values", ()) if isinstance(axis.get("values"), list) else ()
        chosen = [value for value in values if written(value) == word]
        if chosen and isinstance(axis.get("path"), str):
            found[axis["path"]] = chosen[0]
    return found


def _table(document: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = document.get(key)
    return part if isinstance(part, dict) else {}


def names_of(
    variants: Iterable[Mapping[str, Variant]], grids: Iterable[Mapping[str, Axis]]
) -> tuple[str, ...]:
    """Return the names of all variants of some files: the named, then a grid's combinations."""
    named = [name for one in variants for name in one]
    axes: dict[str, list[str]] = {}
    for grid in grids:
        for name, axis in grid.items():
            axes.setdefault(name, []).extend(written(value) for value in axis.values)
    if axes:
        each = [[f"{name}={word}" for word in dict.fromkeys(w)] for name, w in axes.items()]
        named += [",".join(part) for part in itertools.islice(itertools.product(*each), MOST)]
    return tuple(dict.fromkeys(named))


def label_of(
    name: str, variants: Iterable[Mapping[str, Variant]], grids: Iterable[Mapping[str, Axis]]
) -> Text:
    """Return what a variant is called: its label, for a grid the labels of its axes."""
    for one in variants:
        found = one.get(name)
        if found is not None and found.label is not None:
            return found.label.text
    axes = {axis: one.label for grid in grids for axis, one in grid.items() if one.label}
    parts = [part.partition("=") for part in name.split(",")]
    if not all(equals for _, equals, _ in parts):
        return same(name)
    named = [(axes.get(axis), axis, word) for axis, _, word in parts]
    return Text(
        ", ".join(f"{label.ko if label else axis}={word}" for label, axis, word in named),
        ", ".join(f"{label.en if label else axis}={word}" for label, axis, word in named),
    )


def written(value: Any) -> str:
    """Return a value of a grid as the variant's name shows it.

    Examples
    --------
    >>> written(0.10), written("table"), written(True)
    ('0.1', 'table', 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _put(document: dict[str, Any], path: str, value: Any) -> Problem | None:
    """Put `value` at `path`; return what is wrong where there is no such place.

    A list's part is found by its number, counted from one, or by its name.
    """
    steps = _steps(path)
    if steps is None:
        return _no_place(path, path)
    current: Any = document
    for step in steps[:-1]:
        inner = _inside(current, step)
        if inner is None and isinstance(current, dict) and isinstance(step, str):
            inner = current[step] = {}
        if inner is None:
            return _no_place(path, step)
        current = inner
    last = steps[-1]
    if isinstance(current, dict) and isinstance(last, str):
        current[last] = value
    elif isinstance(current, list) and isinstance(last, int) and 0 < last <= len(current):
        current[last - 1] = value
    else:
        return _no_place(path, last)
    return None


def _steps(path: str) -> list[str | int] | None:
    steps: list[str | int] = []
    for part in path.split("."):
        found = _STEP.fullmatch(part)
        if found is None:
            return None
        steps += [found[1], *(int(number) for number in re.findall(r"\d+", found[2]))]
    return steps


def _inside(current: Any, step: str | int) -> Any:
    if isinstance(current, dict) and isinstance(step, str):
        return current.get(step)
    if isinstance(current, list) and isinstance(step, int):
        return current[step - 1] if 0 < step <= len(current) else None
    if isinstance(current, list):
        named = [one for one in current if isinstance(one, dict) and one.get("name") == step]
        return named[0] if len(named) == 1 else None
    return None


def _no_place(path: str, step: str | int) -> Problem:
    return Problem(
        path,
        Text("변형이 바꿀 자리가 없습니다", "the place that the variant changes is not there"),
        Text(
            "파일에 있는 자리, 예: programmes.투자.scale, programmes[1].lines[2].amount",
            "a place of the file: programmes.투자.scale, programmes[1].lines[2].amount",
        ),
        same(step),
        Text("자리를 고치십시오. 번호는 1부터입니다", "mend the place; numbers count from one"),
    )


def unknown_variant(name: str, known: Sequence[str]) -> Problem:
    """Return the problem of a variant that no file of the study has."""
    there = ", ".join(known[:20]) + (", …" if len(known) > 20 else "")
    return Problem(
        "--variant",
        Text("그런 변형이 없습니다", "there is no such variant"),
        Text(f"다음 중 하나: {there}", f"one of: {there}")
        if known
        else Text("[variants]나 [grid]가 있는 연구", "a study with [variants] or [grid]"),
        same(f'"{name}"'),
        Text("이름을 고치거나 파일에 더하십시오", "correct the name, or add it to the file"),
    )
