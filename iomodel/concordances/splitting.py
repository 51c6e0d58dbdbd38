"""A sector divided by stated shares, so that the table still balances (R4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from iomodel.concordances.deriving import ROUNDING, closing, derived
from iomodel.errors import LabelError, Problem
from iomodel.sectors import Concordance, require_same_labels
from iomodel.table import Array, IOTable
from iomodel.text import Text


@dataclass(frozen=True, eq=False)
class Shares:
    """How sectors are divided: for each new sector, its shares of the one it is part of.

    Attributes
    ----------
    upward : Concordance
        From the new sectors (n) to the table's.
    output : ndarray (n,)
        Shares of output: of all sales and of all inputs at once, as the balance wants.
    sales : ndarray (n,)
        Shares of sales to producers; final demand buys the rest.
    inputs : ndarray (n,)
        Shares of intermediate inputs, domestic and imported; primary inputs are the rest.
    imports : ndarray (n,)
        Shares of what is imported of the product.
    satellites : ndarray (s, n)
        Shares of each indicator.
    sources : tuple of Text
        A sentence for each divided sector: its shares, and where they come from.
    """

    upward: Concordance
    output: Array
    sales: Array
    inputs: Array
    imports: Array
    satellites: Array
    sources: tuple[Text, ...] = ()


def split_table(table: IOTable, shares: Shares, by: str = "stated shares") -> IOTable:
    """Return a table with sectors divided; joined again they are the sectors that they were.

    Part p of sector i sells r_p of the sector's intermediate sales and g_p of its final demand,
    buys c_p of its intermediate inputs and b_p of its primary inputs; what parts of one sector sell
    to one another is r_p c_q of its own use. With shares of output w_p, g and b are what balances:

        r_p Σ_j z_ij + g_p Σ_k f_ik = w_p x_i = c_p (Σ_j z_ji + Σ_j m_ji) + b_p Σ_h v_hi.

    Where only shares of output are stated, r = g = c = b = w, and every part has the sector's own
    coefficients and multipliers: nothing is learnt by dividing. The shares are assumptions; the
    new table has them among its caveats, which every run tells.

    Parameters
    ----------
    table : IOTable
    shares : Shares
        Its classification of new sectors names the new table.
    by : str
        What the shares are called in the new table's provenance.

    Raises
    ------
    LabelError
        If the shares are of other sectors than the table's (R1), or leave final demand or primary
        inputs a negative share.
    UnbalancedTableError
        If the table doesn't balance (R4).
    """
    require_same_labels(
        table.info.id,
        table.sectors.codes,
        shares.upward.coarse.codes,
        Text("표와 몫", "table and shares"),
    )
    table.require_balanced()
    final_demand, primary = rest_of(table, shares)
    of = np.asarray(shares.upward.parents)
    known = table.info
    new = shares.upward.fine
    changes = f"Sectors of {known.id} were divided, {len(table.sectors)} to {len(new)}, by {by}."
    title = Text(
        f"{known.title_ko} → 나눈 {len(new)}부문", f"{known.title_en} → {len(new)} sectors, divided"
    )

    def rows(flows: Array | None, share: Array) -> Array | None:
        return None if flows is None else flows[of] * share[:, None]

    def both(flows: Array | None, share: Array) -> Array | None:
        whole = rows(flows, share)
        return None if whole is None else whole[:, of] * shares.inputs

    domestic, bought = both(table.domestic, shares.sales), rows(table.final_demand, final_demand)
    assert domestic is not None
    assert bought is not None
    divided = IOTable(
        derived(known, new.id, title, changes, shares.sources),
        new,
        domestic,
        both(table.imports, shares.imports),
        bought,
        rows(table.final_demand_imports, shares.imports),
        table.primary_inputs[:, of] * primary,
        table.satellites[:, of] * shares.satellites,
    )
    return closing(divided, known.tolerance)


def rest_of(table: IOTable, shares: Shares) -> tuple[Array, Array]:
    """Return the shares of final demand and of primary inputs that balance, (n,) each.

    Raises
    ------
    LabelError
        Naming every new sector that would be left a negative share, or a share of nothing.
    """
    imported = 0.0 if table.imports is None else table.imports.sum(axis=0)
    sides = (
        _Side(
            Text("중간판매", "intermediate sales"),
            Text("최종수요", "final demand"),
            table.domestic.sum(axis=1),
            table.final_demand.sum(axis=1),
            shares.sales,
        ),
        _Side(
            Text("중간투입", "intermediate inputs"),
            Text("본원적 투입", "primary inputs"),
            table.domestic.sum(axis=0) + imported,
            table.primary_inputs.sum(axis=0),
            shares.inputs,
        ),
    )
    problems = [problem for side in sides for problem in side.problems(shares)]
    if problems:
        raise LabelError(table.info.id, problems, data=shares.upward.fine.codes)
    return sides[0].rest(shares), sides[1].rest(shares)


@dataclass(frozen=True, eq=False)
class _Side:
    """Sales or inputs of the table's sectors: a part whose shares are stated, and the rest."""

    stated: Text
    left: Text
    amount: Array
    remainder: Array
    share: Array

    def rest(self, shares: Shares) -> Array:
        """Return the shares of the rest, (n,): w where they are those of output, else what is left.

        NaN where there is no rest to share.
        """
        of = np.asarray(shares.upward.parents)
        amount, remainder = self.amount[of], self.remainder[of]
        whole = amount + remainder
        left = shares.output * whole - self.share * amount
        left = np.where(np.abs(left) <= ROUNDING * np.abs(whole), 0.0, left)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.where(remainder == 0, np.nan, left / remainder)
        return np.asarray(np.where(self.share == shares.output, shares.output, found))

    def problems(self, shares: Shares) -> Iterator[Problem]:
        """Yield a problem for each new sector that the rest can't balance."""
        rest = self.rest(shares)
        for i in np.flatnonzero(~(rest >= 0)):
            sector, parent = shares.upward.fine.sectors[i], shares.upward.parents[i]
            whole, share = shares.upward.coarse.sectors[parent], shares.output[i]
            yield Problem(
                Text(f"{sector.code} {sector.name.ko}", str(sector)),
                Text(
                    f"{self.left.ko}의 몫이 남지 않아 균형을 맞출 수 없습니다 (R4)",
                    f"no share of {self.left.en} is left that balances (R4)",
                ),
                self._possible(float(share), float(self.amount[parent]), parent),
                Text(
                    f"{self.stated.ko}의 몫 {self.share[i]:.4g}, 산출의 몫 {share:.4g}",
                    f"share of {self.stated.en} {self.share[i]:.4g}, of output {share:.4g}",
                ),
                Text(
                    f"{whole.code} {whole.name.ko}의 두 몫을 서로 맞추십시오",
                    f"bring the two shares of {whole} together",
                ),
            )

    def _possible(self, share: float, amount: float, parent: int) -> Text:
        """Return which stated shares would leave a share of the rest that isn't negative."""
        remainder = float(self.remainder[parent])
        if remainder == 0:
            return Text(
                f"{self.stated.ko}의 몫이 산출의 몫과 같음",
                f"the share of {self.stated.en} equal to that of output",
            )
        bound = share * (amount + remainder) / amount
        ko, en = ("많아야", "at most") if remainder > 0 else ("적어도", "at least")
        return Text(
            f"{self.stated.ko}의 몫 {ko} {bound:.4g}",
            f"a share of {self.stated.en} {en} {bound:.4g}",
        )
