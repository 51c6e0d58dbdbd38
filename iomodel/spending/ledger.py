"""The ledger of a study: what is spent, by programme, phase, year and kind, at a table's prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from iomodel import catalogue
from iomodel.demand import Demand, Line
from iomodel.errors import IOModelError, Problem, ScenarioFileError
from iomodel.models import MultiplierModel, RegionalModel, Shelf
from iomodel.provenance import TableStamp
from iomodel.scenario import Item, Scenario
from iomodel.spending.accounts import Account, Entry, Key, Known, Spent
from iomodel.spending.goods import bought
from iomodel.spending.home import Array, Home
from iomodel.spending.margins import at_table_prices
from iomodel.spending.notes import BASES, Notes
from iomodel.spending.prices import deflated
from iomodel.text import Text, same
from iomodel.units import Money, MoneyUnit, Valuation, money_unit


def spent(scenarios: Sequence[Scenario], id: str, shelf: Shelf, *, other: bool = False) -> Spent:
    """Return what `scenarios` spend, as demand at the prices of table `id`.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Of one study.
    id : str
        The table that the demand is for.
    shelf : Shelf
    other : bool
        Whether lines that know their sector and a profile take the one that they don't name.

    Raises
    ------
    ScenarioFileError
        With every line that can't be brought to the table's prices or spread over goods.
    """
    ledger = _Ledger(scenarios, id, shelf)
    for scenario in scenarios:
        problems: list[tuple[Item, Problem]] = []
        for item in scenario.items:
            try:
                ledger.enter(scenario, flipped(item) if other else item)
            except IOModelError as error:
                problems += [(item, problem) for problem in error.problems]
        if problems:
            raise ScenarioFileError(scenario.origin, _once(problems))
    return ledger.close()


def has_other(scenarios: Sequence[Scenario]) -> bool:
    """Return whether any line knows both its sector and a profile."""
    return any(flipped(item) is not item for scenario in scenarios for item in scenario.items)


def flipped(item: Item) -> Item:
    """Return a line with the other of its two readings; itself where it has but one."""
    if item.profile is None or item.line.sector is None or item.terms.shock == "output":
        return item
    on = "sector" if item.by_profile else "profile"
    return replace(item, terms=item.terms.model_copy(update={"spent_on": on}))


def _once(problems: Sequence[tuple[Item, Problem]]) -> list[Problem]:
    """Return each problem once, at the first line that has it, and how many more have it."""
    items: dict[Problem, list[Item]] = {}
    for item, problem in problems:
        items.setdefault(problem, []).append(item)
    found = []
    for problem, own in items.items():
        more = len(own) - 1
        place = problem.place if isinstance(problem.place, Text) else same(problem.place)
        where = Text(
            own[0].place + (f" 외 {more}줄" if more else ""),
            own[0].place + (f" and {more} more" if more else ""),
        )
        whole = Text(
            ": ".join(filter(None, (where.ko, place.ko))),
            ": ".join(filter(None, (where.en, place.en))),
        )
        found.append(replace(problem, place=whole))
    return found


class _Ledger:
    """Rows of demand as they fill up."""

    def __init__(self, scenarios: Sequence[Scenario], id: str, shelf: Shelf) -> None:
        self.study = scenarios[0].study
        self.districts = {scenario.id: scenario.district for scenario in scenarios}
        self.stamp: TableStamp = catalogue.stamp(id, shelf.tables)
        self.valuation: Valuation = catalogue.find(id, shelf.tables).file.valuation
        self.regional = shelf.is_regional(id, self.study.classification)
        own = self.study.file.readings.announced.table
        self.home = Home(own, self.study.classification, shelf.tables)
        self.id, self.shelf = id, shelf
        self._active: dict[str, NDArray[np.bool_]] = {}
        self.unit: MoneyUnit = scenarios[0].unit
        self.notes = Notes()
        self.accounts: dict[Key, Account] = {}
        self.entries: list[Entry] = []
        self.rows: dict[bool, dict[Line, Array]] = {False: {}, True: {}}
        self.price_years: set[int | None] = set()

    def enter(self, scenario: Scenario, item: Item) -> None:
        """Take in one line."""
        line, terms = item.line, item.terms
        key = Key(scenario.id, item.programme, line.phase)
        account = self.accounts.setdefault(key, Account())
        nominal = line.amount * item.scale * money_unit(line.unit).per(self.unit)
        output = terms.shock == "output"
        shares, leaks = self._shares(scenario, item)
        parts = [
            (year, nominal * part * deflated(item, year, self.stamp, self.study.path, self.notes))
            for year, part in item.schedule
        ]
        self.price_years.add(self._price_year(item))
        sign = -1.0 if line.kind == "displacement" else 1.0
        displaced = terms.displaced or 0.0
        for year, amount in parts:
            words = {"year": "" if year is None else str(year), "phase": line.phase}
            self._book(scenario, item, output, sign * amount * shares, words | {"kind": line.kind})
            if displaced and line.kind == "spending":
                words["kind"] = "displacement"
                self._book(scenario, item, output, -displaced * amount * shares, words)
        total = sum(amount for _, amount in parts)
        self._account(account, item, nominal, total, leaks)
        if line.phase == "construction" and line.kind == "spending" and not output:
            self.entries += [
                Entry(key, int(j), float(total * shares[j])) for j in np.flatnonzero(shares)
            ]

    def _shares(self, scenario: Scenario, item: Item) -> tuple[Array, dict[str, float]]:
        """Return the demand that a won of a line is, (n,), and what of it leaks.

        Goods of a profile that a region doesn't make are bought elsewhere.
        """
        goods = bought(item, self.home, self.study.path, self.notes)
        if item.terms.shock == "output":
            return goods, {}
        valued = at_table_prices(goods, item, self.valuation, self.home, self.notes)
        domestic = valued.shares * (1.0 - self._imports(item))
        imports = float(valued.shares.sum() - domestic.sum())
        local = item.terms.local_share if self.regional else None
        kept = domestic if local is None else domestic * local
        if self.regional and item.by_profile:
            kept = np.where(self._made_in(scenario.region), kept, 0.0)
        elsewhere = float(domestic.sum() - kept.sum())
        return kept, {"imports": imports, "elsewhere": elsewhere, "taxes": valued.tax}

    def _made_in(self, region: str) -> NDArray[np.bool_]:
        """Return which of the study's sectors a region has, (n,)."""
        if region not in self._active:
            model = self.shelf.model(self.id, region)
            assert isinstance(model, MultiplierModel | RegionalModel)
            fine, coarse = self.study.classification, model.sectors
            at = np.arange(len(fine))
            if fine.id != coarse.id:
                way = catalogue.concordance(fine.id, coarse.id, self.shelf.tables)
                at = np.asarray(way.parents)
            self._active[region] = model.active[at]
        return self._active[region]

    def _imports(self, item: Item) -> Array | float:
        stated = item.terms.imports
        if stated is None or stated == "none":
            return 0.0
        if not isinstance(stated, str):
            return stated
        category = "" if stated == "table" else stated
        if stated == "table" and item.by_profile and item.profile and item.profile.category:
            category = item.profile.category
        where = Text(f"{category} 항목", f"category {category}") if category else _ALL_USES
        self.notes.assume(
            f"수입의 몫은 {self.home.id}의 수입비율({where.ko})",
            f"Import shares are the ratios of {self.home.id} ({where.en})",
        )
        return self.home.import_ratio(category)

    def _book(
        self, scenario: Scenario, item: Item, output: bool, values: Array, words: dict[str, str]
    ) -> None:
        line = scenario.line("announced", item.programme, **words)
        rows = self.rows[output]
        rows[line] = rows[line] + values if line in rows else values

    def _account(
        self, account: Account, item: Item, nominal: float, total: float, leaks: dict[str, float]
    ) -> None:
        line = item.line
        if line.hires is not None:
            account.hires = np.nansum([account.hires, line.hires])
        if line.kind == "displacement":
            account.displaced += total
            return
        account.announced += nominal
        known = account.known.setdefault(line.basis, Known())
        known.amount += nominal
        known.sources[self.study.source(line)] = None
        account.displaced += total * (item.terms.displaced or 0.0)
        account.imports += total * leaks.get("imports", 0.0)
        account.elsewhere += total * leaks.get("elsewhere", 0.0)
        account.taxes += total * leaks.get("taxes", 0.0)
        account.spans.append(item.span)

    def _tell_bases(self) -> None:
        """Tell of amounts that weren't announced how they are known and where they are from."""
        for key, account in self.accounts.items():
            where, name = self.districts[key.scenario], self.study.programme(key.programme)
            for basis, known in account.known.items():
                if basis == "announced":
                    continue
                amount, told = f"{known.amount:,g}", BASES[basis]
                sources = [*known.sources][:SOURCES]
                source = "; ".join([*sources, *(["…"] if len(known.sources) > SOURCES else [])])
                self.notes.assume(
                    f"{where.ko} {name.ko}: {amount}{self.unit.name.ko} [{told.ko}] {source}",
                    f"{where.en}, {name.en}: {amount} {self.unit.name.en} [{told.en}] {source}",
                )

    def _tell_leaks(self) -> None:
        """Tell how much money reaches no domestic producer of the table, and why."""
        unit = self.unit.name
        for key, account in self.accounts.items():
            where, name = self.districts[key.scenario], self.study.programme(key.programme)
            for why, amount in (
                (_IMPORTS, account.imports),
                (_ELSEWHERE, account.elsewhere),
                (_TAXES, account.taxes),
            ):
                if amount:
                    self.notes.assume(
                        f"{self.stamp.id}: {where.ko} {name.ko}의 지출 가운데 {why.ko} "
                        f"{amount:,.0f}{unit.ko}은 효과에서 빠짐",
                        f"{self.stamp.id}: of {where.en}, {name.en}, {amount:,.0f} {unit.en} "
                        f"{why.en} and enters no effect",
                    )

    def _price_year(self, item: Item) -> int | None:
        """Return the year whose prices a line's demand is at."""
        terms = item.terms
        if terms.prices == "current" or terms.deflator not in (None, "none"):
            return self.stamp.price_year
        return terms.price_year

    def close(self) -> Spent:
        """Return all rows in the order of programmes, phases, years and kinds."""
        self._tell_bases()
        self._tell_leaks()
        price_year = self.price_years.pop() if len(self.price_years) == 1 else None
        money = Money(self.unit, price_year, self.valuation)
        demand, outputs = (self._demand(self.rows[output], money) for output in (False, True))
        return Spent(demand, outputs, self.accounts, tuple(self.entries), self.notes)

    def _demand(self, rows: dict[Line, Array], money: Money) -> Demand | None:
        if not rows:
            return None
        lines = sorted(rows, key=self._place)
        values = np.vstack([rows[line] for line in lines])
        return Demand(self.study.classification, values, money, tuple(lines), "assumed")

    def _place(self, line: Line) -> tuple[int, int, int, str, int]:
        scenarios = list(dict.fromkeys(key.scenario for key in self.accounts))
        programmes = list(
            dict.fromkeys(key.programme for key in self.accounts if key.scenario == line.scenario)
        )
        return (
            scenarios.index(line.scenario),
            programmes.index(line.programme),
            _PHASES.index(line.phase),
            line.year,
            _KINDS.index(line.kind),
        )


SOURCES = 3  # of one basis that are told
_PHASES = ("construction", "operation")
_KINDS = ("spending", "displacement", "households")
_IMPORTS = Text("수입", "goes to imports")
_ELSEWHERE = Text("지역 밖의 구매", "is bought outside the region")
_TAXES = Text("생산물세", "is product taxes")
_ALL_USES = Text("수출 밖의 모든 쓰임", "all uses but exports")
