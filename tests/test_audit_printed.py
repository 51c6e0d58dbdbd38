"""Printed numbers, their units and formulas: what digits claim, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from helpers import repeatable
from hypothesis import given
from hypothesis import strategies as st

from iomodel.audit.formula import FormulaError, Quantity, read_formula
from iomodel.audit.interval import Interval
from iomodel.audit.measures import PERSONS, PURE, is_money, measure, words_of
from iomodel.audit.printed import read_printed
from iomodel.units import money_unit
from iomodel.words import money_words, person_words

# words → value, unit of the last digit, unit behind
PRINTED = {
    "13,391": ("13391", "1", ""),
    "1.804": ("1.804", "0.001", ""),
    ".804": ("0.804", "0.001", ""),
    "0.0": ("0", "0.1", ""),
    "2조 8,999억원": ("2899900000000", "100000000", "원"),
    "2조8천999억": ("2899900000000", "100000000", ""),
    "3만 6,050명": ("36050", "1", "명"),
    "5조580억": ("5058000000000", "100000000", ""),
    "2만1천명": ("21000", "1000", "명"),
    "6만 명": ("60000", "10000", "명"),
    "1.5만명": ("15000", "1000", "명"),
    "1.2천명": ("1200", "100", "명"),
    "1천2백": ("1200", "100", ""),
    "3천5백만원": ("35000000", "1000000", "원"),
    "5천억원": ("500000000000", "100000000000", "원"),
    "526백만원": ("526000000", "1000000", "원"),
    "12.3십억원": ("12300000000", "100000000", "원"),
    "48조원": ("48000000000000", "1000000000000", "원"),
    "약 58,000": ("58000", "1000", ""),
    "약 7,300억원": ("730000000000", "10000000000", "원"),
    "about 58,000 persons": ("58000", "1000", "persons"),
    "2.90 trillion KRW": ("2900000000000", "10000000000", "KRW"),
    "₩2.90 trillion": ("2900000000000", "10000000000", ""),
    "42.1%": ("42.1", "0.1", "%"),
    "-3.2%": ("-3.2", "0.1", "%"),
    "△3.2": ("-3.2", "0.1", ""),
    "７,５５０": ("7550", "1", ""),
}


@pytest.mark.parametrize("words", PRINTED)
def test_digits_and_number_words(words: str) -> None:
    value, step, unit = PRINTED[words]
    found = read_printed(words)
    assert found is not None
    assert (found.value, found.step, found.unit) == (Fraction(value), Fraction(step), unit)
    half = Fraction(step) / 2
    assert found.interval == Interval(found.value - half, found.value + half)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "명",
        "수십억",
        "n/a",
        "8억 2조",
        "1백2천",
        "1.2조 3억",
        "12,34",
        "1,2",
        "1.8.2",
        "NaN",
        "약",
    ],
)
def test_what_prints_no_number(words: str) -> None:
    assert read_printed(words) is None


def test_somewhat_more_is_never_less() -> None:
    found = read_printed("6만여 명")
    assert found is not None
    assert (found.interval, found.unit) == (Interval(Fraction(60000), Fraction(70000)), "명")


@pytest.mark.parametrize(
    ("words", "coarse"),
    [
        ("7,300", 100),  # 73 hundred
        ("58,000", 1000),
        ("50,000", 1000),  # two digits are taken as meant
        ("36,050", 10),
        ("13,391", 1),
        ("10", 1),
    ],
)
def test_zeros_at_the_end_may_be_rounding(words: str, coarse: int) -> None:
    found = read_printed(words)
    assert found is not None
    assert (found.step, found.coarse) == (1, coarse)
    assert found.loose.high - found.loose.low == coarse


def test_zeros_behind_a_point_are_meant() -> None:
    found = read_printed("2.900")
    assert found is not None
    assert found.coarse == found.step == Fraction(1, 1000)


@repeatable
@given(st.integers(min_value=1, max_value=10**8))
def test_reads_what_words_writes(eok: int) -> None:
    """`iomodel.words` writes to 억원; read back the amount is the same, its precision 억원."""
    found = read_printed(money_words(eok, money_unit("억원")).ko)
    assert found is not None
    assert (found.value, found.unit) == (eok * 10**8, "원")
    assert found.step in (10**8, 10**12)
    assert found.step == 10**8 or eok % 10**4 == 0


@repeatable
@given(st.integers(min_value=0, max_value=10**9))
def test_reads_persons_as_words_writes_them(persons: int) -> None:
    found = read_printed(person_words(persons).ko)
    assert found is not None
    assert (found.value, found.unit) == (persons, "명")


@repeatable
@given(
    st.decimals(min_value=0, max_value=10**9, places=3),
    st.integers(min_value=0, max_value=3),
)
def test_the_true_number_lies_in_what_its_print_allows(value: object, places: int) -> None:
    true = Fraction(str(value))
    found = read_printed(f"{true.numerator / true.denominator:,.{places}f}")
    assert found is not None
    slack = Fraction(1, 10**6)  # of the float that was printed
    low, high = found.interval.low - slack, found.interval.high + slack
    assert low <= true <= high


# ------------------------------------------------------------------ units
UNITS = {
    "": (Fraction(1), "1"),
    "%": (Fraction(1, 100), "1"),
    "배": (Fraction(1), "1"),
    "원": (Fraction(1), "KRW"),
    "억원": (Fraction(10**8), "KRW"),
    "million EUR": (Fraction(10**6), "EUR"),
    "명": (Fraction(1), "persons"),
    "천명": (Fraction(1000), "persons"),
    "원/원": (Fraction(1), "1"),
    "명/10억원": (Fraction(1, 10**9), "persons/KRW"),
    "persons per billion KRW": (Fraction(1, 10**9), "persons/KRW"),
    "10명/억원": (Fraction(10, 10**8), "persons/KRW"),
    "원/명": (Fraction(1), "KRW/persons"),
    "㎡/평": (Fraction(1), "m2/평"),
    "만㎡": (Fraction(10000), "m2"),
}


@pytest.mark.parametrize("name", UNITS)
def test_units(name: str) -> None:
    found = measure(name)
    assert found is not None
    assert (found.factor, words_of(found.dimension)) == UNITS[name]
    assert found.name == name


@pytest.mark.parametrize("name", ["???", "명/", "/", "a/b/c", "1,2원", "원//명", "0명/0원"])
def test_what_is_no_unit(name: str) -> None:
    assert measure(name) is None


def test_which_dimensions_are_money() -> None:
    won, jobs = measure("억원"), measure("명/10억원")
    assert won is not None
    assert jobs is not None
    assert is_money(won.dimension)
    assert not any(map(is_money, (PERSONS, PURE, jobs.dimension)))


# ------------------------------------------------------------------ intervals and formulas
halves = st.fractions(min_value=0, max_value=5, max_denominator=8)
middles = st.fractions(min_value=-9, max_value=9, max_denominator=8)
parts = st.fractions(min_value=0, max_value=1, max_denominator=16)


@repeatable
@given(middles, halves, parts, middles, halves, parts)
def test_interval_arithmetic_holds_every_value(
    a: Fraction, p: Fraction, s: Fraction, b: Fraction, q: Fraction, t: Fraction
) -> None:
    x, y = Interval(a - p, a + p), Interval(b - q, b + q)
    u, v = x.low + 2 * p * s, y.low + 2 * q * t
    assert u + v in x + y
    assert u - v in x - y
    assert u * v in x * y
    if not y.low <= 0 <= y.high:
        assert u / v in x / y
    else:
        with pytest.raises(ZeroDivisionError):
            x / y


def test_a_formula_of_figures() -> None:
    spending, k = measure("조원"), measure("원/원")
    assert spending is not None
    assert k is not None
    values = {
        "spending": Quantity(Interval.exactly(5 * 10**12), spending.dimension),
        "k": Quantity(Interval(Fraction("2.0165"), Fraction("2.0175")), k.dimension),
    }
    formula = read_formula("(k - 1) * spending")
    found = formula.of(values)
    assert formula.ids == ("k", "spending")
    assert found.interval == Interval(Fraction(5082500000000), Fraction(5087500000000))
    assert words_of(found.dimension) == "KRW"


def test_numbers_in_formulas_are_exact() -> None:
    assert read_formula("0.1 + 0.2").of({}).interval == Interval.exactly(Fraction(3, 10))
    assert read_formula(" 1_000 / 3 ").of({}).interval == Interval.exactly(Fraction(1000, 3))


@pytest.mark.parametrize(
    "words",
    [
        "a +",
        "a ** 2",
        "a // b",
        "-a",
        "f(a)",
        "a.b",
        "a if b else c",
        "1j * a",
        "True * a",
        '"a"',
        "a\x00",
        "",
    ],
)
def test_what_is_no_formula(words: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read_formula(words)
    assert caught.value.problem.what.en == "the formula can't be read"
    assert str(caught.value).startswith("  the formula can't be read\n")
