"""Where tables and studies are: shipped, in the user's folders, or named outright."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from iomodel.errors import NotFoundError, NotSupportedError, Problem
from iomodel.provenance import TableStamp
from iomodel.sectors import Classification, Concordance
from iomodel.storage import TableFolder
from iomodel.table import AnyTable, IOTable
from iomodel.text import Text, same

ENVIRONMENT = "IOMODEL_TABLES"


@cache
def shipped(kind: str) -> Path:
    """Return the folder of shipped "coefficients" or "scenarios": in the wheel, or in the clone."""
    package = Path(__file__).resolve().parent
    inside = package / "shipped" / kind
    return inside if inside.is_dir() else package.parent / kind


def table_folders(tables: Path | str | None = None) -> Iterator[TableFolder]:
    """Yield every table folder, the user's before the shipped.

    Parameters
    ----------
    tables : path, optional
        A folder of table folders, or one table folder; looked at first. Then come those named by
        the environment variable IOMODEL_TABLES, then the shipped.
    """
    roots = [Path(tables)] if tables is not None else []
    roots += [Path(part) for part in os.environ.get(ENVIRONMENT, "").split(os.pathsep) if part]
    for root in roots:
        if not root.is_dir():
            raise NotFoundError(
                str(root),
                Problem(
                    "",
                    Text("표 폴더가 없습니다", "there is no such folder of tables"),
                    Text("표 폴더들이 든 폴더", "a folder that holds table folders"),
                    Text("없음", "nothing"),
                    Text(
                        f"--tables 또는 {ENVIRONMENT}의 경로를 확인하십시오",
                        f"check the path given by --tables or {ENVIRONMENT}",
                    ),
                ),
            )
    for root in [*roots, shipped("coefficients")]:
        own = [root] if (root / "table.toml").is_file() else sorted(root.iterdir())
        for path in own:
            if (path / "table.toml").is_file():
                yield _open(path, (path / "table.toml").stat().st_mtime_ns)


@cache
def _open(path: Path, changed: int) -> TableFolder:
    """Read a folder's table.toml once for each time that it was written."""
    return TableFolder.open(path)


def find(id: str, tables: Path | str | None = None) -> TableFolder:
    """Return the folder that answers to table `id`.

    Raises
    ------
    NotFoundError
        Listing the ids there are.
    """
    known: list[str] = []
    for folder in table_folders(tables):
        if id in folder.ids():
            return folder
        known += folder.ids()
    raise NotFoundError(
        id,
        Problem(
            "",
            Text("그런 표가 없습니다", "there is no such table"),
            Text(f"다음 중 하나: {', '.join(known)}", f"one of: {', '.join(known)}"),
            same(f'"{id}"'),
            Text(
                f"표 이름을 고치거나 --tables, {ENVIRONMENT}로 폴더를 지정하십시오",
                f"correct the id, or name its folder with --tables or {ENVIRONMENT}",
            ),
        ),
        data=known,
    )


def load_table(id: str, tables: Path | str | None = None) -> AnyTable:
    """Return the table called `id`, its checksums verified.

    Parameters
    ----------
    id : str
        For example "bok-2020-165", or a coarser level of the same folder, "bok-2020-33".
    tables : path, optional
        Where to look first; see `table_folders`.

    Raises
    ------
    NotFoundError
        If no table has this id.
    TableFileError
        If its files are damaged.

    Examples
    --------
    >>> import iomodel
    >>> table = iomodel.load_table("bok-2020-33")
    >>> len(table.sectors), table.info.unit, table.balance()
    (33, '백만원', ())
    """
    return find(id, tables).read(id)


def load_transactions(id: str, tables: Path | str | None = None) -> IOTable:
    """Return the table called `id`, which has to hold transactions; see `load_table`.

    Raises
    ------
    NotFoundError, TableFileError
    NotSupportedError
        If it holds a published inverse or multipliers.
    """
    table = load_table(id, tables)
    if isinstance(table, IOTable):
        return table
    raise NotSupportedError(
        id,
        Problem(
            "",
            Text("표에 거래가 없습니다", "the table has no transactions"),
            Text("거래표(transactions)", "a table of transactions"),
            same(find(id, tables).file.kind),
            Text("bok-2020-83과 같은 거래표를 쓰십시오", "use a table such as bok-2020-83"),
        ),
    )


def stamp(id: str, tables: Path | str | None = None) -> TableStamp:
    """Return the identity of table `id` for a manifest."""
    folder = find(id, tables)
    info = folder.file
    return TableStamp(
        id,
        info.title
        if id == info.id
        else Text(folder.file.levels[id].title_ko, folder.file.levels[id].title_en),
        f"{info.source.publisher}, {info.source.document}",
        info.published,
        info.price_year,
        folder.stamp_checksum(),
        info.id,
    )


def load_classification(id: str, tables: Path | str | None = None) -> Classification:
    """Return the classification called `id` from the first table that has it (R10).

    One that no table is classified by may be what is behind the colons of a multiregional table's
    codes (`local_classification`).

    Raises
    ------
    NotFoundError
        Listing the classifications there are.
    """
    known: list[str] = []
    for folder in table_folders(tables):
        for level in folder.ids():
            if folder.described(level).classification == id:
                return folder.classification(level)
            known.append(folder.described(level).classification)
    for folder in table_folders(tables):
        for level in folder.ids():
            part = folder.described(level)
            known += [part.local_classification] if part.local_classification else []
            if part.local == id and folder.classification(level).regions:
                return folder.classification(level).local(id)
    known = list(dict.fromkeys(known))
    raise NotFoundError(
        id,
        Problem(
            "",
            Text("그런 분류가 없습니다", "there is no such classification"),
            Text(f"다음 중 하나: {', '.join(known)}", f"one of: {', '.join(known)}"),
            same(f'"{id}"'),
            Text("study.toml의 classification을 고치십시오", "mend classification in study.toml"),
        ),
        data=known,
    )


def concordance(fine: str, coarse: str, tables: Path | str | None = None) -> Concordance:
    """Return the way from classification `fine` to `coarse`, from a table that has both (R10).

    Raises
    ------
    NotFoundError
        If no table leads from one to the other; a finer classification is never guessed.
    """
    for folder in table_folders(tables):
        if folder.file.classification == fine:
            for level, part in folder.file.levels.items():
                if part.classification == coarse:
                    return folder.concordance(level)
        finer = folder.file.aggregated_from
        if finer and (finer.classification, folder.file.classification) == (fine, coarse):
            way = folder.aggregation()
            assert way is not None
            return way
    raise NotFoundError(
        f"{fine} → {coarse}",
        Problem(
            "",
            Text(
                "두 분류를 잇는 대응표가 없습니다", "no concordance joins the two classifications"
            ),
            Text(f"{fine}보다 큰 분류의 표", f"a table coarser than {fine}"),
            same(coarse),
            Text(
                "합칠 수 있는 표를 고르십시오. 더 작은 분류로는 나눌 수 없습니다 (R10)",
                "choose a table that can be reached by adding up; a finer one can't (R10)",
            ),
        ),
        data=(fine, coarse),
    )
