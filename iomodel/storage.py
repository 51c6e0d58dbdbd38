"""A table as a folder: table.toml beside CSV or Parquet files, every byte under a checksum."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import Field, ValidationError

from iomodel.errors import Problem, TableFileError
from iomodel.files import (
    Grid,
    checksum,
    csv_bytes,
    duplicates,
    figure,
    numbers,
    parse_csv,
    read_bytes,
    read_toml,
    write_whole,
)
from iomodel.sectors import Classification, Concordance, Sector, local_id
from iomodel.table import (
    ORIGINS,
    AnyTable,
    Array,
    Frozen,
    InverseTable,
    IOTable,
    MultiplierTable,
    TableInfo,
)
from iomodel.text import Text, same
from iomodel.validation import problems_of

Kind = Literal["transactions", "inverse", "multipliers"]
TABLE_TOML = "table.toml"


class Level(Frozen):
    """A coarser level of a table: which column of sectors.csv holds its codes."""

    title_ko: str
    title_en: str
    classification: str
    local_classification: str = ""
    sectors: str
    parent: str

    @property
    def local(self) -> str:
        """The id of a multiregional level's sectors without their region."""
        return self.local_classification or local_id(self.classification)


class Finer(Frozen):
    """The finer sectors that a table was aggregated from: a file, and its column of our codes."""

    classification: str
    sectors: str
    parent: str


class TableFile(TableInfo):
    """What table.toml may say."""

    format: Literal[1]
    kind: Kind
    aggregated_from: Finer | None = None
    levels: dict[str, Level] = Field(default_factory=dict)
    files: dict[str, str] = Field(default_factory=dict)

    def info(self) -> TableInfo:
        """Return the part that travels with the numbers."""
        return TableInfo(**{name: getattr(self, name) for name in TableInfo.model_fields})


@dataclass(frozen=True)
class TableFolder:
    """A table folder whose table.toml has been read; its numbers wait until asked for."""

    path: Path
    file: TableFile
    toml_checksum: str

    @classmethod
    def open(cls, path: Path) -> TableFolder:
        """Read table.toml.

        Raises
        ------
        TableFileError
            Listing every key that is missing, unknown or wrong.
        """
        toml = path / "table.toml"
        document = read_toml(toml, TableFileError)
        try:
            file = TableFile.model_validate(document)
        except ValidationError as error:
            raise TableFileError(str(toml), problems_of(error, TableFile)) from error
        return cls(path, file, checksum(read_bytes(toml)))

    def ids(self) -> tuple[str, ...]:
        """Return the ids this folder answers to: its own and those of its coarser levels."""
        return (self.file.id, *self.file.levels)

    def stamp_checksum(self) -> str:
        """Return one checksum over table.toml, which lists those of all files once sealed.

        An unsealed folder's data files are taken in as well.
        """
        if self.file.files:
            return self.toml_checksum
        data = sorted(p for p in self.path.iterdir() if p.suffix in (".csv", ".parquet"))
        sums = [self.toml_checksum, *(checksum(read_bytes(path)) for path in data)]
        return checksum("\n".join(sums).encode())

    def classification(self, level: str) -> Classification:
        """Return the sectors of one level of the table."""
        if level == self.file.id:
            return _classification(self.file.classification, self._grid("sectors.csv", _SECTORS))
        part = self.file.levels[level]
        return _classification(part.classification, self._grid(part.sectors, _SECTORS))

    def described(self, level: str) -> TableFile | Level:
        """Return what table.toml says of one level of the table."""
        return self.file if level == self.file.id else self.file.levels[level]

    def concordance(self, level: str) -> Concordance:
        """Return the way from the table's own sectors to those of a coarser `level`."""
        part = self.file.levels[level]
        parents = self._grid("sectors.csv", (*_SECTORS, part.parent)).column(part.parent)
        return Concordance.from_codes(
            self.classification(self.file.id), self.classification(level), parents
        )

    def aggregation(self) -> Concordance | None:
        """Return the way from the table that this one was aggregated from, if it was."""
        finer = self.file.aggregated_from
        if finer is None:
            return None
        grid = self._grid(finer.sectors, (*_SECTORS, finer.parent))
        return Concordance.from_codes(
            _classification(finer.classification, grid),
            self.classification(self.file.id),
            grid.column(finer.parent),
        )

    def read(self, level: str) -> AnyTable:
        """Return the table at `level`, its checksums verified.

        Raises
        ------
        TableFileError
            If a file fails its checksum, is ragged, repeats a code or holds no number where one
            is due; all problems at once.
        """
        table = _READERS[self.file.kind](self)
        if level == self.file.id:
            return table
        part = self.file.levels[level]
        if not isinstance(table, IOTable):
            raise _no_level(self, level)
        info = table.info.model_copy(
            update={
                "id": level,
                "title_ko": part.title_ko,
                "title_en": part.title_en,
                "classification": part.classification,
                "local_classification": part.local_classification,
            }
        )
        return table.aggregate(self.concordance(level), info)

    def has(self, name: str) -> bool:
        """Return whether the folder holds `name`, as CSV or Parquet."""
        return self._find(name) is not None

    def published(self, name: str, required: tuple[str, ...] = ()) -> Grid:
        """Return a file of published figures kept beside the table, its checksum verified."""
        return self._grid(f"published/{name}", required)

    def _find(self, name: str) -> Path | None:
        for candidate in (self.path / name, (self.path / name).with_suffix(".parquet")):
            if candidate.is_file():
                return candidate
        return None

    def _bytes(self, name: str) -> tuple[Path, bytes]:
        path = self._find(name) or self.path / name
        data = read_bytes(path)
        wanted = self.file.files.get(path.relative_to(self.path).as_posix())
        require_unchanged(path, data, wanted)
        return path, data

    def _grid(self, name: str, required: tuple[str, ...]) -> Grid:
        path, data = self._bytes(name)
        if path.suffix == ".parquet":
            import pandas as pd

            data = pd.read_parquet(io.BytesIO(data)).to_csv(index=False).encode()
        grid = parse_csv(str(path), data, required)
        _refuse(grid, list(grid.problems))
        return grid

    def matrix(
        self,
        name: str,
        label: str,
        rows: tuple[str, ...],
        columns: tuple[str, ...],
        roles: tuple[str, ...] = (),
    ) -> Array:
        """Return the numbers of a file whose row and column labels must be just these (R1).

        Where `roles` are given, the file states them too, in a column "role".
        """
        labels = (label, "role") if roles else (label,)
        grid = self._grid(name, labels)
        problems = duplicates(grid, label)
        problems += _label_problems("row", label, grid.column(label), rows)
        if roles:
            problems += _label_problems("row", "role", grid.column("role"), roles)
        found = tuple(column for column in grid.header if column not in labels)
        problems += _label_problems("column", "header", found, columns)
        _refuse(grid, problems)
        values, problems = numbers(grid, columns, label)
        _refuse(grid, problems)
        return values


def require_unchanged(
    path: Path, data: bytes, wanted: str | None, document: str = TABLE_TOML
) -> None:
    """Raise unless `data` has the checksum that `document` lists for it, where it lists one.

    Raises
    ------
    TableFileError
        With the checksum wanted and the one found.
    """
    if wanted is None or checksum(data) == wanted:
        return
    raise TableFileError(
        str(path),
        Problem(
            "",
            Text("파일이 등록된 뒤 바뀌었습니다", "the file has changed since it was sealed"),
            same(f"sha256 {wanted}"),
            same(f"sha256 {checksum(data)}"),
            Text(
                f"원래 파일을 되돌리십시오. 고친 것이 맞다면 {document}의 [files]에 "
                "새 sha256을 적으십시오",
                "restore the file; if the change is meant, put the new sha256 under "
                f"[files] in {document}",
            ),
        ),
        data=wanted,
    )


def _no_level(folder: TableFolder, level: str) -> TableFileError:
    return TableFileError(
        str(folder.path / "table.toml"),
        Problem(
            f"levels.{level}",
            Text("이 종류의 표는 합칠 수 없습니다", "this kind of table can't be aggregated"),
            Text("거래표(transactions)의 levels", "levels of a table of transactions"),
            same(folder.file.kind),
            Text("[levels]를 지우십시오", "remove [levels]"),
        ),
    )


_SECTORS = ("code", "name_ko", "name_en")


def _refuse(grid: Grid, problems: list[Problem]) -> None:
    if problems:
        raise TableFileError(grid.origin, problems)


def _label_problems(
    side: str, place: str, found: tuple[str, ...], wanted: tuple[str, ...]
) -> list[Problem]:
    if found == wanted:
        return []
    missing = [code for code in wanted if code not in set(found)]
    extra = [code for code in found if code not in set(wanted)]
    if missing or extra:
        detail = Text(f"빠짐 {missing}, 남음 {extra}", f"missing {missing}, surplus {extra}")
    else:
        detail = Text("순서가 다름", "another order")
    return [
        Problem(
            f"{side}s ({place})",
            Text("이름표가 표의 부문과 다릅니다", "the labels are not the table's"),
            Text(f"{len(wanted)}개, 정해진 순서로", f"{len(wanted)} labels in the table's order"),
            detail,
            Text(
                "sectors.csv 또는 table.toml과 같은 순서로 맞추십시오",
                "put them in the order of sectors.csv or table.toml",
            ),
        )
    ]


def _classification(id: str, grid: Grid) -> Classification:
    _refuse(grid, duplicates(grid, "code"))
    columns = zip(*(grid.column(name) for name in _SECTORS), strict=True)
    return Classification(id, tuple(Sector(code, Text(ko, en)) for code, ko, en in columns))


def _read_transactions(folder: TableFolder) -> IOTable:
    file, info = folder.file, folder.file.info()
    sectors = folder.classification(file.id)
    codes = sectors.codes
    categories = tuple(label.code for label in info.final_demand)
    components = tuple(label.code for label in info.primary_inputs)
    roles = tuple(label.role for label in info.primary_inputs)
    satellites = tuple(label.code for label in info.satellites)

    def optional(name: str, columns: tuple[str, ...]) -> Array | None:
        return folder.matrix(name, "code", codes, columns) if folder.has(name) else None

    return IOTable(
        info,
        sectors,
        folder.matrix("domestic.csv", "code", codes, codes),
        optional("imports.csv", codes),
        folder.matrix("final_demand.csv", "code", codes, categories),
        optional("final_demand_imports.csv", categories),
        folder.matrix("primary_inputs.csv", "component", components, codes, roles),
        folder.matrix("satellites.csv", "code", codes, satellites).T
        if satellites
        else np.zeros((0, len(codes))),
    )


def _read_inverse(folder: TableFolder) -> InverseTable:
    info = folder.file.info()
    sectors = folder.classification(info.id)
    names = tuple(part.code for part in info.coefficients)
    return InverseTable(
        info,
        sectors,
        folder.matrix("inverse.csv", "code", sectors.codes, sectors.codes),
        folder.matrix("coefficients.csv", "indicator", names, sectors.codes),
    )


def _read_multipliers(folder: TableFolder) -> MultiplierTable:
    info = folder.file.info()
    sectors = folder.classification(info.id)
    columns = tuple(f"{part.code}_{side}" for part in info.coefficients for side in ("in", "out"))
    grid = folder._grid("multipliers.csv", ("region", "code", *columns))
    regions = tuple(dict.fromkeys(grid.column("region")))
    found = tuple(
        f"{r}:{c}" for r, c in zip(grid.column("region"), grid.column("code"), strict=True)
    )
    wanted = tuple(f"{r}:{c}" for r in regions for c in sectors.codes)
    _refuse(grid, _label_problems("row", "region:code", found, wanted))
    values, problems = numbers(grid, columns, "code")
    _refuse(grid, problems)
    shape = (len(regions), len(sectors), len(info.coefficients), len(ORIGINS))
    return MultiplierTable(info, sectors, regions, values.reshape(shape))


_READERS: dict[Kind, Callable[[TableFolder], AnyTable]] = {
    "transactions": _read_transactions,
    "inverse": _read_inverse,
    "multipliers": _read_multipliers,
}


def write_numbers(folder: Path, table: IOTable, levels: dict[str, tuple[str, Concordance]]) -> None:
    """Write the CSV files of a transactions table into `folder`.

    Parameters
    ----------
    folder : Path
    table : IOTable
    levels : dict
        Parent column of sectors.csv → (its sectors file, the concordance to it).
    """
    codes = table.sectors.codes
    parents = [
        [concordance.coarse.codes[i] for i in concordance.parents]
        for _, concordance in levels.values()
    ]
    write_sectors(folder / "sectors.csv", table.sectors, dict(zip(levels, parents, strict=True)))
    for name, concordance in levels.values():
        write_sectors(folder / name, concordance.coarse, {})
    categories = [label.code for label in table.info.final_demand]
    write_matrix(folder / "domestic.csv", "code", codes, codes, table.domestic)
    write_matrix(folder / "final_demand.csv", "code", codes, categories, table.final_demand)
    if table.imports is not None:
        write_matrix(folder / "imports.csv", "code", codes, codes, table.imports)
    if table.final_demand_imports is not None:
        path = folder / "final_demand_imports.csv"
        write_matrix(path, "code", codes, categories, table.final_demand_imports)
    rows = [
        [part.code, part.role, *map(figure, values)]
        for part, values in zip(table.info.primary_inputs, table.primary_inputs, strict=True)
    ]
    write_whole(folder / "primary_inputs.csv", csv_bytes(["component", "role", *codes], rows))
    if table.info.satellites:
        names = [part.code for part in table.info.satellites]
        write_matrix(folder / "satellites.csv", "code", codes, names, table.satellites.T)


def write_multipliers(folder: Path, table: MultiplierTable) -> None:
    """Write the CSV files of a table of multipliers into `folder`."""
    write_sectors(folder / "sectors.csv", table.sectors, {})
    columns = [f"{part.code}_{side}" for part in table.info.coefficients for side in ("in", "out")]
    lines = [
        [region, code, *map(figure, values.ravel())]
        for region, own in zip(table.regions, table.values, strict=True)
        for code, values in zip(table.sectors.codes, own, strict=True)
    ]
    write_whole(folder / "multipliers.csv", csv_bytes(["region", "code", *columns], lines))


def write_matrix(
    path: Path, label: str, rows: Sequence[str], columns: Sequence[str], values: Array
) -> None:
    """Write a labelled matrix as CSV, every figure so that it reads back exactly."""
    lines = [[code, *map(figure, line)] for code, line in zip(rows, values, strict=True)]
    write_whole(path, csv_bytes([label, *columns], lines))


def write_sectors(path: Path, sectors: Classification, parents: dict[str, list[str]]) -> None:
    """Write a sectors file: code, name_ko, name_en and a column for each coarser level."""
    rows = [
        [s.code, s.name.ko, s.name.en, *(column[i] for column in parents.values())]
        for i, s in enumerate(sectors.sectors)
    ]
    write_whole(path, csv_bytes([*_SECTORS, *parents], rows))


def seal(folder: Path, document: str = TABLE_TOML) -> None:
    """Write the checksum of every data file below `folder` under [files] in its `document`."""
    toml = folder / document
    head = re.sub(r"(?ms)^\[files\]\n.*?(?=^\[|\Z)", "", toml.read_text("utf-8")).rstrip("\n")
    data = sorted(p for p in folder.rglob("*") if p.suffix in (".csv", ".parquet"))
    lines = [f'"{p.relative_to(folder).as_posix()}" = "{checksum(p.read_bytes())}"' for p in data]
    write_whole(toml, "\n".join([head, "", "[files]", *lines, ""]).encode())
