"""`seek`: the spending found gives the goal back, in each reading; what is refused, in full."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers import COEFFICIENTS, SECTORS, lines, refused, regional, repeatable, tiny
from hypothesis import given
from hypothesis import strategies as st
from small_study import JOBS, VALUE_ADDED, L

import iomodel
from iomodel.errors import (
    InactiveSectorError,
    IOModelError,
    LabelError,
    NotFoundError,
    NotSupportedError,
)
from iomodel.models import LeontiefModel, MultiplierModel
from iomodel.seek import Bound, Sought, read_bounds, seek
from iomodel.seek.mixes import Unreachable
from iomodel.seek.reasons import reasons
from iomodel.seek.ways import Scope

EXACT = 1e-9  # relative: the solver's own rounding of a programme with one column
PRINTED = 5e-12  # relative: the Bank prints its multipliers to 15 figures
NEAR = 1e-6  # relative: what the solver calls feasible

MODEL = LeontiefModel.from_table(tiny())
NORTH, SOUTH = (MultiplierModel(regional(), region) for region in ("북", "남"))
UNIT = "백만원"
J = JOBS @ L  # by an inverse of numpy's own


# ------------------------------------------------------------------ what is found
@repeatable
@given(
    st.lists(st.floats(0.01, 1.0), min_size=3, max_size=3),
    st.sampled_from(["production", "value_added", "imports", "employment", "employees"]),
    st.floats(0.01, 1e9),
)
def test_the_spending_gives_the_goal_back(
    weights: list[float], indicator: str, goal: float
) -> None:
    """Through the model itself, which knows nothing of goals."""
    shares = np.array(weights) / sum(weights)
    mix = dict(zip(SECTORS.codes, map(float, shares), strict=True))
    found = seek(MODEL, {indicator: goal}, mix, unit=UNIT)
    assert MODEL.induce(found.demand()).value(indicator) == pytest.approx(goal, rel=EXACT)
    assert found.spending / found.total == pytest.approx(shares, rel=EXACT)
    for other in ("production", "employment", "value_added"):
        told = MODEL.induce(found.demand()).value(other)
        assert found.effect(other) == pytest.approx(told, rel=EXACT)


def test_a_goal_of_jobs_by_hand() -> None:
    found = seek(MODEL, {"employment": 100}, {"01": 0.25, "03": 0.75}, unit=UNIT)
    assert found.total == pytest.approx(100 / (0.25 * J[0] + 0.75 * J[2]), rel=EXACT)
    assert found.reached
    assert [text.en for text in reasons(found)] == ["the goal of employment decides the spending"]


def test_own_output_has_direct_coefficients() -> None:
    found = seek(MODEL, {"employment": 100}, {"02": 1.0}, scope="own", unit=UNIT)
    assert found.total == pytest.approx(100 / JOBS[1], rel=EXACT)
    assert found.effect("production") == pytest.approx(found.total, rel=EXACT)
    assert found.effect("value_added") == pytest.approx(found.total * VALUE_ADDED[1], rel=EXACT)


@pytest.mark.parametrize(("scope", "per_won"), [("region", 1.2), ("total", 1.7)])
def test_regions_count_their_own_or_all(scope: Scope, per_won: float) -> None:
    found = seek(NORTH, {"production": 340}, {"01": 1.0}, scope=scope, unit=UNIT)
    assert found.total == pytest.approx(340 / per_won, rel=EXACT)


def test_the_cheapest_of_several_sectors() -> None:
    found = seek(MODEL, {"employment": 100}, ["01", "02", "03"], unit=UNIT)
    assert found.total == pytest.approx(100 / J.max(), rel=NEAR)
    assert found.spending.argmax() == J.argmax()


def test_production_goals_by_the_banks_own_column_sums() -> None:
    """As the Bank of Korea prints them, 83 sectors."""
    model = iomodel.load_model("bok-2020-83")
    path = COEFFICIENTS / "bok-2020-165" / "published" / "dispersion_83.csv"
    with path.open(encoding="utf-8", newline="") as file:
        printed = {row["code"]: float(row["column_sum"]) for row in csv.DictReader(file)}
    for code in ("17", "27", "30", "38", "40", "62"):
        found = seek(model, {"production": "48조원"}, {code: 1.0})
        spent = found.total * found.per_unit.money.per(found.unit)
        assert spent == pytest.approx(480_000 / printed[code], rel=PRINTED)


def test_units_of_goals() -> None:
    for asked in ("6만명", "60,000 명", "60000", "60 천명", 60_000):
        assert seek(MODEL, {"employment": asked}, ["01"]).goals[0].value == 60_000
    for asked in ("48조원", "480,000", "480000억원", 480_000):
        assert seek(MODEL, {"production": asked}, ["01"]).goals[0].value == 48_000_000


# ------------------------------------------------------------------ what decides, and why not
def told(found: Sought) -> tuple[list[str], list[str]]:
    return [text.ko for text in reasons(found)], [text.en for text in reasons(found)]


def test_one_of_two_goals_decides() -> None:
    found = seek(MODEL, {"employment": 100, "production": 1}, {"01": 1.0}, unit=UNIT)
    assert told(found) == (
        [
            "취업유발 목표가 지출을 정합니다",
            "생산유발 목표는 다른 목표를 채우는 지출로 저절로 채워집니다",
        ],
        [
            "the goal of employment decides the spending",
            "the goal of production is met on the way, by what the others take",
        ],
    )


def test_shares_at_their_limits() -> None:
    best = int(J.argmax())
    code, other = SECTORS.codes[best], SECTORS.codes[best - 1]
    bounds = {code: Bound(upper=0.4)}
    found = seek(MODEL, {"employment": 100}, [code, other], bounds=bounds, unit=UNIT)
    assert found.total == pytest.approx(100 / (0.4 * J[best] + 0.6 * J[best - 1]), rel=NEAR)
    name = SECTORS.sectors[best].name
    assert f"the share of {name.en} is held at its most, 40.0%" in told(found)[1]
    bounds = {other: Bound(lower=0.7)}
    found = seek(MODEL, {"employment": 100}, [code, other], bounds=bounds, unit=UNIT)
    name = SECTORS.sectors[best - 1].name
    assert f"{name.ko}의 몫이 하한 70.0%에 묶입니다" in told(found)[0]


def test_a_budget_that_is_too_small() -> None:
    found = seek(MODEL, {"employment": 100}, {"01": 1.0}, budget=10, unit=UNIT)
    assert not found.reached
    assert found.total == pytest.approx(10, rel=EXACT)
    share = 10 * J[0] / 100
    assert told(found) == (
        [
            "예산 10백만원을 다 씁니다",
            "증명: 목표마다 1로 센 +1 × 취업유발은(는) 1이어야 하지만, 한도 안의 어떤 구성도 "
            f"{share:.3g}을 넘지 못합니다",
        ],
        [
            "the whole budget of ₩10 million is spent",
            "proof: with each goal counted as one, +1 × employment would have to be 1, and no mix "
            f"within the limits gives more than {share:.3g}",
        ],
    )


def test_a_sector_at_its_largest_amount() -> None:
    bounds = {"01": Bound(most=2), "03": Bound(most=500)}
    found = seek(MODEL, {"employment": 100}, {"01": 0.5, "03": 0.5}, bounds=bounds, unit=UNIT)
    assert not found.reached
    assert found.spending == pytest.approx([2, 0, 2], rel=EXACT)
    assert told(found)[1][0] == "spending on Farm products is held at its most, ₩2 million"
    assert told(found)[0][0] == "농산물의 지출이 상한 2백만원에 묶입니다"


def test_two_goals_that_no_mix_has_exactly() -> None:
    goals = {"production": 100, "employment": 1}
    found = seek(MODEL, goals, ["01", "03"], exact=True, unit=UNIT)
    assert isinstance(found.answer, Unreachable)
    per = J * 1000 / L.sum(axis=0)
    low, high = sorted((0, 2), key=lambda i: per[i])
    names = [SECTORS.sectors[i].name for i in (low, high)]
    assert told(found)[1][0] == (
        "employment per production: the goals ask for 10 persons per billion KRW, the sectors "
        f"have {per[low]:,.3g} ({names[0].en}) to {per[high]:,.3g} ({names[1].en})"
    )
    assert not all(map(found.meets, found.goals))


def test_an_indicator_that_no_sector_of_the_mix_has() -> None:
    satellites = np.zeros((2, 3))
    model = LeontiefModel.from_table(tiny(satellites=satellites))
    found = seek(model, {"employment": 5}, ["01"], unit=UNIT)
    assert not found.reached
    assert told(found)[1][0] == "no sector of the mix has any employment"
    assert told(found)[0][0] == "구성의 어느 부문도 취업유발이(가) 없습니다"


# ------------------------------------------------------------------ what is refused
FIRST = "targets"
MIX = "mix"


def refusal(what: str, expected: str, found: str, remedy: str) -> list[str]:
    return [
        f"  {what}",
        f"    expected: {expected}",
        f"    found: {found}",
        f"    remedy: {remedy}",
    ]


MONEY_UNITS = (
    "one of 원, 천원, 만원, 백만원, 억원, 십억원, 조원 (or in English: KRW, thousand KRW, "
    "10 thousand KRW, million KRW, 100 million KRW, billion KRW, trillion KRW), or a scale and an "
    'ISO 4217 code, as in "million EUR"'
)
JOBS_GOAL = {"employment": 10}


def asked(model: Any, *words: Any, **more: Any) -> Callable[[], object]:
    return lambda: seek(model, *words, **more)


REFUSED: dict[str, tuple[Callable[[], object], type[IOModelError], list[str]]] = {
    "no goal": (
        asked(MODEL, {}, ["01"]),
        LabelError,
        [
            FIRST,
            *refusal(
                "there is no target",
                "an indicator and a value, as in employment=60000",
                "nothing",
                "give --target",
            ),
        ],
    ),
    "all amounts at once": (
        asked(
            MODEL,
            {
                "employment": "5 pigs",
                "production": "many",
                "value_added": "5 xx",
                "imports": -1,
                "employees": float("nan"),
            },
            ["01"],
        ),
        LabelError,
        [
            FIRST,
            *refusal(
                "employment: the target is no figure of this indicator",
                "persons, such as 60000 or 6만명",
                '"5 pigs"',
                "mend the value and its unit",
            ),
            *refusal(
                "production: the target is no figure of this indicator",
                "money, such as 48조원 or 480000",
                '"many"',
                "mend the value and its unit",
            ),
            *refusal(
                "value_added: the money unit is not known",
                MONEY_UNITS,
                '"xx"',
                "write the unit as one of those",
            ),
            *refusal(
                "imports: the target is not above zero",
                "a finite number above zero",
                "-1",
                "state by how much it is to grow",
            ),
            *refusal(
                "employees: the target is not above zero",
                "a finite number above zero",
                "nan",
                "state by how much it is to grow",
            ),
        ],
    ),
    "an unknown indicator": (
        asked(MODEL, {"water": 5}, ["01"]),
        NotFoundError,
        [
            "tiny-3",
            *refusal(
                "indicator: the table has no such indicator",
                "production, value_added, imports, employment, employees, wages, surplus",
                '"water"',
                "correct it, or use another table",
            ),
        ],
    ),
    "no mix": (
        asked(MODEL, JOBS_GOAL, []),
        LabelError,
        [
            MIX,
            *refusal(
                "mix: there is no sector to spend on",
                "sectors with shares (621=0.5,700=0.5), or sectors alone (621,700)",
                "nothing",
                "give --mix",
            ),
        ],
    ),
    "all of a mix at once": (
        asked(
            MODEL,
            JOBS_GOAL,
            ["01", "공산품", "02", "99"],
            bounds={"03": Bound(0.5, 0.2), "98": Bound()},
            budget=0,
        ),
        LabelError,
        [
            MIX,
            *refusal(
                "mix: the sector is not in this classification",
                "a code or exact name of tiny-3",
                '"99"',
                "look it up with: iomodel sectors WORD",
            ),
            *refusal("mix: a sector stands twice", "each sector once", '"공산품"', "join them"),
            *refusal("mix: a sector stands twice", "each sector once", '"02"', "join them"),
            *refusal(
                "bounds: the sector is not in this classification",
                "a code or exact name of tiny-3",
                '"98"',
                "look it up with: iomodel sectors WORD",
            ),
            *refusal(
                "bounds, 03: the limit is of a sector that the mix lacks",
                "a sector of --mix",
                '"03"',
                "add it to --mix, or remove the limit",
            ),
            *refusal(
                "bounds, 03: the limits of the share do not fit",
                "0 ≤ lower ≤ upper ≤ 1",
                "lower 0.5, upper 0.2",
                "divide percentages by 100",
            ),
            *refusal(
                "budget: the budget is not above zero",
                "an amount above zero",
                "0",
                "mend the value, or leave --budget out",
            ),
        ],
    ),
    "shares over one": (
        asked(MODEL, JOBS_GOAL, {"01": 0.5, "02": 0.6}),
        LabelError,
        [
            MIX,
            *refusal(
                "mix: the shares do not fit",
                "shares that add up to one",
                "a sum of 1.1",
                "divide percentages by 100, or add what is missing",
            ),
        ],
    ),
    "per cent": (
        asked(MODEL, JOBS_GOAL, {"01": 50, "02": 50}),
        LabelError,
        [
            MIX,
            *refusal(
                "mix: the shares do not fit",
                "shares from 0 to 1",
                "01=50, 02=50",
                "divide percentages by 100, or add what is missing",
            ),
        ],
    ),
    "limits of fixed shares": (
        asked(MODEL, JOBS_GOAL, {"01": 0.5, "02": 0.5}, bounds={"01": Bound(0.1, 0.2, -5)}),
        LabelError,
        [
            MIX,
            *refusal(
                "bounds, 01: the largest spending is negative",
                "a number of zero or more",
                "-5",
                "mend the value",
            ),
            *refusal(
                "bounds, 01: the mix has fixed shares, and limits of them too",
                "fixed shares, or limits of shares",
                "lower 0.1, upper 0.2",
                "leave the shares out of --mix, or lower and upper empty",
            ),
        ],
    ),
    "limits that leave no mix": (
        asked(MODEL, JOBS_GOAL, ["01", "02"], bounds={"01": Bound(0, 0.3), "02": Bound(0, 0.3)}),
        LabelError,
        [
            MIX,
            *refusal(
                "bounds: the shares can't add up to one",
                "sum of lower ≤ 1 ≤ sum of upper",
                "0 and 0.6",
                "loosen the limits",
            ),
        ],
    ),
    "a sector that the region lacks": (
        asked(SOUTH, JOBS_GOAL, ["01", "02"]),
        InactiveSectorError,
        [
            "tiny-regional",
            *refusal(
                "남 02 Manufactures: the sector has no output in 남",
                "demand on a sector with output",
                "demand on 02 Manufactures",
                "book the demand on another region or sector, or use a national table",
            ),
        ],
    ),
    "own output of multipliers": (
        asked(NORTH, JOBS_GOAL, ["01"], scope="own"),
        NotSupportedError,
        [
            "tiny-regional",
            *refusal(
                "this table can't give jobs and value added per own output",
                "transactions or a published inverse",
                "published multipliers",
                "use a table such as bok-2020-83, or --scope total",
            ),
        ],
    ),
    "the region of a national table": (
        asked(MODEL, JOBS_GOAL, ["01"], scope="region"),
        NotSupportedError,
        [
            "tiny-3",
            *refusal(
                "this table can't give what is induced in the region",
                "multipliers by region",
                "a national table",
                "use --scope total, or a regional table",
            ),
        ],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    call, kind, message = REFUSED[case]
    assert str(refused(kind, call)) == lines(*message)


def test_a_sector_without_output_is_never_chosen() -> None:
    """Without output no coefficient is known of it; chosen or not, naming it is refused."""
    blocks = {
        "domestic": np.array([[20.0, 60, 0], [30, 100, 0], [0, 0, 0]]),
        "imports": np.zeros((3, 3)),
        "final_demand": np.array([[120.0, 0], [370.0, 0], [0, 0]]),
        "final_demand_imports": np.zeros((3, 2)),
        "primary_inputs": np.array([[100.0, 240, 0], [50, 100, 0]]),
        "satellites": np.array([[100.0, 200, 0], [30, 180, 0]]),
    }
    model = LeontiefModel.from_table(tiny(**blocks))
    error = refused(InactiveSectorError, lambda: seek(model, {"employment": 5}, ["01", "03"]))
    assert error.data == ["03"]
    assert seek(model, {"employment": 5}, ["01", "02"]).reached


def test_bounds_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "bounds.csv"
    path.write_text("sector,lower,upper,most\n01,0.1,,\n02,,0.5,300\n", "utf-8")
    assert read_bounds(path) == {"01": Bound(lower=0.1), "02": Bound(upper=0.5, most=300)}


def test_bounds_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "bounds.csv"
    path.write_text("sector,lower,upper,most\n01,a,,\n01,,,x\n", "utf-8")
    assert str(refused(LabelError, lambda: read_bounds(path))) == lines(
        str(path),
        *refusal(
            'line 2 (sector 01), column "lower": the cell is not a number',
            "a finite number",
            '"a"',
            "put in the figure of the source",
        ),
        *refusal(
            'line 3 (sector 01), column "most": the cell is not a number',
            "a finite number",
            '"x"',
            "put in the figure of the source",
        ),
        *refusal(
            "line 3: the code occurs twice",
            "a code of its own for every row",
            '"01", also on line 2',
            "remove a row or mend its code",
        ),
    )
    path.write_text("sector,lower,upper\n01,0,1\n", "utf-8")
    assert str(refused(LabelError, lambda: read_bounds(path))) == lines(
        str(path),
        *refusal(
            "header: a column is missing or occurs twice",
            'one column "most"',
            "0 × most",
            "mend the header",
        ),
    )
