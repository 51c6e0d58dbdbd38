"""A stream of rows cut into pieces of whole scenarios, and the guard that each comes but once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iomodel.batch.columns import starts, text
from iomodel.batch.refusals import not_grouped
from iomodel.batch.sources import Source
from iomodel.extras import extra


def whole_scenarios(
    batches: Iterable[tuple[Any, float]], most: int
) -> Iterator[tuple[Any, int, float]]:
    """Cut a stream of tables where one scenario ends and the next begins.

    Parameters
    ----------
    batches : iterable of (table, share)
        Arrow tables with a column "scenario", and what part of the input each stands for.
    most : int
        Rows of a piece; a scenario of more rows makes a piece of its own.

    Yields
    ------
    table, first, share
        The piece, the number of its first row, its part of the input. Pieces depend on the rows
        alone, not on the batches in which they came.
    """
    pa = extra("pyarrow")
    held, first, share = None, 0, 0.0
    for table, part in batches:
        held = table if held is None else pa.concat_tables([held, table])
        share += part
        while held.num_rows > most and (cut := _cut(held, most)):
            own = share * cut / held.num_rows
            yield held.slice(0, cut), first, own
            held, first, share = held.slice(cut), first + cut, share - own
    if held is not None and held.num_rows:
        yield held, first, share


def _cut(held: Any, most: int) -> int:
    """Return the last beginning of a scenario within `most` rows, else the first one; 0 if none."""
    near = starts(text(held["scenario"].slice(0, most + 1)))
    if near[-1]:
        return int(near[-1])
    beyond = starts(text(held["scenario"]))
    return int(beyond[1]) if len(beyond) > 1 else 0


class Guard:
    """Sees to it that no scenario comes back after another one.

    While ids ascend, the last one is all there is to remember. Otherwise eight bytes a scenario
    are kept, and a suspicion is verified against the input before anything is refused.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._last: str | None = None
        self._rows = 0
        self._seen: Seen | None = None

    def check(self, table: Any) -> None:
        """Take in the next piece.

        Raises
        ------
        BatchInputError
            Naming both places, if a scenario of it came before.
        """
        ids = text(table["scenario"])
        at = starts(ids)
        heads = ids.take(extra("pyarrow").array(at))
        if self._seen is None and not self._ascends(heads):
            self._seen = Seen()
            self._remember_all()
        if self._seen is not None:
            marks = marks_of(heads)
            for suspect in self._seen.again(marks):
                self._verify(heads[int(suspect)].as_py(), self._rows + int(at[suspect]))
            self._seen.add(marks)
        self._rows += len(ids)

    def _ascends(self, heads: Any) -> bool:
        pc = extra("pyarrow.compute")
        within = pc.all(pc.less(heads.slice(0, len(heads) - 1), heads.slice(1))).as_py()
        above = self._last is None or self._last.encode() < heads[0].as_py().encode()
        self._last = heads[-1].as_py()
        return bool(above and within is not False)

    def _remember_all(self) -> None:
        """Take in what came before the ids ceased to ascend."""
        assert self._seen is not None
        left = self._rows
        for ids in self._source.scenarios():
            if left <= 0:
                return
            ids = ids.slice(0, left)
            left -= len(ids)
            # a scenario cut by the end of a batch is taken in twice, which does no harm
            self._seen.add(marks_of(ids.take(extra("pyarrow").array(starts(ids)))))

    def _verify(self, scenario: str, row: int) -> None:
        pc = extra("pyarrow.compute")
        before = 0
        for ids in self._source.scenarios():
            found = pc.index(ids, scenario).as_py()
            if found >= 0:
                if before + found < row:
                    here, first = self._source.place(row), self._source.place(before + found)
                    raise not_grouped(self._source.path, here, scenario, first)
                return
            before += len(ids)


def marks_of(ids: Any) -> NDArray[np.int64]:
    """Return a 64-bit mark of each string; equal strings have equal marks within one process."""
    words = ids.to_pylist()
    return np.fromiter(map(hash, words), dtype=np.int64, count=len(words))


class Seen:
    """A growing set of marks: sorted arrays, merged whenever two are of like size."""

    def __init__(self) -> None:
        self._sorted: list[NDArray[np.int64]] = []

    def again(self, marks: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the places of marks that are here already, or a second time among themselves."""
        found = np.ones(len(marks), dtype=bool)
        found[np.unique(marks, return_index=True)[1]] = False
        for known in self._sorted:
            at = np.minimum(np.searchsorted(known, marks), len(known) - 1)
            found |= known[at] == marks
        return np.flatnonzero(found)

    def add(self, marks: NDArray[np.int64]) -> None:
        """Take in marks."""
        if not len(marks):
            return
        self._sorted.append(np.sort(marks))
        while len(self._sorted) > 1 and len(self._sorted[-2]) < 2 * len(self._sorted[-1]):
            top = self._sorted.pop()
            self._sorted[-1] = np.sort(np.concatenate([self._sorted[-1], top]), kind="stable")
