"""By what finished work is known again: its content, the table and the code that computed it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from iomodel import catalogue
from iomodel.version import VERSION

FORMAT = 1  # of the store
# What decides the numbers in a store: a change in any of these makes another code version.
_NUMBERS = (
    "units.py",
    "sectors.py",
    "table.py",
    "storage.py",
    "leontief.py",
    "demand.py",
    "guards.py",
    "scenario.py",
    "schema.py",
    "models/*.py",
    "batch/amounts.py",
    "batch/columns.py",
    "batch/effects.py",
    "batch/lines.py",
    "batch/pieces.py",
    "batch/rows.py",
    "batch/studies.py",
    "batch/tabular.py",
    "batch/wide.py",
    "batch/work.py",
)


@cache
def code_version() -> str:
    """Return the version with a checksum of the modules that decide the numbers.

    A change that nobody gave a new version number is a change all the same.
    """
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for pattern in _NUMBERS:
        for path in sorted(package.glob(pattern)):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{VERSION}+{digest.hexdigest()[:12]}"


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
