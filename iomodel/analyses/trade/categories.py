"""Which final-demand categories are exports, and which are changes in inventories."""

from __future__ import annotations

from iomodel.analyses.arguments import Words, categories_there, category_positions
from iomodel.errors import LabelError, Problem
from iomodel.table import IOTable, Label
from iomodel.text import Text

EXPORTS = Text("수출", "export")
INVENTORIES = Text("재고", "inventor")


def exports_of(table: IOTable, words: Words | None) -> list[int]:
    """Return the positions of the export categories: those given, or those named so.

    Raises
    ------
    NotFoundError
        If a word is no category's code or name.
    LabelError
        If none is given and none is named so.
    """
    found = categories(table, words, EXPORTS, "exports")
    if not found:
        raise LabelError(
            table.info.id,
            Problem(
                "exports",
                Text("수출 항목을 알 수 없습니다", "the category of exports isn't known"),
                Text("이름에 '수출'이 든 항목, 또는 exports", "a category named so, or exports="),
                categories_there(table),
                Text("exports에 항목 코드를 주십시오", "give the category's code as exports"),
            ),
        )
    return found


def categories(table: IOTable, words: Words | None, named: Text, argument: str) -> list[int]:
    """Return the positions of the categories given by code or name, or whose name holds `named`.

    Raises
    ------
    NotFoundError
        If a word is no category's code or name.
    """
    if not words:
        labels = table.info.final_demand
        return [i for i, label in enumerate(labels) if _is_named(label, named)]
    return category_positions(table, words, argument)


def _is_named(label: Label, named: Text) -> bool:
    return named.ko in label.ko or named.en in label.en.casefold()
