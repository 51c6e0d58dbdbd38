"""One level of sectors out of a file that has several: parts, or the whole that they make."""

from __future__ import annotations

from iomodel.readers import esa_codes as codes
from iomodel.readers.esa_codes import DOMESTIC, TOTAL
from iomodel.readers.esa_cube import Cube
from iomodel.text import Text


def one_level(cube: Cube) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    """Return the sectors, none part of another, and what is to be said of those left out.

    A sector both sells and buys. Where a file has a whole and its parts, the parts are used if
    their printed total uses or outputs add up to that of the whole; else the whole is.
    """
    bought = set(cube.columns)
    there = [
        row for row in cube.rows if codes.is_sector(row) and row in bought and _is_used(cube, row)
    ]
    kept = list(there)
    for whole in codes.topmost(there):
        kept = _resolved(cube, whole, kept)
    dropped = [code for code in there if code not in kept]
    if not dropped:
        return tuple(kept), ()
    names = ", ".join(dropped)
    note = Text(
        f"다른 부문의 합계나 세부여서 쓰지 않은 부문: {names}",
        f"sectors left out as sums or parts of others: {names}",
    )
    return tuple(kept), (note,)


def _resolved(cube: Cube, whole: str, kept: list[str]) -> list[str]:
    """Return the codes with either `whole` or everything below it left out."""
    below = codes.parts_of(whole, kept)
    if not below:
        return kept
    parts = codes.topmost(below)
    size, sizes = _size(cube, whole), [_size(cube, part) for part in parts]
    known = [one for one in sizes if one is not None]
    if size is None or len(known) < len(sizes) or abs(sum(known) - size) > cube.slack(len(parts)):
        return [code for code in kept if code not in below]
    kept = [code for code in kept if code != whole]
    for part in parts:
        kept = _resolved(cube, part, kept)
    return kept


def _size(cube: Cube, code: str) -> float | None:
    """Return the printed total use of a sector's products, or its output."""
    places = [(flow, code, use) for flow in (DOMESTIC, TOTAL) for use in codes.USES]
    places += [(flow, codes.OUTPUT, code) for flow in (TOTAL, DOMESTIC)]
    for place in places:
        found = cube.at(*place)
        if isinstance(found.value, float):
            return found.value
    return None


def _is_used(cube: Cube, code: str) -> bool:
    """Return whether a sector has any figure: files list codes that a country doesn't use."""
    return any(
        cube.has(flow, code, cube.columns) or cube.has_column(flow, cube.rows, code)
        for flow in cube.flows
    )
