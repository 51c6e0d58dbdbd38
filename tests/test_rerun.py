"""Reports run again from their file alone: what moved, and every way a record can be unfit."""

from __future__ import annotations

import base64
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from helpers import SEJONG, edit, lines, refused, write_study

from iomodel import cli
from iomodel.errors import NotFoundError, ReportFileError
from iomodel.estimates import estimate
from iomodel.rerun import FORMAT, PIECE, Moved, read_record, record, rerun
from iomodel.text import Text
from iomodel.version import VERSION, code_version

HOW = {"readings": ["announced"], "table": None, "variant": ""}


@pytest.fixture
def report(tmp_path: Path) -> tuple[Path, Path]:
    """A report of the small study, whose folder is gone; and the folder of its table."""
    study, tables = write_study(tmp_path)
    path = tmp_path / "report.txt"
    pieces = record(estimate(study, tables=tables, readings=["announced"]), HOW)
    path.write_text("\n".join(["Words.", *pieces, "More words."]), "utf-8")
    for file in study.iterdir():
        file.unlink()
    study.rmdir()
    return path, tables


def unpacked(path: Path) -> dict[str, Any]:
    """Return the JSON of a report's record, read here without iomodel."""
    letters = "".join(
        line.split()[-1] for line in path.read_text().splitlines() if line.startswith("iomodel-r")
    )
    found: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(letters)))
    return found


def repacked(path: Path, changes: Any) -> Path:
    """Write a report with a changed record."""
    letters = base64.b64encode(zlib.compress(json.dumps(changes).encode())).decode()
    path.write_text(f"iomodel-record 1/1 {letters}\n")
    return path


def damaged(path: Path, found: str) -> str:
    return lines(
        path,
        "  the record in the report is damaged",
        "    expected: a whole record",
        f"    found: {found}",
        "    remedy: get the file again as it was written",
    )


# ------------------------------------------------------------------ what a record holds
def test_a_record_holds_the_study_and_names_its_table(report: tuple[Path, Path]) -> None:
    path, _ = report
    known = unpacked(path)
    assert set(known["files"]) == {"study.toml", "west.toml", "east.toml"}
    assert b'en = "West"' in base64.b64decode(known["files"]["west.toml"])
    assert (known["format"], known["iomodel"], known["code"]) == (FORMAT, VERSION, code_version())
    assert list(known["tables"]) == ["tiny-3"]
    assert read_record(path).files["study.toml"].startswith(b"schema = 1")


def test_a_long_record_is_in_pieces_that_fit_a_cell() -> None:
    pieces = record(estimate(SEJONG, readings=["reconciled"]), HOW)
    assert all(len(piece) < 32_767 for piece in pieces)
    assert all(len(piece.split()[-1]) <= PIECE for piece in pieces)


def test_pieces_may_stand_in_any_order(report: tuple[Path, Path]) -> None:
    path, _ = report
    letters = path.read_text().splitlines()[1].split()[-1]
    known = read_record(path)
    half = len(letters) // 2
    path.write_text(f"iomodel-record 2/2 {letters[half:]}\niomodel-record 1/2 {letters[:half]}")
    assert read_record(path) == known


# ------------------------------------------------------------------ run again
def test_nothing_moves_where_nothing_changed(report: tuple[Path, Path]) -> None:
    path, tables = report
    found = rerun(path, tables)
    assert (found.made_by, found.moved, found.reasons) == (VERSION, (), ())
    assert found.compared == len(unpacked(path)["results"]) > 0


def test_one_scenario_alone_runs_again(tmp_path: Path) -> None:
    study, tables = write_study(tmp_path)
    made = estimate(study / "west.toml", tables=tables, readings=["announced"])
    path = tmp_path / "report.txt"
    path.write_text("\n".join(record(made, HOW)))
    found = rerun(path, tables)
    assert [s.id for s in found.estimate.scenarios] == ["west"]
    assert (found.compared, found.moved) == (len(made.impact.records()), ())


def test_a_changed_result_is_told_with_both_values(report: tuple[Path, Path]) -> None:
    path, tables = report
    known = unpacked(path)
    row = next(r for r in known["results"] if r["indicator"] == "production")
    now = row["value"]
    row["value"] = now * 1.01
    (moved,) = rerun(repacked(path, known), tables).moved
    assert (moved.before, moved.now, moved.unit) == (now * 1.01, now, "백만원")
    assert moved.labels["indicator"] == "production"
    assert moved.labels["scenario"] == row["scenario"]


def test_a_difference_of_rounding_is_none(report: tuple[Path, Path]) -> None:
    path, tables = report
    known = unpacked(path)
    for row in known["results"]:
        row["value"] *= 1 + 1e-12
    assert rerun(repacked(path, known), tables).moved == ()


def test_results_on_one_side_only_are_told(report: tuple[Path, Path]) -> None:
    path, tables = report
    known = unpacked(path)
    lost = known["results"].pop(0)
    known["results"].append({**lost, "scenario": "north"})
    found = rerun(repacked(path, known), tables)
    told = {(m.labels["scenario"], m.before is None, m.now is None) for m in found.moved}
    assert told == {("north", False, True), (lost["scenario"], True, False)}
    assert found.compared == len(known["results"]) - 1
    assert all(isinstance(move, Moved) for move in found.moved)


def test_a_changed_table_and_other_code_are_the_reasons(report: tuple[Path, Path]) -> None:
    path, tables = report
    known = unpacked(path)
    was, known["code"] = known["tables"]["tiny-3"], "0.0.1+abc"
    edit(tables / "tiny-3" / "table.toml", 'title_en = "A small table"', 'title_en = "Another"')
    found = rerun(repacked(path, known), tables)
    (stamp,) = found.estimate.manifest.tables
    assert stamp.checksum != was
    assert found.reasons == (
        Text(
            f"코드가 바뀜: 0.0.1+abc → {code_version()}",
            f"the code has changed: 0.0.1+abc → {code_version()}",
        ),
        Text(
            f"표 tiny-3이(가) 바뀜: sha256 {was[:12]} → {stamp.checksum[:12]}",
            f"table tiny-3 has changed: sha256 {was[:12]} → {stamp.checksum[:12]}",
        ),
    )


def test_a_table_that_is_gone_is_named(report: tuple[Path, Path], tmp_path: Path) -> None:
    path, _ = report
    (tmp_path / "empty").mkdir()
    error = refused(NotFoundError, lambda: rerun(path, tmp_path / "empty"))
    assert "tiny-3" in str(error)


def test_the_command_tells_what_moved(
    report: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path, tables = report
    known = unpacked(path)
    known["results"][0]["value"] += 1
    known["code"] = "0.0.1+abc"
    repacked(path, known)
    assert cli.main(["rerun", str(path), "--tables", str(tables), "--lang", "en"]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed[:2] == [
        f"{path}: {len(known['results'])} results of iomodel {VERSION} computed again, "
        "1 of them moved",
        f"the code has changed: 0.0.1+abc → {code_version()}",
    ]
    assert any("before" in line and "now" in line for line in printed)


# ------------------------------------------------------------------ records that are unfit
def test_no_record(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("scenario,value\nwest,1\n")
    error = refused(ReportFileError, lambda: read_record(path))
    assert str(error) == lines(
        path,
        "  the report carries no record to run again",
        "    expected: a file that iomodel report wrote",
        "    found: no record",
        "    remedy: use the file as it was written, or run the scenario's folder with iomodel run",
    )
    assert error.render("ko") == lines(
        path,
        "  다시 계산할 기록이 없는 보고서입니다",
        "    기대한 것: iomodel report가 만든 파일",
        "    찾은 것: 기록 없음",
        "    고치는 법: 원래 파일을 쓰거나, 시나리오 폴더를 iomodel run으로 계산하십시오",
    )


def test_lost_pieces_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("iomodel-record 2/4 AAAA\niomodel-record 4/4 AAAA")
    error = refused(ReportFileError, lambda: read_record(path))
    assert str(error) == damaged(path, "piece 1, 3")
    assert "찾은 것: 1, 3째 조각" in error.render("ko")


def test_letters_that_do_not_unpack(report: tuple[Path, Path]) -> None:
    path, _ = report
    path.write_text(path.read_text().replace("1/1 eN", "1/1 AA"))
    error = refused(ReportFileError, lambda: read_record(path))
    assert str(error) == damaged(path, "Error -3 while decompressing data: incorrect header check")


def test_letters_that_are_no_base64(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("iomodel-record 1/1 AAAAA")
    error = refused(ReportFileError, lambda: read_record(path))
    assert str(error).startswith(damaged(path, "").splitlines()[0])
    assert "number of data characters" in str(error)


def test_a_record_cut_short(report: tuple[Path, Path]) -> None:
    path, _ = report
    letters = path.read_text().splitlines()[1].split()[-1]
    path.write_text(f"iomodel-record 1/1 {letters[: len(letters) // 8 * 4]}")
    error = refused(ReportFileError, lambda: read_record(path))
    assert str(error).splitlines()[1] == "  the record in the report is damaged"


def test_another_format(report: tuple[Path, Path]) -> None:
    path, _ = report
    repacked(path, {"format": 2, "news": True})
    error = refused(ReportFileError, lambda: read_record(path))
    assert str(error) == lines(
        path,
        "  the record has another format than this version's",
        "    expected: 1",
        "    found: 2",
        "    remedy: install a newer iomodel",
    )


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"files": {"west.toml": 5}}, "files.west.toml: Input should be a valid bytes"),
        ({"results": None}, "results: Input should be a valid list"),
        ({"how": {"readings": ["guessed"]}}, "how.readings.0: Input should be 'reconciled'"),
        ({"how": {"readings": [], "shelf": 1}}, "how.shelf: Extra inputs are not permitted"),
        ({"more": 1}, "more: Extra inputs are not permitted"),
    ],
)
def test_a_record_of_another_shape(
    changes: dict[str, Any], found: str, report: tuple[Path, Path]
) -> None:
    path, _ = report
    repacked(path, unpacked(path) | changes)
    error = refused(ReportFileError, lambda: read_record(path))
    told = str(error).splitlines()
    assert told[3].startswith(f"    found: {found}")
    assert [*told[:3], told[4]] == [*damaged(path, "").splitlines()[:3], told[4]]


def test_a_record_that_is_no_object(report: tuple[Path, Path]) -> None:
    path, _ = report
    repacked(path, [1])
    error = refused(ReportFileError, lambda: read_record(path))
    assert "  the record in the report is damaged" in str(error)


OUTSIDE = ("../evil.toml", "/tmp/evil.toml", "..\\evil.toml", "a/b.toml", "", ".", "..")


@pytest.mark.parametrize("name", OUTSIDE)
def test_names_cannot_lead_out_of_the_folder(name: str, report: tuple[Path, Path]) -> None:
    path, tables = report
    known = unpacked(path)
    known["files"][name] = known["files"]["west.toml"]
    error = refused(ReportFileError, lambda: rerun(repacked(path, known), tables))
    assert str(error) == damaged(path, f'"{name}"')


@pytest.mark.parametrize("key", ["study", "scenario"])
def test_neither_can_the_study_or_its_scenario(key: str, report: tuple[Path, Path]) -> None:
    path, tables = report
    known = unpacked(path) | {key: "../evil"}
    error = refused(ReportFileError, lambda: rerun(repacked(path, known), tables))
    assert str(error) == damaged(path, '"../evil"' if key == "study" else '"../evil.toml"')


def test_a_damaged_archive(report: tuple[Path, Path], tmp_path: Path) -> None:
    path, _ = report
    target = tmp_path / "a.docx"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("record.txt", path.read_bytes())
    assert read_record(target) == read_record(path)
    data = target.read_bytes()
    target.write_bytes(data.replace(b"More words", b"Less words", 1))
    error = refused(ReportFileError, lambda: read_record(target))
    assert str(error) == damaged(target, "Bad CRC-32 for file 'record.txt'")
