"""The parts of a table from the Bank of Korea's sheets, imports told from domestic products."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from iomodel.draft import FINAL, FLOWS, Block, Mark, Part
from iomodel.errors import Problem
from iomodel.readers import ImportTreatment
from iomodel.readers.bok_accounts import EXPORTS, IMPORT_PARTS, IMPORTS
from iomodel.readers.bok_flows import Flows, beside, zeros_like
from iomodel.readers.treatment import complete
from iomodel.text import Text, same


@dataclass(frozen=True, eq=False)
class Told:
    """The parts of a table with domestic products and imports told apart.

    Attributes
    ----------
    parts : dict of Part to Block
        Without those that follow from the others, where lines or cells leave them open.
    change : str
        How the two were told apart, for the table's source.
    assumed : tuple of Text
        The assumption where nothing in the source tells them apart.
    derived : frozenset of Part
        What is total less the other.
    """

    parts: dict[Part, Block]
    change: str
    assumed: tuple[Text, ...]
    derived: frozenset[Part]


def tell(flows: Mapping[Part, Flows], treatment: ImportTreatment | None) -> Told:
    """Return the flows, final demand and primary inputs of a table from its sheets.

    Parameters
    ----------
    flows : mapping of Part to Flows
        "total", and "domestic" or "imports" or both.
    treatment : str, optional
        How to tell imports where only the total is there.

    Raises
    ------
    NotSupportedError, TableFileError
        Where only the total is there, if no treatment was chosen or it can't be applied.
    """
    total = flows["total"]
    parts: dict[Part, Block] = {}
    for part, one in flows.items():
        parts |= {part: one.intermediate, _FINAL[part]: one.final_demand}
    assumed: tuple[Text, ...] = ()
    read = frozenset(parts)
    if _fit(parts) and not any(one.problems for one in flows.values()):
        exports = np.array([use.label.code == EXPORTS for use in total.uses])
        origin = ", ".join(one.sheet.origin for one in flows.values())
        parts, assumed = complete(origin, parts, _imported(total), exports, treatment)
    if total.deductions:
        for part, block in parts.items():
            if part in FINAL:
                none = part == "final_demand_imports"
                parts[part] = beside(block, zeros_like(total.deducted) if none else total.deducted)
    derived = frozenset(parts) - read if len(flows) == 2 else frozenset[Part]()
    parts["primary_inputs"] = total.primary_inputs
    return Told(parts, _change(flows), assumed, derived)


_FINAL: dict[Part, Part] = dict(zip(FLOWS, FINAL, strict=True))


def _fit(parts: Mapping[Part, Block]) -> bool:
    """Return whether all sheets have the same labels and nothing but numbers."""
    labels = {(part in FINAL, block.row_codes, block.column_codes) for part, block in parts.items()}
    return len(labels) == 2 and not any(np.isnan(b.values).any() for b in parts.values())


def _imported(total: Flows) -> Block | None:
    """Return what is imported of each product, (n, 1); none where no column says."""
    names = [IMPORTS] if total.has(IMPORTS) else [p for p in IMPORT_PARTS if total.has(p)]
    if not names:
        return None
    columns = [total.down(name) for name in names]
    cells = np.sum([column.values for column in columns], axis=0)
    return Block(columns[0].rows, (Mark("imports", names[0]),), cells, columns[0].place)


def _change(flows: Mapping[Part, Flows]) -> str:
    if len(flows) == 3:
        return "Domestic and imported flows are those of their sheets."
    if "domestic" in flows:
        return "Imported flows are total less domestic flows, cell by cell."
    if "imports" in flows:
        return "Domestic flows are total less imported flows, cell by cell."
    return "Domestic and imported flows were told apart from total flows by assumption."


def needless(flows: Mapping[Part, Flows], treatment: ImportTreatment | None) -> list[Problem]:
    """Return the problem of a treatment of imports where the sheets tell them already."""
    if treatment is None or len(flows) == 1:
        return []
    return [
        Problem(
            flows["total"].sheet.origin,
            Text(
                "국산과 수입이 이미 시트에 나뉘어 있습니다",
                "the sheets tell domestic products from imports already",
            ),
            Text("--imports 없이", "no --imports"),
            same(f"--imports {treatment}"),
            Text("--imports를 빼십시오", "leave out --imports"),
        )
    ]
