"""What every analysis shares: its description, its result, and what it may ask of a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from iomodel.errors import NotSupportedError, Problem
from iomodel.models.base import Model
from iomodel.models.leontief_model import LeontiefModel
from iomodel.models.regional_model import RegionalModel
from iomodel.table import IOTable
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Column:
    """A column of a result's table: its name, its unit, and how many decimals to show."""

    id: str
    name: Text
    unit: Text = field(default_factory=lambda: Text("", ""))
    decimals: int = 4


class Result(Protocol):
    """What an analysis returns: labelled numbers with a table, a picture and their provenance."""

    @property
    def title(self) -> Text:
        """What the result is."""

    @property
    def source(self) -> str:
        """The source of the formula: author, year, page or equation."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`, in order."""

    @property
    def notes(self) -> tuple[Text, ...]:
        """Caveats and assumptions that belong beside the numbers."""

    def table(self) -> pd.DataFrame:
        """Return the numbers as a frame whose columns are those of `columns`."""

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the result on `ax`, or on a new figure, and return the axes."""


@dataclass(frozen=True)
class Option:
    """An option of an analysis on the command line.

    Attributes
    ----------
    name : str
        The keyword of the function; underscores become hyphens on the command line.
    kind : "text", "number", "integer", "flag", "path" or "table"
        A table is given by its id and handed on as its model.
    many : bool
        Whether it may be given several times or as a comma-separated list.
    choices : tuple of str
        The values allowed; any where empty.
    """

    name: str
    help: Text
    kind: Literal["text", "number", "integer", "flag", "path", "table"] = "text"
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    default: Any = None


@dataclass(frozen=True)
class Analysis:
    """An analysis as the command line offers it.

    Attributes
    ----------
    name : str
        As in `iomodel analyse NAME TABLE`.
    run : callable
        `run(model, **options)`, the public function itself.
    """

    name: str
    title: Text
    run: Callable[..., Result]
    options: tuple[Option, ...] = ()


def leontief_model(model: Model, what: Text, remedy: Text | None = None) -> LeontiefModel:
    """Return `model` if it holds a matrix; published multipliers are refused.

    Parameters
    ----------
    model : Model
    what : Text
        What was asked for, as it reads in the middle of a sentence.
    remedy : Text, optional
        What to do instead, where there is something better than another table.

    Raises
    ------
    NotSupportedError
        Naming what was asked for.
    """
    if isinstance(model, LeontiefModel):
        return model
    if isinstance(model, RegionalModel):
        raise refusal(
            model,
            what,
            Text("다지역 표 전체", "the whole multiregional table"),
            Text(f"{model.region}의 수요", f"demand in {model.region}"),
            Text("지역(--region)을 빼십시오", "leave the region (--region) out"),
        )
    raise refusal(
        model,
        what,
        Text("거래표 또는 역행렬표", "transactions or a published inverse"),
        Text("공표된 유발계수", "published multipliers"),
        remedy,
    )


def with_transactions(
    model: Model, what: Text, remedy: Text | None = None
) -> tuple[LeontiefModel, IOTable]:
    """Return `model` with the transactions behind it; see `transactions`."""
    leontief = leontief_model(model, what, remedy)
    if isinstance(leontief.table, IOTable):
        return leontief, leontief.table
    raise refusal(
        model,
        what,
        Text("거래표", "transactions"),
        Text("공표된 역행렬", "a published inverse"),
        remedy,
    )


def transactions(model: Model, what: Text, remedy: Text | None = None) -> IOTable:
    """Return the transactions behind `model`; a published inverse is refused.

    Raises
    ------
    NotSupportedError
        Naming what was asked for.
    """
    return with_transactions(model, what, remedy)[1]


def refusal(
    model: Model, what: Text, expected: Text, found: Text, remedy: Text | None = None
) -> NotSupportedError:
    """Return the error of a question that the model's table can't answer."""
    usual = Text("bok-2020-165와 같은 거래표를 쓰십시오", "use a table such as bok-2020-165")
    cannot = Text(f"{what.ko}은(는) 이 표로 구할 수 없습니다", f"this table can't give {what.en}")
    problem = Problem("", cannot, expected, found, remedy or usual)
    return NotSupportedError(model.info.id, problem)


def column_names(columns: tuple[Column, ...], lang: Lang) -> Mapping[str, str]:
    """Return column id → heading with its unit, in `lang`."""
    return {
        column.id: f"{column.name.get(lang)} ({column.unit.get(lang)})"
        if column.unit.get(lang)
        else column.name.get(lang)
        for column in columns
    }
