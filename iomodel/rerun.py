"""A report that can be run again from its file alone: the record it carries, and what came of it.

The record is JSON: the files of the study, how they were run, tables with their checksums, and
the results. It travels as base64 of its compressed bytes, in numbered pieces that survive in any
text or zipped document.
"""

from __future__ import annotations

import base64
import io
import json
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import Base64Bytes, BaseModel, ConfigDict, ValidationError

from iomodel.errors import Problem, ReportFileError
from iomodel.estimates import Estimate, estimate
from iomodel.files import read_bytes
from iomodel.schema import ReadingId
from iomodel.text import Text, same
from iomodel.version import VERSION, code_version

FORMAT = 1
PIECE = 30_000  # letters; a cell of a spreadsheet holds 32,767
SAME = 1e-9  # of its size: a difference that is none
_PIECE = re.compile(rb"iomodel-record (\d{1,4})/(\d{1,4}) ([A-Za-z0-9+/=]+)")
_FILES = (".toml", ".csv", ".xlsx")
_LARGEST = 50_000_000  # bytes of a record once unpacked: far beyond any study


class How(BaseModel):
    """The keywords that `estimate` was given, besides `tables`."""

    model_config = ConfigDict(extra="forbid")

    readings: list[ReadingId]
    table: str | None = None
    variant: str = ""


class Record(BaseModel):
    """What a report carries.

    Attributes
    ----------
    code : str
        The version of the code with the checksum of what decides the numbers.
    scenario : str
        Empty for a whole study.
    files : dict of str to bytes
        Those of the study's folder.
    tables : dict of str to str
        Checksums by table.
    results : list of dict
        As `Impact.records` gives them.
    """

    model_config = ConfigDict(extra="forbid")

    format: int
    iomodel: str
    code: str
    study: str
    scenario: str
    how: How
    files: dict[str, Base64Bytes]
    tables: dict[str, str]
    results: list[dict[str, Any]]


@dataclass(frozen=True)
class Moved:
    """A result that came out otherwise; None where it is on one side only."""

    labels: dict[str, str]
    unit: str
    before: float | None
    now: float | None


@dataclass(frozen=True, eq=False)
class Rerun:
    """What came of running a report again.

    Attributes
    ----------
    compared : int
        Results found on both sides.
    moved : tuple of Moved
        Those that differ by more than `SAME` of their size, or stand on one side only.
    reasons : tuple of Text
        What has changed since: the code, a table.
    """

    estimate: Estimate
    made_by: str
    compared: int
    moved: tuple[Moved, ...]
    reasons: tuple[Text, ...]


def record(made: Estimate, how: dict[str, Any]) -> list[str]:
    """Return the record of an estimate in pieces, each a line of letters.

    Parameters
    ----------
    how : dict
        The keywords that `estimate` was given, besides `tables`.
    """
    folder = made.study.path
    names = sorted(p for p in folder.iterdir() if p.suffix in _FILES and p.is_file())
    document = {
        "format": FORMAT,
        "iomodel": VERSION,
        "code": code_version(),
        "study": made.study.id,
        "scenario": "" if made.whole else made.scenarios[0].id,
        "how": how,
        "files": {p.name: base64.b64encode(read_bytes(p)).decode() for p in names},
        "tables": {stamp.id: stamp.checksum for stamp in made.manifest.tables},
        "results": made.impact.records(),
    }
    data = zlib.compress(json.dumps(document, ensure_ascii=False).encode(), 9)
    letters = base64.b64encode(data).decode()
    pieces = [letters[i : i + PIECE] for i in range(0, len(letters), PIECE)]
    return [f"iomodel-record {i}/{len(pieces)} {p}" for i, p in enumerate(pieces, 1)]


def read_record(path: Path) -> Record:
    """Return the record that a report carries.

    Raises
    ------
    ReportFileError
        If there is none, or a part of it is lost or damaged.
    """
    found: dict[int, bytes] = {}
    number = 0
    for data in _texts(path):
        for piece in _PIECE.finditer(data):
            number = int(piece[2])
            found[int(piece[1])] = piece[3]
    if not found:
        raise ReportFileError(str(path), _NONE)
    lost = [str(i) for i in range(1, number + 1) if i not in found]
    if lost:
        raise ReportFileError(
            str(path), _damaged(Text(f"{', '.join(lost)}째 조각", "piece " + ", ".join(lost)))
        )
    try:
        packed = base64.b64decode(b"".join(found[i] for i in range(1, number + 1)), validate=True)
        document = json.loads(zlib.decompressobj().decompress(packed, _LARGEST))
        if isinstance(document, dict) and document.get("format", FORMAT) != FORMAT:
            raise ReportFileError(str(path), _other_format(document["format"]))
        return Record.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise ReportFileError(str(path), _damaged(same(f"{place}: {first['msg']}"))) from error
    except (ValueError, zlib.error) as error:
        raise ReportFileError(str(path), _damaged(same(error))) from error


def rerun(path: Path | str, tables: Path | str | None = None) -> Rerun:
    """Run the study that a report carries, and compare with what the report says.

    Parameters
    ----------
    path : path
        A report that `iomodel report` wrote.
    tables : path, optional
        A folder of tables to look in first; the report names its tables but doesn't hold them.

    Raises
    ------
    ReportFileError
        If the report carries no whole record.
    NotFoundError
        If one of its tables isn't there.
    """
    report = Path(path)
    known = read_record(report)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / _plain(report, known.study)
        folder.mkdir()
        for name, data in known.files.items():
            (folder / _plain(report, name)).write_bytes(data)
        scenario = _plain(report, f"{known.scenario}.toml")
        target = folder / scenario if known.scenario else folder
        made = estimate(target, tables=tables, **dict(known.how))
        compared, moved = _compared(known.results, made.impact.records())
        stamps = {stamp.id: stamp.checksum for stamp in made.manifest.tables}
    reasons = []
    if known.code != code_version():
        reasons.append(_other_code(known.code, code_version()))
    for id, checksum in known.tables.items():
        if stamps.get(id, checksum) != checksum:
            reasons.append(_other_table(id, checksum, stamps[id]))
    return Rerun(made, known.iomodel, compared, tuple(moved), tuple(reasons))


def _compared(
    before: Sequence[dict[str, Any]], now: Sequence[dict[str, Any]]
) -> tuple[int, list[Moved]]:
    """Return how many results stand on both sides, and those that moved."""
    old, new = (
        {tuple(str(row.get(name, "")) for name in _keys(row)): row for row in rows}
        for rows in (before, now)
    )
    moved = []
    for key in dict.fromkeys([*old, *new]):
        a, b = old.get(key), new.get(key)
        row = a or b
        assert row is not None
        left, right = (None if side is None else float(side["value"]) for side in (a, b))
        if left is None or right is None or abs(right - left) > SAME * max(abs(left), abs(right)):
            labels = {name: str(row[name]) for name in _keys(row) if row.get(name)}
            moved.append(Moved(labels, row["unit"], left, right))
    return len(old.keys() & new.keys()), moved


def _keys(row: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of a result's labels: all that is no value, unit or basis."""
    return tuple(name for name in row if name not in ("value", "unit", "basis", "price_year"))


def _texts(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file; of a zipped document, those of its members."""
    data = read_bytes(path)
    if not zipfile.is_zipfile(io.BytesIO(data)):
        yield data
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield archive.read(name)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        raise ReportFileError(str(path), _damaged(same(error))) from error


def _plain(report: Path, name: str) -> str:
    """Return a file's name, refused where it would lead out of its folder."""
    if not name or PurePosixPath(name).name != name or name in (".", "..") or "\\" in name:
        raise ReportFileError(str(report), _damaged(same(f'"{name}"')))
    return name


_NONE = Problem(
    "",
    Text("다시 계산할 기록이 없는 보고서입니다", "the report carries no record to run again"),
    Text("iomodel report가 만든 파일", "a file that iomodel report wrote"),
    Text("기록 없음", "no record"),
    Text(
        "원래 파일을 쓰거나, 시나리오 폴더를 iomodel run으로 계산하십시오",
        "use the file as it was written, or run the scenario's folder with iomodel run",
    ),
)


def _damaged(found: Text) -> Problem:
    return Problem(
        "",
        Text("보고서의 기록이 손상되었습니다", "the record in the report is damaged"),
        Text("온전한 기록", "a whole record"),
        found,
        Text("원래 파일을 다시 받으십시오", "get the file again as it was written"),
    )


def _other_format(found: object) -> Problem:
    return Problem(
        "",
        Text("기록의 형식이 이 판과 다릅니다", "the record has another format than this version's"),
        same(FORMAT),
        same(found),
        Text("iomodel을 새 판으로 올리십시오", "install a newer iomodel"),
    )


def _other_code(before: str, now: str) -> Text:
    return Text(f"코드가 바뀜: {before} → {now}", f"the code has changed: {before} → {now}")


def _other_table(id: str, before: str, now: str) -> Text:
    return Text(
        f"표 {id}이(가) 바뀜: sha256 {before[:12]} → {now[:12]}",
        f"table {id} has changed: sha256 {before[:12]} → {now[:12]}",
    )
