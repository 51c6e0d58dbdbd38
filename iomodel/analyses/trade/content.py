"""What final demand contains: domestic value added, imports, taxes and scrap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.base import Column, with_transactions
from iomodel.analyses.charts import stacked_bars
from iomodel.analyses.numerics import ratio, with_total
from iomodel.leontief import Array, input_coefficients, multipliers
from iomodel.models.base import Model
from iomodel.table import IOTable
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_WHAT = Text("최종수요의 수입·국내 함량", "the import and domestic content of final demand")


@dataclass(frozen=True, eq=False)
class TradeContent:
    """The content of each final-demand category, in the table's money.

    Attributes
    ----------
    codes : tuple of str
        k categories, then "total".
    names : tuple of Text
    spending : ndarray (k + 1,)
        On domestic and imported products.
    value_added : ndarray (k + 1,)
        Domestic value added, v′L f.
    imports_induced : ndarray (k + 1,)
        Imported inputs along the chain, a_m′L f.
    imports_direct : ndarray (k + 1,)
        Imported products bought by final demand itself.
    other : ndarray (k + 1,)
        Product taxes and scrap along the chain; zero in tables that book none.
    """

    codes: tuple[str, ...]
    names: tuple[Text, ...]
    spending: Array
    value_added: Array
    imports_induced: Array
    imports_direct: Array
    other: Array
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...]
    source: str = "Miller & Blair (2009), sections 2.5 and 6.2; Bank of Korea, 유발액·유발계수"

    @property
    def import_content(self) -> Array:
        """Imports, direct and induced, per unit of spending; NaN where nothing is spent."""
        return ratio(self.imports_induced + self.imports_direct, self.spending)

    @property
    def domestic_content(self) -> Array:
        """Domestic value added per unit of spending; NaN where nothing is spent."""
        return ratio(self.value_added, self.spending)

    def table(self) -> pd.DataFrame:
        """Return one row a category, and their total."""
        import pandas as pd

        return pd.DataFrame(
            {
                "code": self.codes,
                "name_ko": [name.ko for name in self.names],
                "name_en": [name.en for name in self.names],
                "spending": self.spending,
                "value_added": self.value_added,
                "imports_induced": self.imports_induced,
                "imports_direct": self.imports_direct,
                "other": self.other,
                "domestic_content": self.domestic_content,
                "import_content": self.import_content,
            }
        )

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the shares of each category's spending."""
        parts = [
            (Text("국내 부가가치", "domestic value added"), self.value_added),
            (Text("수입: 중간투입", "imports: inputs along the chain"), self.imports_induced),
            (Text("수입: 직접 구입", "imports: bought directly"), self.imports_direct),
            (Text("생산물세·스크랩", "product taxes and scrap"), self.other),
        ]
        shown = [(name, 100 * ratio(v, self.spending)) for name, v in parts if np.any(v)]
        axis = Text("지출에 대한 비율 (%)", "share of spending (%)")
        labels = [name.get(lang) for name in self.names]
        return stacked_bars(ax, labels, shown, axis, self.title, lang)


def trade_content(model: Model) -> TradeContent:
    r"""Return the domestic and the import content of each final-demand category.

    Parameters
    ----------
    model : Model
        On transactions with k final-demand categories. On a multiregional table imports are those
        from outside its regions.

    Returns
    -------
    TradeContent
        (k + 1,) each, the total last, in the table's money.

    Raises
    ------
    NotSupportedError
        If the model holds no transactions.

    Notes
    -----
    .. math:: s_k = i' f_k + i' f^m_k = v' L f_k + a_m' L f_k + i' f^m_k + t' L f_k

    with f_k the domestic and f^m_k the imported final demand of category k, a_m the imported
    inputs and t the product taxes and scrap per unit of output. The parts exhaust spending (R6).

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.trade import trade_content
    >>> content = trade_content(iomodel.load_model("bok-2020-33"))
    >>> exports = content.codes.index("9140")
    >>> float(content.import_content[exports].round(3))
    0.321
    """
    leontief, table = with_transactions(model, _WHAT)
    other = table.primary_rows("product_tax") + table.primary_rows("scrap")
    c = input_coefficients(np.vstack([table.value_added, table.import_row, other]), table.output)
    F = table.final_demand
    parts = with_total(multipliers(leontief.system, c) @ F)
    direct = np.zeros(F.shape[1])
    if table.final_demand_imports is not None:
        direct = table.final_demand_imports.sum(axis=0)
    direct = with_total(direct)
    money, each = table.info.money.name, table.info.money.ratio
    labels = table.info.final_demand
    return TradeContent(
        (*(label.code for label in labels), "total"),
        (*(label.text for label in labels), Text("합계", "Total")),
        with_total(F.sum(axis=0)) + direct,
        parts[0],
        parts[1],
        direct,
        parts[2],
        Text("최종수요의 수입·국내 함량", "Import and domestic content of final demand"),
        (
            Column("code", Text("항목", "code")),
            Column("name_ko", Text("최종수요항목", "category in Korean")),
            Column("name_en", Text("최종수요항목(영문)", "category")),
            Column("spending", Text("지출", "spending"), money, 0),
            Column("value_added", Text("부가가치", "value added"), money, 0),
            Column("imports_induced", Text("수입유발", "imports induced"), money, 0),
            Column("imports_direct", Text("직접수입", "imports bought directly"), money, 0),
            Column("other", Text("생산물세·스크랩", "product taxes and scrap"), money, 0),
            Column("domestic_content", Text("국내 함량", "domestic content"), each),
            Column("import_content", Text("수입 함량", "import content"), each),
        ),
        _notes(table),
    )


def _notes(table: IOTable) -> tuple[Text, ...]:
    if table.final_demand_imports is not None:
        return ()
    return (
        Text(
            "표에 최종수요가 직접 산 수입품이 없어 직접수입을 0으로 두었다",
            "the table doesn't tell imported products bought by final demand; taken as zero",
        ),
    )
