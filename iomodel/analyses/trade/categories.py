"""Which final-demand categories are exports, and which are changes in inventories."""

from __future__ import annotations

from collections.abc import Sequence

from iomodel.errors import LabelError, Problem
from iomodel.table import IOTable, Label
from iomodel.text import Text, same

EXPORTS = Text("수출", "export")
INVENTORIES = Text("재고", "inventor")


def exports_of(table: IOTable, words: Sequence[str] | str | None) -> list[int]:
    """Return the positions of the export categories: those given, or those named so.

    Raises
    ------
    LabelError
        If a word is no category's code or name, or none is given and none is named so.
    """
    found = categories(table, words, EXPORTS)
    if not found:
        raise LabelError(
            table.info.id,
            Problem(
                "final_demand",
                Text("수출 항목을 알 수 없습니다", "the category of exports isn't known"),
                Text("이름에 '수출'이 든 항목, 또는 exports", "a category named so, or exports="),
                _known(table),
                Text("exports에 항목 코드를 주십시오", "give the category's code as exports"),
            ),
        )
    return found


def categories(table: IOTable, words: Sequence[str] | str | None, named: Text) -> list[int]:
    """Return the positions of the categories given by code or name, or whose name holds `named`.

    Raises
    ------
    LabelError
        If a word is no category's code or name.
    """
    labels = table.info.final_demand
    if not words:
        return [i for i, label in enumerate(labels) if _is_named(label, named)]
    wanted = [words] if isinstance(words, str) else list(words)
    found = [
        [i for i, label in enumerate(labels) if word in (label.code, label.ko, label.en)]
        for word in wanted
    ]
    unknown = [word for word, at in zip(wanted, found, strict=True) if len(at) != 1]
    if unknown:
        raise LabelError(
            table.info.id,
            Problem(
                "final_demand",
                Text("그런 최종수요 항목이 없습니다", "there is no such final-demand category"),
                _known(table),
                same(", ".join(f'"{word}"' for word in unknown)),
                Text("코드나 이름을 고치십시오", "correct the code or name"),
            ),
            data=unknown,
        )
    return sorted({at[0] for at in found})


def _is_named(label: Label, named: Text) -> bool:
    return named.ko in label.ko or named.en in label.en.casefold()


def _known(table: IOTable) -> Text:
    labels = table.info.final_demand
    return Text(
        ", ".join(f"{label.code} {label.ko}" for label in labels),
        ", ".join(f"{label.code} {label.en}" for label in labels),
    )
