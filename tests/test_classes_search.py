"""An industry proposes sectors: how often the right one, which ways, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import random
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from helpers import lines, refused, rows_of, write_table

import iomodel
from iomodel import cli
from iomodel.concordances.ksic import industries
from iomodel.concordances.likeness import Likeness, grams, letters
from iomodel.concordances.links import links
from iomodel.concordances.proposals import NEAR, classifications, proposals
from iomodel.concordances.targets import target
from iomodel.errors import NotFoundError, UnknownSectorError

PHRASES = rows_of(Path(__file__).with_name("industries.csv"))


def found(words: str, table: str = "bok-2020-165") -> list[str]:
    """The codes proposed, best first; none where the phrase is refused."""
    try:
        return [proposal.sector.code for proposal in iomodel.sectors_for(words, table)]
    except UnknownSectorError:
        return []


@cache
def ranks() -> dict[str, int]:
    """Where the right sector stands among those proposed for each phrase, from one; 0 nowhere."""
    return {
        row["phrase"]: next(
            (
                rank
                for rank, code in enumerate(found(row["phrase"]), 1)
                if code in row["sectors"].split()
            ),
            0,
        )
        for row in PHRASES
    }


# ------------------------------------------------------------------ how often the right one
def test_the_right_sector_is_among_the_first_three() -> None:
    """The rates that docs/classifications.md states, to the phrase."""
    assert len(ranks()) == len(PHRASES) == 178
    assert sum(0 < rank <= 3 for rank in ranks().values()) == 169
    assert sum(rank == 1 for rank in ranks().values()) == 155


def test_what_is_missed_is_known() -> None:
    assert {phrase for phrase, rank in ranks().items() if not 0 < rank <= 3} == {
        "산업용섬유",
        "의류 제조",
        "태양전지 모듈",
        "자동차 도매",
        "우유 유제품",
        "냉동식품 가공",
        "철구조물 제작",
        "건물 리모델링 보수",
        "paint manufacturing",
    }


def test_every_industry_that_the_seminar_paper_prints_is_found_first() -> None:
    """The seven of the list of anchor firms, 신종 being the paper's own misprint of 신품."""
    printed = [row["phrase"] for row in PHRASES if row["kind"] == "as printed"][:7]
    assert printed[0].startswith("응용 소프트웨어")
    assert "자동차 엔진용 신종 부품 제조업" in printed
    assert {ranks()[phrase] for phrase in printed} == {1}


LEAVES = [x for x in industries(10).all if x.leaf and x.code not in links().outside][::11]


def its_own(leaf: str) -> set[str]:
    """The sectors of the 165 that a leaf leads to, link by link."""
    way = target("bok2020-165")
    return {sector for x in links().of_leaf[leaf] for sector in way.of(x.sector)}


def test_the_whole_name_of_a_leaf_finds_its_own_sectors() -> None:
    """All over which it is split, with the score one; nothing is left out in silence."""
    assert len(LEAVES) > 100
    for leaf in LEAVES:
        proposed = iomodel.sectors_for(leaf.name.ko, "bok-2020-165")
        whole = {p.sector.code for p in proposed if p.score > 1 - 1e-9}
        assert its_own(leaf.code) <= whole, leaf


def misspelt(name: str, random: random.Random) -> str:
    """The name with one letter of one Korean syllable changed."""
    at = random.choice([i for i, c in enumerate(name) if "가" <= c <= "힣"])
    apart = list(unicodedata.normalize("NFD", name[at]))
    which = random.randrange(2)
    first, many = ((0x1100, 19), (0x1161, 21))[which]
    apart[which] = chr(first + (ord(apart[which]) - first + 1 + random.randrange(many - 1)) % many)
    return name[:at] + unicodedata.normalize("NFC", "".join(apart)) + name[at + 1 :]


def test_one_wrong_letter_leaves_the_right_sector_among_the_first_three() -> None:
    draw = random.Random(20)
    words = {misspelt(leaf.name.ko, draw): leaf for leaf in LEAVES}
    assert not {leaf.name.ko for leaf in LEAVES} & set(words)
    missed = [w for w, leaf in words.items() if not its_own(leaf.code) & set(found(w)[:3])]
    assert len(missed) <= 1, missed


def test_blanks_points_and_capitals_make_no_difference() -> None:
    for one, other in (
        ("시스템 통합·구축", "시스템통합 구축"),
        ("Computer programming", "computer  PROGRAMMING"),
        ("전기ㆍ전자", "전기, 전자"),
    ):
        assert found(one) == found(other)


# ------------------------------------------------------------------ likeness
def test_likeness_is_one_for_the_same_letters_and_zero_for_none_shared() -> None:
    likeness = Likeness(["완제 의약품 제조업", "가구 제조업"])
    assert likeness.between("완제의약품 제조업", "완제 의약품 제조업") == 1.0
    assert likeness.between("zzz", "완제 의약품 제조업") == 0.0
    assert likeness.to_names("") == [0.0, 0.0]
    assert likeness.between("", "") == 0.0


def test_what_is_common_counts_little() -> None:
    likeness = Likeness(["가구 제조업", "악기 제조업", "모자 제조업", "완제 의약품 제조업"])
    assert likeness.between("의약품", "완제 의약품 제조업") > likeness.between(
        "제조업", "완제 의약품 제조업"
    )


def test_likeness_by_hand() -> None:
    """Names ab cd and abx have the triples abc, bcd and abx; two names, each triple in one.

    All weigh ln(1 + 2/1); the phrase abc shares one triple with abcd, so F = 5·1/(4·1 + 2).
    """
    likeness = Likeness(["ab cd", "abx"])
    assert likeness.between("abc", "ab cd") == pytest.approx(5 / 6, rel=1e-15)
    assert likeness.between("ab cd", "abc") == pytest.approx(5 / 9, rel=1e-15)


def test_a_phrase_shorter_than_a_triple_is_one_piece() -> None:
    assert dict(grams("C")) == {"c": 1}
    assert dict(grams("")) == {}
    assert dict(grams("aaaa")) == {"aaa": 2}


def test_what_a_name_leaves_out_does_not_count() -> None:
    assert letters("육류 도축업(가금류 제외)") == letters("육류 도축업")
    assert letters("Manufacture of ice, except dry ice") == letters("manufacture of ice")


# ------------------------------------------------------------------ codes
def test_a_code_of_any_level_proposes_the_sectors_of_all_leaves_inside() -> None:
    chemicals = {x: p for x in ("C20", "20") for p in [iomodel.sectors_for(x, "bok-2020-165")]}
    assert [p.sector.code for p in chemicals["C20"]] == [
        p.sector.code for p in chemicals["20"] if p.score == 1.0
    ]
    inside = {s for leaf in links().of_leaf if leaf[:2] == "20" for s in its_own(leaf)}
    assert inside <= {p.sector.code for p in chemicals["C20"]}
    counted = {p.sector.code: p.ways for p in chemicals["C20"]}
    tenth = [w for w in counted["222"] if w.met.industry and w.met.industry.revision == 10]
    assert [(w.inside, w.leaves) for w in tenth] == [
        (sum("222" in its_own(x) for x in links().of_leaf if x[:2] == "20"), 30)
    ]


def test_the_wrong_letter_finds_nothing() -> None:
    assert found("J21") == []


def test_a_code_of_the_table_means_the_sector_and_the_industry_of_that_code() -> None:
    proposed = {p.sector.code: p for p in iomodel.sectors_for("621", "bok-2020-165")}
    assert proposed["621"].ways[0].text.en.startswith("sector 621 ")
    assert set(proposed) == {"621"}


def test_the_first_digits_of_a_sectors_code_find_it_below_what_has_the_code() -> None:
    proposed = {p.sector.code: p.score for p in iomodel.sectors_for("82", "bok-2020-165")}
    assert proposed == {"821": 0.9, "822": 0.9}


def test_a_basic_code_leads_to_its_sector() -> None:
    assert found("6212") == ["621"]


def test_a_table_of_33_is_reached_through_its_own_concordance() -> None:
    assert found("완제 의약품 제조업", "bok-2020-33")[0] == "07"
    assert found("완제 의약품 제조업", "bok-2020-83")[0] == "20"
    assert found("완제 의약품 제조업", "bok-2023-33")[0] == "07"
    assert found("완제 의약품 제조업", "bok-2020-regional-83")[0] == "20"


# ------------------------------------------------------------------ never chosen in silence
def ways(words: str, code: str, table: str = "bok-2020-165") -> list[str]:
    """Every way to a sector in words."""
    proposed = {p.sector.code: p for p in iomodel.sectors_for(words, table)}
    return [way.text.ko for way in proposed[code].ways]


def test_a_leaf_that_is_split_proposes_all_its_sectors_and_says_so() -> None:
    proposed = iomodel.sectors_for("91111", "bok-2020-165")
    assert [(p.sector.code, p.score) for p in proposed] == [("790", 1.0), ("800", 1.0)]
    assert [p.ways[0].split for p in proposed] == [("790", "800")] * 2
    assert ways("91111", "800")[0] == (
        "KSIC 10·11 91111 실내 경기장 운영업; 대조표의 기본부문 8001; 790 800에 나뉨"
    )
    assert iomodel.sectors_for("91111", "bok-2020-83")[0].ways[0].split == ("79", "80")


def test_a_leaf_split_over_basic_sectors_alone_is_one_sector_above_them() -> None:
    (only,) = iomodel.sectors_for("01110", "bok-2020-165")
    assert (only.sector.code, only.ways[0].split) == ("011", ())
    assert only.ways[0].text.en == (
        "KSIC 10/11 01110 Growing of cereal crops and other crops for food; basic sector "
        "0111 0112 0113 0114 of the concordance"
    )


def test_equal_scores_stand_by_share_of_leaves_then_by_the_likeness_of_their_own_names() -> None:
    leaves = [p.ways[0].share for p in iomodel.sectors_for("F", "bok-2020-165")]
    assert leaves == sorted(leaves, reverse=True)
    (first, second) = iomodel.sectors_for("실내 스포츠 경기장", "bok-2020-165")[:2]
    assert first.score == second.score
    assert (first.sector.code, second.sector.code) == ("800", "790")


def test_what_is_joined_by_hand_says_so_with_its_reason() -> None:
    assert ways("42135", "511")[0] == (
        "KSIC 10 42135 철도 궤도 전문공사업; 손으로 이음(가정): 철도 궤도는 교통시설 건설(철도시설)"
    )
    assert ways("41111", "503")[0] == (
        "KSIC 10·11 41111 단독 주택 건설업; 대조표의 기본부문 5030; 501 503에 나뉨"
    )
    assert ways("42", "501")[0].endswith("손으로 이음(가정): by_hand.csv의 이유 6가지")
    assert ways("F", "503")[0].endswith("일부는 손으로 이음(가정)")
    (way, *_) = iomodel.sectors_for("42135", "bok-2020-165")[0].ways
    assert way.by_hand
    assert way.text.en.endswith("by hand (assumed): railway track is a transport facility")


def test_an_everyday_word_says_that_it_is_ours() -> None:
    (only,) = [p for p in iomodel.sectors_for("배터리", "bok-2020-165") if p.score > 0.5]
    assert only.ways[0].text.ko == (
        "말 ‘배터리’(손으로 이음, 가정) KSIC 10 28202 축전지 제조업; 대조표의 기본부문 3730"
    )
    assert only.ways[0].text.en.startswith("“배터리” (by hand, assumed) KSIC 10 28202 ")


def test_a_doubtful_row_says_so() -> None:
    (hydro,) = proposals("35120", ["bok2020-380"])
    assert hydro.sector.code == "4501"
    assert hydro.ways[0].text.ko == (
        "KSIC 10·11 35120 송전 및 배전업; 대조표의 기본부문 4501; 대조표의 행이 의심스러움"
    )
    assert hydro.ways[0].text.en.endswith("the row of the concordance is doubtful")


def test_revision_11_goes_through_the_leaves_of_10() -> None:
    assert ways("21100", "200")[0] == (
        "KSIC 11 21100 기초 의약 물질 제조업; 10차 21101 21102; 대조표의 기본부문 2000"
    )
    both = ways("20121", "172")
    assert [way.split(";")[0] for way in both] == [
        "KSIC 10 20121 산업용 가스 제조업",
        "KSIC 11 20121 수소 제조업",
    ]
    (split,) = [
        way
        for p in iomodel.sectors_for("21301", "bok-2020-165")
        for way in p.ways
        if p.sector.code == "229"
    ]
    assert split.split == ("200", "229")


# ------------------------------------------------------------------ refused
def test_an_industry_outside_the_table_is_refused_with_the_reason() -> None:
    error = refused(
        UnknownSectorError, lambda: iomodel.sectors_for("주한 외국 공관", "bok-2020-165")
    )
    assert str(error) == lines(
        "주한 외국 공관",
        "  KSIC 10/11 99001 Foreign officail residence: no sector holds this industry",
        "    expected: one that sells what it makes here",
        "    found: establishments of foreign states and international bodies: outside domestic "
        "production, and the concordance leaves them out",
        "    remedy: look up another industry by its name or code, if it is another",
    )
    assert error.render("ko") == lines(
        "주한 외국 공관",
        "  KSIC 10·11 99001 주한 외국 공관: 이 업종은 어느 부문에도 들지 않습니다",
        "    기대한 것: 국내에서 생산하여 파는 업종",
        "    찾은 것: 외국과 국제기구의 기관으로 국내 생산의 밖에 있어 대조표에 없음",
        "    고치는 법: 다른 업종이면 그 이름이나 코드로 찾으십시오",
    )
    refused(UnknownSectorError, lambda: iomodel.sectors_for("98", "bok-2020-165"))


def test_an_industry_outside_in_part_is_proposed_for_the_rest() -> None:
    proposed = iomodel.sectors_for("T", "bok-2020-165")
    assert [(p.sector.code, p.ways[0].inside, p.ways[0].leaves) for p in proposed] == [
        ("822", 1, 3)
    ]


def test_nothing_like_it_is_refused() -> None:
    error = refused(UnknownSectorError, lambda: iomodel.sectors_for("zzzz", "bok-2020-165"))
    assert str(error) == lines(
        "zzzz",
        "  no industry or sector is like it",
        "    expected: a name or code of KSIC 10 or 11, or of bok2020-165",
        '    found: "zzzz"',
        "    remedy: try another word",
    )
    assert error.render("ko") == lines(
        "zzzz",
        "  닮은 업종이나 부문이 없습니다",
        "    기대한 것: 표준산업분류(10, 11차)나 bok2020-165의 이름이나 코드",
        '    찾은 것: "zzzz"',
        "    고치는 법: 다른 말로 찾아보십시오",
    )
    refused(UnknownSectorError, lambda: iomodel.sectors_for("  ", "bok-2020-165"))


def test_what_is_too_far_is_told_as_a_hint() -> None:
    error = refused(UnknownSectorError, lambda: iomodel.sectors_for("quantum", "bok-2020-165"))
    *head, remedy = str(error).splitlines()
    assert head == [
        "quantum",
        "  no industry or sector is like it",
        "    expected: a name or code of KSIC 10 or 11, or of bok2020-165",
        '    found: "quantum"',
    ]
    assert remedy.startswith("    remedy: did you mean: ")
    assert remedy.count("(bok2020-165)") == 5
    assert error.render("ko").splitlines()[-1].startswith("    고치는 법: 가까운 부문: ")
    assert all(p.score < NEAR for p in error.data)  # type: ignore[attr-defined]


def test_no_such_table_or_classification() -> None:
    refused(NotFoundError, lambda: iomodel.sectors_for("의약품", "bok-2019"))
    refused(NotFoundError, lambda: proposals("의약품", ["bok2019"]))


# ------------------------------------------------------------------ other tables
def test_a_users_table_without_the_banks_sectors_is_searched_by_its_own(tmp_path: Path) -> None:
    write_table(tmp_path / "tables" / "tiny-3")
    (best, *_) = iomodel.sectors_for("공산푼", "tiny-3", tmp_path / "tables")
    assert (best.sector.code, best.ways[0].text.ko) == ("02", "부문 02 공산품")
    assert 0.25 < best.score < 1
    (exact,) = iomodel.sectors_for("03", "tiny-3", tmp_path / "tables")
    assert (exact.sector.name.en, exact.score) == ("Services", 1.0)
    refused(
        UnknownSectorError, lambda: iomodel.sectors_for("의약품", "tiny-3", tmp_path / "tables")
    )


def test_all_classifications_are_searched_each_once() -> None:
    names = classifications()
    assert names == tuple(dict.fromkeys(names))
    assert {"bok2020-165", "bok2020-83", "bok2020-33"} <= set(names)
    assert classifications("bok-2020-83") == ("bok2020-83",)
    together = proposals("골프장", ["bok2020-165", "bok2020-33"])
    assert [p.classification for p in together] == sorted(
        [p.classification for p in together]
    )  # one after the other
    alone = iomodel.sectors_for("골프장", "bok-2020-165")
    assert [p for p in together if p.classification == "bok2020-165"] == list(alone)


# ------------------------------------------------------------------ the command
@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run the command and return what it prints."""

    def run(*words: str) -> str:
        assert cli.main(["sectors", *words, "--lang", "ko"]) == 0
        return capsys.readouterr().out

    return run


def test_the_command_prints_what_the_function_finds(said: Callable[..., str]) -> None:
    page = said("완제", "의약품", "제조업", "--table", "bok-2020-165", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(page)))
    proposed = iomodel.sectors_for("완제 의약품 제조업", "bok-2020-165")[:5]
    assert rows == [
        {
            "classification": "bok2020-165",
            "code": p.sector.code,
            "name": p.sector.name.ko,
            "score": f"{p.score:.2f}",
            "via": p.ways[0].text.ko,
        }
        for p in proposed
    ]
    assert json.loads(said("의약품", "--most", "1", "--format", "json"))[0]["code"] == "200"


def test_the_command_says_how_many_more_there_are(said: Callable[..., str]) -> None:
    many = len(iomodel.sectors_for("C", "bok-2020-165"))
    assert f"{many - 5}개가 더 있습니다 (--most)" in said("C", "--table", "bok-2020-165")
    assert f"{many - 2}개가 더" in said("C", "--table", "bok-2020-165", "--most", "2")
    assert "더 있습니다" not in said("C", "--table", "bok-2020-165", "--most", str(many))


def test_the_command_searches_one_classification(said: Callable[..., str]) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(
                said("게임소프트웨어", "--classification", "bok2020-380", "--format", "csv")
            )
        )
    )
    assert rows[0]["code"] == "6211"
    assert {row["classification"] for row in rows} == {"bok2020-380"}


def test_the_command_says_which_concordance_it_rests_on(said: Callable[..., str]) -> None:
    """And that it finds products for industries; nothing of it for a sector's own name."""
    page = " ".join(said("C21", "--table", "bok-2020-165").split())
    assert "한국은행 IO코드와 한국표준산업분류 10차의 대조표 (한국은행, 2020)" in page
    assert "산업연관표의 부문은 상품이고 표준산업분류는 사업체의 산업입니다." in page
    assert "대조표 (한국은행" not in said("021", "--table", "bok-2020-165")


@pytest.mark.parametrize("most", ["0", "-1", "x", "1.5"])
def test_at_least_one_has_to_be_shown(most: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["sectors", "게임", "--most", most, "--lang", "en"])
    assert stopped.value.code == 2
    assert f"argument --most: '{most}' < 1" in capsys.readouterr().err


def test_the_command_refuses_what_the_function_refuses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["sectors", "zzzz", "--table", "bok-2020-165", "--lang", "en"]) == 2
    assert capsys.readouterr().err.rstrip() == lines(
        "zzzz",
        "  no industry or sector is like it",
        "    expected: a name or code of KSIC 10 or 11, or of bok2020-165",
        '    found: "zzzz"',
        "    remedy: try another word",
    )
