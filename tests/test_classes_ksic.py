"""Industries and the way to sectors: what the sources hold, and what we joined by hand."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from helpers import COEFFICIENTS, ROOT, edit, lines, refused, rows_of

from iomodel.catalogue import load_classification
from iomodel.concordances import folder
from iomodel.concordances.ksic import LEVELS, REVISIONS, Revision, industries
from iomodel.concordances.links import links
from iomodel.concordances.targets import basic_sectors, target
from iomodel.errors import NotFoundError, TableFileError
from iomodel.files import checksum

FOLDER = COEFFICIENTS / "classifications"
# As the office publishes them: sections, divisions, groups, classes, leaves.
PUBLISHED = {10: [21, 77, 232, 495, 1196], 11: [21, 77, 234, 501, 1205]}


def leaves(revision: Revision) -> set[str]:
    return {industry.code for industry in industries(revision).all if industry.leaf}


# ------------------------------------------------------------------ the tree
@pytest.mark.parametrize("revision", REVISIONS)
def test_each_level_has_as_many_industries_as_published(revision: Revision) -> None:
    found = Counter(industry.level for industry in industries(revision).all)
    assert [found[level] for level in LEVELS] == PUBLISHED[revision]


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_industry_stands_in_one_above_it_and_has_both_names(revision: Revision) -> None:
    tree = industries(revision)
    for industry in tree.all:
        assert industry.name.ko
        assert industry.name.en
        if industry.parent:
            above = tree.get(industry.parent)
            assert above is not None
            assert set(tree.leaves(industry)) <= set(tree.leaves(above))
            assert industry.code.startswith(above.code) or above.parent == ""
    sections = [industry for industry in tree.all if not industry.parent]
    assert [len(s.code) for s in sections] == [1] * 21
    assert {leaf for s in sections for leaf in tree.leaves(s)} == leaves(revision)


def test_a_code_may_stand_behind_the_letter_of_its_section_and_no_other() -> None:
    tree = industries(10)
    plain = tree.get("21")
    assert plain is not None
    assert plain.name.ko == "의료용 물질 및 의약품 제조업"
    for written in ("C21", "c21", " 21 "):
        assert tree.get(written) == plain
    assert (tree.get("J21"), tree.get("21X"), tree.get(""), tree.get("C")) == (
        None,
        None,
        None,
        tree.all[[i.code for i in tree.all].index("C")],
    )
    assert tree.section(plain) == "C"
    assert tree.leaves(plain) == ("21101", "21102", "21210", "21220", "21230", "21300")


def test_revision_11_comes_from_leaves_of_10() -> None:
    way = links()
    assert set(way.earlier) == leaves(11)
    assert {old for found in way.earlier.values() for old in found} == leaves(10)
    assert sum(len(found) for found in way.earlier.values()) == 1231
    assert way.leaves(11, "21100") == ("21101", "21102")
    assert way.leaves(11, "20121") == ("20121",)
    assert way.leaves(10, "21210") == ("21210",)


# ------------------------------------------------------------------ the concordance
def test_the_bank_covers_1151_leaves_and_hand_and_reason_the_rest() -> None:
    """The counts are those that the transcription of the concordance states of itself."""
    way = links()
    by_bank = {
        leaf for leaf, found in way.of_leaf.items() if any(x.printed != "by hand" for x in found)
    }
    assert len(by_bank) == 1151
    only_ours = {
        leaf for leaf, found in way.of_leaf.items() if all(x.printed == "by hand" for x in found)
    }
    assert len(only_ours) == 41
    assert set(way.outside) == {"98100", "98200", "99001", "99009"}
    assert not set(way.outside) & set(way.of_leaf)
    assert by_bank | only_ours | set(way.outside) == leaves(10)
    assert {leaf[:2] for leaf in only_ours} == {"01", "41", "42", "68"}


@pytest.mark.parametrize(("level", "single"), [(165, 1113), (83, 1127)])
def test_leaves_that_the_bank_leads_to_one_sector(level: int, single: int) -> None:
    way = target(f"bok2020-{level}")
    found = {
        leaf: {s for x in own if x.printed != "by hand" for s in way.of(x.sector)}
        for leaf, own in links().of_leaf.items()
    }
    assert sum(len(sectors) == 1 for sectors in found.values()) == single
    assert sum(len(sectors) > 0 for sectors in found.values()) == 1151


def test_what_is_joined_by_hand_adds_new_buildings_to_the_banks_repairs() -> None:
    both = {
        leaf
        for leaf, found in links().of_leaf.items()
        if len({x.printed == "by hand" for x in found}) == 2
    }
    assert both == {"41111", "41112", "41119", "41121", "41122", "41129"}
    for leaf in both:
        assert {(x.sector, x.basis) for x in links().of_leaf[leaf]} == {
            ("5030", "published"),
            ("501" if leaf < "41120" else "502", "assumed"),
        }


def test_every_line_by_hand_has_a_known_code_known_sectors_and_reasons() -> None:
    known = set(load_classification("bok2020-165").codes)
    rows = rows_of(FOLDER / "by_hand.csv")
    assert len({row["ksic10"] for row in rows}) == len(rows) == 26
    for row in rows:
        assert industries(10).get(row["ksic10"]) is not None, row
        assert set(row["sectors"].split()) <= known, row
        assert row["reason_ko"], row
        assert row["reason_en"], row


def test_the_longest_code_by_hand_speaks_for_a_leaf() -> None:
    assert [x.sector for x in links().of_leaf["42135"]] == ["511"]
    assert len(links().of_leaf["42131"]) == 7
    assert links().of_leaf["42135"][0].reason.en == "railway track is a transport facility"


def test_every_everyday_word_means_a_known_industry_and_is_no_name_of_one() -> None:
    names = {industry.name.ko for revision in REVISIONS for industry in industries(revision).all}
    words = [row["word"] for row in rows_of(FOLDER / "everyday.csv")]
    assert len(set(words)) == len(words) == 78
    assert not set(words) & names
    for row in rows_of(FOLDER / "everyday.csv"):
        for code in row["ksic10"].split():
            assert industries(10).get(code) is not None, row


# ------------------------------------------------------------------ to a table's sectors
def test_basic_sectors_stand_above_each_level_by_their_digits() -> None:
    assert len(basic_sectors()) == 380
    for level, digits in ((165, 3), (83, 2)):
        codes = load_classification(f"bok2020-{level}").codes
        assert list(dict.fromkeys(code[:digits] for code in basic_sectors().codes)) == list(codes)


def test_a_basic_code_leads_to_each_level() -> None:
    assert target("bok2020-380").of("2000") == ("2000",)
    assert target("bok2020-380").of("501") == ("5010",)
    assert target("bok2020-165").of("2000") == ("200",)
    assert target("bok2020-83").of("2000") == ("20",)
    assert target("bok2020-33").of("2000") == ("07",)
    assert target("bok2020-165").of("9999") == ()


def test_the_way_to_33_is_that_of_the_table() -> None:
    """Through the aggregation matrix, from either finer level."""
    of_165 = {
        row["code"]: row["parent_33"] for row in rows_of(COEFFICIENTS / "bok-2020-165/sectors.csv")
    }
    way = target("bok2020-33")
    assert {code: way.of(code) for code in basic_sectors().codes} == {
        code: (of_165[code[:3]],) for code in basic_sectors().codes
    }


def test_a_classification_that_is_not_there() -> None:
    error = refused(NotFoundError, lambda: target("bok2015-161"))
    assert str(error).splitlines()[:2] == [
        "bok2015-161",
        "  there is no such classification",
    ]


# ------------------------------------------------------------------ the folder
def test_the_shipped_folder_is_sealed() -> None:
    said = folder.contents(FOLDER)
    data = {path.name: checksum(path.read_bytes()) for path in FOLDER.glob("*.csv")}
    assert said.files == data
    assert {f"{name}.csv" for name in said.parts} == set(data)
    for part in said.parts.values():
        assert part.source.publisher in ("통계청", "한국은행", "iomodel")
        assert part.source.licence
        assert len(part.caveats_ko) == len(part.caveats_en)
        assert part.title.ko
        assert part.year in (2017, 2020, 2024)
    assert "(가정)" in said.parts["by_hand"].caveats[0].ko


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the folder, to be damaged."""
    return Path(shutil.copytree(FOLDER, tmp_path / "classifications"))


def test_a_changed_file_is_refused(own: Path) -> None:
    edit(own / "ksic10.csv", "21210,2121,완제 의약품 제조업", "21210,2121,완제 의약품 도매업")
    path = own / "ksic10.csv"
    wanted = checksum((FOLDER / "ksic10.csv").read_bytes())
    error = refused(TableFileError, lambda: industries(10, own))
    assert str(error) == lines(
        str(path),
        "  the file has changed since it was sealed",
        f"    expected: sha256 {wanted}",
        f"    found: sha256 {checksum(path.read_bytes())}",
        "    remedy: restore the file; if the change is meant, put the new sha256 under [files] in "
        "classifications.toml",
    )


def test_a_missing_column_is_refused(own: Path) -> None:
    edit(own / "bok2020_380.csv", "code,name_ko\n", "code,name\n")
    toml = own / "classifications.toml"
    toml.write_text(re.sub(r'"bok2020_380.csv" = .*\n', "", toml.read_text("utf-8")), "utf-8")
    error = refused(TableFileError, lambda: basic_sectors(own))
    assert str(error) == lines(
        str(own / "bok2020_380.csv"),
        "  header: a column is missing or occurs twice",
        '    expected: one column "name_ko"',
        "    found: 0 × name_ko",
        "    remedy: mend the header",
    )


def test_an_unknown_key_is_refused(own: Path) -> None:
    edit(own / "classifications.toml", "format = 1\n", "format = 1\nversion = 2\n")
    error = refused(TableFileError, lambda: links(own))
    assert str(error) == lines(
        str(own / "classifications.toml"),
        "  version: unknown key",
        "    expected: one of: format, parts, files",
        '    found: "version"',
        "    remedy: remove the line",
    )


# ------------------------------------------------------------------ against the sources
def test_the_conversion_runs_again_without_changing_a_byte(shared: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(COEFFICIENTS, tmp_path / "coefficients"))
    for path in (copy / "classifications").glob("*.csv"):
        if path.name not in ("by_hand.csv", "everyday.csv"):
            path.unlink()
    subprocess.run(
        [sys.executable, copy / "convert_classifications.py", shared / "reference"],
        check=True,
        cwd=ROOT,
    )
    for path in FOLDER.iterdir():
        assert (copy / "classifications" / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_pairs_are_those_of_the_rows_as_printed(shared: Path) -> None:
    """Ranges and divisions written out again from the printed rows, product codes cut again."""
    source = shared / "reference/bok_io_classification/io_basic_to_ksic_raw.csv"
    wanted = set()
    with source.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            basic, raw, kind = row["io_basic_code"], row["ksic_code_raw"], row["code_type"]
            if kind in ("ksic5", "product8", "toll_service"):
                wanted.add((basic, raw[:5]))
            elif kind == "ksic_division":
                wanted |= {(basic, leaf) for leaf in leaves(10) if leaf.startswith(raw)}
            elif kind == "ksic5_range":
                first, last, *left_out = re.findall(r"\d{5}", raw)
                inside = {leaf for leaf in leaves(10) if first <= leaf <= last}
                wanted |= {(basic, leaf) for leaf in inside - set(left_out)}
    shipped = {(row["basic"], row["ksic10"]) for row in rows_of(FOLDER / "bok2020_to_ksic10.csv")}
    assert len(shipped) == 1386
    assert shipped == wanted
