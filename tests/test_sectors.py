"""Sectors: how they are found, and how labels that differ are refused (R1, R10)."""

from __future__ import annotations

import numpy as np
import pytest
from helpers import COARSE, SECTORS, lines, refused

from iomodel.catalogue import load_classification
from iomodel.errors import LabelError, UnknownSectorError
from iomodel.sectors import Classification, Concordance, Sector, require_same_labels
from iomodel.text import Text


def named(*pairs: tuple[str, str]) -> Classification:
    return Classification("made-up", tuple(Sector(code, Text(n, n)) for code, n in pairs))


@pytest.mark.parametrize("word", ["02", "공산품", " 공산 품", "Manufactures", "MANUFACTURES "])
def test_a_sector_is_found_by_code_or_exact_name_in_either_language(word: str) -> None:
    assert SECTORS.position(word) == 1
    assert SECTORS.get(word) is SECTORS.sectors[1]


@pytest.mark.parametrize("word", ["2", "002", "공산", "Manufacture", ""])
def test_what_is_not_quite_a_code_or_name_is_refused(word: str) -> None:
    assert refused(UnknownSectorError, lambda: SECTORS.position(word)).origin == "tiny-3"


def test_unknown_sector_suggests_the_nearest() -> None:
    error = refused(UnknownSectorError, lambda: SECTORS.get("서비쓰"))
    assert str(error) == lines(
        "tiny-3",
        "  the sector is not in this classification",
        "    expected: a code or exact name of tiny-3",
        '    found: "서비쓰"',
        "    remedy: did you mean: 03 서비스 (Services)",
    )
    assert error.render("ko") == lines(
        "tiny-3",
        "  이 분류에 없는 부문입니다",
        "    기대한 것: tiny-3의 코드나 정확한 이름",
        '    찾은 것: "서비쓰"',
        "    고치는 법: 가까운 이름: 03 서비스",
    )
    assert error.data == (SECTORS.sectors[2],)


def test_unknown_sector_without_a_near_one_says_where_to_look() -> None:
    error = refused(UnknownSectorError, lambda: SECTORS.get("zzz"))
    assert str(error) == lines(
        "tiny-3",
        "  the sector is not in this classification",
        "    expected: a code or exact name of tiny-3",
        '    found: "zzz"',
        "    remedy: look it up with: iomodel sectors WORD",
    )
    assert error.render("ko").endswith("고치는 법: iomodel sectors 명령으로 찾아보십시오")
    assert error.data == ()


def test_a_name_that_two_sectors_bear_is_called_ambiguous_not_absent() -> None:
    twins = named(("01", "기타"), ("02", "기타"), ("03", "나머지"))
    error = refused(UnknownSectorError, lambda: twins.position("기타"))
    assert "01 기타" in str(error)
    assert "02 기타" in str(error)
    assert "is not in this classification" not in str(error)


def test_codes_that_occur_twice_are_all_listed() -> None:
    pairs = (("01", "가"), ("02", "나"), ("01", "다"), ("02", "라"), ("03", "마"))
    error = refused(LabelError, lambda: named(*pairs))
    one = (
        "the sector code occurs twice",
        "    expected: one code a sector",
        "    found: the same code again",
        "    remedy: correct the code of one of them",
    )
    assert str(error) == lines(
        "made-up", f'  code "01": {one[0]}', *one[1:], f'  code "02": {one[0]}', *one[1:]
    )
    assert error.data == ["01", "02"]
    assert error.render("ko").splitlines()[1:3] == [
        '  code "01": 부문 코드가 두 번 나옵니다',
        "    기대한 것: 부문마다 다른 코드",
    ]


def test_search_ranks_the_exact_code_then_names_that_contain_the_word() -> None:
    cars = named(
        ("52", "중고 자동차 수리"), ("401", "자동차 부품"), ("40", "승용차"), ("53", "자전거")
    )
    assert [s.code for s, _ in cars.search("40")] == ["40", "401"]
    assert [s.code for s, _ in cars.search("자동차")] == ["401", "52"]
    assert cars.search("") == []


def test_a_code_means_nothing_outside_its_classification() -> None:
    """Design R10: 20 is medicines at 83 sectors and trade at 33."""
    fine, coarse = load_classification("bok2020-83"), load_classification("bok2020-33")
    assert (fine.get("20").name.ko, coarse.get("20").name.ko) == (
        "의약품",
        "도소매 및 상품중개서비스",
    )


def test_concordance_lists_every_misfit() -> None:
    error = refused(LabelError, lambda: Concordance.from_codes(SECTORS, COARSE, ["A", "X"]))
    assert str(error) == lines(
        "tiny-3 → tiny-2",
        "  the concordance does not fit",
        "    expected: a parent code for each of 3 sectors, every parent used",
        "    found: 2 given; unknown ['X']; without children ['B']",
        "    remedy: mend the parent column",
    )
    assert error.data == (["X"], ["B"])
    assert error.render("ko").splitlines()[2:4] == [
        "    기대한 것: 세부문 3개 각각의 상위 코드",
        "    찾은 것: 2개; 모르는 코드 ['X']; 자식 없는 코드 ['B']",
    ]


@pytest.mark.parametrize("parents", [["A", "A", "A"], ["A", "B"], ["A", "B", "C"]])
def test_each_single_misfit_of_a_concordance_is_refused(parents: list[str]) -> None:
    refused(LabelError, lambda: Concordance.from_codes(SECTORS, COARSE, parents))


def test_concordance_adds_children_along_any_axis() -> None:
    upward = Concordance.from_codes(SECTORS, COARSE, ["B", "A", "B"])
    values = np.array([[1.0, 20.0, 300.0], [4.0, 50.0, 600.0]])
    np.testing.assert_array_equal(upward.sum(values, 1), [[20.0, 301.0], [50.0, 604.0]])
    np.testing.assert_array_equal(upward.sum(values.T, 0), [[20.0, 50.0], [301.0, 604.0]])


def test_labels_missing_on_both_sides_are_listed() -> None:
    what = Text("수요와 표", "demand and table")
    error = refused(
        LabelError, lambda: require_same_labels("origin", ["a", "b", "c"], ["c", "d"], what)
    )
    assert str(error) == lines(
        "origin",
        "  demand and table: the labels differ",
        "    expected: the same labels in the same order",
        "    found: only left: ['a', 'b']; only right: ['d']",
        "    remedy: put one side in the order of the other first",
    )
    assert error.data == (["a", "b"], ["d"])
    assert "왼쪽에만 ['a', 'b'], 오른쪽에만 ['d']" in error.render("ko")


def test_labels_missing_on_one_side_say_none_of_the_other() -> None:
    error = refused(
        LabelError, lambda: require_same_labels("origin", ["a"], ["a", "b"], Text("", ""))
    )
    assert "found: only left: none; only right: ['b']" in str(error)
    assert "왼쪽에만 없음, 오른쪽에만 ['b']" in error.render("ko")


def test_labels_in_another_order_say_from_where() -> None:
    error = refused(
        LabelError,
        lambda: require_same_labels(
            "origin", ["a", "b", "c", "d"], ["a", "c", "b", "d"], Text("", "")
        ),
    )
    assert "found: order differs from number 2: ['b', 'c', 'd'], ['c', 'b', 'd']" in str(error)
    assert "2번째부터 순서가 다름: ['b', 'c', 'd'], ['c', 'b', 'd']" in error.render("ko")
    assert error.data == ([], [])


def test_equal_labels_pass() -> None:
    require_same_labels("origin", iter("abc"), ["a", "b", "c"], Text("", ""))
