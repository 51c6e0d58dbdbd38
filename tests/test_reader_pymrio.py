"""pymrio's systems as tables and back; its own accounts beside ours."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import (
    DOMESTIC,
    FINAL_DEMAND,
    IMPORTS,
    OUTPUT,
    PRIMARY,
    SATELLITES,
    lines,
    refused,
    tiny,
)
from multiregional import random_world

import iomodel
from iomodel.errors import LabelError, NotSupportedError, UnitError
from iomodel.models import LeontiefModel
from iomodel.readers import Request, recognise
from iomodel.readers import pymrio as reader
from iomodel.readers.pymrio import from_pymrio, to_pymrio
from iomodel.readers.pymrio_system import money_of
from iomodel.table import IOTable, Satellite
from iomodel.text import Text

pymrio = pytest.importorskip("pymrio")

EXACT = 1e-12  # the same figures; and inverses of two programs, relative to the largest cell
PRINTED = 5.1e-9  # pymrio's integration test states eight decimals

VALUE_ADDED = {"value_added": ["factor_inputs"]}


@pytest.fixture(scope="module")
def world() -> Any:
    """pymrio's test system of 6 regions × 8 sectors, calculated."""
    return pymrio.load_test().calc_all()


def small_system(shared: Path) -> Any:
    """pymrio's small test system of 2 regions × 3 sectors, from the case's files."""
    folder = shared / "cases/pymrio_small_mrio/inputs"
    frames = {}
    for name, names in (
        ("Z", ("region", "sector")), ("Y", ("region", "category")), ("F", ()), ("F_Y", ()),
    ):  # fmt: skip
        frame = pd.read_csv(folder / f"{name}.csv", index_col=0)
        labels = [tuple(label.split(".")) for label in frame.columns]
        frame.columns = pd.MultiIndex.from_tuples(labels, names=names or ("region", "x"))
        if names:
            rows = [tuple(label.split(".")) for label in frame.index]
            frame.index = pd.MultiIndex.from_tuples(rows, names=["region", "sector"])
        frames[name] = frame
    index = frames["Z"].index
    frames["F"].columns = index
    return pymrio.IOSystem(
        Z=frames["Z"],
        Y=frames["Y"],
        unit=pd.DataFrame({"unit": "M.EUR"}, index=index),
        emissions={
            "name": "emissions",
            "F": frames["F"],
            "F_Y": frames["F_Y"].set_axis(frames["Y"].columns, axis=1),
            "unit": pd.DataFrame({"unit": "t"}, index=frames["F"].index),
        },
    )


def near(found: object, expected: object) -> None:
    a, b = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    np.testing.assert_allclose(a, b, rtol=EXACT, atol=EXACT * np.abs(b).max())


# ------------------------------------------------------------------ from pymrio
def test_the_test_system_becomes_a_table_of_regions(world: Any) -> None:
    table = from_pymrio(world, id="world", year=2010)
    assert table.sectors.regions == ("reg1", "reg2", "reg3", "reg4", "reg5", "reg6")
    assert table.sectors.codes[9] == "reg2:mining"
    assert table.sectors.sectors[9].name == Text("mining", "mining")
    assert table.info.final_demand[7].code == ("reg2:Final consumption expenditure by households")
    np.testing.assert_array_equal(table.domestic, world.Z)
    np.testing.assert_array_equal(table.final_demand, world.Y)
    info = table.info
    assert (info.unit, info.year, info.price_year) == ("million USD", 2010, 2010)
    assert info.layout == "product × product"
    assert [(part.code, part.unit, part.dimension) for part in info.satellites] == [
        ("factor_inputs/Value Added", "Mill USD", "physical"),
        ("emissions/emission_type1/air", "kg", "physical"),
        ("emissions/emission_type2/water", "kg", "physical"),
    ]
    assert info.source.publisher == "testmrio"
    assert info.caveats_en == (
        "assumed: value added is computed as what intermediate and other primary inputs leave of "
        "output",
        "satellites of final demand itself (F_Y) are left out",
    )
    table.require_balanced()


def test_inverse_and_multipliers_are_pymrios(world: Any) -> None:
    model = LeontiefModel.from_table(from_pymrio(world, id="world", year=2010))
    near(model.system.inverse(), world.L)
    multipliers = model.multipliers()
    near(multipliers.of("production"), world.L.sum(axis=0))
    names = ("emission_type1/air", "emission_type2/water")
    for name, M in zip(names, world.emissions.M.to_numpy(), strict=True):
        near(multipliers.of(f"emissions/{name}"), M)  # per million USD on both sides
    near(multipliers.of("factor_inputs/Value Added"), world.factor_inputs.M.iloc[0])


def test_numbers_of_pymrios_integration_test(world: Any, shared: Path) -> None:
    printed = pd.read_csv(
        shared / "cases/pymrio_test_mrio/expected/published_factor_M.csv", index_col=0
    )
    model = LeontiefModel.from_table(from_pymrio(world, id="world", year=2010))
    ours = model.multipliers().of("factor_inputs/Value Added")
    np.testing.assert_allclose(ours, printed.to_numpy()[0], rtol=0, atol=PRINTED)


def test_the_small_system(shared: Path) -> None:
    system = small_system(shared)
    table = from_pymrio(system, id="small", year=2010)
    model = LeontiefModel.from_table(table)
    expected = shared / "cases/pymrio_small_mrio/expected"
    near(model.system.inverse(), pd.read_csv(expected / "L.csv", index_col=0))
    M = pd.read_csv(expected / "M.csv", index_col=0).to_numpy()
    near([model.multipliers().of(f"emissions/ext_type_{k}") for k in (1, 2)], M)
    back = to_pymrio(table).calc_all()
    near(back.Z, system.Z)
    near(back.emissions.F, system.emissions.F)
    assert list(back.Z.index) == list(system.Z.index)


def test_extensions_may_be_primary_inputs_and_others_left_out(world: Any) -> None:
    """The test system's own value added leaves its balance open; a part of it may be chosen."""
    table = from_pymrio(
        world, id="world", year=2010, price_year=2005, valuation="producers",
        primary={"product_tax": ["factor_inputs/Value Added"]}, satellites=["factor_inputs"],
    )  # fmt: skip
    assert [(part.code, part.role) for part in table.info.primary_inputs] == [
        ("Value Added", "product_tax"), ("value_added", "value_added"),
    ]  # fmt: skip
    near(table.primary_rows("product_tax"), world.factor_inputs.F.iloc[0])
    near(table.value_added + table.primary_rows("product_tax") + table.domestic.sum(axis=0),
         world.x["indout"])  # fmt: skip
    assert table.info.satellites == ()
    assert (table.info.price_year, table.info.valuation) == (2005, "producers")
    chosen = from_pymrio(world, id="w", year=2010, primary=VALUE_ADDED)  # type: ignore[arg-type]
    assert chosen.info.caveats_en == ("satellites of final demand itself (F_Y) are left out",)
    assert len(chosen.balance()) > 0


def test_a_row_by_itself_leaves_the_role_of_its_extension() -> None:
    system = to_pymrio(tiny())
    table = from_pymrio(
        system, id="t", year=2020,
        primary={"value_added": ["factor_inputs"], "imports": ["factor_inputs/imported_flows"]},
    )  # fmt: skip
    assert {part.code: part.role for part in table.info.primary_inputs} == {
        "wages": "value_added", "surplus": "value_added", "imported_flows": "imports",
    }  # fmt: skip
    np.testing.assert_array_equal(table.import_row, IMPORTS.sum(axis=0))
    np.testing.assert_array_equal(table.output, OUTPUT)


# ------------------------------------------------------------------ to pymrio and back
def test_the_test_system_makes_the_round_trip(world: Any) -> None:
    table = from_pymrio(world, id="world", year=2010)
    back = to_pymrio(table)
    for name in ("Z", "Y"):
        ours, theirs = getattr(back, name), getattr(world, name)
        near(ours, theirs)
        assert list(ours.index) == list(theirs.index)
        assert list(ours.columns) == list(theirs.columns)
        assert ours.columns.names == theirs.columns.names
    near(back.emissions.F, world.emissions.F)
    assert list(back.emissions.unit["unit"]) == ["kg", "kg"]
    assert set(back.unit["unit"]) == {"million USD"}
    back.calc_all()
    near(back.L, world.L)
    near(back.emissions.M, world.emissions.M)
    again = from_pymrio(
        back, id="world", year=2010, primary={"value_added": ["factor_inputs/value_added"]}
    )
    near(again.value_added, table.value_added)


@pytest.mark.parametrize("seed", range(4))
def test_any_table_of_regions_makes_the_round_trip(seed: int) -> None:
    table = random_world(seed, regions=3, sectors=2, beyond=bool(seed % 2))
    system = to_pymrio(table)
    back = from_pymrio(
        system, id="w", year=2020,
        primary={"value_added": ["factor_inputs"], "imports": ["factor_inputs/m"]},
    )  # fmt: skip
    assert back.sectors.codes == table.sectors.codes
    assert [part.code for part in back.info.final_demand] == [
        part.code for part in table.info.final_demand
    ]
    near(back.domestic, table.domestic)
    near(back.final_demand, table.final_demand)
    near(back.primary_inputs, table.primary_inputs)


def test_a_national_table_is_one_region() -> None:
    table = iomodel.load_table("bok-2020-33")
    assert isinstance(table, IOTable)
    system = to_pymrio(table, region="KR").calc_all()
    assert set(system.get_regions()) == {"KR"}
    model = iomodel.load_model("bok-2020-33")
    near(model.system.inverse(), system.L)  # type: ignore[attr-defined]
    jobs = system.satellites.M.loc["employed"] * 1000  # per 10억원 instead of 백만원
    near(model.multipliers().of("employment"), jobs)
    back = from_pymrio(
        system, id="b", year=2020, unit="백만원", valuation="producers",
        primary={"value_added": ["factor_inputs"], "imports": ["factor_inputs/imported_flows"]},
    )  # fmt: skip
    assert back.sectors.codes == table.sectors.codes
    np.testing.assert_array_equal(back.value_added, table.value_added)
    assert [part.dimension for part in back.info.satellites] == ["persons", "persons"]
    back.require_balanced()


def test_what_a_table_holds_goes_to_extensions() -> None:
    system = to_pymrio(tiny(unit="million EUR"))
    np.testing.assert_array_equal(system.Z, DOMESTIC)
    np.testing.assert_array_equal(system.Y, FINAL_DEMAND)
    F = system.factor_inputs.F
    assert list(F.index) == ["wages", "surplus", "imported_flows"]
    np.testing.assert_array_equal(F, np.vstack([PRIMARY, IMPORTS.sum(axis=0)]))
    assert set(system.factor_inputs.unit["unit"]) == {"million EUR"}
    np.testing.assert_array_equal(system.satellites.F, SATELLITES)
    assert list(system.satellites.unit["unit"]) == ["명", "명"]
    odd = Satellite(code="a-b/c", ko="c", en="c", unit="t", dimension="physical")
    spare = to_pymrio(tiny(satellites=SATELLITES[:1]).__class__(
        tiny().info.model_copy(update={"satellites": (odd,)}), *_blocks(tiny())
    ))  # fmt: skip
    assert list(spare.satellites.F.index) == ["a-b/c"]  # no name for an attribute


def _blocks(table: IOTable) -> tuple[Any, ...]:
    return (
        table.sectors, table.domestic, table.imports, table.final_demand,
        table.final_demand_imports, table.primary_inputs, table.satellites[:1],
    )  # fmt: skip


# ------------------------------------------------------------------ saved systems
@pytest.fixture(scope="module")
def saved(world: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved") / "World"
    world.save_all(folder)
    pymrio.archive(folder, folder.with_suffix(".zip"), remove_source=False)
    return folder


@pytest.mark.parametrize("suffix", ["", ".zip"])
def test_a_saved_system_is_recognised_and_read(saved: Path, world: Any, suffix: str) -> None:
    path = saved.with_suffix(suffix)
    assert recognise([path]) == "pymrio"
    choices = {"year": "2010", "satellites": "emissions", "price_year": "2009"}
    draft = reader.read(Request((path,), choices=choices))
    table = draft.table()
    assert (table.info.id, table.info.price_year) == ("world", 2009)
    near(table.domestic, world.Z)
    assert [part.code for part in table.info.satellites] == [
        "emissions/emission_type1/air", "emissions/emission_type2/water",
    ]  # fmt: skip
    assert draft.parts["domestic"].place(0, 1) == f"{path}, Z, row reg1:food, column reg1:mining"
    near(from_pymrio(path, id="w", year=2010).final_demand, world.Y)


def test_roles_may_be_chosen_on_import(saved: Path) -> None:
    choices = {"year": "2010", "product_tax": "factor_inputs"}
    draft = reader.read(Request((saved,), choices=choices))
    assert [part.role for part in draft.info.primary_inputs] == ["product_tax", "value_added"]


def test_other_folders_and_archives_are_not_recognised(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 and no more")
    assert not reader.recognises(tmp_path)
    assert not reader.recognises(tmp_path / "x.zip")


# ------------------------------------------------------------------ units
@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("M.EUR", "million EUR"), ("Mill USD", "million USD"), ("Million USD", "million USD"),
        ("mil. USD", "million USD"), ("1000 USD", "thousand USD"), ("000 USD", "thousand USD"),
        ("bn GBP", "billion GBP"), ("EUR", "EUR"), ("million KRW", "million KRW"),
    ],
)  # fmt: skip
def test_units_as_databases_write_them(written: str, name: str) -> None:
    assert money_of("", pd.DataFrame({"unit": [written] * 2})).name.en == name


@pytest.mark.parametrize("units", [["M.EUR", "TJ"], ["t"], ["zillion EUR"], []])
def test_units_that_are_no_money_are_refused(units: list[str]) -> None:
    frame = pd.DataFrame({"unit": units}) if units else None
    error = refused(UnitError, lambda: money_of("w", frame))
    assert str(error) == lines(
        "w",
        "  unit: the money unit of the flows can't be told",
        "    expected: one unit such as M.EUR or Mill USD",
        f"    found: {', '.join(sorted(units)) or '–'}",
        "    remedy: say which, as unit='million EUR'",
    )


def test_primary_inputs_have_to_be_money() -> None:
    system = to_pymrio(tiny())
    error = refused(
        UnitError,
        lambda: from_pymrio(
            system, id="t", year=2020, primary={"value_added": ["satellites/employed"]}
        ),
    )
    assert str(error) == lines(
        "t",
        "  satellites/employed: the unit is not that of the flows",
        "    expected: million KRW",
        "    found: 명",
        "    remedy: convert to one unit first",
    )


# ------------------------------------------------------------------ refusals
def test_the_year_has_to_be_said(saved: Path) -> None:
    error = refused(NotSupportedError, lambda: reader.read(Request((saved,))))
    assert str(error) == lines(
        str(saved),
        "  year: a system of pymrio doesn't tell its year",
        "    expected: one saved system, and its year",
        "    found: nothing",
        "    remedy: --choose year=2011",
    )
    request = Request((saved,), choices={"year": "2010", "valuation": "pp"})
    error = refused(NotSupportedError, lambda: reader.read(request))
    assert str(error) == lines(
        str(saved),
        "  valuation: the valuation is not known",
        "    expected: producers, purchasers, basic",
        "    found: pp",
        "    remedy: choose one of those",
    )


def test_names_that_are_not_there_are_refused_with_those_that_are() -> None:
    system = to_pymrio(tiny())

    def ask(**primary: list[str]) -> LabelError:
        return refused(
            LabelError,
            lambda: from_pymrio(system, id="t", year=2020, primary=primary),  # type: ignore[arg-type]
        )

    assert str(ask(value_added=["factors"])) == lines(
        "t",
        "  factors: there is no such extension or row",
        "    expected: factor_inputs, satellites, factor_inputs/wages, factor_inputs/surplus, "
        "factor_inputs/imported_flows, satellites/employed, satellites/employees",
        '    found: "factors"',
        "    remedy: write one of those names",
    )
    error = ask(value_added=["factor_inputs/wages"], imports=["factor_inputs/wages"])
    assert str(error) == lines(
        "t",
        "  factor_inputs/wages: a row plays two roles",
        "    expected: one role a row",
        "    found: factor_inputs/wages",
        "    remedy: take it out of one of them",
    )
    refused(LabelError, lambda: from_pymrio(system, id="t", year=2020, satellites=["x"]))


def test_a_system_without_figures_is_refused() -> None:
    error = refused(NotSupportedError, lambda: from_pymrio(pymrio.IOSystem(), id="t", year=2020))
    assert str(error) == lines(
        "t",
        "  Z, Y: the system doesn't hold the figures",
        "    expected: Z and Y, and F of its extensions",
        "    found: nothing",
        "    remedy: do calc_all() in pymrio first",
    )
    system = to_pymrio(tiny())
    system.satellites.F = None
    error = refused(NotSupportedError, lambda: from_pymrio(system, id="t", year=2020))
    assert error.problems[0].place == "satellites.F"


def test_labels_in_another_order_are_refused() -> None:
    system = to_pymrio(tiny())
    system.Y = system.Y.iloc[::-1]
    error = refused(LabelError, lambda: from_pymrio(system, id="t", year=2020))
    assert str(error).splitlines()[1] == "  sectors of Y and of Z: the labels differ"


def test_a_region_with_a_colon_is_refused() -> None:
    system = to_pymrio(random_world(1, 2, 2, beyond=False))
    system.rename_regions({"R0": "R:0"})
    error = refused(LabelError, lambda: from_pymrio(system, id="t", year=2020))
    assert str(error) == lines(
        "t",
        "  regions: the name of a region has a colon",
        "    expected: a name without one",
        "    found: R:0",
        "    remedy: rename it with pymrio's rename_regions",
    )


def test_demand_of_no_region_is_refused() -> None:
    table = random_world(1, 2, 2, beyond=False)
    first, *rest = table.info.final_demand
    bare = (first.model_copy(update={"code": "c"}), *rest)
    info = table.info.model_copy(update={"final_demand": bare})
    wrong = IOTable(info, *_blocks(table)[:-1], table.satellites)
    error = refused(LabelError, lambda: to_pymrio(wrong))
    assert str(error) == lines(
        "regions",
        "  final_demand c: the category names no region",
        "    expected: a code that reads region:category",
        '    found: "c"',
        "    remedy: put the region before the code",
    )


def test_without_pymrio_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymrio", None)
    error = refused(NotSupportedError, lambda: to_pymrio(tiny()))
    assert str(error) == lines(
        "pymrio",
        "  a library is not installed",
        "    expected: pymrio",
        "    found: import of pymrio halted; None in sys.modules",
        '    remedy: pip install "iomodel[pymrio]"',
    )
