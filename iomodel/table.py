"""A table of who buys what from whom, its balance (R4) and its coarser levels (R7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, model_validator

from iomodel.errors import Problem, UnbalancedTableError
from iomodel.provenance import Basis, Source
from iomodel.sectors import Classification, Concordance, local_id, require_same_labels
from iomodel.text import Text, same
from iomodel.units import MoneyUnit, Valuation, money_unit
from iomodel.validation import UnitName, refusal

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]
Role = Literal["value_added", "imports", "product_tax", "scrap"]
Exhaustion = Literal["checked", "by construction", "not checkable"]


class Frozen(BaseModel):
    """A part of table.toml: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Frozen):
    """A code with its name in both languages."""

    code: str
    ko: str
    en: str

    @property
    def text(self) -> Text:
        """The name in both languages."""
        return Text(self.ko, self.en)


class Component(Label):
    """A row of primary inputs and the part it plays in the accounts."""

    role: Role


class Satellite(Label):
    """An indicator that rides along with output, such as employed persons."""

    dimension: Literal["persons", "physical"] = "persons"
    unit: str
    concept: str = ""


class Coefficient(Label):
    """An indicator of a published inverse or of published multipliers."""

    dimension: Literal["money", "persons", "physical"]
    basis: Basis
    concept: str = ""


class TableInfo(Frozen):
    """What is known of a table besides its numbers."""

    id: str
    title_ko: str
    title_en: str
    year: int
    price_year: int
    published: date | None = None
    published_note: str = ""
    currency: str = ""
    unit: UnitName
    valuation: Valuation
    layout: str
    classification: str
    local_classification: str = ""
    tolerance: float = 1.0
    exhaustion: Exhaustion = "checked"
    names_en: str = ""
    employment_ko: str = ""
    employment_en: str = ""
    caveats_ko: tuple[str, ...] = ()
    caveats_en: tuple[str, ...] = ()
    final_demand: tuple[Label, ...] = ()
    primary_inputs: tuple[Component, ...] = ()
    satellites: tuple[Satellite, ...] = ()
    coefficients: tuple[Coefficient, ...] = ()
    source: Source

    @model_validator(mode="after")
    def _caveats_in_both_languages(self) -> Self:
        if len(self.caveats_ko) != len(self.caveats_en):
            raise refusal(
                Text("주의사항의 수가 두 언어에서 다릅니다", "the caveats differ in number"),
                Text("같은 수의 caveats_ko와 caveats_en", "as many caveats_ko as caveats_en"),
                same(f"{len(self.caveats_ko)}, {len(self.caveats_en)}"),
                Text("빠진 번역을 넣으십시오", "add the missing translation"),
            )
        return self

    @model_validator(mode="after")
    def _currency_of_its_unit(self) -> Self:
        if self.currency and self.currency != self.money.currency:
            raise refusal(
                Text("통화가 단위와 다릅니다", "the currency is not that of the unit"),
                Text(
                    f"{self.money.currency} ({self.money.name.ko})",
                    f"{self.money.currency} ({self.money.name.en})",
                ),
                same(self.currency),
                Text(
                    "둘을 맞추거나 currency를 지우십시오", "bring both together, or drop currency"
                ),
            )
        return self

    @property
    def title(self) -> Text:
        """The title in both languages."""
        return Text(self.title_ko, self.title_en)

    @property
    def local(self) -> str:
        """The id of a multiregional table's sectors without their region."""
        return self.local_classification or local_id(self.classification)

    @property
    def employment(self) -> Text:
        """The concept of employment, empty where the table has none."""
        return Text(self.employment_ko, self.employment_en)

    @property
    def caveats(self) -> tuple[Text, ...]:
        """What every run on this table has to say."""
        return tuple(Text(*pair) for pair in zip(self.caveats_ko, self.caveats_en, strict=True))

    @property
    def money(self) -> MoneyUnit:
        """The unit of the table's money."""
        return money_unit(self.unit)


@dataclass(frozen=True)
class Gap:
    """A sector whose row or column doesn't close."""

    side: Literal["row", "column"]
    code: str
    expected: float
    found: float


@dataclass(frozen=True, eq=False)
class IOTable:
    """Transactions of n sectors at one valuation, in the table's money.

    Attributes
    ----------
    info : TableInfo
    sectors : Classification
        n sectors; every matrix below follows their order.
    domestic : ndarray (n, n)
        Z^d, domestic intermediate flows, seller by buyer.
    imports : ndarray (n, n) or None
        Z^m, imported intermediate flows; None where the source books imports as one primary row.
    final_demand : ndarray (n, k)
        Domestic final demand by category (`info.final_demand`).
    final_demand_imports : ndarray (n, k) or None
    primary_inputs : ndarray (p, n)
        By component (`info.primary_inputs`).
    satellites : ndarray (s, n)
        By indicator (`info.satellites`), in the indicator's own unit.
    """

    info: TableInfo
    sectors: Classification
    domestic: Array
    imports: Array | None
    final_demand: Array
    final_demand_imports: Array | None
    primary_inputs: Array
    satellites: Array

    @cached_property
    def output(self) -> Array:
        """x, output by sector: the sum of each column's inputs, (n,)."""
        return np.asarray(self.domestic.sum(axis=0) + self.import_row + self._other_primary)

    @cached_property
    def import_row(self) -> Array:
        """Imported inputs by buying sector, (n,)."""
        row = self.primary_rows("imports")
        return row if self.imports is None else row + self.imports.sum(axis=0)

    @cached_property
    def value_added(self) -> Array:
        """w, value added by sector, (n,)."""
        return self.primary_rows("value_added")

    @property
    def _other_primary(self) -> Array:
        rows: tuple[Role, ...] = ("value_added", "product_tax", "scrap")
        return np.asarray(np.sum([self.primary_rows(role) for role in rows], axis=0))

    def primary_rows(self, role: Role) -> Array:
        """Return the sum of the primary inputs that play `role`, (n,)."""
        rows = [i for i, part in enumerate(self.info.primary_inputs) if part.role == role]
        return np.asarray(self.primary_inputs[rows].sum(axis=0))

    def balance(self) -> tuple[Gap, ...]:
        """Return every sector whose domestic sales differ from its output (R4).

        Both sides are sums of printed figures; `info.tolerance` is how far rounding may part them.
        """
        sales = self.domestic.sum(axis=1) + self.final_demand.sum(axis=1)
        apart = np.flatnonzero(~(np.abs(sales - self.output) <= self.info.tolerance))
        return tuple(
            Gap("row", self.sectors.codes[i], float(self.output[i]), float(sales[i])) for i in apart
        )

    def require_balanced(self) -> None:
        """Raise unless the table balances.

        Raises
        ------
        UnbalancedTableError
            Naming every sector and its gap.
        """
        gaps = self.balance()
        if gaps:
            raise UnbalancedTableError(
                self.info.id, [self._unbalanced(gap) for gap in gaps], data=gaps
            )

    def _unbalanced(self, gap: Gap) -> Problem:
        sector = self.sectors.get(gap.code)
        unit = self.info.money.name
        return Problem(
            Text(f"{sector.code} {sector.name.ko}", str(sector)),
            Text(
                "국산 판매액 합계가 총투입과 다릅니다",
                "domestic sales do not add up to total inputs",
            ),
            Text(
                f"{gap.expected:,.12g} {unit.ko} (±{self.info.tolerance:g})",
                f"{gap.expected:,.12g} {unit.en} (±{self.info.tolerance:g})",
            ),
            Text(
                f"{gap.found:,.12g} (차이 {gap.found - gap.expected:+,.12g})",
                f"{gap.found:,.12g} (gap {gap.found - gap.expected:+,.12g})",
            ),
            Text(
                "이 부문의 행과 열을 원자료와 대조하십시오",
                "check this sector's row and column against the source",
            ),
        )

    def aggregate(self, concordance: Concordance, info: TableInfo) -> IOTable:
        """Return the table at a coarser level: flows are added, never coefficients.

        Raises
        ------
        LabelError
            If the concordance starts from other sectors than the table's (R1).
        """
        require_same_labels(
            self.info.id,
            self.sectors.codes,
            concordance.fine.codes,
            Text("표와 대응표", "table and concordance"),
        )

        def both(flows: Array | None) -> Array | None:
            return None if flows is None else concordance.sum(concordance.sum(flows, 0), 1)

        def rows(flows: Array | None) -> Array | None:
            return None if flows is None else concordance.sum(flows, 0)

        domestic, final_demand = both(self.domestic), rows(self.final_demand)
        assert domestic is not None
        assert final_demand is not None
        return IOTable(
            info,
            concordance.coarse,
            domestic,
            both(self.imports),
            final_demand,
            rows(self.final_demand_imports),
            concordance.sum(self.primary_inputs, 1),
            concordance.sum(self.satellites, 1),
        )

    def to_frame(
        self, part: Literal["domestic", "imports", "final_demand", "final_demand_imports"]
    ) -> pd.DataFrame:
        """Return one block of the table as a labelled frame, in the table's money."""
        import pandas as pd

        values = getattr(self, part)
        columns = (
            self.sectors.codes
            if part in ("domestic", "imports")
            else [label.code for label in self.info.final_demand]
        )
        index = pd.Index(self.sectors.codes, name="code")
        return pd.DataFrame(values, index=index, columns=columns)


@dataclass(frozen=True, eq=False)
class InverseTable:
    """A Leontief inverse as published, with direct coefficients.

    Attributes
    ----------
    info : TableInfo
    sectors : Classification
    inverse : ndarray (n, n)
        L, won per won.
    coefficients : ndarray (k, n)
        Direct coefficients (`info.coefficients`): won per won, or persons per billion won.
    """

    info: TableInfo
    sectors: Classification
    inverse: Array
    coefficients: Array


ORIGINS = ("in_region", "other_regions")


@dataclass(frozen=True, eq=False)
class MultiplierTable:
    """Multipliers as published, by region of demand and origin of the effect.

    Attributes
    ----------
    info : TableInfo
    sectors : Classification
    regions : tuple of str
    values : ndarray (r, n, k, 2)
        Region, sector, indicator (`info.coefficients`), origin (in the region, elsewhere);
        won per won, or persons per billion won.
    """

    info: TableInfo
    sectors: Classification
    regions: tuple[str, ...]
    values: Array

    @cached_property
    def absent(self) -> NDArray[np.bool_]:
        """Sectors that a region lacks, (r, n): production one in the region, all else zero (R2)."""
        names = [part.code for part in self.info.coefficients]
        unit_row = np.zeros(self.values.shape[2:])
        unit_row[names.index("production"), 0] = 1.0
        return np.asarray(np.all(self.values == unit_row, axis=(2, 3)))


AnyTable = IOTable | InverseTable | MultiplierTable
