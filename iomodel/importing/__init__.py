"""From a file in a foreign format to a table folder: read, checked, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import date
from pathlib import Path
from typing import get_args

from iomodel import catalogue
from iomodel.checks import Report, examine, examine_table
from iomodel.errors import NotSupportedError, OutputError, Problem, TableFileError
from iomodel.files import checksum, duplicates, parse_csv, read_bytes
from iomodel.importing.home import at_home, at_home_by_sectors
from iomodel.progress import Meter
from iomodel.readers import READERS, ImportTreatment, Request, multipliers, reader, recognise
from iomodel.saving import save_table
from iomodel.storage import TableFolder, seal
from iomodel.table import IOTable, MultiplierTable, TableInfo
from iomodel.text import Text, same

AUTO = "auto"
LAYOUTS = (AUTO, *READERS)
TREATMENTS = get_args(ImportTreatment)
FOLDER = "tables"


@dataclass(frozen=True)
class Said:
    """What the user says of a table; where nothing is said, its files speak.

    Attributes
    ----------
    id : str
    title : str
    published : date, optional
        When the table was published (R11).
    tolerance : float, optional
        How far rounding may part sums, in the table's money.
    names_en : str
        Where English names of sectors come from.
    """

    id: str
    title: str = ""
    published: date | None = None
    tolerance: float | None = None
    names_en: str = ""

    def of(self, info: TableInfo, paths: Sequence[Path]) -> TableInfo:
        """Return the description that files give, with what is said here and their checksums."""
        read = (path for path in paths if not path.is_dir())
        files = (f"sha256 {path.name}: {checksum(read_bytes(path))}" for path in read)
        obtained = "; ".join(filter(None, (info.source.obtained, *files)))
        title = Text(self.title or info.title_ko, self.title or info.title_en)
        said = {
            "id": self.id,
            "classification": self.id,
            "title_ko": title.ko,
            "title_en": title.en,
            "published": self.published or info.published,
            "tolerance": info.tolerance if self.tolerance is None else self.tolerance,
            "names_en": self.names_en or info.names_en,
            "source": info.source.model_copy(update={"obtained": obtained}),
        }
        return info.model_copy(update=said)


def _checksum(path: Path) -> str:
    """Return the checksum of a file, or one over those of the files in a folder."""
    if not path.is_dir():
        return checksum(read_bytes(path))
    files = sorted(file for file in path.rglob("*") if file.is_file())
    sums = (f"{file.relative_to(path).as_posix()} {_checksum(file)}" for file in files)
    return checksum("\n".join(sums).encode())


@dataclass(frozen=True, eq=False)
class Imported:
    """A table that has come in.

    Attributes
    ----------
    folder : TableFolder
    layout : str
        The reader that understood its files.
    report : Report
        What the checks found; no error, or there would be no table.
    """

    folder: TableFolder
    layout: str
    report: Report


def import_table(
    request: Request,
    said: Said,
    into: Path,
    *,
    layout: str = AUTO,
    reserved: Collection[str] = (),
    replace: bool = False,
    sealed: bool = True,
    meter: Meter | None = None,
) -> Imported:
    """Write the table in the files of `request` into a folder of its own below `into`.

    A table whose sectors are those of a known classification, by code and name, belongs to it,
    gets its English names and answers to its coarser levels too.

    Parameters
    ----------
    request : Request
    said : Said
    into : Path
        A folder of table folders; made if it isn't there.
    layout : str
        One of `LAYOUTS`; "auto" asks every reader.
    reserved : collection of str
        Ids that no table may have.
    replace, sealed : bool
        See `iomodel.saving.save_table`.
    meter : Meter, optional
        Is told of each of three steps.

    Raises
    ------
    NotSupportedError
        If the layout isn't known, or can't be told.
    TableFileError
        With every error that the reader or the checks find.
    OutputError
        If the id is taken or the folder can't be written.
    """
    target = into / said.id
    require_free([said.id], reserved, target)
    step = _stepper(meter)
    name = recognise(request.paths) if layout == AUTO else _known(layout)
    paths = (*request.paths, *((request.employment,) if request.employment else ()))
    published = multipliers(name, request)
    if published is not None:
        return _published(
            changed(published, info=said.of(published.info, paths)), name, target, replace, sealed
        )
    draft = reader(name).read(request)
    draft = changed(draft, info=said.of(draft.info, paths))
    step()
    report = examine(draft)
    report.require_sound()
    step()
    table, levels = at_home(report.noted(draft.table()), _looked_in(into))
    require_free(levels, reserved, target)
    folder = save_table(into, table, levels=levels, replace=replace, sealed=sealed)
    step()
    return Imported(TableFolder.open(folder), name, report)


def _published(
    table: MultiplierTable, layout: str, target: Path, replace: bool, sealed: bool
) -> Imported:
    """Write multipliers, which the reader has checked against the totals that their sheets have."""
    home = at_home_by_sectors(table, _looked_in(target.parent))
    folder = save_table(target.parent, home, replace=replace, sealed=sealed)
    info = table.info
    report = Report(info.id, len(table.sectors), info.money, info.tolerance, (), complete=True)
    return Imported(TableFolder.open(folder), layout, report)


def seal_again(folder: Path) -> TableFolder:
    """Write the checksums of a table folder's files anew, once the table is seen to be sound.

    Raises
    ------
    TableFileError
        If it can't be read, or the checks find an error.
    """
    opened = TableFolder.open(folder)
    unsealed = changed(opened, file=opened.file.model_copy(update={"files": {}}))
    table = unsealed.read(opened.file.id)
    if isinstance(table, IOTable):
        examine_table(table).require_sound()
    seal(folder)
    return TableFolder.open(folder)


def default_into() -> Path:
    """Return where a table goes if nobody says: the first of IOMODEL_TABLES, else ./tables."""
    first = os.environ.get(catalogue.ENVIRONMENT, "").split(os.pathsep)[0]
    return Path(first or FOLDER)


def names_from(path: Path) -> dict[str, str]:
    """Return English names by code from a CSV file with columns code and name_en.

    Raises
    ------
    NotFoundError
        If it can't be read.
    TableFileError
        If a column is missing or a code occurs twice.
    """
    grid = parse_csv(str(path), read_bytes(path), ("code", "name_en"))
    problems = [*grid.problems, *(duplicates(grid, "code") if not grid.problems else ())]
    if problems:
        raise TableFileError(str(path), problems)
    return dict(zip(grid.column("code"), grid.column("name_en"), strict=True))


def _stepper(meter: Meter | None) -> Callable[[], None]:
    """Return what to call after each of three steps: read, checked, written."""
    if meter is None:
        return lambda: None
    meter.begin(3)
    return lambda: meter.advance(1, 1)


def _known(layout: str) -> str:
    if layout in READERS:
        return layout
    raise NotSupportedError(
        layout,
        Problem(
            "--layout",
            Text("모르는 짜임새입니다", "the layout is not known"),
            Text(f"다음 중 하나: {', '.join(LAYOUTS)}", f"one of: {', '.join(LAYOUTS)}"),
            same(f'"{layout}"'),
            Text("위의 것 가운데 하나를 쓰십시오", "use one of those"),
        ),
    )


def _looked_in(into: Path) -> Path | None:
    """Return the folder for the catalogue to look in first, once it is there."""
    return into if into.is_dir() else None


def require_free(ids: Iterable[str], reserved: Collection[str], but: Path) -> None:
    """Raise unless the ids can be a table's, and no table answers to them but one in `but`.

    Raises
    ------
    OutputError
        Naming what each id that is taken belongs to.
    """
    taken = {
        id: folder.path
        for folder in catalogue.table_folders(_looked_in(but.parent))
        if folder.path.resolve() != but.resolve()
        for id in folder.ids()
    }
    problems = []
    for id in ids:
        if id in reserved:
            found = Text("iomodel tables의 명령 이름", "a command of iomodel tables")
        elif id in taken:
            found = Text(f"{taken[id]}의 표", f"the id of the table in {taken[id]}")
        else:
            continue
        problems.append(
            Problem(
                f'"{id}"',
                Text("표의 이름으로 쓸 수 없습니다", "no table can have this id"),
                Text("아직 쓰이지 않은 이름", "an id that is not in use"),
                found,
                Text("다른 --id를 쓰십시오", "choose another --id"),
            )
        )
    if problems:
        raise OutputError("--id", problems)
