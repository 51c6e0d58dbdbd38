"""By what finished work is known again: its content, the table and the code that computed it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from iomodel import catalogue
from iomodel.version import code_version

FORMAT = 1  # of the store


def fingerprint(id: str, tables: Path | None, parents: Iterable[int]) -> str:
    """Return a checksum of a table and of the way from an input's sectors to its own."""
    digest = hashlib.sha256(json.dumps([int(i) for i in parents]).encode())
    digest.update(table_checksum(id, tables).encode())
    return digest.hexdigest()


def table_checksum(id: str, tables: Path | None) -> str:
    """Return a checksum of a table's files.

    That of table.toml where it holds the checksums of all of them; else they are taken in.
    """
    folder = catalogue.find(id, tables)
    digest = hashlib.sha256(folder.stamp_checksum().encode())
    loose = False
    for path in sorted(folder.path.iterdir()):
        if path.suffix in (".csv", ".parquet") and path.name not in folder.file.files:
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
            loose = True
    return digest.hexdigest() if loose else folder.stamp_checksum()


def unit_key(content: str, table: str, effects: str, indicators: Sequence[str]) -> str:
    """Return the key of one piece of input through one table.

    Parameters
    ----------
    content : str
        Checksum of the piece and of how it is read.
    effects : str
        Checksum of the table.
    """
    said = [FORMAT, code_version(), content, table, effects, list(indicators)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:40]
