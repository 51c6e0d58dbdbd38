"""The template that `iomodel tables template` writes, filled in and read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from iomodel.draft import Draft
from iomodel.errors import IOModelError, NotSupportedError, Problem, TableFileError
from iomodel.readers import Request
from iomodel.readers import template_form as form
from iomodel.readers.labelled import read_labelled, sheet_name
from iomodel.readers.plain import draft_of
from iomodel.readers.roles import RolesFile
from iomodel.readers.sheets import Sheet, sheets_of
from iomodel.text import Text, same
from iomodel.validation import problems_of

_FLOWS = {form.DOMESTIC: "domestic", form.IMPORTS: "imports"}
_SHEETS = (
    form.ABOUT, form.SECTORS, form.ITEMS, form.DOMESTIC, form.IMPORTS, form.INPUTS, form.SATELLITES,
)  # fmt: skip
_PERSONS = ("명", "persons")


def recognises(path: Path) -> bool:
    """Return whether the file is a template, filled in or not."""
    if path.suffix.lower() not in (".xlsx", ".xlsm", ".ods"):
        return False
    return any(sheet.cells and sheet.text(0, 0) == form.MARK for sheet in sheets_of(path))


def read(request: Request) -> Draft:
    """Return the table in a template that a user has filled in.

    Rows of primary inputs, columns of final demand and of satellites, and the sheet of imports
    may be left blank as a whole, and are then no part of the table.

    Raises
    ------
    NotSupportedError
        If more than the template is given.
    TableFileError
        Listing every sheet that is missing or empty, every field that is blank or wrong, and
        every label that was changed on one sheet alone.
    """
    request.require_known()
    if len(request.paths) != 1 or request.employment is not None or request.imports is not None:
        raise _only_template(request)
    path = request.paths[0]
    sheets = {sheet_name(path, sheet): sheet for sheet in sheets_of(path)}
    missing = [name for name in _SHEETS if name not in sheets]
    if missing:
        raise TableFileError(str(path), [_no_sheet(name) for name in missing])
    filled = _Filled(path, sheets)
    document = filled.document()
    file = None
    try:
        file = RolesFile.model_validate(document)
    except ValidationError as error:
        told = problems_of(error, RolesFile)
        filled.problems += [replace(p, place=filled.address(str(p.place))) for p in told]
    if file is None:
        raise TableFileError(str(path), filled.problems)
    labelled = []
    for roles in file.sheets:
        try:
            labelled.append(read_labelled(path.parent, file, roles))
        except IOModelError as error:
            filled.problems += error.problems
    if filled.problems:
        raise TableFileError(str(path), filled.problems)
    names = filled.names() | {
        code: Text(filled.names().get(code, same(code)).ko, en)
        for code, en in request.names_en.items()
    }
    return draft_of(str(path), file, labelled, names, None)


class _Filled:
    """A template as filled in; what is wrong with it gathers in `problems`."""

    def __init__(self, path: Path, sheets: dict[str, Sheet]) -> None:
        self.path, self.sheets = path, sheets
        self.problems: list[Problem] = []

    def document(self) -> dict[str, Any]:
        """Return what the template says as a roles.toml would."""
        fields = self._fields()
        items = [row for row in self._rows(form.ITEMS) if row["part"]]
        used = [name for name in (form.DOMESTIC, form.IMPORTS) if self._has_figures(name)]
        left_out = [item["code"] for item in items if self._is_blank(item)]
        kept = [item for item in items if item["code"] not in left_out]
        self._refuse_empty(used, kept)
        sheets = [*used, form.INPUTS]
        if any(item["part"] == "satellites" for item in kept):
            sheets.append(form.SATELLITES)
        codes = [row["code"] for row in self._rows(form.SECTORS)]
        return {
            "format": 1,
            **fields,
            "sheets": [
                {
                    "file": self.path.name,
                    "sheet": name,
                    "flows": _FLOWS.get(name, "domestic"),
                    "header": [form.HEADER],
                }
                for name in sheets
            ],
            "sectors": {"rows": codes, "columns": codes},
            **{part: [_item(row) for row in _of(part, kept, items)] for part in _PARTS},
            "ignore": [*form.COMPUTED, *left_out],
        }

    def names(self) -> dict[str, Text]:
        """Return the names of the sectors by code."""
        rows = self._rows(form.SECTORS)
        return {
            row["code"]: Text(row["name_ko"] or row["name_en"], row["name_en"] or row["name_ko"])
            for row in rows
            if row["name_ko"] or row["name_en"]
        }

    def address(self, place: str) -> str:
        """Return the cell of a field by its key in a roles.toml."""
        keys = [self.sheets[form.ABOUT].text(i, 0) for i in range(len(self._about))]
        return self._about_place(keys.index(place), place) if place in keys else form.ITEMS

    @property
    def _about(self) -> tuple[tuple[str | float, ...], ...]:
        return self.sheets[form.ABOUT].cells

    def _about_place(self, i: int, what: str) -> str:
        return self.sheets[form.ABOUT].place(i, 2, what)

    def _fields(self) -> dict[str, dict[str, str]]:
        sheet = self.sheets[form.ABOUT]
        known = {field.key: field for field in form.FIELDS}
        found: dict[str, dict[str, str]] = {"table": {}, "source": {}}
        for i in range(1, len(self._about)):
            field = known.get(sheet.text(i, 0))
            value = sheet.text(i, 2) if len(sheet.cells[i]) > 2 else ""
            if field is not None and value:
                part, _, key = field.key.partition(".")
                found[part][key] = value
            elif field is not None and field.required:
                self.problems.append(_blank_field(self._about_place(i, field.key), field))
                part, _, key = field.key.partition(".")
                found[part][key] = _STAND_IN.get(key, "–")
        return found

    def _rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a list by the names of its columns, those without a code left out."""
        sheet = self.sheets[name]
        heads = [sheet.text(0, j) for j in range(len(sheet.cells[0]))]
        rows = (
            {head: sheet.text(i, j) for j, head in enumerate(heads) if head}
            for i in range(1, len(sheet.cells))
        )
        return [row for row in rows if row.get("code")]

    def _figures(self, name: str) -> Iterator[tuple[int, int]]:
        """Yield where a matrix holds figures or text, outside what the workbook computes."""
        sheet = self.sheets[name]
        top = form.HEADER - 1
        for i in range(form.HEADER, len(sheet.cells)):
            for j in range(2, len(sheet.cells[i])):
                computed = {sheet.text(i, 0), sheet.text(top, j)} & {*form.COMPUTED, ""}
                if not computed and sheet.cells[i][j] != "":
                    yield i, j

    def _has_figures(self, name: str) -> bool:
        return next(self._figures(name), None) is not None

    def _is_blank(self, item: dict[str, str]) -> bool:
        """Return whether an item has been left blank as a whole."""
        if item["part"] == "primary_inputs":
            sheet = self.sheets[form.INPUTS]
            return all(sheet.text(i, 0) != item["code"] for i, _ in self._figures(form.INPUTS))
        places = (
            (form.DOMESTIC, form.IMPORTS) if item["part"] == "final_demand" else (form.SATELLITES,)
        )
        return all(
            self.sheets[name].text(form.HEADER - 1, j) != item["code"]
            for name in places
            for _, j in self._figures(name)
        )

    def _refuse_empty(self, used: list[str], kept: list[dict[str, str]]) -> None:
        """Note what a table can't do without: flows, demand, value added, and imports once."""
        if form.DOMESTIC not in used:
            self.problems.append(_empty(form.DOMESTIC))
        roles = [item["role"] for item in kept if item["part"] == "primary_inputs"]
        if "value_added" not in roles:
            self.problems.append(_empty(form.INPUTS))
        if (form.IMPORTS in used) == ("imports" in roles):
            self.problems.append(_imports(form.IMPORTS in used))


_PARTS = ("final_demand", "primary_inputs", "satellites")
_STAND_IN = {  # so that a blank field isn't told twice
    "year": "2000", "price_year": "2000", "unit": "백만원", "valuation": "producers",
    "layout": form.LAYOUTS[0], "tolerance": "1",
}  # fmt: skip


def _of(part: str, kept: list[dict[str, str]], items: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the items of a part that were filled in; all of a part that may not be empty."""
    there = [row for row in kept if row["part"] == part]
    return there or [row for row in items if row["part"] == part and part != "satellites"]


def _item(row: dict[str, str]) -> dict[str, Any]:
    words: dict[str, Any] = {
        "label": row["code"], "code": row["code"], "ko": row["ko"], "en": row["en"],
    }  # fmt: skip
    if row["part"] == "final_demand":
        return words | {"exports": row["exports"] == "yes"}
    if row["part"] == "primary_inputs":
        return words | {"role": row["role"]}
    dimension = "persons" if row["unit"] in _PERSONS else "physical"
    return words | {"unit": row["unit"], "dimension": dimension}


def _no_sheet(name: str) -> Problem:
    return Problem(
        "",
        Text("양식의 시트가 없습니다", "a sheet of the template is missing"),
        same(name),
        Text("없음", "nothing"),
        Text("양식을 새로 만들어 옮기십시오", "make the template anew and copy into it"),
    )


def _blank_field(place: str, field: form.Field) -> Problem:
    return Problem(
        place,
        Text(f"{field.name.ko}: 비어 있습니다", f"{field.name.en}: the field is blank"),
        Text("값", "a value"),
        Text("빈칸", "a blank"),
        Text("노란 칸을 채우십시오", "fill in the yellow cell"),
    )


def _empty(name: str) -> Problem:
    return Problem(
        name,
        Text("시트가 비어 있습니다", "the sheet has not been filled in"),
        Text("칸마다 수, 없으면 0", "a number in every cell, 0 where there is none"),
        Text("빈칸뿐", "nothing but blanks"),
        Text("원자료의 값을 넣으십시오", "put in the figures of the source"),
    )


def _imports(twice: bool) -> Problem:
    return Problem(
        f"{form.IMPORTS}, {form.INPUTS}",
        Text("수입이 두 번 적혔습니다", "imports are filled in twice")
        if twice
        else Text("수입이 적히지 않았습니다", "imports are not filled in"),
        Text("시트나 투입의 수입 행 가운데 하나", "either the sheet or the row of imports"),
        Text("둘 다", "both") if twice else Text("둘 다 빈칸", "both are blank"),
        Text(
            "하나만 채우십시오. 수입이 없으면 행에 0을 적습니다",
            "fill in one of the two; without imports, put 0 into the row",
        ),
    )


def _only_template(request: Request) -> NotSupportedError:
    given = [*map(str, request.paths), *(["--employment"] if request.employment else [])]
    given += [f"--imports {request.imports}"] if request.imports else []
    return NotSupportedError(
        ", ".join(map(str, request.paths)),
        Problem(
            "",
            Text("양식 하나만 주십시오", "give the template alone"),
            Text("채운 양식 하나", "one template, filled in"),
            same(", ".join(given)),
            Text(
                "수입과 고용은 양식 안의 시트에 적으십시오",
                "imports and employment stand on sheets of the template",
            ),
        ),
    )
