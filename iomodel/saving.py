"""A table written as a folder of its own: table.toml and CSV, sealed, whole or not at all."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iomodel.errors import OutputError, Problem
from iomodel.files import write_whole
from iomodel.sectors import Concordance
from iomodel.storage import (
    TABLE_TOML,
    Level,
    TableFolder,
    seal,
    write_multipliers,
    write_numbers,
)
from iomodel.table import IOTable, MultiplierTable
from iomodel.text import Text, same

_NAME = re.compile(r"\w[\w.-]*")


@dataclass(frozen=True, eq=False)
class Coarser:
    """A coarser level that a table is to answer to: its title, and the way to its sectors."""

    title: Text
    concordance: Concordance


def save_table(
    root: Path,
    table: IOTable | MultiplierTable,
    beside: Mapping[str, bytes] | None = None,
    *,
    levels: Mapping[str, Coarser] | None = None,
    replace: bool = False,
    sealed: bool = True,
    **more: Any,
) -> Path:
    """Write a table into a new folder below `root`, named by its id.

    Everything is written beside the folder first, and renamed into place once it opens.

    Parameters
    ----------
    root : Path
        A folder of table folders; made where it isn't there.
    table : IOTable or MultiplierTable
    beside : mapping, optional
        More files of the folder, by name; CSV among them comes under the seal.
    levels : mapping of str to Coarser, optional
        Coarser levels by the id that they answer to.
    replace : bool
        Whether a table's folder that is there already gives way.
    sealed : bool
        Whether table.toml lists the checksum of every data file.
    **more
        More keys of table.toml; see `TableFile`.

    Returns
    -------
    Path
        The new folder.

    Raises
    ------
    OutputError
        If the id can't name a folder, if there is one of that name, or if it can't be written;
        what was there stands, and nothing else is left behind.
    """
    folder = root / table.info.id
    _require_name(folder, table.info.id)
    _require_room(folder, replace)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=root, prefix=f".{folder.name}.") as aside:
            new, old = Path(aside) / "new", Path(aside) / "old"
            new.mkdir()
            _write(new, table, beside or {}, levels or {}, more)
            if sealed:
                seal(new)
            TableFolder.open(new)
            _exchange(folder, new, old)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder


def _exchange(folder: Path, new: Path, old: Path) -> None:
    """Put `new` in the place of `folder`, which moves to `old`, or leave things as they are."""
    there = folder.exists()
    if there:
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if there:
            old.rename(folder)
        raise


def _write(
    folder: Path,
    table: IOTable | MultiplierTable,
    beside: Mapping[str, bytes],
    levels: Mapping[str, Coarser],
    more: Mapping[str, Any],
) -> None:
    import tomli_w

    described = {id: _described(level) for id, level in levels.items()}
    known = table.info.model_dump(exclude_defaults=True)
    kind = "transactions" if isinstance(table, IOTable) else "multipliers"
    document = {"format": 1, "kind": kind, **known, **more}
    if levels:
        document["levels"] = {
            id: level.model_dump(exclude_defaults=True) for id, level in described.items()
        }
    write_whole(folder / TABLE_TOML, tomli_w.dumps(document).encode())
    if isinstance(table, IOTable):
        upward = {
            level.parent: (level.sectors, levels[id].concordance) for id, level in described.items()
        }
        write_numbers(folder, table, upward)
    else:
        write_multipliers(folder, table)
    for name, data in beside.items():
        write_whole(folder / name, data)


def _described(level: Coarser) -> Level:
    coarse = level.concordance.coarse
    return Level(
        title_ko=level.title.ko,
        title_en=level.title.en,
        classification=coarse.id,
        sectors=f"sectors_{len(coarse)}.csv",
        parent=f"parent_{len(coarse)}",
    )


def _require_name(folder: Path, id: str) -> None:
    if _NAME.fullmatch(id):
        return
    raise OutputError(
        str(folder),
        Problem(
            "id",
            Text("표의 이름으로 폴더를 만들 수 없습니다", "the id can't name a folder"),
            Text(
                "글자, 숫자, 밑줄, 점, 붙임표로 된 이름",
                "letters, digits, underscores, points and hyphens",
            ),
            same(f'"{id}"'),
            Text("다른 이름을 쓰십시오", "choose another id"),
        ),
        data=id,
    )


def _require_room(folder: Path, replace: bool) -> None:
    """Raise if something is in the folder's place; a table gives way where it may be replaced."""
    is_table = (folder / TABLE_TOML).is_file()
    if not folder.exists() or (replace and is_table):
        return
    remedy = Text("다른 이름을 쓰거나 그 폴더를 치우십시오", "choose another id, or move it away")
    if is_table:
        remedy = Text(
            "다른 이름을 쓰거나, 그 표를 바꾸려면 --replace를 쓰십시오",
            "choose another id, or --replace the table there",
        )
    raise OutputError(
        str(folder),
        Problem(
            "",
            Text("그런 폴더가 이미 있습니다", "there is such a folder already"),
            Text("새 표의 폴더", "a folder for the new table"),
            same(folder.name),
            remedy,
        ),
        data=folder,
    )


def _unwritable(folder: Path, error: OSError) -> OutputError:
    return OutputError(
        str(folder),
        Problem(
            "",
            Text("폴더를 쓸 수 없습니다", "the folder can't be written"),
            Text("쓸 수 있는 경로", "a place to write to"),
            same(error.strerror or error),
            Text(
                "경로와 권한, 남은 공간을 확인하십시오",
                "check the path, its permissions and the space left",
            ),
        ),
    )
