"""What printed figures say of each other: sums, products, formulas, sources, bounds, both ways."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from audits import audited, figure, objections, of_kind, publication, rate
from helpers import repeatable
from hypothesis import given
from hypothesis import strategies as st

from iomodel.audit.figures import Figure, Publication
from iomodel.audit.finding import Certainty, measured, number, percent, signed
from iomodel.audit.groups import groups_of
from iomodel.audit.measures import measure
from iomodel.audit.printed import read_printed
from iomodel.audit.schema import FigureKeys
from iomodel.audit.sums import counted_twice, parts, sums, together
from iomodel.text import Text


def made(*figures: dict[str, Any]) -> Publication:
    """Return a publication without a file."""
    found = []
    for keys in figures:
        known = FigureKeys.model_validate(keys)
        printed = read_printed(known.value)
        assert printed is not None
        unit = measure(printed.unit or known.unit)
        assert unit is not None
        found.append(Figure(known, printed, unit, None))
    return Publication("made", Text("", ""), "", None, "", tuple(found))


def jobs(id: str, value: str, **more: Any) -> dict[str, Any]:
    return figure(id, value, "명", "employment", programme=id, method="none", **more)


# ------------------------------------------------------------------ sums
@pytest.mark.parametrize(
    ("total", "certainty"),
    [
        ("15390", "clean"),
        ("15391", "rounding"),  # four figures, half a person each: up to two
        ("15392", "rounding"),
        ("15388", "rounding"),
        ("15393", "contradiction"),
        ("15387", "contradiction"),
        ("1만5천", "clean"),  # 15,390 rounds to 15 thousand
        ("1만6천", "contradiction"),
        ("15,400", "rounding"),  # if rounded to hundreds
    ],
)
def test_a_sum_of_three(total: str, certainty: Certainty) -> None:
    lines = [jobs("a", "7567"), jobs("b", "5884"), jobs("c", "1939")]
    whole = jobs("t", total, total_of=["a", "b", "c"])
    (found,) = sums(made(*lines, whole))
    assert (found.certainty, found.figures) == (certainty, ("t", "a", "b", "c"))
    assert found.data["sum"] == 15390


def test_a_sum_tells_its_evidence_and_size() -> None:
    lines = [jobs("a", "7,567"), jobs("b", "5,884"), jobs("c", "1,939")]
    (found,) = sums(made(*lines, jobs("t", "15,393", total_of=["a", "b", "c"])))
    assert found.claim == Text(
        "t 취업유발 15,393명: 부분의 합이 아닙니다",
        "t employment 15,393명 is not the sum of its parts",
    )
    assert found.evidence.ko == (
        "a 취업유발 7,567명, b 취업유발 5,884명, c 취업유발 1,939명; 합 15,390명"
    )
    assert found.size == Text(
        "+3명 (0.019%), 그 가운데 1명은 반올림을 넘음",
        "+3명 (0.019%), of which 1명 are beyond rounding",
    )


@repeatable
@given(st.lists(st.integers(min_value=0, max_value=10**9), min_size=2, max_size=9))
def test_rounding_any_true_sum_is_no_contradiction(values: list[int]) -> None:
    """Numbers to the unit, printed to hundreds: the printed sum never contradicts its parts."""
    printed = [f"{round(Fraction(v, 100)) / 10:.1f}" for v in values]
    whole = f"{round(Fraction(sum(values), 100)) / 10:.1f}"
    lines = [figure(f"x{i}", v, "천명", "other") for i, v in enumerate(printed)]
    total = figure("t", whole, "천명", "other", total_of=[line["id"] for line in lines])
    (found,) = sums(made(*lines, total))
    assert found.certainty in ("clean", "rounding")


@repeatable
@given(
    st.lists(st.integers(min_value=1, max_value=10**6), min_size=2, max_size=6),
    st.integers(min_value=1, max_value=1000),
)
def test_a_sum_off_by_more_than_rounding_is_found(values: list[int], more: int) -> None:
    off = (len(values) + 1) // 2 + more  # half a unit a figure, and then some
    lines = [jobs(f"x{i}", f"{v}.0") for i, v in enumerate(values)]
    total = jobs("t", f"{sum(values) + off}.0", total_of=[line["id"] for line in lines])
    (found,) = sums(made(*lines, total))
    assert (found.certainty, found.data["gap"]) == ("contradiction", off)


@pytest.mark.parametrize(
    ("total", "slip"),
    [
        ("153900", "10 times too large"),
        ("15390000", "1,000 times too large"),
        ("15.390", "1,000 times too small"),
        ("13590", "changed places (15390)"),
    ],
)
def test_a_slip_explains_a_sum(total: str, slip: str) -> None:
    lines = [jobs("a", "7567"), jobs("b", "5884"), jobs("c", "1939")]
    (found,) = sums(made(*lines, jobs("t", total, total_of=["a", "b", "c"])))
    assert slip in found.evidence.en
    assert found.certainty == "contradiction"


def test_parts_that_were_not_all_printed() -> None:
    """The industrial-complex paper: 41.2 of 48 trillion won are told of three regions in five."""
    regions = {"daegu": "1.7조원", "incheon": "4.5조원", "jeonnam": "35조원"}
    lines = [figure(k, v, "", "production", part_of="t") for k, v in regions.items()]
    (found,) = parts(made(figure("t", "48조원", "", "production"), *lines))
    assert (found.certainty, found.size.en) == ("clean", "68,000 억원 not printed in parts")
    (found,) = parts(made(figure("t", "40조원", "", "production"), *lines))
    assert (found.certainty, found.size.en) == ("contradiction", "12,000 억원 too many")
    (found,) = parts(made(figure("t", "41조원", "", "production"), *lines))
    assert found.certainty == "clean"  # 41.2 and 41 are one number before rounding


def test_58_000_and_six_times_ten_thousand_persons() -> None:
    regions = ["2만1천명", "1만명", "5천명", "7천명", "1.5만명"]
    lines = [figure(f"r{i}", v, "", "employment", method="none") for i, v in enumerate(regions)]
    ids = [line["id"] for line in lines]
    for words, certainty in (("6만명", "clean"), ("5만명", "rounding"), ("58,000명", "clean")):
        whole = figure("t", words, "", "employment", method="none", total_of=ids)
        (found,) = sums(made(*lines, whole))
        assert (found.certainty, found.data["sum"]) == (certainty, 58000), words


def test_two_sums_of_the_same_lines_can_stand_together() -> None:
    lines = [jobs("a", "5"), jobs("b", "6")]
    totals = [jobs("t", "11", total_of=["a", "b"]), jobs("u", "12", total_of=["a", "b"])]
    publication = made(*lines, *totals)
    assert list(together(publication, list(sums(publication)))) == []


def test_only_all_sums_at_once_show_it() -> None:
    """a + b = 10 and a + b = 12 from other lines: each sum alone can be rounded, not both."""
    lines = [jobs("a", "5"), jobs("b", "6")]
    totals = [jobs("t", "10", total_of=["a", "b"]), jobs("u", "12", total_of=["a", "b"])]
    publication = made(*lines, *totals)
    found = list(sums(publication))
    assert [f.certainty for f in found] == ["rounding", "rounding"]
    (joint,) = together(publication, found)
    assert (joint.kind, joint.certainty, joint.figures) == ("sums", "contradiction", ("t", "u"))
    # a + b stays 1.5 below and 1.5 above the printed sums; the least stray is shared by all.
    assert joint.data["tightness"] == pytest.approx(2.0)


# ------------------------------------------------------------------ counting twice
TWICE = [
    ("production", "value_added", "value_added"),
    ("production", "income", "income"),
    ("value_added", "income", "income"),
    ("production", "amount", "amount"),
    ("amount", "value_added", "value_added"),
    ("amount", "imports", "imports"),
]


@pytest.mark.parametrize(("one", "other", "inner"), TWICE)
def test_what_is_inside_another_is_counted_twice(one: str, other: str, inner: str) -> None:
    lines = [figure(one, "161", "억원", one), figure(other, "78", "억원", other)]
    whole = figure("t", "239", "억원", "other", total_of=[one, other])
    (found,) = counted_twice(made(*lines, whole))
    assert (found.certainty, found.figures) == ("contradiction", ("t", inner))
    extra = 161 if inner == one else 78
    assert (found.data["counted_twice"], found.data["total"]) == (extra, 239)


def test_employees_are_inside_employment() -> None:
    lines = [jobs("all", "100"), figure("paid", "70", "명", "employees", method="none")]
    (found,) = counted_twice(made(*lines, jobs("t", "170", total_of=["all", "paid"])))
    assert found.figures == ("t", "paid")


def test_a_part_beside_its_whole_is_counted_twice() -> None:
    lines = [jobs("a", "10"), jobs("b", "20"), jobs("ab", "30", total_of=["a", "b"])]
    (found,) = counted_twice(made(*lines, jobs("t", "40", total_of=["ab", "a"])))
    assert found.figures == ("t", "a")


def test_a_region_beside_the_nation_is_counted_twice() -> None:
    here = figure("here", "30", "억원", "production", scope="in_region")
    all_ = figure("all", "100", "억원", "production")
    whole = figure("t", "130", "억원", "other", total_of=["all", "here"])
    (found,) = counted_twice(made(here, all_, whole))
    assert found.figures == ("t", "here")


@pytest.mark.parametrize(
    "roles",
    [("production", "production"), ("value_added", "imports"), ("amount", "land"), ("other",)],
)
def test_what_may_be_added(roles: tuple[str, ...]) -> None:
    lines = [figure(f"x{i}", "10", "억원", role) for i, role in enumerate(roles)]
    whole = figure("t", f"{10 * len(roles)}", "억원", "other")
    whole["total_of"] = [line["id"] for line in lines]
    assert list(counted_twice(made(*lines, whole))) == []


# ------------------------------------------------------------------ products and formulas
def release(**changes: str) -> list[dict[str, Any]]:
    """1,234억원 of construction with the multipliers that the Bank printed for 2015."""
    values = {
        "spending": "1,234",
        "production": "2,464",
        "value_added": "992",
        "imports": "242",
        "production_rate": "1.997",
        "value_added_rate": "0.804",
    } | changes
    return [
        figure("spending", values["spending"], "억원", "amount", year=2015),
        figure("production", values["production"], "억원", "production", year=2015),
        figure("value_added", values["value_added"], "억원", "value_added", year=2015),
        figure("imports", values["imports"], "억원", "imports", year=2015),
        rate("production_rate", values["production_rate"], "production", year=2015),
        rate("value_added_rate", values["value_added_rate"], "value_added", year=2015),
    ]


def test_a_sound_release_is_clean(tmp_path: Path) -> None:
    found = audited(tmp_path, release())
    assert objections(found) == []
    assert [f.certainty for f in of_kind(found, "product")] == ["clean", "clean"]
    assert [f.certainty for f in of_kind(found, "identity")] == ["clean"]


@pytest.mark.parametrize(
    ("changes", "kind", "where", "words"),
    [
        ({"production": "2,644"}, "product", "production", "changed places (2,464)"),
        ({"production": "2,467"}, "product", "production", "1,234 억원 × 1.997 원/원"),
        ({"value_added": "9,921"}, "product", "value_added", "10 times too large"),
        ({"value_added": "99.21"}, "product", "value_added", "10 times too small"),
        ({"imports": "342"}, "identity", "value_added", "sum 1,334 억원"),
        ({"imports": "142"}, "identity", "value_added", "product taxes"),
    ],
)
def test_planted_errors_are_found(
    tmp_path: Path, changes: dict[str, str], kind: str, where: str, words: str
) -> None:
    found = audited(tmp_path, release(**changes))
    assert (kind, where) in objections(found)
    (one,) = [f for f in of_kind(found, kind) if f.figures[0] == where]
    assert words in one.evidence.en


def test_too_little_value_added_and_imports_is_unlikely_too_much_impossible(tmp_path: Path) -> None:
    for imports, certainty in (("342", "contradiction"), ("142", "unlikely"), ("243", "clean")):
        found = audited(tmp_path, release(imports=imports))
        assert [f.certainty for f in of_kind(found, "identity")] == [certainty], imports


@pytest.mark.parametrize(
    ("value", "certainty"),
    [
        ("5조850억원", "clean"),  # between 5조 825억 and 5조 875억
        ("5조825억원", "clean"),
        ("5조824억원", "contradiction"),
        ("5조580억원", "contradiction"),
    ],
)
def test_a_formula_before_rounding(tmp_path: Path, value: str, certainty: Certainty) -> None:
    figures = [
        figure("spending", "5조원", "", "amount", exact=True),
        rate("k", "2.017", "production"),
        figure("linked", value, "", "other", formula="(k - 1) * spending"),
    ]
    (found,) = of_kind(audited(tmp_path, figures), "formula")
    assert found.certainty == certainty
    assert (found.data["low"], found.data["high"]) == (5.0825e12, 5.0875e12)
    assert ("changed places (5조850억원)" in found.evidence.en) == (value == "5조580억원")


def test_zeros_that_must_be_rounding_are_no_contradiction(tmp_path: Path) -> None:
    """7,300 × 2,156 ÷ 3,328.2 is 4,729: 4,733 needs 7,306, which rounds to 7,300."""
    for issued, certainty in (
        ("7,300", "rounding"),
        ("약 7,300", "clean"),
        ("7,301", "contradiction"),
    ):
        figures = [
            figure("a", issued, "억원", "other"),
            figure("b", "2,156", "억원", "other"),
            figure("c", "3,328.2", "억원", "other"),
            figure("d", "4,733", "억원", "other", formula="a * b / c"),
        ]
        (found,) = of_kind(audited(tmp_path, figures), "formula")
        assert found.certainty == certainty, issued


# ------------------------------------------------------------------ two sources
def twice(first: str, second: str, **more: Any) -> list[dict[str, Any]]:
    one = figure("a", first, "원/원", "coefficient", indicator="production", source="A", **more)
    return [one, one | {"id": "b", "value": second, "source": "B"}]


@pytest.mark.parametrize(
    ("second", "agree"), [("1.818", True), ("1.82", True), ("1.817", False), ("1.819", False)]
)
def test_two_sources_of_one_figure(tmp_path: Path, second: str, agree: bool) -> None:
    (found,) = of_kind(audited(tmp_path, twice("1.818", second)), "conflict")
    assert found.certainty == ("clean" if agree else "contradiction")
    assert found.figures == ("a", "b")


def test_one_source_is_not_held_against_itself(tmp_path: Path) -> None:
    figures = twice("1.818", "1.5")
    figures[1]["source"] = "A"
    assert of_kind(audited(tmp_path, figures), "conflict") == []


@pytest.mark.parametrize(
    "other",
    [{"region": "대구"}, {"year": 2021}, {"scope": "in_region"}, {"programme": "P"}],
    ids=lambda keys: next(iter(keys)),
)
def test_other_things_are_not_held_together(tmp_path: Path, other: dict[str, Any]) -> None:
    figures = twice("1.818", "1.5")
    figures[1] |= other
    assert of_kind(audited(tmp_path, figures), "conflict") == []


def test_parts_of_one_total_are_not_held_together(tmp_path: Path) -> None:
    figures = [
        figure("a", "10", "억원", "amount", source="A"),
        figure("b", "20", "억원", "amount", source="B"),
        figure("t", "30", "억원", "amount", source="C", total_of=["a", "b"]),
    ]
    assert of_kind(audited(tmp_path, figures), "conflict") == []


def test_a_wrong_unit_between_sources(tmp_path: Path) -> None:
    figures = [
        figure("a", "1,234", "억원", "amount", source="A"),
        figure("b", "1,234", "백만원", "amount", source="B"),
    ]
    (found,) = of_kind(audited(tmp_path, figures), "conflict")
    assert "100 times too small" in found.evidence.en


# ------------------------------------------------------------------ bounds
@pytest.mark.parametrize(
    ("smaller", "larger"),
    [("income", "value_added"), ("value_added", "production"), ("employees", "employment")],
)
@pytest.mark.parametrize("scope", ["total", "in_region"])
def test_what_is_part_of_another_can_be_no_larger(
    tmp_path: Path, smaller: str, larger: str, scope: str
) -> None:
    unit = "명" if smaller == "employees" else "억원"
    for value, wrong in (("1,581", True), ("1,431", False), ("1,433", True), ("900", False)):
        figures = [
            figure("small", value, unit, smaller, scope=scope),
            figure("large", "1,431", unit, larger, scope=scope),
        ]
        found = audited(tmp_path, figures)
        assert [f.objection for f in of_kind(found, "bound")] == [wrong], value


def test_an_effect_in_the_region_is_part_of_the_total(tmp_path: Path) -> None:
    for value, wrong in (("6.6", False), ("11.9", True)):
        figures = [
            rate("total", "11.7", "employment"),
            rate("here", value, "employment", scope="in_region"),
        ]
        found = audited(tmp_path, figures)
        assert [f.objection for f in of_kind(found, "bound")] == [wrong]


@pytest.mark.parametrize(
    ("method", "wrong"), [("demand", True), ("households", False), ("none", False)]
)
def test_value_added_beyond_spending_needs_induced_income(
    tmp_path: Path, method: str, wrong: bool
) -> None:
    figures = [
        figure("spending", "33,990", "억원", "amount"),
        figure("value_added", "57,201", "억원", "value_added", method=method),
    ]
    found = audited(tmp_path, figures)
    assert (("bound", "value_added") in objections(found)) == wrong


@pytest.mark.parametrize(
    ("method", "scope", "wrong"),
    [
        ("demand", "total", True),
        ("households", "total", True),
        ("demand", "in_region", False),  # part of the spending is met elsewhere
        ("exogenised", "total", False),  # the sector's own output isn't counted
        ("none", "total", False),
    ],
)
def test_production_below_spending(tmp_path: Path, method: str, scope: str, wrong: bool) -> None:
    figures = [
        figure("spending", "8,218", "억원", "amount"),
        figure("production", "7,550", "억원", "production", method=method, scope=scope),
    ]
    found = audited(tmp_path, figures)
    assert (("bound", "production") in objections(found)) == wrong


def test_multipliers_have_bounds_too(tmp_path: Path) -> None:
    figures = [rate("p", "0.98", "production"), rate("v", "1.02", "value_added")]
    assert {f for k, f in objections(audited(tmp_path, figures)) if k == "bound"} == {"p", "v"}


def test_part_of_what_a_spending_induces_is_no_bound(tmp_path: Path) -> None:
    """The part in one industry may lie below the spending; so may its coefficient."""
    figures = [
        figure("spending", "1,000", "억원", "amount"),
        figure("own", "900", "억원", "production", programme="A", spending="spending"),
        figure("rest", "1,100", "억원", "production", programme="B", spending="spending"),
        rate("own_rate", "0.900", "production", programme="A", spending="spending"),
        figure("all", "2,000", "억원", "production", spending="spending", total_of=["own", "rest"]),
    ]
    found = audited(tmp_path, figures)
    assert objections(found) == []
    assert [f.figures[0] for f in of_kind(found, "bound")] == ["all"]


def test_an_amount_of_nothing_is_compared_with_nothing(tmp_path: Path) -> None:
    figures = [
        figure("spending", "0", "억원", "amount"),
        figure("production", "10", "억원", "production"),
    ]
    assert objections(audited(tmp_path, figures)) == []


# ------------------------------------------------------------------ land
@pytest.mark.parametrize(("through", "wrong"), [("total_of", True), ("part_of", True), ("", False)])
def test_land_in_the_multiplied_amount(tmp_path: Path, through: str, wrong: bool) -> None:
    land = figure("land", "400", "억원", "land")
    works = figure("works", "600", "억원", "amount", programme="공사")
    cost = figure("cost", "1,000", "억원", "amount")
    if through == "total_of":
        cost["total_of"] = ["land", "works"]
    if through == "part_of":
        land["part_of"] = "cost"
    figures = [land, works, cost, figure("p", "1,997", "억원", "production")]
    found = of_kind(audited(tmp_path, figures), "land")
    assert [(f.certainty, f.figures) for f in found] == (
        [("contradiction", ("cost", "land"))] if wrong else []
    )
    if found:
        assert found[0].data == {"share": pytest.approx(0.4), "land": 400}


def test_land_beside_the_multiplied_amount(tmp_path: Path) -> None:
    figures = [
        figure("land", "400", "억원", "land", part_of="cost"),
        figure("works", "600", "억원", "amount", part_of="cost"),
        figure("cost", "1,000", "억원", "amount"),
        figure("p", "1,198", "억원", "production", spending="works"),
    ]
    assert of_kind(audited(tmp_path, figures), "land") == []


# ------------------------------------------------------------------ groups, and how numbers look
def test_an_amount_in_doubt_is_no_base(tmp_path: Path) -> None:
    """Two amounts of one programme in one source, no part of each other: which was multiplied?"""
    figures = [
        figure("a", "1,000", "억원", "amount"),
        figure("b", "2,000", "억원", "amount"),
        figure("p", "1,997", "억원", "production"),
    ]
    (group,) = groups_of(publication(tmp_path, figures))
    assert (group.amount, group.spending, group.ratios) == (None, None, {})
    figures[2]["spending"] = "a"
    (group,) = groups_of(publication(tmp_path, figures))
    assert group.amount is not None
    assert group.amount.id == "a"


def test_ratios_hold_what_rounding_allows(tmp_path: Path) -> None:
    figures = [
        figure("spending", "100", "억원", "amount"),
        figure("p", "200", "억원", "production"),
        figure("l", "90", "명", "employment"),
    ]
    (group,) = groups_of(publication(tmp_path, figures))
    production = group.ratios["production", "total"]
    assert (production.low, production.high) == (
        Fraction(1995, 1005),
        Fraction(2005, 995),
    )
    jobs_per_won = group.ratios["employment", "total"]
    assert jobs_per_won.low == Fraction(895, 10) / (Fraction(1005, 10) * 10**8)


def test_numbers_as_they_are_told() -> None:
    won, share, persons = measure("원"), measure("%"), measure("명")
    assert won is not None
    assert share is not None
    assert persons is not None
    assert measured(27 * 10**9, won).ko == "270 억원"
    assert measured(900, won).ko == "900원"
    assert signed(Fraction(-3), persons).ko == "-3명"
    assert signed(Fraction(29, 1000), share).ko == "+2.9%p"
    assert (number(0.000123456789), number(1e9), number(0)) == ("0.000123", "1,000,000,000", "0")
    assert (percent(0.5), percent(0.00004), percent(0)) == ("50.0%", "0.0040%", "0.0%")
