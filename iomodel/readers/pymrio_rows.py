"""The rows of a system's extensions, and which of them are primary inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iomodel.errors import LabelError, NotSupportedError, Problem, UnitError
from iomodel.sectors import require_same_labels
from iomodel.table import Array, Role
from iomodel.text import Text, same

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Row:
    """A row of an extension: figures by sector, (n,), in `unit`."""

    extension: str
    label: str
    unit: str
    values: Array


def tuples_of(index: pd.Index) -> list[tuple[str, ...]]:
    """Return the labels of an index, one word a level."""
    return [
        tuple(map(str, key)) if isinstance(key, tuple) else (str(key),) for key in index.tolist()
    ]


def require_labels(origin: str, found: pd.Index, wanted: pd.Index, name: str) -> None:
    """Raise unless the labels of `name` are those of Z's rows (R1).

    Raises
    ------
    LabelError
    """
    theirs, ours = (["/".join(key) for key in tuples_of(index)] for index in (found, wanted))
    what = Text(f"{name}과 Z의 부문", f"sectors of {name} and of Z")
    require_same_labels(origin, theirs, ours, what)


def _names(system: Any) -> list[str]:
    """Return the names of the system's extensions, as its attributes are called."""
    return list(system.get_extensions())


def with_demand(system: Any) -> set[str]:
    """Return the extensions that have figures of final demand itself."""
    return {name for name in _names(system) if getattr(system, name).F_Y is not None}


def rows_of(origin: str, system: Any) -> Iterator[Row]:
    """Yield the rows of a system's extensions.

    Raises
    ------
    NotSupportedError
        If an extension has no totals F.
    LabelError
        If its sectors are not those of Z.
    """
    for name in _names(system):
        extension = getattr(system, name)
        if extension.F is None:
            raise no_flows(origin, f"{name}.F")
        require_labels(origin, extension.F.columns, system.Z.index, f"{name}.F")
        labels = ["/".join(key) for key in tuples_of(extension.F.index)]
        units = [""] * len(labels) if extension.unit is None else extension.unit.iloc[:, 0]
        figures = extension.F.to_numpy(float)
        for label, unit, values in zip(labels, units, figures, strict=True):
            yield Row(name, label, str(unit), values)


def code_of(row: Row) -> str:
    """Return what a row is called beside those of other extensions."""
    return f"{row.extension}/{row.label}"


def short_codes(rows: Sequence[Row]) -> list[str]:
    """Return the labels of rows, with their extension where they'd be alike."""
    labels = [row.label for row in rows]
    return [row.label if labels.count(row.label) == 1 else code_of(row) for row in rows]


def roles_of(
    origin: str, rows: Sequence[Row], primary: Mapping[Role, Sequence[str]]
) -> dict[int, Role]:
    """Return the positions of the rows that play a role among primary inputs, in order.

    A row named by itself leaves the role of its extension.

    Raises
    ------
    LabelError
        If there is no such extension or row, or one is named for two roles.
    """
    found: dict[int, Role] = {}
    extensions = {row.extension for row in rows}
    for of_extension in (False, True):
        named: dict[int, Role] = {}
        for role, words in primary.items():
            for word in words:
                if (word in extensions) == of_extension:
                    at = [k for k in _named(origin, rows, word) if k not in found]
                    twice = [code_of(rows[k]) for k in at if named.get(k, role) != role]
                    if twice:
                        raise _twice(origin, twice)
                    named |= dict.fromkeys(at, role)
        found |= named
    return dict(sorted(found.items()))


def _named(origin: str, rows: Sequence[Row], word: str) -> list[int]:
    """Return the rows of an extension, or the one row "extension/label"."""
    at = [k for k, row in enumerate(rows) if word in (row.extension, code_of(row))]
    if not at:
        raise _no_row(origin, rows, word)
    return at


def kept_of(
    origin: str, rows: Sequence[Row], roles: Mapping[int, Role], asked: Sequence[str] | None
) -> list[Row]:
    """Return the rows that stay satellites: those asked for, else all that play no role."""
    words = asked if asked is not None else list(dict.fromkeys(row.extension for row in rows))
    at = [k for word in words for k in _named(origin, rows, word)]
    return [rows[k] for k in dict.fromkeys(at) if k not in roles]


def require_money(origin: str, rows: Sequence[Row], units: pd.DataFrame | None) -> None:
    """Raise if a primary input is in another unit than the flows."""
    known = set() if units is None else {str(unit) for unit in units.iloc[:, 0]}
    bad = [row for row in rows if known and row.unit and row.unit not in known]
    if bad:
        raise UnitError(
            origin,
            [
                Problem(
                    code_of(row),
                    Text("거래와 단위가 다릅니다", "the unit is not that of the flows"),
                    same(", ".join(sorted(known))),
                    same(row.unit),
                    Text("한 단위로 고치십시오", "convert to one unit first"),
                )
                for row in bad
            ],
        )


def no_flows(origin: str, what: str) -> NotSupportedError:
    """Return the error of a system that lacks what has to be read."""
    return NotSupportedError(
        origin,
        Problem(
            what,
            Text("체계에 금액이 없습니다", "the system doesn't hold the figures"),
            Text("Z와 Y, 확장의 F", "Z and Y, and F of its extensions"),
            Text("없음", "nothing"),
            Text("pymrio에서 calc_all()을 먼저 하십시오", "do calc_all() in pymrio first"),
        ),
    )


def _no_row(origin: str, rows: Sequence[Row], word: str) -> LabelError:
    known = list(dict.fromkeys(row.extension for row in rows))
    shown = ", ".join([*known, *map(code_of, rows[:_SHOWN])]) + (" …" if len(rows) > _SHOWN else "")
    return LabelError(
        origin,
        Problem(
            word,
            Text("그런 확장이나 행이 없습니다", "there is no such extension or row"),
            same(shown or "–"),
            same(f'"{word}"'),
            Text("위의 이름 가운데 하나를 쓰십시오", "write one of those names"),
        ),
        data=known,
    )


_SHOWN = 20


def _twice(origin: str, names: Sequence[str]) -> LabelError:
    return LabelError(
        origin,
        Problem(
            ", ".join(names),
            Text("한 행이 두 역할을 맡았습니다", "a row plays two roles"),
            Text("행마다 역할 하나", "one role a row"),
            same(", ".join(names)),
            Text("한 역할에서 빼십시오", "take it out of one of them"),
        ),
        data=list(names),
    )
