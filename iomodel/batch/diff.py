"""Two stores side by side: rows of one only, values that moved, by how much and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from iomodel.batch.reasons import Reasons
from iomodel.batch.refusals import ambiguous_rows
from iomodel.batch.rows import IDENTITY, SPENDING
from iomodel.batch.store import Store, open_store

if TYPE_CHECKING:
    import pandas as pd

RELATIVE = 1e-9  # beyond rounding of sums in another order or by another library
SHOWN = 1_000  # rows of each kind that a comparison keeps


@dataclass(frozen=True)
class Moved:
    """One value that differs."""

    labels: dict[str, str]
    indicator: str
    old: float
    new: float
    why: tuple[str, ...]

    @property
    def difference(self) -> float:
        """The new value less the old."""
        return self.new - self.old

    @property
    def relative(self) -> float:
        """The difference as a share of the old value; infinite where that is zero."""
        if self.old == 0:
            return float("inf") if self.new else 0.0
        return self.difference / abs(self.old)

    def record(self) -> dict[str, object]:
        """Return it as a flat record."""
        return {
            **self.labels,
            "indicator": self.indicator,
            "old": self.old,
            "new": self.new,
            "difference": self.difference,
            "relative": self.relative,
            "why": " ".join(self.why),
        }


@dataclass
class Difference:
    """What a comparison of two stores found.

    Attributes
    ----------
    compared : int
        Rows in both.
    only_old, only_new : int
        Rows in one alone; the first of them are in `lost` and `added`.
    moved : int
        Values that differ by more than the tolerance; the largest are in `largest`.
    """

    reasons: Reasons
    relative: float
    compared: int = 0
    only_old: int = 0
    only_new: int = 0
    moved: int = 0
    by_reason: dict[str, int] = field(default_factory=dict)
    largest: list[Moved] = field(default_factory=list)
    lost: list[dict[str, str]] = field(default_factory=list)
    added: list[dict[str, str]] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether both hold the same rows with the same values, within the tolerance."""
        return not (self.only_old or self.only_new or self.moved)


def diff_stores(
    old: Store | Path | str,
    new: Store | Path | str,
    *,
    relative: float = RELATIVE,
    ignore: Sequence[str] = (),
) -> Difference:
    """Compare two stores row by row.

    Parameters
    ----------
    relative : float
        Values this close, as a share of the larger one, are the same.
    ignore : sequence of str
        Labels that don't count, such as "table" to compare the results of two tables.

    Returns
    -------
    Difference

    Raises
    ------
    StoreError
        If a folder is no store, or rows can't be told apart by what is left of the labels.

    Notes
    -----
    Parts are read in order of input, side by side, and rows wait for their counterparts; memory
    stays that of a few parts as long as both stores have their rows in like order.
    """
    a = old if isinstance(old, Store) else open_store(old)
    b = new if isinstance(new, Store) else open_store(new)
    labels = [name for name in IDENTITY if name not in ignore]
    found = Difference(Reasons.between(a, b), relative)
    values = list(dict.fromkeys([*a.values, *b.values]))
    for table in _tables(a, b) if "table" in labels else [None]:
        _compare(_Rows(a, table, labels), _Rows(b, table, labels), values, found)
    return found


def _tables(a: Store, b: Store) -> list[str | None]:
    if not (a.complete and b.complete):
        return [None]
    return list(dict.fromkeys(part["table"] for store in (a, b) for part in store.parts))


class _Rows:
    """The rows of a store, part after part, and those that still wait for a counterpart."""

    def __init__(self, store: Store, table: str | None, labels: Sequence[str]) -> None:
        self.store, self.labels = store, list(labels)
        self._frames: Iterator[pd.DataFrame] = store.frames(table)
        self.waiting: pd.DataFrame | None = None
        self.ended = False

    def read(self) -> None:
        """Take in the next part."""
        import pandas as pd

        frame = next(self._frames, None)
        if frame is None:
            self.ended = True
            return
        if frame.duplicated(self.labels).any():
            raise ambiguous_rows(self.store.path, self.labels)
        waits = self.waiting
        self.waiting = frame if waits is None or waits.empty else pd.concat([waits, frame])


def _compare(a: _Rows, b: _Rows, values: list[str], found: Difference) -> None:
    while not (a.ended and b.ended):
        for side in (a, b):
            if not side.ended:
                side.read()
        if a.waiting is None or b.waiting is None:
            continue
        both = a.waiting.merge(
            b.waiting, "outer", a.labels, suffixes=("", "\n"), indicator="side", validate="1:1"
        )
        left = both["side"] == "left_only"
        right = both["side"] == "right_only"
        _matched(both[~(left | right)], values, found)
        a.waiting = _back(both[left], a.waiting.columns, "")
        b.waiting = _back(both[right], b.waiting.columns, "\n")
    for side, name in ((a, "old"), (b, "new")):
        if side.waiting is not None and len(side.waiting):
            _alone(side.waiting, side.labels, name, found)


def _back(rows: pd.DataFrame, columns: Any, suffix: str) -> pd.DataFrame:
    """Return unmatched rows in the shape they came in."""
    names = {name: f"{name}{suffix}" for name in columns}
    picked = {name: rows[there if there in rows.columns else name] for name, there in names.items()}
    import pandas as pd

    return pd.DataFrame(picked)


def _alone(rows: pd.DataFrame, labels: list[str], side: str, found: Difference) -> None:
    kept: list[dict[str, str]] = rows[labels].head(SHOWN).to_dict("records")  # type: ignore[assignment]
    if side == "old":
        found.only_old += len(rows)
        found.lost += kept[: SHOWN - len(found.lost)]
    else:
        found.only_new += len(rows)
        found.added += kept[: SHOWN - len(found.added)]


def _matched(both: pd.DataFrame, values: list[str], found: Difference) -> None:
    found.compared += len(both)
    respent = _differs(both, SPENDING, found.relative)
    why: list[tuple[str, ...]] | None = None
    codes = np.zeros(len(both), dtype=np.int64)
    for name in values:
        differs = np.flatnonzero(_differs(both, name, found.relative))
        if not len(differs):
            continue
        if why is None:
            codes, why = _reasons(both, respent, found.reasons)
        found.moved += len(differs)
        for code, count in enumerate(np.bincount(codes[differs])):
            for reason in why[code] if count else ():
                found.by_reason[reason] = found.by_reason.get(reason, 0) + int(count)
        old, new = _column(both, name, "")[differs], _column(both, name, "\n")[differs]
        for i in np.argsort(-_sizes(old, new), kind="stable")[:SHOWN]:
            row = both.iloc[int(differs[i])]
            labels = {label: str(row[label]) for label in IDENTITY if label in both.columns}
            reasons = why[codes[differs[i]]]
            found.largest.append(Moved(labels, name, float(old[i]), float(new[i]), reasons))
    found.largest.sort(key=lambda moved: -_size(moved))
    del found.largest[SHOWN:]


def _reasons(
    both: pd.DataFrame, respent: Any, reasons: Reasons
) -> tuple[Any, list[tuple[str, ...]]]:
    """Return which of a few lists of reasons holds for each row, and those lists."""
    import pandas as pd

    named = both["scenario"].where(both["scenario"].isin(reasons.scenarios), "")
    keys = pd.DataFrame(
        {
            "study": both["study"],
            "scenario": named,
            "reading": both["reading"],
            "table": both["table"],
            "respent": respent,
        }
    )
    codes, different = pd.factorize(pd.MultiIndex.from_frame(keys))
    return codes, [tuple(reasons.of(*key)) for key in different]


def _column(both: pd.DataFrame, name: str, suffix: str) -> Any:
    """Return a column of one side; NaN where that store hasn't got it."""
    there = f"{name}{suffix}"
    if suffix and there not in both.columns:
        return np.full(len(both), np.nan)
    if there not in both.columns:
        return np.full(len(both), np.nan)
    return both[there].to_numpy(dtype=np.float64)


def _differs(both: pd.DataFrame, name: str, relative: float) -> Any:
    old, new = _column(both, name, ""), _column(both, name, "\n")
    close = np.abs(old - new) <= relative * np.maximum(np.abs(old), np.abs(new))
    return ~(close | (np.isnan(old) & np.isnan(new)))


def _sizes(old: Any, new: Any) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(np.abs(new - old) / np.abs(old), nan=np.inf)


def _size(moved: Moved) -> float:
    size = abs(moved.relative)
    return size if size == size else float("inf")
