"""On what and what counts: profiles, imports, local shares, displacement, households, outputs."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from full import write_sheet
from helpers import (
    DOMESTIC,
    FINAL_DEMAND,
    FINAL_DEMAND_IMPORTS,
    IMPORTS,
    OUTPUT,
    SEJONG,
    edit,
    lines,
    refused,
)
from small_study import (
    EXACT,
    JOBS,
    LINE,
    WAGES,
    A,
    L,
    announced,
    assumptions,
    by_label,
    read,
    spending,
    study_of,
    view,
    warnings,
)

import iomodel
from iomodel import estimate
from iomodel.errors import IOModelError, NotFoundError, ScenarioFileError

PLANT = '[profiles.plant]\nkind = "shares"\nshares = { "02" = 0.25, "03" = 0.75 }\n'
TAKE = 'profile = "plant"\nspent_on = "profile"\n'


def told(tmp_path: Path, line: str = "", **more: str) -> str:
    """What is said of a study that can't be read or brought to its table."""
    paths = study_of(tmp_path, line, **more)
    text = str(refused(ScenarioFileError, lambda: read(paths)))
    return "\n".join(text.splitlines()[1:])


# ------------------------------------------------------------------ profiles
def test_spending_spread_over_the_goods_of_a_profile(tmp_path: Path) -> None:
    """Building a plant is demand for construction and machines, not for what it will make."""
    made = read(study_of(tmp_path, TAKE, study=PLANT))
    np.testing.assert_allclose(spending(made), [0.0, 25.0, 75.0], rtol=EXACT)
    assert "Profile plant [assumed]" in assumptions(made)


def test_a_district_may_have_a_profile_of_its_own(tmp_path: Path) -> None:
    own = '[profiles.plant]\nkind = "shares"\nshares = { "01" = 1.0 }\n'
    made = read(study_of(tmp_path, TAKE, study=PLANT, district=own))
    np.testing.assert_allclose(spending(made), [100.0, 0.0, 0.0], rtol=EXACT)


def test_what_the_other_reading_would_give_is_shown(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, 'profile = "plant"\n', study=PLANT))
    np.testing.assert_allclose(spending(made), [0.0, 100.0, 0.0], rtol=EXACT)
    taken, other = view(made, "other_reading").records("en")
    assert taken["effect"] == "As demand on the sector (as estimated)"
    assert other["effect"] == "As demand on the profile's goods"
    assert taken["employment"] == pytest.approx(100 * JOBS @ L[:, 1], rel=EXACT)
    assert other["employment"] == pytest.approx(JOBS @ L @ [0.0, 25.0, 75.0], rel=EXACT)
    turned = read(study_of(tmp_path, TAKE, study=PLANT))
    again, back = view(turned, "other_reading").records("en")
    assert (again["employment"], back["employment"]) == pytest.approx(
        (other["employment"], taken["employment"]), rel=EXACT
    )


def test_the_tables_own_capital_formation_is_told_as_an_assumption(tmp_path: Path) -> None:
    profile = '[profiles.plant]\nkind = "table"\ncategory = "c"\n'
    made = read(study_of(tmp_path, TAKE, study=profile))
    bought = FINAL_DEMAND[:, 0] + FINAL_DEMAND_IMPORTS[:, 0]
    np.testing.assert_allclose(spending(made), 100 * bought / bought.sum(), rtol=EXACT)
    assert (
        "Profile plant [assumed]: column c of tiny-3, the capital formation of the whole economy, "
        "not of the industry"
    ) in assumptions(made)


def test_with_its_own_imports_the_column_is_the_domestic_one(tmp_path: Path) -> None:
    profile = '[profiles.plant]\nkind = "table"\ncategory = "c"\n'
    made = read(study_of(tmp_path, TAKE + 'imports = "table"\n', study=profile))
    bought = FINAL_DEMAND[:, 0] + FINAL_DEMAND_IMPORTS[:, 0]
    np.testing.assert_allclose(spending(made), 100 * FINAL_DEMAND[:, 0] / bought.sum(), rtol=EXACT)


def test_private_fixed_capital_of_the_bank_of_korea(tmp_path: Path) -> None:
    """Column 9121 of 2020 as printed: its shares, imports included.

    What Sejong does not make of it, such as ships, is bought elsewhere.
    """
    table = iomodel.load_table("bok-2020-165")
    both = table.final_demand[:, 2] + table.final_demand_imports[:, 2]  # type: ignore[union-attr]
    study = tmp_path / "sejong"
    shutil.copytree(SEJONG, study)
    edit(
        study / "study.toml",
        "price_year = 2024",
        'price_year = 2024\nspent_on = "profile"\nprofile = "p"',
    )
    path = study / "study.toml"
    text = path.read_text("utf-8") + '\n[profiles.p]\nkind = "table"\ncategory = "9121"\n'
    path.write_text(text, "utf-8")
    made = estimate(study / "materials.toml", readings=("announced",))
    values = announced(made).impact.parts[0].demand.values[0]  # type: ignore[union-attr]
    np.testing.assert_allclose(values, 153_800 * both / both.sum(), rtol=1e-9)
    regional = announced(made).regional
    assert regional is not None
    inside = float(regional.parts[0].demand.values.sum())
    assert 0.9 * 153_800 < inside < 153_800
    assert any("is bought outside the region" in words for words in assumptions(made))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_fixed_capital_matrix_gives_each_industry_its_column(tmp_path: Path, kind: str) -> None:
    profile = f'[profiles.plant]\nkind = "matrix"\nfile = "capital.{kind}"\n'
    paths = study_of(tmp_path, TAKE, study=profile)
    rows: list[list[object]] = [
        ["sector", "01", "공산품"],
        ["02", 1.0, 30.0],
        ["서비스", 1.0, 10.0],
    ]
    if kind == "csv":
        text = "\n".join(",".join(str(cell) for cell in row) for row in rows)
        (paths[0] / "capital.csv").write_text(text, "utf-8")
    else:
        write_sheet(paths[0] / "capital.xlsx", "자본", rows)
    np.testing.assert_allclose(spending(read(paths)), [0.0, 75.0, 25.0], rtol=EXACT)


def test_a_matrix_without_the_industry_and_with_bad_cells(tmp_path: Path) -> None:
    profile = '[profiles.plant]\nkind = "matrix"\nfile = "capital.csv"\n'
    paths = study_of(tmp_path, TAKE, study=profile)
    (paths[0] / "capital.csv").write_text("sector,01\n02,1\n", "utf-8")
    assert str(refused(ScenarioFileError, lambda: read(paths))) == lines(
        paths[0] / "west.toml",
        "  programmes[1].lines[1]: the fixed-capital matrix has no column of the industry",
        '    expected: a column "sector" and one of 02',
        "    found: sector, 01",
        "    remedy: write the sector's code or name in the first row",
    )
    (paths[0] / "capital.csv").write_text("sector,02\n02,-1\n99,x\n", "utf-8")
    text = str(refused(ScenarioFileError, lambda: read(paths)))
    assert "capital.csv, B2 (02): the cell is no investment" in text
    assert "capital.csv, A3: the sector is not in this classification" in text
    assert 'found: "x"' in text


@pytest.mark.parametrize(
    ("line", "study", "message"),
    [
        (
            TAKE,
            "",
            (
                "  programmes[1].lines[1].profile: the profile is not under [profiles]",
                "    expected: –",
                '    found: "plant"',
                "    remedy: correct the name, or add it under [profiles]",
            ),
        ),
        (
            'spent_on = "profile"\n',
            PLANT,
            (
                '  programmes[1].lines[1]: spent_on = "profile" needs another key',
                "    expected: profile",
                "    found: nothing",
                "    remedy: state it, or remove the former",
            ),
        ),
        (
            TAKE + 'shock = "output"\n',
            PLANT,
            (
                "  programmes[1].lines[1]: an output shock has no profile",
                '    expected: shock = "output", spent_on = "sector"',
                '    found: spent_on = "profile"',
                "    remedy: output is the sector's own; remove shock where it is investment",
            ),
        ),
    ],
)
def test_profiles_that_a_line_cannot_take(
    tmp_path: Path, line: str, study: str, message: tuple[str, ...]
) -> None:
    assert told(tmp_path, line, study=study) == lines(*message)


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        (
            'kind = "shares"\nshares = { "02" = 60, "03" = 40 }',
            (
                "  profiles.plant.shares.02: the share is not between zero and one",
                "    expected: a number from 0 to 1: 30 % is 0.3",
                "    found: 60",
                "    remedy: divide a percentage by 100",
                "  profiles.plant.shares.03: the share is not between zero and one",
                "    expected: a number from 0 to 1: 30 % is 0.3",
                "    found: 40",
                "    remedy: divide a percentage by 100",
            ),
        ),
        (
            'kind = "shares"\nshares = { "02" = 0.6, "03" = 0.3 }',
            (
                "  profiles.plant: the profile's shares do not add up to one",
                "    expected: shares that add up to one",
                "    found: a sum of 0.9",
                "    remedy: divide percentages by 100, or add what is missing",
            ),
        ),
        (
            'kind = "table"',
            (
                "  profiles.plant: the profile lacks what its kind needs",
                '    expected: kind = "table": category',
                "    found: nothing",
                '    remedy: add "category = …"',
            ),
        ),
        (
            'kind = "table"\ncategory = "c"\nfile = "x.csv"',
            (
                "  profiles.plant: the profile has keys of another kind",
                '    expected: kind = "table": category',
                "    found: file",
                "    remedy: remove them, or mend kind",
            ),
        ),
        (
            'kind = "shares"\nshares = { "09" = 1.0 }',
            (
                "  profiles.plant.shares.09: the sector is not in this classification",
                "    expected: a code or exact name of tiny-3",
                '    found: "09"',
                "    remedy: look it up with: iomodel sectors WORD",
            ),
        ),
    ],
)
def test_profiles_that_are_refused(tmp_path: Path, profile: str, message: tuple[str, ...]) -> None:
    found = told(tmp_path, study=f"[profiles.plant]\n{profile}\n")
    assert found == lines(*message)


def test_a_category_that_the_table_lacks(tmp_path: Path) -> None:
    profile = '[profiles.plant]\nkind = "table"\ncategory = "i"\n'
    assert told(tmp_path, TAKE, study=profile) == lines(
        "  programmes[1].lines[1]: category: the table has no such category of demand",
        "    expected: c Consumption, e Exports",
        '    found: "i"',
        "    remedy: choose one of those codes",
    )


def test_a_table_of_other_sectors_has_no_profile_for_the_study(tmp_path: Path) -> None:
    profile = '[profiles.plant]\nkind = "table"\ncategory = "c"\n'
    paths = study_of(tmp_path, TAKE, study=profile)
    edit(paths[0] / "study.toml", 'table = "tiny-3"', 'table = "tiny-2"')
    assert str(refused(ScenarioFileError, lambda: read(paths))) == lines(
        paths[0] / "west.toml",
        "  programmes[1].lines[1]: the table has other sectors than the study",
        "    expected: tiny-3",
        "    found: tiny-2",
        "    remedy: use a table of the study's classification, or state the shares",
    )


# ------------------------------------------------------------------ imports
def test_no_imports_unless_stated(tmp_path: Path) -> None:
    assert spending(read(study_of(tmp_path, 'imports = "none"\n'))).sum() == 100.0


def test_a_stated_import_share_leaves_and_is_told(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, "imports = 0.3\n"))
    np.testing.assert_allclose(spending(made), [0.0, 70.0, 0.0], rtol=EXACT)
    assert (
        "tiny-3: of West, Investment, 30 million KRW goes to imports and enters no effect"
    ) in assumptions(made)


def test_the_tables_own_import_ratio(tmp_path: Path) -> None:
    """Imports over all that is bought at home: intermediate uses and final ones but exports."""
    made = read(study_of(tmp_path, 'imports = "table"\n'))
    imported = IMPORTS[1].sum() + FINAL_DEMAND_IMPORTS[1, 0]
    domestic = DOMESTIC[1].sum() + FINAL_DEMAND[1, 0]
    wanted = 100 * domestic / (domestic + imported)
    assert spending(made)[1] == pytest.approx(wanted, rel=EXACT)
    assert "Import shares are the ratios of tiny-3 (all uses but exports)" in assumptions(made)


def test_the_import_ratio_of_one_category(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, 'imports = "c"\n'))
    wanted = 100 * FINAL_DEMAND[1, 0] / (FINAL_DEMAND[1, 0] + FINAL_DEMAND_IMPORTS[1, 0])
    assert spending(made)[1] == pytest.approx(wanted, rel=EXACT)
    assert "Import shares are the ratios of tiny-3 (category c)" in assumptions(made)


def test_the_coarser_tables_ratio_holds_for_its_parts(tmp_path: Path) -> None:
    paths = study_of(tmp_path, 'imports = "c"\n')
    edit(paths[0] / "study.toml", 'table = "tiny-3"', 'table = "tiny-2"')
    goods = FINAL_DEMAND[:2, 0].sum(), FINAL_DEMAND_IMPORTS[:2, 0].sum()
    assert spending(read(paths))[0] == pytest.approx(100 * goods[0] / sum(goods), rel=EXACT)


@pytest.mark.parametrize(
    ("imports", "message"),
    [
        (
            "30",
            (
                "  programmes[1].lines[1].imports: the import share does not fit",
                '    expected: "none" (all domestic), "table" (the table\'s own ratio), the code '
                "of a category of final demand, or a number from 0 to 1",
                "    found: 30",
                "    remedy: mend the value",
            ),
        ),
        (
            '"investment"',
            (
                "  programmes[1].lines[1]: imports: the table has no such category of demand",
                "    expected: c Consumption, e Exports",
                '    found: "investment"',
                "    remedy: choose one of those codes",
            ),
        ),
    ],
)
def test_imports_that_are_refused(tmp_path: Path, imports: str, message: tuple[str, ...]) -> None:
    assert told(tmp_path, f"imports = {imports}\n") == lines(*message)


def test_a_table_without_imports_by_product_has_no_ratio(tmp_path: Path) -> None:
    paths = study_of(tmp_path, 'imports = "table"\n')
    (paths[1] / "tiny-3" / "final_demand_imports.csv").unlink()
    text = str(refused(ScenarioFileError, lambda: read(paths)))
    assert text == lines(
        paths[0] / "west.toml",
        "  programmes[1].lines[1]: imports: the table doesn't show imports by product",
        "    expected: a table with imports, or a share",
        "    found: tiny-3",
        "    remedy: state a share: imports = 0.3",
    )


def test_published_multipliers_have_neither_profiles_nor_ratios(tmp_path: Path) -> None:
    study = tmp_path / "sejong"
    shutil.copytree(SEJONG, study)
    edit(
        study / "study.toml",
        'table = "bok-2020-165"\nregional_table',
        'table = "bok-2020-regional-83"\nx',
    )
    edit(study / "study.toml", 'x = "bok-2020-regional-83"\n', 'imports = "table"\n')
    text = str(
        refused(
            ScenarioFileError, lambda: estimate(study / "materials.toml", readings=("announced",))
        )
    )
    assert text.splitlines()[1:] == [
        "  programmes[2].lines[1] and 3 more: the table has no transactions",
        "    expected: a table of transactions, from which profiles and import ratios come",
        "    found: bok-2020-regional-83",
        "    remedy: state the shares, or use such a table",
    ]


# ------------------------------------------------------------------ the region
@pytest.fixture
def sejong(tmp_path: Path) -> Path:
    """One district of the shipped study, through the nation and the region."""
    study = tmp_path / "sejong"
    shutil.copytree(SEJONG, study)
    return study


def test_a_local_share_is_for_the_region_alone(sejong: Path) -> None:
    path = sejong / "materials.toml"
    before = announced(estimate(path, readings=("announced",)))
    edit(
        path,
        '[[programmes]]\nname = "지원사업"',
        '[announced]\nlocal_share = 0.6\n\n[[programmes]]\nname = "지원사업"',
    )
    made = estimate(path, readings=("announced",))
    after = announced(made)
    for one, other, share in (
        (before.impact, after.impact, 1.0),
        (before.regional, after.regional, 0.6),
    ):
        assert one is not None
        assert other is not None
        assert other.value("production") == pytest.approx(
            share * one.value("production"), rel=EXACT
        )
    assert (
        "bok-2020-regional-83: of Advanced materials and parts district, Investment attraction, "
        "61,520 million KRW is bought outside the region and enters no effect"
    ) in assumptions(made)


def test_a_local_share_in_per_cent_is_refused(tmp_path: Path) -> None:
    assert told(tmp_path, "local_share = 60\n") == lines(
        "  programmes[1].lines[1].local_share: the share is not between zero and one",
        "    expected: a number from 0 to 1: 30 % is 0.3",
        "    found: 60",
        "    remedy: divide a percentage by 100",
    )


# ------------------------------------------------------------------ gross and net
def test_own_funds_that_would_have_been_spent_anyway(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, "displaced = 0.25\n"))
    found = by_label(made, "kind")
    np.testing.assert_allclose(found["spending"], [0.0, 100.0, 0.0], rtol=EXACT)
    np.testing.assert_allclose(found["displacement"], [0.0, -25.0, 0.0], rtol=EXACT)
    gross, lost, net = view(made, "displaced").records("en")
    assert (gross["effect"], lost["effect"], net["effect"]) == ("Gross", "Displaced", "Net")
    assert net["production"] == pytest.approx(0.75 * gross["production"], rel=EXACT)
    impact = announced(made).impact
    assert impact is not None
    assert impact.value("production") == pytest.approx(net["production"], rel=EXACT)
    assert impact.value("production", kind="spending") == pytest.approx(gross["production"])


def test_what_the_programme_displaces_elsewhere(tmp_path: Path) -> None:
    other = LINE.replace('"02"', '"03"').replace("100", "40") + 'kind = "displacement"\n'
    made = read(study_of(tmp_path, other))
    gross, lost, net = view(made, "displaced").records("en")
    assert gross["employment"] == pytest.approx(100 * JOBS @ L[:, 1], rel=EXACT)
    assert lost["employment"] == pytest.approx(-40 * JOBS @ L[:, 2], rel=EXACT)
    assert net["employment"] == pytest.approx(gross["employment"] + lost["employment"], rel=EXACT)


def test_a_negative_amount_names_the_way_to_say_it(tmp_path: Path) -> None:
    text = told(tmp_path, lines=LINE.replace("amount = 100", "amount = -100"))
    assert 'displaced spending in a line of kind = "displacement"' in text


# ------------------------------------------------------------------ households
HOUSEHOLDS = """
[readings.announced.households]
income = ["wages"]
consumption = "c"
per = "consumption"
spent = 0.8
local = 0.9
"""


def test_households_endogenous_are_the_closed_model(tmp_path: Path) -> None:
    """Type II as Miller & Blair (2009), section 2.5: invert the system bordered by households."""
    made = read(study_of(tmp_path, study=HOUSEHOLDS))
    c = (
        0.8
        * 0.9
        * FINAL_DEMAND[:, 0]
        / (FINAL_DEMAND[:, 0].sum() + FINAL_DEMAND_IMPORTS[:, 0].sum())
    )
    closed = np.block([[A, c[:, None]], [WAGES[None, :], np.zeros((1, 1))]])
    x = np.linalg.solve(np.eye(4) - closed, [0.0, 100.0, 0.0, 0.0])[:3]
    first, induced, both = view(made, "households").records("en")
    assert both["production"] == pytest.approx(x.sum(), rel=EXACT)
    assert both["employment"] == pytest.approx(JOBS @ x, rel=EXACT)
    assert first["production"] == pytest.approx(100 * L[:, 1].sum(), rel=EXACT)
    assert induced["production"] == pytest.approx(x.sum() - 100 * L[:, 1].sum(), rel=EXACT)
    assert any(words.startswith("Type II: The consumption column") for words in assumptions(made))


def test_the_printed_table_counts_them_where_they_are_asked_for(tmp_path: Path) -> None:
    from iomodel.summary import Summary

    made = read(study_of(tmp_path, study=HOUSEHOLDS))
    both = view(made, "households").records("en")[2]
    shown = Summary(made).rows[0].values["announced", "production"].computed
    assert shown == pytest.approx(both["production"], rel=EXACT)


def test_displaced_spending_takes_its_households_along(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, "displaced = 0.25\n", study=HOUSEHOLDS))
    gross, _, net = view(made, "displaced").records("en")
    assert net["employment"] == pytest.approx(0.75 * gross["employment"], rel=EXACT)


def test_regional_multipliers_stay_type_one_and_say_so(sejong: Path) -> None:
    path = sejong / "study.toml"
    text = path.read_text("utf-8")
    path.write_text(text + '\n[readings.announced.households]\nper = "consumption"\n', "utf-8")
    made = estimate(sejong / "materials.toml", readings=("announced",))
    assert (
        "bok-2020-regional-83: a table of this kind can't be closed with households; its effects "
        "are of Type I"
    ) in warnings(made)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            'income = ["salaries"]',
            (
                "tiny-3",
                "  income: there is no such indicator",
                "    expected: one of: production, value_added, imports, employment, employees, "
                "wages, surplus",
                '    found: "salaries"',
                "    remedy: correct income",
            ),
        ),
        (
            'income = ["wages"]\nconsumption = "x"',
            (
                "tiny-3",
                "  consumption: the table has no such category of demand",
                "    expected: c Consumption, e Exports",
                '    found: "x"',
                "    remedy: choose one of those codes",
            ),
        ),
        (
            'per = "total"',
            (
                "{folder}/study.toml",
                "  readings.announced.households: household_income and per do not fit",
                '    expected: per = "total", household_income = …',
                '    found: per = "total", household_income = –',
                "    remedy: state both, or neither",
            ),
        ),
    ],
)
def test_households_that_are_refused(tmp_path: Path, keys: str, message: tuple[str, ...]) -> None:
    paths = study_of(tmp_path, study=f"[readings.announced.households]\n{keys}\n")
    with pytest.raises(IOModelError) as caught:
        read(paths)
    assert str(caught.value) == lines(*message).replace("{folder}", str(paths[0]))


# ------------------------------------------------------------------ output instead of demand
OUT = 'shock = "output"\n'


def test_output_that_is_given_is_not_induced_again(tmp_path: Path) -> None:
    """Miller & Blair (2009), section 13.2: Δx_e = (I − A_ee)⁻¹ A_eH Δx_H, x_H as stated."""
    made = read(study_of(tmp_path, OUT))
    e = [0, 2]
    others = np.linalg.solve(np.eye(2) - A[np.ix_(e, e)], A[e, 1] * 100.0)
    impact = announced(made).impact
    assert impact is not None
    by_sector = impact.by_supplying()
    production = by_sector[by_sector["indicator"] == "production"].set_index("supplying")["value"]
    np.testing.assert_allclose(
        production[["01", "02", "03"]], [others[0], 100.0, others[1]], rtol=EXACT
    )
    assert (
        "west: output of 02 is given (exogenous); only what it induces elsewhere is added"
    ) in assumptions(made)


def test_taking_output_for_demand_overstates_it(tmp_path: Path) -> None:
    """By L_HH, the trap that the Bank's Economic Analysis warns of."""
    right = announced(read(study_of(tmp_path, OUT))).impact
    wrong = announced(read(study_of(tmp_path))).impact
    assert right is not None
    assert wrong is not None
    ratio = wrong.value("employment") / right.value("employment")
    assert ratio == pytest.approx(L[1, 1], rel=EXACT)


def test_outputs_of_two_programmes_add_up_and_count_each_other_once(tmp_path: Path) -> None:
    second = LINE.replace('"02"', '"03"').replace("100", "50")
    made = read(study_of(tmp_path, OUT + second + OUT))
    impact = announced(made).impact
    assert impact is not None
    by_sector = impact.by_supplying()
    production = by_sector[by_sector["indicator"] == "production"]
    sums = production.groupby("supplying")["value"].sum()
    np.testing.assert_allclose(sums[["02", "03"]], [100.0, 50.0], rtol=EXACT)
    assert sums["01"] == pytest.approx((A[0, 1] * 100 + A[0, 2] * 50) / (1 - A[0, 0]), rel=EXACT)


def test_demand_and_output_of_one_sector_are_warned_of(tmp_path: Path) -> None:
    made = read(study_of(tmp_path, OUT + LINE))
    assert (
        "west: 02 has both demand and output. Where the stated output already holds what the "
        "demand calls forth it is counted twice; remove one of them"
    ) in warnings(made)
    later = 'phase = "operation"\noperation = { first = 2025, years = 2 }\n'
    apart = read(study_of(tmp_path, OUT + later + LINE))
    assert not any("counted twice" in words for words in warnings(apart))


def test_regional_multipliers_leave_output_out_and_say_so(sejong: Path) -> None:
    path = sejong / "materials.toml"
    edit(path, 'sector = "403"  # 자동차 부품', 'sector = "403"\nshock = "output"')
    made = estimate(path, readings=("announced",))
    assert (
        "bok-2020-regional-83: a table of this kind can't exogenise a sector; lines that state "
        "output are left out of this table"
    ) in warnings(made)
    before = announced(estimate(SEJONG / "materials.toml", readings=("announced",)))
    after = announced(made)
    assert before.regional is not None
    assert after.regional is not None
    region = (
        before.regional.parts[0].demand.values.sum() - after.regional.parts[0].demand.values.sum()
    )
    assert region == pytest.approx(12_500, rel=EXACT)


def test_output_of_a_sector_that_the_table_lacks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read(study_of(tmp_path), table="nowhere")
    assert OUTPUT.min() > 0  # the small table has output everywhere; guards refuse what has none
