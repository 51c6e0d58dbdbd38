"""Drafts: a table as read, its addresses, and what keeps it from being a table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drafts import marked, planted, renamed, swapped, texted, with_block, without
from helpers import DOMESTIC, lines, refused, repeatable, tiny
from hypothesis import given
from hypothesis import strategies as st

from iomodel.catalogue import load_table
from iomodel.draft import Block, Cells, Draft, Mark, labelled_place
from iomodel.errors import TableFileError
from iomodel.table import IOTable
from iomodel.text import Text


def block(cells: Cells, rows: str, columns: str, file: str = "f.csv") -> Block:
    marks = [tuple(Mark(code, f"이름 {code}") for code in side) for side in (rows, columns)]
    return Block(*marks, cells, labelled_place(file, *marks))


# ------------------------------------------------------------------ there and back
@pytest.mark.parametrize("id", ["bok-2020-33", "bok-2020-165"])
def test_a_table_seen_as_a_draft_is_the_same_table(id: str) -> None:
    table = load_table(id)
    assert isinstance(table, IOTable)
    back = Draft.of(table).table()
    assert back.info == table.info
    assert back.sectors == table.sectors
    for name in ("domestic", "imports", "final_demand", "final_demand_imports"):
        np.testing.assert_array_equal(getattr(back, name), getattr(table, name))
    np.testing.assert_array_equal(back.primary_inputs, table.primary_inputs)
    np.testing.assert_array_equal(back.satellites, table.satellites)


def test_a_table_without_imports_and_satellites() -> None:
    table = tiny(imports=None, final_demand_imports=None, satellites=np.zeros((0, 3)))
    bare = replace(table, info=table.info.model_copy(update={"satellites": ()}))
    draft = Draft.of(bare)
    assert set(draft.parts) == {"domestic", "final_demand", "primary_inputs"}
    back = draft.table()
    assert back.imports is None
    assert back.final_demand_imports is None
    assert back.satellites.shape == (0, 3)


def test_places_are_those_of_the_files() -> None:
    parts = Draft.of(tiny()).parts
    assert parts["domestic"].place(0, 2) == "domestic.csv, row 01, column 03"
    assert parts["primary_inputs"].place(1, 0) == "primary_inputs.csv, row surplus, column 01"
    assert parts["satellites"].place(2, 0) == "satellites.csv, row 03, column employed"
    assert parts["domestic"].place(1, -1) == "domestic.csv, row 02"
    assert parts["domestic"].place(-1, 1) == "domestic.csv, column 02"
    assert parts["domestic"].place(-1, -1) == "domestic.csv"


def test_names_and_assumptions_go_into_the_table() -> None:
    draft = replace(
        Draft.of(tiny(caveats_ko=("하나",), caveats_en=("One",))),
        names_en={"02": "Factories"},
        assumptions=(Text("수입은 비례배분", "imports in proportion"),),
    )
    table = draft.table()
    assert [str(sector.name) for sector in table.sectors.sectors] == [
        "농산물", "Factories", "서비스",
    ]  # fmt: skip
    assert table.info.caveats == (
        Text("하나", "One"),
        Text("수입은 비례배분", "imports in proportion"),
    )


# ------------------------------------------------------------------ blocks
def test_values_are_numbers_or_nothing() -> None:
    one = block(((1.0, "n.a.", ""), (float("inf"), float("nan"), -2)), "ab", "xyz")
    np.testing.assert_array_equal(one.values, [[1.0, np.nan, np.nan], [np.nan, np.nan, -2.0]])
    assert one.row_codes == ("a", "b")
    assert one.column_codes == ("x", "y", "z")


@pytest.mark.parametrize("as_text", [False, True])
def test_figures_taken_and_turned_keep_their_addresses(as_text: bool) -> None:
    cells = np.arange(6.0).reshape(2, 3)
    one = block(tuple(map(tuple, cells.tolist())) if as_text else cells, "ab", "xyz")
    some = one.take([1], [2, 0])
    np.testing.assert_array_equal(some.values, [[5.0, 3.0]])
    assert (some.row_codes, some.column_codes) == (("b",), ("z", "x"))
    assert some.place(0, 1) == "f.csv, row b, column x"
    assert some.place(-1, 0) == "f.csv, column z"
    assert some.place(-1, -1) == "f.csv"
    turned = one.transposed()
    np.testing.assert_array_equal(turned.values, cells.T)
    assert turned.place(2, 1) == "f.csv, row b, column z"
    assert turned.place(2, -1) == "f.csv, column z"


@repeatable
@given(st.data())
def test_taking_a_permutation_and_its_inverse_changes_nothing(data: st.DataObject) -> None:
    one = block(DOMESTIC, "abc", "xyz")
    rows, columns = (data.draw(st.permutations(range(3))) for _ in "ab")
    back = one.take(rows, columns).take(np.argsort(rows).tolist(), np.argsort(columns).tolist())
    np.testing.assert_array_equal(back.values, DOMESTIC)
    assert (back.rows, back.columns) == (one.rows, one.columns)
    assert back.place(1, 2) == one.place(1, 2)


# ------------------------------------------------------------------ what is no table
def refusal(draft: Draft, lang: str = "en") -> str:
    error = refused(TableFileError, draft.table)
    assert error.data == draft.faults()
    return error.render("ko" if lang == "ko" else "en")


def test_missing_part() -> None:
    draft = Draft.of(tiny())
    assert refusal(without(draft, "final_demand")) == lines(
        "tiny-3",
        "  tiny-3: a part is missing: domestic final demand",
        "    expected: domestic flows, domestic final demand, primary inputs",
        "    found: domestic flows, imported flows, imported final demand, primary inputs, "
        "satellites",
        "    remedy: supply that part of the source, or mend the range that is read",
    )
    assert refusal(without(draft, *draft.parts), "ko") == lines(
        "tiny-3",
        "  tiny-3: 빠진 부분: 국산거래",
        "    기대한 것: 국산거래, 국산 최종수요, 본원적 투입",
        "    찾은 것: 없음",
        "    고치는 법: 원자료의 해당 부분을 넣거나, 읽을 범위를 고치십시오",
        "  tiny-3: 빠진 부분: 국산 최종수요",
        "    기대한 것: 국산거래, 국산 최종수요, 본원적 투입",
        "    찾은 것: 없음",
        "    고치는 법: 원자료의 해당 부분을 넣거나, 읽을 범위를 고치십시오",
        "  tiny-3: 빠진 부분: 본원적 투입",
        "    기대한 것: 국산거래, 국산 최종수요, 본원적 투입",
        "    찾은 것: 없음",
        "    고치는 법: 원자료의 해당 부분을 넣거나, 읽을 범위를 고치십시오",
    )


def test_items_that_differ_in_number_from_the_description() -> None:
    draft = Draft.of(tiny())
    categories = draft.info.final_demand[:1]
    short = replace(draft, info=draft.info.model_copy(update={"final_demand": categories}))
    assert refusal(short) == lines(
        "tiny-3",
        "  final_demand.csv: the items of domestic final demand differ in number",
        "    expected: 1: c",
        "    found: 2",
        "    remedy: look for an item left out or too many",
        "  final_demand_imports.csv: the items of imported final demand differ in number",
        "    expected: 1: c",
        "    found: 2",
        "    remedy: look for an item left out or too many",
    )
    assert refusal(short, "ko").splitlines()[1:5] == [
        "  final_demand.csv: 국산 최종수요 항목의 수가 다릅니다",
        "    기대한 것: 1: c",
        "    찾은 것: 2",
        "    고치는 법: 빠지거나 남는 항목을 찾으십시오",
    ]


def test_missing_and_doubled_codes() -> None:
    draft = marked(Draft.of(tiny()), "domestic", "row", renamed(1, Mark("", "공산품")))
    draft = marked(draft, "domestic", "row", renamed(2, Mark("01", "서비스")))
    assert refusal(draft) == lines(
        "tiny-3",
        "  domestic.csv R3C1: the code is missing",
        "    expected: a code for every row and column",
        '    found: "공산품"',
        "    remedy: put in the code of the source",
        "  domestic.csv R4C1: the code occurs twice",
        "    expected: a code of its own for every row and column",
        '    found: "01 서비스", also at domestic.csv R2C1',
        "    remedy: remove one of them or mend its code",
    )
    assert refusal(draft, "ko") == lines(
        "tiny-3",
        "  domestic.csv R3C1: 코드가 없습니다",
        "    기대한 것: 줄마다 코드 하나",
        '    찾은 것: "공산품"',
        "    고치는 법: 원자료의 코드를 넣으십시오",
        "  domestic.csv R4C1: 코드가 두 번 나옵니다",
        "    기대한 것: 줄마다 다른 코드",
        '    찾은 것: "01 서비스", domestic.csv R2C1에도',
        "    고치는 법: 한 줄을 지우거나 코드를 고치십시오",
    )


def test_labels_in_another_order_are_told_on_the_odd_side() -> None:
    """Even where the odd side is the rows of the domestic flows."""
    draft = marked(Draft.of(tiny()), "domestic", "row", swapped(0, 2))
    assert [mark.code for mark in draft.sectors] == ["01", "02", "03"]
    assert refusal(draft) == lines(
        "tiny-3",
        "  domestic.csv R2C1: the labels stand in another order",
        '    expected: "01 농산물" as number 1',
        '    found: "03 서비스" as number 1',
        "    remedy: mend the labels after the source, or put the lines in the same order",
    )
    assert refusal(draft, "ko") == lines(
        "tiny-3",
        "  domestic.csv R2C1: 이름표의 순서가 다릅니다",
        '    기대한 것: 1번째에 "01 농산물"',
        '    찾은 것: 1번째에 "03 서비스"',
        "    고치는 법: 원자료와 대조하여 이름표를 고치거나, 줄을 같은 순서로 옮기십시오",
    )


def test_labels_that_are_not_the_tables() -> None:
    other = renamed(1, Mark("O2", "공산품"))
    draft = marked(Draft.of(tiny()), "primary_inputs", "column", other)
    assert refusal(draft) == lines(
        "tiny-3",
        "  primary_inputs.csv R1C3: the labels are not the table's",
        "    expected: the same 3 everywhere",
        '    found: missing: "02 공산품"; surplus: "O2 공산품"; 3 in all',
        "    remedy: mend the labels after the source, or put the lines in the same order",
    )
    assert refusal(draft, "ko").splitlines()[1:4] == [
        "  primary_inputs.csv R1C3: 이름표가 표의 부문이나 항목과 다릅니다",
        "    기대한 것: 행과 열, 모든 시트에 같은 3개",
        '    찾은 것: 빠짐: "02 공산품"; 남음: "O2 공산품"; 3개',
    ]


def test_fewer_rows_than_columns() -> None:
    draft = Draft.of(tiny())
    short = with_block(draft, "domestic", draft.parts["domestic"].take([0, 1], [0, 1, 2]))
    assert refusal(short).splitlines()[1:4] == [
        "  domestic.csv: the labels are not the table's",
        "    expected: the same 3 everywhere",
        '    found: missing: "03 서비스"; surplus: none; 2 in all',
    ]


def test_items_of_final_demand_that_differ_between_sheets() -> None:
    draft = marked(Draft.of(tiny()), "final_demand_imports", "column", swapped(0, 1))
    assert refusal(draft).splitlines()[1:4] == [
        "  final_demand_imports.csv R1C2: the labels stand in another order",
        '    expected: "c 소비" as number 1',
        '    found: "e 수출" as number 1',
    ]


def test_cells_that_hold_no_number() -> None:
    draft = texted(Draft.of(tiny()), "final_demand", [(1, 0)], "-")
    draft = texted(draft, "satellites", [(2, 0)], "")
    draft = planted(draft, "imports", 1, 1, float("nan"))
    assert refusal(draft) == lines(
        "tiny-3",
        "  imports.csv, row 02, column 02: the cell is not a number",
        "    expected: a finite number",
        '    found: "nan" (02 공산품 × 02 공산품)',
        "    remedy: put in the figure of the source",
        "  final_demand.csv, row 02, column c: the cell is not a number",
        "    expected: a finite number",
        '    found: "-" (02 공산품 × c 소비)',
        "    remedy: put in the figure of the source",
        "  satellites.csv, row 03, column employed: the cell is not a number",
        "    expected: a finite number",
        '    found: "" (03 서비스 × employed 취업자)',
        "    remedy: put in the figure of the source",
    )
    assert refusal(draft, "ko").splitlines()[5:9] == [
        "  final_demand.csv, row 02, column c: 숫자가 아닙니다",
        "    기대한 것: 유한한 수",
        '    찾은 것: "-" (02 공산품 × c 소비)',
        "    고치는 법: 원자료의 값을 넣으십시오",
    ]
