"""The folder of classifications: classifications.toml beside CSV files, all under checksums."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from iomodel.catalogue import shipped
from iomodel.errors import TableFileError
from iomodel.files import Grid, parse_csv, read_bytes, read_toml
from iomodel.provenance import Source
from iomodel.storage import require_unchanged
from iomodel.table import Frozen
from iomodel.text import Text
from iomodel.validation import problems_of

DOCUMENT = "classifications.toml"


class Part(Frozen):
    """What is known of one file: its title, year, source and caveats."""

    title_ko: str
    title_en: str
    year: int
    caveats_ko: tuple[str, ...] = ()
    caveats_en: tuple[str, ...] = ()
    source: Source

    @property
    def title(self) -> Text:
        """The title in both languages."""
        return Text(self.title_ko, self.title_en)

    @property
    def caveats(self) -> tuple[Text, ...]:
        """What a user of the file has to know."""
        return tuple(Text(*pair) for pair in zip(self.caveats_ko, self.caveats_en, strict=True))


class Contents(Frozen):
    """What classifications.toml may say."""

    format: Literal[1]
    parts: dict[str, Part]
    files: dict[str, str] = Field(default_factory=dict)


def where() -> Path:
    """Return the shipped folder of classifications."""
    return shipped("coefficients") / "classifications"


@cache
def contents(folder: Path) -> Contents:
    """Return what classifications.toml says.

    Raises
    ------
    TableFileError
        Listing every key that is missing, unknown or wrong.
    """
    path = folder / DOCUMENT
    document = read_toml(path, TableFileError)
    try:
        return Contents.model_validate(document)
    except ValidationError as error:
        raise TableFileError(str(path), problems_of(error, Contents)) from error


def columns(folder: Path, part: str, names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the rows of a part's file, cut to the columns `names`; its checksum is verified.

    Raises
    ------
    TableFileError
        If the file fails its checksum, is ragged or lacks a column.
    """
    path = folder / f"{part}.csv"
    data = read_bytes(path)
    require_unchanged(path, data, contents(folder).files.get(path.name), DOCUMENT)
    grid: Grid = parse_csv(str(path), data, names)
    if grid.problems:
        raise TableFileError(grid.origin, grid.problems)
    return list(zip(*(grid.column(name) for name in names), strict=True))
