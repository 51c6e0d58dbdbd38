"""A plain matrix in CSV files or a workbook, its rows and columns told in a roles.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from iomodel.draft import Block, Draft, Part
from iomodel.errors import IOModelError, NotSupportedError, Problem, TableFileError
from iomodel.files import checksum, parse_csv, read_bytes
from iomodel.provenance import Source
from iomodel.readers import ImportTreatment, Request
from iomodel.readers.assembly import Assembly
from iomodel.readers.labelled import Labelled, read_labelled
from iomodel.readers.roles import RolesFile, read_roles
from iomodel.readers.sorting import sort
from iomodel.readers.totals import claims, printed
from iomodel.readers.treatment import complete
from iomodel.table import TableInfo
from iomodel.text import Text, same
from iomodel.validation import problems_of


def recognises(path: Path) -> bool:
    """Return whether the file is a roles.toml, which names the files of the table."""
    return path.suffix.lower() == ".toml"


def read(request: Request) -> Draft:
    """Return the table that a roles.toml describes.

    Raises
    ------
    NotSupportedError
        If more than the roles.toml is given, or imports can't be told from domestic products.
    NotFoundError
        If roles.toml or the file of names can't be read.
    TableFileError
        Listing every key of roles.toml that is wrong; every sheet that can't be read; every label
        that isn't on the sheets, is there twice or has no role.
    """
    request.require_known()
    if len(request.paths) != 1 or request.employment is not None:
        raise _only_roles(request)
    path = request.paths[0]
    file = read_roles(path)
    sheets, problems = [], []
    for roles in file.sheets:
        try:
            sheets.append(read_labelled(path.parent, file, roles))
        except IOModelError as error:
            problems += [replace(p, place=_within(error.origin, p)) for p in error.problems]
    if problems:
        raise TableFileError(str(path), problems)
    names = _names(path.parent / file.sectors.names) if file.sectors.names else {}
    names |= {code: Text(names.get(code, same("")).ko, en) for code, en in request.names_en.items()}
    stamped = file.model_copy(update={"source": _stamped(path.parent, file)})
    return draft_of(str(path), stamped, sheets, names, request.imports or file.treatment)


def draft_of(
    origin: str,
    file: RolesFile,
    sheets: list[Labelled],
    names: Mapping[str, Text],
    treatment: ImportTreatment | None,
) -> Draft:
    """Return the table on `sheets`, what their labels are being told in `file`.

    Parameters
    ----------
    names : mapping of str to Text
        Names of sectors by code; those that labels hold stand for what is missing.
    treatment : str or None
        How to tell imports from domestic products where there are total flows alone.

    Raises
    ------
    NotSupportedError, TableFileError
        As `read` does.
    """
    info = _info(origin, file)
    views, problems = zip(*(sort(file, names, sheet) for sheet in sheets), strict=True)
    unsorted = [problem for found in problems for problem in found]
    if unsorted:
        raise TableFileError(origin, unsorted)
    assembly = Assembly(file, views)
    parts: dict[Part, Block] = assembly.flows() | assembly.demand()
    imports = assembly.imports()
    parts |= assembly.primary_inputs() | assembly.satellites()
    totals, sums = printed(assembly), claims(assembly)
    if assembly.problems:
        raise TableFileError(origin, assembly.problems)
    if treatment is not None and {"domestic", "imports"} & parts.keys():
        raise _needless(origin, treatment)
    exports = np.array([item.exports for item in file.final_demand])
    parts, assumed = complete(origin, parts, imports, exports, treatment)
    codes = {mark.code for block in parts.values() for mark in block.rows}
    return Draft(
        origin,
        info,
        parts,
        totals,
        claims=sums,
        names_en={code: name.en for code, name in names.items() if name.en and code in codes},
        assumptions=(*assumed, *_read_as(file), *assembly.left_out()),
    )


def _stamped(folder: Path, file: RolesFile) -> Source:
    """Return the source with the checksums of the files that hold the figures."""
    files = dict.fromkeys(roles.file for roles in file.sheets)
    sums = (f"sha256 {Path(name).name}: {checksum(read_bytes(folder / name))}" for name in files)
    return file.source.model_copy(update={"obtained": "; ".join((file.source.obtained, *sums))})


def _needless(origin: str, treatment: ImportTreatment) -> NotSupportedError:
    return NotSupportedError(
        origin,
        Problem(
            "",
            Text(
                "국산과 수입이 이미 시트에 나뉘어 있습니다",
                "the sheets tell domestic products from imports already",
            ),
            Text("수입의 처리 방식 없이", "no treatment of imports"),
            same(treatment),
            Text("--imports나 treatment를 빼십시오", "leave out --imports, or treatment"),
        ),
    )


def _info(origin: str, file: RolesFile) -> TableInfo:
    try:
        return file.info()
    except ValidationError as error:
        raise TableFileError(origin, problems_of(error, TableInfo)) from error


def _read_as(file: RolesFile) -> tuple[Text, ...]:
    """Return how figures were read otherwise than they are written."""
    notes = []
    if file.blank == "zero":
        notes.append(
            Text("원자료의 빈칸은 0으로 읽음", "blank cells of the source are read as zero")
        )
    for item in file.primary_inputs:
        if item.less:
            taken = ", ".join(item.less)
            code = item.known_as()["code"]
            notes.append(
                Text(
                    f"{code}: 원자료의 {item.label}에서 {taken}을(를) 뺀 값",
                    f"{code}: {item.label} of the source less {taken}",
                )
            )
    for indicator in file.satellites:
        if indicator.factor != 1.0:
            code, factor = indicator.known_as()["code"], f"{indicator.factor:,g}"
            notes.append(
                Text(
                    f"{code}: 원자료의 값에 {factor}을(를) 곱하여 {indicator.unit} 단위로 고침",
                    f"{code}: figures of the source times {factor}, to be in {indicator.unit}",
                )
            )
    return tuple(notes)


def _names(path: Path) -> dict[str, Text]:
    """Return names by code from a CSV: the code, then name_ko and name_en or one name for both."""
    grid = parse_csv(str(path), read_bytes(path))
    problems = list(grid.problems)
    if len(grid.header) < 2:
        problems.append(
            Problem(
                "header",
                Text("부문 이름의 열이 없습니다", "there is no column of names"),
                Text("코드와 이름, 예: code,name_ko,name_en", "a code, then names"),
                same(", ".join(grid.header) or "–"),
                Text("이름의 열을 넣으십시오", "put in a column of names"),
            )
        )
    if problems:
        raise TableFileError(str(path), problems)
    at = {name: i for i, name in enumerate(grid.header)}
    ko, en = at.get("name_ko", 1), at.get("name_en", 1)
    return {row[0]: Text(row[ko], row[en]) for row in grid.rows}


def _within(origin: str, problem: Problem) -> Text:
    place = problem.place if isinstance(problem.place, Text) else same(problem.place)
    if place.en.startswith(origin):
        return place
    return Text(f"{origin}, {place.ko}".rstrip(", "), f"{origin}, {place.en}".rstrip(", "))


def _only_roles(request: Request) -> NotSupportedError:
    given = [*request.paths, *([request.employment] if request.employment else [])]
    return NotSupportedError(
        ", ".join(map(str, given)),
        Problem(
            "",
            Text("roles.toml 하나만 주십시오", "give the roles.toml alone"),
            Text("roles.toml 하나", "one roles.toml"),
            same(", ".join(path.name for path in given)),
            Text(
                "다른 파일과 고용은 roles.toml의 sheets와 satellites에 적으십시오",
                "name other files and employment in it, as sheets and satellites",
            ),
        ),
    )
