"""From paths to inputs: studies, scenarios of one, long and wide tables, folders of any."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from iomodel import catalogue
from iomodel.batch.refusals import no_such_input, no_tables, same_name
from iomodel.batch.rows import Terms
from iomodel.batch.sources import Source
from iomodel.batch.studies import StudyInput
from iomodel.batch.tabular import require_columns, shape_of
from iomodel.scenario import STUDY
from iomodel.schema import ReadingId
from iomodel.units import Valuation

_TABLES = (".csv", ".parquet")


@dataclass(frozen=True)
class Options:
    """How inputs are to be read.

    Attributes
    ----------
    tables_ids : tuple of str
        Tables to go through; those that a study names, where there are none.
    readings : tuple of str
        Of studies.
    classification, unit, region, price_year, valuation
        Of long and wide tables, which don't say themselves. The classification is that of the
        first table where none is named.
    variants : tuple of str
        Of studies.
    """

    tables_ids: tuple[str, ...] = ()
    readings: tuple[ReadingId, ...] = ("reconciled", "announced")
    classification: str = ""
    unit: str = ""
    region: str = ""
    price_year: int | None = None
    valuation: Valuation = "producers"
    variants: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class TableInput:
    """A long or wide table, and what its amounts are."""

    source: Source
    terms: Terms
    tables: tuple[str, ...]

    @property
    def name(self) -> str:
        """What its results are filed under."""
        return self.terms.study

    def files(self) -> list[Path]:
        """Return the files of the table."""
        return list(self.source.files)


Input = TableInput | StudyInput


def open_inputs(
    paths: Sequence[Path | str], options: Options, tables: Path | None
) -> tuple[Input, ...]:
    """Return what is at `paths`, headers read and checked.

    Raises
    ------
    BatchInputError
        If a path holds nothing to compute, two inputs have one name, or a table's header doesn't
        fit.
    """
    inputs: list[Input] = []
    for path in paths:
        found = _find(_locate(Path(path)), options, tables)
        if not found:
            raise no_such_input(path)
        inputs += found
    names: dict[str, str] = {}
    for one in inputs:
        here = str(one.source.path if isinstance(one, TableInput) else one.only or one.folder)
        if one.name in names and not _same_study(one, inputs):
            raise same_name(one.name, [names[one.name], here])
        names[one.name] = here
    return tuple(inputs)


def _same_study(one: Input, inputs: Sequence[Input]) -> bool:
    """Return whether all inputs of this name are different scenarios of one study."""
    same = [other for other in inputs if other.name == one.name]
    files = [o.only.resolve() for o in same if isinstance(o, StudyInput) and o.only is not None]
    return len(set(files)) == len(same) and len({file.parent for file in files}) == 1


def _locate(path: Path) -> Path:
    """Return `path`, or the shipped study of that name where there is no such path."""
    if not path.exists() and not path.is_absolute():
        inside = Path(*path.parts[1:]) if path.parts[:1] == ("scenarios",) else path
        shipped = catalogue.shipped("scenarios") / inside
        if inside.parts and shipped.exists():
            return shipped
    return path


def _find(path: Path, options: Options, tables: Path | None) -> list[Input]:
    if path.is_file():
        if path.suffix == ".toml":
            only = None if path.name == STUDY else path
            return [_study(path.parent, only, options)]
        return [_table(path, [path], options, tables)] if path.suffix in _TABLES else []
    if not path.is_dir():
        return []
    if (path / STUDY).is_file():
        return [_study(path, None, options)]
    parts = sorted(p for p in path.rglob("*.parquet") if not _hidden(p.relative_to(path)))
    if parts and not any(path.rglob(STUDY)):  # those of studies are their committed results
        return [_table(path, parts, options, tables)]
    inside: list[Input] = [
        found
        for entry in sorted(path.iterdir())
        if entry.is_dir() and not _hidden(Path(entry.name))
        for found in _find(entry, options, tables)
    ]
    tabular = sorted(path.glob("*.csv"))
    return inside + [_table(file, [file], options, tables) for file in tabular]


def _study(folder: Path, only: Path | None, options: Options) -> StudyInput:
    return StudyInput(folder, only, options.readings, options.tables_ids, options.variants)


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts)


def _table(path: Path, files: list[Path], options: Options, tables: Path | None) -> TableInput:
    if not options.tables_ids:
        raise no_tables()
    name = options.classification or _classification(options.tables_ids[0], tables)
    terms = Terms(
        path.stem,
        catalogue.load_classification(name, tables),
        options.valuation,
        options.price_year,
        unit=options.unit,
        region=options.region,
    )
    source = Source.open(path, files, "csv" if files[0].suffix == ".csv" else "parquet")
    require_columns(source, terms)
    return TableInput(source, terms, options.tables_ids)


def _classification(id: str, tables: Path | None) -> str:
    folder = catalogue.find(id, tables)
    level = folder.file.levels.get(id)
    return level.classification if level else folder.file.classification


def size_of(one: Input) -> int:
    """Return the bytes of an input."""
    return sum(os.stat(path).st_size for path in one.files())


def checksums(one: Input) -> dict[str, str]:
    """Return the SHA-256 of every file of an input, by name within it."""
    root = one.source.path if isinstance(one, TableInput) else one.folder
    found = {}
    for path in one.files():
        name = path.name if path == root else path.relative_to(root).as_posix()
        with path.open("rb") as file:
            found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


__all__ = ["Input", "Options", "TableInput", "checksums", "open_inputs", "shape_of", "size_of"]
