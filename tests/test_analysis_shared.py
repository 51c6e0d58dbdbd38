"""What the families of analyses share: arguments, numerics, units, pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from helpers import lines, refused, regional, small_inverse, tiny

from iomodel.analyses.arguments import (
    amounts,
    category_positions,
    indicator_positions,
    require_choice,
    require_count,
)
from iomodel.analyses.base import leontief_model, transactions
from iomodel.analyses.charts import (
    COLOURS,
    bars,
    largest_sectors,
    readable_money,
    shortened,
    stacked_bars,
)
from iomodel.analyses.extraction import extract
from iomodel.analyses.final_demand import final_demand
from iomodel.analyses.frames import sector_frame
from iomodel.analyses.numerics import largest, percent_of, ratio, unit_columns, with_total
from iomodel.analyses.spending import followed
from iomodel.errors import LabelError, NotFoundError, NotSupportedError
from iomodel.impact import Indicator
from iomodel.models import LeontiefModel, MultiplierModel
from iomodel.text import Text, same
from iomodel.units import money_unit

mpl.use("Agg")

AXIS, TITLE = Text("값 (원)", "value (won)"), Text("제목", "Title")


def small() -> LeontiefModel:
    return LeontiefModel.from_table(tiny())


# ------------------------------------------------------------------ arguments
def test_amounts_may_have_thousands_separators() -> None:
    assert amounts(["01=1,234.5"], "demand") == {"01": 1234.5}


@pytest.mark.parametrize("word", ["01", "=3", "01=", "01=ten", "01=nan"])
def test_what_is_no_amount_is_refused(word: str) -> None:
    assert refused(LabelError, lambda: amounts([word], "changes")).origin == "changes"


def test_a_choice_lists_what_there_is() -> None:
    error = refused(NotSupportedError, lambda: require_choice("by", "x", ("a", "b")))
    assert error.data == "x"
    assert error.render("ko") == lines(
        "by",
        "  모르는 선택지입니다",
        "    기대한 것: 다음 중 하나: a, b",
        '    찾은 것: "x"',
        "    고치는 법: by을(를) 고치십시오",
    )


def test_counts_begin_at_one_or_zero() -> None:
    require_count("rounds", 0, 0)
    assert refused(LabelError, lambda: require_count("most", 0)).data == 0


def test_unknown_indicators_and_categories_are_all_listed() -> None:
    error = refused(
        NotFoundError, lambda: indicator_positions(small().indicators, ["x", "imports", "y"], "t")
    )
    assert error.data == ["x", "y"]
    assert len(error.problems) == 2
    absent = refused(NotFoundError, lambda: category_positions(tiny(), ["x", "c", "y"], "exports"))
    assert absent.data == ["x", "y"]
    assert category_positions(tiny(), ["Exports", "c"], "exports") == [0, 1]


def test_a_word_alone_is_a_list_of_one() -> None:
    assert extract(small(), "공산품").extracted == ("02",)
    assert [i.id for i in final_demand(small(), "imports", "amount").indicators] == ["imports"]


def test_a_remedy_may_be_better_than_another_table() -> None:
    what, remedy = Text("무엇", "something"), Text("다른 것", "do something else")
    published = MultiplierModel(regional(), "북")
    inverse = LeontiefModel.from_inverse(small_inverse())
    calls: list[Any] = [
        lambda: leontief_model(published, what, remedy),
        lambda: transactions(inverse, what, remedy),
    ]
    for call in calls:
        assert refused(NotSupportedError, call).problems[0].remedy == remedy


def test_a_physical_indicator_is_followed_in_its_own_unit() -> None:
    base = small()
    carbon = Indicator("co2", same("CO2"), "physical", unit=same("t"))
    c = np.vstack([base.coefficients, np.ones(3)])
    model = replace(base, indicators=(*base.indicators, carbon), coefficients=c)
    assert followed(model, "co2", per_unit=False).unit.en == "t"
    per_won = followed(model, "co2", per_unit=True)
    assert per_won.unit.en == "t per billion KRW"
    assert per_won.c == pytest.approx(1000.0)  # the table is in million won


# ------------------------------------------------------------------ numerics and frames
def test_ratios_are_absent_where_there_is_nothing_to_divide_by() -> None:
    found = ratio(np.array([1.0, 2.0, 3.0]), np.array([2.0, 0.0, np.nan]))
    assert found[0] == 0.5
    assert np.isnan(found[1:]).all()
    assert np.isnan(percent_of(np.ones(2), 0.0)).all()


def test_the_largest_are_so_in_size_and_never_absent_ones() -> None:
    assert largest(np.array([1.0, np.nan, -3.0, 2.0]), 9).tolist() == [2, 3, 0]


def test_unit_columns_and_totals() -> None:
    assert unit_columns(3, [2, 0]).tolist() == [[0, 1], [0, 0], [1, 0]]
    assert with_total(np.array([[1.0, 2.0]])).tolist() == [[1, 2, 3]]


def test_a_frame_may_end_in_a_total() -> None:
    frame = sector_frame(tiny().sectors, {"x": [1, 2, 3, 6]}, total=True)
    assert frame.iloc[-1].tolist() == ["", "합계", "Total", 6]


# ------------------------------------------------------------------ pictures
def test_no_part_is_left_out_of_a_stack() -> None:
    parts = [(same(k), np.array([1.0, -float(k)])) for k in range(12)]
    axes = stacked_bars(None, ["a", "b"], parts, AXIS, TITLE, "en")
    widths = [patch.get_width() for patch in axes.patches]
    assert sum(widths) == pytest.approx(sum(values.sum() for _, values in parts))
    legend = axes.get_legend()
    assert legend is not None
    names = [text.get_text() for text in legend.get_texts()]
    assert len(names) == len(COLOURS)
    assert names[-1] == "other"


def test_parts_of_both_signs_part_at_zero() -> None:
    parts = [(same("a"), np.array([2.0])), (same("b"), np.array([-1.0]))]
    axes = stacked_bars(None, ["x"], [*parts, *parts], AXIS, TITLE, "en")
    assert [(p.get_x(), p.get_width()) for p in axes.patches] == [(0, 2), (0, -1), (2, 2), (-1, -1)]


def test_bars_stand_side_by_side_in_the_order_of_their_names() -> None:
    parts = [(same("a"), np.array([2.0, 3.0])), (same("b"), np.array([1.0, -1.0]))]
    axes = bars(None, ["first", "second"], parts, AXIS, TITLE, "ko")
    places = [patch.get_y() for patch in axes.patches]
    assert places == sorted(places[:2]) + sorted(places[2:])
    assert places[0] < places[2]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["first", "second"]
    assert axes.yaxis_inverted()
    assert axes.get_xlabel() == "값 (원)"
    assert axes.get_title("right") == "제목"


def test_one_series_shows_its_losses_in_another_colour() -> None:
    axes = bars(None, ["x", "y"], [(AXIS, np.array([1.0, -1.0]))], AXIS, TITLE, "en")
    assert len({patch.get_facecolor() for patch in axes.patches}) == 2
    assert axes.get_legend() is None


def test_only_the_largest_sectors_are_drawn() -> None:
    values = np.array([1.0, -9.0, 5.0])
    sectors = tiny().sectors.sectors
    axes = largest_sectors(None, sectors, [(AXIS, values)], AXIS, TITLE, "en", most=2)
    labels = [t.get_text() for t in axes.get_yticklabels()]
    assert labels == ["02 Manufactures", "03 Services"]


def test_long_names_are_cut_and_short_ones_are_not() -> None:
    assert shortened("x" * 36) == "x" * 36
    assert shortened("x" * 37) == "x" * 35 + "…"


def test_large_amounts_are_shown_in_trillions() -> None:
    million = money_unit("백만원")
    shown, unit = readable_money([(AXIS, np.array([2e6, np.nan]))], million)
    assert unit.en == "trillion KRW"
    assert shown[0][1][0] == pytest.approx(2.0)
    assert readable_money([(AXIS, np.array([5.0]))], million)[1].en == "million KRW"
