"""Columns of a table as text and numbers, whatever they are stored as, and their checksums."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from iomodel.extras import extra

Array = NDArray[np.float64]


class Hash(Protocol):
    """What hashlib makes."""

    def update(self, data: Any, /) -> None:
        """Take in more bytes."""


def text(column: Any) -> Any:
    """Return a column as one Arrow array of strings; nothing becomes the empty string."""
    pa, pc = extra("pyarrow"), extra("pyarrow.compute")
    array = _whole(column)
    if array.type != pa.string():
        array = array.cast(pa.string())
    return pc.fill_null(array, "") if array.null_count else array


def is_text(kind: Any) -> bool:
    """Return whether an Arrow type holds strings."""
    pa = extra("pyarrow")
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(
        pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_null(inner)
    )


def floats(column: Any) -> Array:
    """Return a column as numbers; NaN stands where a cell holds none."""
    pa = extra("pyarrow")
    array = _whole(column)
    if is_text(array.type):
        try:
            array = array.cast(pa.string()).cast(pa.float64())
        except pa.ArrowInvalid:
            return np.array([_number(cell) for cell in array.to_pylist()], dtype=np.float64)
    elif array.type != pa.float64():
        array = array.cast(pa.float64(), safe=False)
    return np.asarray(array.to_numpy(zero_copy_only=False), dtype=np.float64)


def _number(cell: str | None) -> float:
    """Return the number in `cell`, NaN where it holds none; 1_000 is Python's, not a figure."""
    try:
        return float("nan") if cell is None or "_" in cell else float(cell)
    except ValueError:
        return float("nan")


def encoded(column: Any) -> tuple[NDArray[np.int64], list[str]]:
    """Return each row's place in the list of different words, in order of first appearance."""
    array = text(column).dictionary_encode()
    return np.asarray(array.indices.to_numpy(), dtype=np.int64), array.dictionary.to_pylist()


def starts(ids: Any) -> NDArray[np.int64]:
    """Return the rows that begin a run of equal strings, the first row among them."""
    pc = extra("pyarrow.compute")
    if not len(ids):
        return np.zeros(0, dtype=np.int64)
    differs = pc.not_equal(ids.slice(1), ids.slice(0, len(ids) - 1))
    found = np.flatnonzero(differs.to_numpy(zero_copy_only=False)) + 1
    return np.concatenate([np.zeros(1, dtype=np.int64), found])


def feed(hash: Hash, column: Any) -> None:
    """Feed the content of a column to a checksum: the same for the same words and numbers.

    How a column is cut into chunks, where they lie in memory and whether numbers are stored as
    text makes no difference; text that holds no number does.
    """
    if is_text(column.type):
        _feed_text(hash, text(column))
    else:
        hash.update(np.ascontiguousarray(floats(column)).data)


def feed_amounts(hash: Hash, column: Any) -> None:
    """Feed amounts to a checksum, as numbers, and the words among them as they stand."""
    values = floats(column)
    hash.update(np.ascontiguousarray(values).data)
    if is_text(column.type) and not np.isfinite(values).all():
        _feed_text(hash, text(column))


def _feed_text(hash: Hash, array: Any) -> None:
    pc = extra("pyarrow.compute")
    lengths = np.asarray(pc.binary_length(array).to_numpy(), dtype=np.int32)
    hash.update(len(lengths).to_bytes(8, "little"))
    hash.update(np.ascontiguousarray(lengths).data)
    data = array.buffers()[2]
    if data is not None and len(array):
        offsets = np.frombuffer(array.buffers()[1], dtype=np.int32)
        first, last = offsets[array.offset], offsets[array.offset + len(array)]
        hash.update(memoryview(data)[first:last])


def _whole(column: Any) -> Any:
    """Return a chunked column as one array, dictionaries laid open."""
    pa = extra("pyarrow")
    if isinstance(column, pa.ChunkedArray):
        chunks = column.chunks
        if len(chunks) == 1:
            column = chunks[0]
        elif chunks:
            column = pa.concat_arrays(column.unify_dictionaries().chunks)
        else:
            column = pa.array([], column.type)
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
