"""How far a quotient can be trusted: its multipliers against surveyed in-region effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import NotFoundError, Problem
from iomodel.leontief import factorise, input_coefficients, multipliers
from iomodel.models.base import display_scale, multiplier_unit
from iomodel.models.leontief_model import LeontiefModel
from iomodel.regionalisation.activity import Activity
from iomodel.regionalisation.measures import Measures, measure
from iomodel.regionalisation.method import Method, QuotientName
from iomodel.regionalisation.quotients import Array
from iomodel.sectors import Classification, require_same_labels
from iomodel.table import IOTable, MultiplierTable
from iomodel.text import Text, same

STEP = 0.01  # between the δ of a curve
TRIED = (0.2, 0.3, 0.4)  # δ shown beside the best
_WITH_DELTA: tuple[QuotientName, ...] = ("flq", "aflq")
ALL_AT_HOME = Text("모두 지역에서 (전국 국산계수 그대로)", "all at home (national coefficients)")
NOTHING_AT_HOME = Text("모두 밖에서 (파급 없음)", "nothing at home (no repercussions)")


@dataclass(frozen=True, eq=False)
class Surveyed:
    """What an estimate is held against: in-region effects of a unit of demand.

    Attributes
    ----------
    national, reference : str
        The tables: that which is regionalised, that which was surveyed.
    indicator, unit : Text
    code : str
        Of the indicator.
    activity : Activity
    A : ndarray (n, n)
        The nation's domestic input coefficients.
    direct : ndarray (n,)
        The nation's direct coefficient of the indicator, in `unit`.
    effects : ndarray (r, n)
        Surveyed.
    compared : ndarray (r, n)
        Where both sides have the sector.
    weights : ndarray (r, n)
        The region's output, from its share of employment.
    without_workers, without_survey : tuple of str
        Regions and sectors, "region code", that only the survey has, or only the activity.
    """

    national: str
    reference: str
    code: str
    indicator: Text
    unit: Text
    activity: Activity
    A: Array
    direct: Array
    effects: Array
    compared: NDArray[np.bool_]
    weights: Array
    without_workers: tuple[str, ...]
    without_survey: tuple[str, ...]

    @property
    def regions(self) -> tuple[str, ...]:
        """The r regions."""
        return self.activity.regions

    @property
    def sectors(self) -> Classification:
        """The n sectors."""
        return self.activity.sectors

    def estimate(self, method: Method) -> Array:
        """Return in-region effects by a method, (r, n): c′ (I − q ∘ A)⁻¹ in each region."""
        sizes = self.activity.sizes
        return np.array(
            [
                self._effects(method.quotients(slq, float(size)))
                for slq, size in zip(self.activity.slq, sizes, strict=True)
            ]
        )

    def extremes(self) -> tuple[Array, Array]:
        """Return effects if each region supplied all of its domestic input, and nothing."""
        everything = self._effects(np.ones_like(self.A))
        return (
            np.tile(everything, (len(self.regions), 1)),
            np.tile(self.direct, (len(self.regions), 1)),
        )

    def _effects(self, q: Array) -> Array:
        return np.asarray(multipliers(factorise(q * self.A), self.direct[None, :])[0])

    def measures(self, estimates: Array, where: NDArray[np.bool_] | None = None) -> Measures:
        """Return the errors of estimates, (r, n), over the cells compared, or some of them."""
        cells = self.compared if where is None else self.compared & where
        return measure(
            estimates[cells],
            self.effects[cells],
            self.weights[cells],
            production=self.code == "production",
        )


def surveyed(
    national: IOTable, reference: MultiplierTable, activity: Activity, indicator: str = "production"
) -> Surveyed:
    """Return the surveyed effects of an indicator beside what estimates of them need.

    Parameters
    ----------
    national : IOTable
    reference : MultiplierTable
        Surveyed multipliers of the same sectors; of the same regions as the activity.
    activity : Activity
    indicator : str
        An indicator of both tables, such as "production", "value_added" or "employment".

    Raises
    ------
    LabelError
        If sectors or regions differ (R1).
    NotFoundError
        If one of the tables lacks the indicator.

    Notes
    -----
    Compared are sectors that the region has in both sources. Those that the activity source leaves
    unlisted are left out: their quotient is assumed.
    """
    parts = (
        (reference.sectors.codes, activity.sectors.codes, Text("부문", "sectors")),
        (national.sectors.codes, activity.sectors.codes, Text("부문", "sectors")),
        (reference.regions, activity.regions, Text("지역", "regions")),
    )
    for left, right, what in parts:
        require_same_labels(reference.info.id, left, right, what)
    model = LeontiefModel.from_table(national)
    known = {part.code: k for k, part in enumerate(reference.info.coefficients)}
    shared = [i.id for i in model.indicators if i.id in known]
    if indicator not in shared:
        raise NotFoundError(reference.info.id, _no_indicator(indicator, shared), data=shared)
    at = [i.id for i in model.indicators].index(indicator)
    told = model.indicators[at]
    there, here = ~reference.absent, activity.shares > 0
    listed = np.broadcast_to(activity.listed, there.shape)
    return Surveyed(
        national.info.id,
        reference.info.id,
        indicator,
        told.name,
        multiplier_unit(told, national.info.money),
        activity,
        input_coefficients(national.domestic, national.output),
        model.coefficients[at] * display_scale(model.indicators, model.info)[at],
        reference.values[:, :, known[indicator], 0],
        there & here & listed,
        national.output * activity.shares,
        _named(activity, there & ~here & listed),
        _named(activity, ~there & here & listed),
    )


def _named(activity: Activity, cells: NDArray[np.bool_]) -> tuple[str, ...]:
    codes = activity.sectors.codes
    return tuple(f"{activity.regions[r]} {codes[i]}" for r, i in np.argwhere(cells))


def _no_indicator(indicator: str, shared: Sequence[str]) -> Problem:
    return Problem(
        "indicator",
        Text("두 표에 모두 있는 지표가 아닙니다", "the tables don't both have this indicator"),
        Text(f"다음 중 하나: {', '.join(shared)}", f"one of: {', '.join(shared)}"),
        same(f'"{indicator}"'),
        Text("지표의 이름을 고치십시오", "correct the name of the indicator"),
    )


@dataclass(frozen=True, eq=False)
class Line:
    """The errors of one way of estimating.

    Attributes
    ----------
    name : Text
        The quotient, the region or the sector.
    measures : Measures
    delta : float or None
        The δ that fits best, where one was looked for.
    """

    name: Text
    measures: Measures
    delta: float | None = None


@dataclass(frozen=True, eq=False)
class Curve:
    """A quotient's estimates over all δ.

    Attributes
    ----------
    target : Surveyed
    name : "flq" or "aflq"
    deltas : ndarray (d,)
    estimates : ndarray (d, r, n)
    """

    target: Surveyed
    name: QuotientName
    deltas: Array
    estimates: Array

    @classmethod
    def of(cls, target: Surveyed, name: QuotientName) -> Curve:
        """Return the estimates of `name` for δ from zero to below one, by steps of 0.01."""
        deltas = np.arange(0.0, 1.0, STEP).round(2)
        return cls(
            target, name, deltas, np.array([target.estimate(Method(name, d)) for d in deltas])
        )

    def best(self, where: NDArray[np.bool_] | None = None) -> tuple[Method, Measures]:
        """Return the method whose mean absolute percentage error is least, and its errors.

        Parameters
        ----------
        where : ndarray of bool (r, n), optional
            The cells to fit δ to, of those compared.
        """
        found = [self.target.measures(estimate, where) for estimate in self.estimates]
        k = int(np.argmin([measures.mape for measures in found]))
        return Method(self.name, float(self.deltas[k])), found[k]

    def held_out(self) -> tuple[tuple[float, ...], Measures]:
        """Return each region's δ as fitted to all others, and the errors of what it estimates."""
        deltas, estimates = [], np.zeros_like(self.target.effects)
        for r in range(len(self.target.regions)):
            others = np.ones(self.target.effects.shape, np.bool_)
            others[r] = False
            method, _ = self.best(others)
            assert method.delta is not None
            deltas.append(method.delta)
            estimates[r] = self.estimates[int(np.flatnonzero(self.deltas == method.delta)[0]), r]
        return tuple(deltas), self.target.measures(estimates)


@dataclass(frozen=True)
class Fit:
    """The δ that fits all regions best, and what it is worth beyond them.

    Attributes
    ----------
    method : Method
    deltas : tuple of float
        Each region's δ as fitted to all others.
    held_out : Measures
        Of what those δ estimate in the region that they weren't fitted to.
    """

    method: Method
    deltas: tuple[float, ...]
    held_out: Measures


def overview(
    target: Surveyed, tried: Sequence[float] = TRIED
) -> tuple[tuple[Line, ...], tuple[Fit, ...]]:
    """Return the errors of every quotient, FLQ and AFLQ for some δ and the best, and their fits."""
    methods, fits = [Method("slq"), Method("cilq"), Method("rlq")], []
    for name in _WITH_DELTA:
        curve = Curve.of(target, name)
        best, _ = curve.best()
        assert best.delta is not None
        fits.append(Fit(best, *curve.held_out()))
        methods += [Method(name, delta) for delta in sorted({*tried, best.delta})]
    return compare(target, methods), tuple(fits)


def compare(target: Surveyed, methods: Sequence[Method]) -> tuple[Line, ...]:
    """Return the errors of each method, between those of all at home and nothing at home."""
    everything, nothing = target.extremes()
    lines = [Line(same(method), target.measures(target.estimate(method))) for method in methods]
    return (
        Line(ALL_AT_HOME, target.measures(everything)),
        *lines,
        Line(NOTHING_AT_HOME, target.measures(nothing)),
    )


def by_region(target: Surveyed, method: Method) -> tuple[Line, ...]:
    """Return a method's errors in each region, with the δ that would fit that region best."""
    estimates, cells = target.estimate(method), np.zeros(target.effects.shape, np.bool_)
    curve = None if method.delta is None else Curve.of(target, method.name)
    lines = []
    for r, region in enumerate(target.regions):
        own = cells.copy()
        own[r] = True
        best = None if curve is None else curve.best(own)[0].delta
        lines.append(Line(same(region), target.measures(estimates, own), best))
    return tuple(lines)


def by_sector(target: Surveyed, method: Method) -> tuple[Line, ...]:
    """Return a method's errors in each sector, over the regions that have it."""
    estimates = target.estimate(method)
    lines = []
    for i, sector in enumerate(target.sectors.sectors):
        own = np.zeros(target.effects.shape, np.bool_)
        own[:, i] = True
        name = Text(f"{sector.code} {sector.name.ko}", str(sector))
        lines.append(Line(name, target.measures(estimates, own)))
    return tuple(lines)
