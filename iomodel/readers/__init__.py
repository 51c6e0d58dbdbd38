"""Readers of foreign formats: each says which files it recognises, and makes drafts of them.

A reader is a module of this package with the two functions of `Reader`. It never judges a table:
what a draft claims is for `iomodel.checks` to say. `READERS` names the modules; each is loaded
when it is asked.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Protocol, cast

from iomodel.errors import NotSupportedError, Problem
from iomodel.text import Text, same

if TYPE_CHECKING:
    from iomodel.draft import Draft
    from iomodel.table import MultiplierTable

ImportTreatment = Literal["proportional", "proportional-but-exports"]


@dataclass(frozen=True)
class Request:
    """What to read, and what only the user knows of it.

    Attributes
    ----------
    paths : tuple of Path
        One file, or several that make one table together.
    employment : Path, optional
        A file with persons by the same sectors.
    imports : str, optional
        How to tell imports from domestic products where the files don't: "proportional" gives
        every use of a product the import share of its supply; "proportional-but-exports" holds
        exports to be domestic.
    names_en : mapping of str to str
        English sector names by code.
    choices : mapping of str to str
        What else a layout asks for: the country and year of a file that holds several, or which
        account of another program's system is value added.
    """

    paths: tuple[Path, ...]
    employment: Path | None = None
    imports: ImportTreatment | None = None
    names_en: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def require_known(self, known: Sequence[str] = ()) -> None:
        """Raise if there is a choice that the layout doesn't ask for.

        Raises
        ------
        NotSupportedError
        """
        unknown = [key for key in self.choices if key not in known]
        if unknown:
            raise NotSupportedError(
                ", ".join(map(str, self.paths)),
                Problem(
                    "--choose",
                    Text("이 짜임새가 묻지 않는 것입니다", "the layout doesn't ask for this"),
                    Text(", ".join(known) or "없음", ", ".join(known) or "nothing"),
                    same(", ".join(unknown)),
                    Text("--choose를 고치십시오", "mend --choose"),
                ),
                data=unknown,
            )


class Reader(Protocol):
    """What a module in `READERS` has."""

    def recognises(self, path: Path) -> bool:
        """Return whether the file is in this layout, without judging what it holds."""

    def read(self, request: Request) -> Draft:
        """Return the table in the files as a draft.

        Raises
        ------
        IOModelError
            If there is no telling what the files mean.
        """


READERS: dict[str, str] = {
    "bok": "bok",
    "bok-regional": "bok_regional",
    "esa": "esa",
    "pymrio": "pymrio",
    "template": "template",
    "plain": "plain",
}


MULTIPLIERS: dict[str, str] = {"bok-regional": "bok_regional_inducement"}
"""Layouts whose files may hold multipliers instead of flows, and the modules that read those."""

_MARKED = ("plain", "pymrio", "template")
"""Layouts known by a mark or a name of a file, which nothing else bears by chance."""


def reader(layout: str) -> Reader:
    """Return the reader of `layout`, one of `READERS`."""
    return cast(Reader, importlib.import_module(f"iomodel.readers.{READERS[layout]}"))


def multipliers(layout: str, request: Request) -> MultiplierTable | None:
    """Return the multipliers in the files of a layout; None where they hold flows.

    Raises
    ------
    TableFileError
        If what they hold contradicts itself.
    """
    if layout not in MULTIPLIERS:
        return None
    module = importlib.import_module(f"iomodel.readers.{MULTIPLIERS[layout]}")
    return cast("MultiplierTable | None", module.read(request))


def _recognising(layouts: Sequence[str], paths: Sequence[Path]) -> list[str]:
    return [name for name in layouts if all(map(reader(name).recognises, paths))]


def recognise(paths: Sequence[Path]) -> str:
    """Return the one layout whose reader recognises every file.

    Raises
    ------
    NotSupportedError
        If no reader does, or several do.
    """
    others = [name for name in READERS if name not in _MARKED]
    found = _recognising(_MARKED, paths) or _recognising(others, paths)
    if len(found) == 1:
        return found[0]
    raise NotSupportedError(
        ", ".join(map(str, paths)),
        Problem(
            "",
            Text("파일의 짜임새를 알 수 없습니다", "the layout of the file can't be told"),
            Text(f"다음 중 하나: {', '.join(READERS)}", f"one of: {', '.join(READERS)}"),
            same(", ".join(found)) if found else Text("어느 것도 아님", "none of them"),
            Text(
                "--layout으로 정하거나, 표를 docs/bring-your-own-table.md의 양식에 맞추십시오",
                "name it with --layout, or bring the table into a form of "
                "docs/bring-your-own-table.md",
            ),
        ),
        data=found,
    )
