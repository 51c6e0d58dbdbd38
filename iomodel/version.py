"""The version of the code; a checksum tells apart what a number alone doesn't."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

VERSION = "0.1.0"

# What decides the numbers in a store: a change in any of these makes another code version.
_NUMBERS = (
    "units.py",
    "sectors.py",
    "table.py",
    "storage.py",
    "leontief.py",
    "demand.py",
    "guards.py",
    "deflators.py",
    "schema/*.py",
    "scenario/*.py",
    "spending/*.py",
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
    package = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for pattern in _NUMBERS:
        for path in sorted(package.glob(pattern)):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{VERSION}+{digest.hexdigest()[:12]}"
