"""The forms of a report, one module each, chosen by the ending of the file."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from iomodel.errors import NotSupportedError, Problem
from iomodel.files import write_whole
from iomodel.report.document import Document
from iomodel.text import Text, same

# Each module has `render(document) -> bytes`.
DOORS = {
    ".xlsx": "xlsx",
    ".docx": "docx",
    ".hwpx": "hwpx",
    ".html": "html",
    ".md": "markdown",
    ".tex": "latex",
    ".csv": "csv",
}


def write(document: Document, path: Path) -> None:
    """Write a report in the form that the file's ending says, whole or not at all.

    Raises
    ------
    NotSupportedError
        If the ending is none of `DOORS`, or the library of that form isn't installed.
    OutputError
        If the file can't be written.
    """
    name = require_known(path)
    write_whole(path, import_module(f"iomodel.report.doors.{name}").render(document))


def require_known(path: Path) -> str:
    """Return the module that writes files of this ending.

    Raises
    ------
    NotSupportedError
        If there is none.
    """
    ending = path.suffix.lower()
    if ending not in DOORS:
        raise NotSupportedError(
            str(path),
            Problem(
                "--to",
                Text("이런 형식의 보고서는 쓰지 않습니다", "there is no report of this form"),
                same(", ".join(DOORS)),
                same(f'"{ending}"') if ending else Text("확장자 없음", "no ending"),
                Text("파일 이름의 확장자를 고치십시오", "correct the ending of the file's name"),
            ),
        )
    return DOORS[ending]
