"""How a document says that one figure follows from others: (k - 1) * spending."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from iomodel.audit.interval import Interval
from iomodel.audit.measures import PURE, Dimension, product, quotient, words_of
from iomodel.errors import Problem
from iomodel.text import Text, same


@dataclass(frozen=True)
class Quantity:
    """An interval of something."""

    interval: Interval
    dimension: Dimension


@dataclass(frozen=True, eq=False)
class Formula:
    """An arithmetic expression over figures, named by their ids.

    Attributes
    ----------
    words : str
    ids : tuple of str
        The figures it takes, in order, each once.
    """

    words: str
    ids: tuple[str, ...]
    _tree: ast.expr

    def of(self, figures: Mapping[str, Quantity]) -> Quantity:
        """Return its value for `figures`, in the base of each unit.

        An interval holds whatever the printed figures can have been; where a figure occurs twice
        it may be wider than need be, never narrower.

        Raises
        ------
        FormulaError
            If unlike things are added, or a divisor may be zero.
        """
        return _value(self._tree, figures, self.words)


class FormulaError(Exception):
    """A formula that can't be read, or has no value; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.render())


_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_BOTH: dict[str, Callable[[Interval, Interval], Interval]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def read_formula(words: str) -> Formula:
    """Return the formula in `words`: ids, numbers, + - * / and brackets.

    Raises
    ------
    FormulaError
        If it holds anything else.

    Examples
    --------
    >>> from iomodel.audit.formula import read_formula
    >>> read_formula("(k - 1) * spending").ids
    ('k', 'spending')
    """
    try:
        tree = ast.parse(words.strip(), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise FormulaError(_unreadable(words, same(f'"{words}"'))) from error
    names: list[ast.Name] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            names.append(node)
        elif isinstance(node, ast.Constant):
            if type(node.value) not in (int, float):
                raise FormulaError(_unreadable(words, same(repr(node.value))))
        elif isinstance(node, ast.BinOp):
            if type(node.op) not in _SIGNS:
                raise FormulaError(_unreadable(words, same(ast.unparse(node))))
        elif not isinstance(node, ast.operator | ast.expr_context):
            raise FormulaError(_unreadable(words, same(ast.unparse(node))))
    names.sort(key=lambda name: (name.lineno, name.col_offset))
    return Formula(words, tuple(dict.fromkeys(name.id for name in names)), tree)


def _value(node: ast.expr, figures: Mapping[str, Quantity], words: str) -> Quantity:
    if isinstance(node, ast.Name):
        return figures[node.id]
    if isinstance(node, ast.Constant):
        digits = ast.get_source_segment(words.strip(), node)
        assert digits is not None
        return Quantity(Interval.exactly(Fraction(digits.replace("_", ""))), PURE)
    assert isinstance(node, ast.BinOp)
    left, right = (_value(side, figures, words) for side in (node.left, node.right))
    sign = _SIGNS[type(node.op)]
    if sign in "+-" and left.dimension != right.dimension:
        raise FormulaError(_unlike(node, left.dimension, right.dimension))
    try:
        interval = _BOTH[sign](left.interval, right.interval)
    except ZeroDivisionError as error:
        raise FormulaError(_by_zero(node)) from error
    join = {"*": product, "/": quotient}.get(sign)
    return Quantity(
        interval, left.dimension if join is None else join(left.dimension, right.dimension)
    )


def _unreadable(words: str, found: Text) -> Problem:
    return Problem(
        "",
        Text("계산식을 읽을 수 없습니다", "the formula can't be read"),
        Text("id와 수, + - * / 와 괄호", "ids, numbers, + - * / and brackets"),
        found,
        Text('예: formula = "(k - 1) * spending"', 'such as formula = "(k - 1) * spending"'),
    )


def _unlike(node: ast.BinOp, left: Dimension, right: Dimension) -> Problem:
    return Problem(
        "",
        Text("서로 다른 것을 더하거나 뺍니다", "unlike things are added or subtracted"),
        Text("단위가 같은 두 값", "two values of one kind"),
        same(f"{ast.unparse(node)}: {words_of(left)}, {words_of(right)}"),
        Text("단위나 계산식을 고치십시오", "mend the units or the formula"),
    )


def _by_zero(node: ast.BinOp) -> Problem:
    return Problem(
        "",
        Text("0일 수 있는 수로 나눕니다", "the divisor may be zero"),
        Text("인쇄 자릿수 안에서 0이 아닌 수", "a number other than zero, to its printed digits"),
        same(ast.unparse(node)),
        Text("나누는 값을 확인하십시오", "check the divisor"),
    )
