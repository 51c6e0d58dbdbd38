"""The wheel: what it carries, and that it runs on its own; the commands the documents name."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import COEFFICIENTS, ROOT, SEJONG

from iomodel.files import checksum
from iomodel.version import VERSION

READMES = ("README.md", "README.ko.md")
ANNOUNCED = ("--reading", "announced", "--format", "csv")


def project() -> dict[str, object]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        found: dict[str, object] = tomllib.load(file)["project"]
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the build backend itself, from this working copy."""
    backend = pytest.importorskip(
        "hatchling.build", reason='hatchling is not installed (pip install "iomodel[test]")'
    )
    target = tmp_path_factory.mktemp("wheel")
    before = Path.cwd()
    os.chdir(ROOT)  # a build backend works in the project's folder (PEP 517)
    try:
        name = backend.build_wheel(str(target))
    finally:
        os.chdir(before)
    return target / name


@pytest.fixture(scope="module")
def members(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The wheel unpacked into a folder of its own, as pip would."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    yield folder
    shutil.rmtree(folder)


def python(folder: Path, *words: object, cwd: Path) -> str:
    """Run Python with the unpacked wheel before anything else, its warnings errors."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("IOMODEL_", "LC_"))}
    ran = subprocess.run(
        [sys.executable, "-W", "error", *map(str, words)],
        cwd=cwd,
        env=kept | {"PYTHONPATH": str(folder), "LANG": "C"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


# ------------------------------------------------------------------ what is in it
def test_the_wheel_has_the_version_of_the_package(wheel: Path) -> None:
    assert project()["dynamic"] == ["version"]
    assert wheel.name == f"iomodel-{VERSION}-py3-none-any.whl"


@pytest.mark.parametrize("kind", ["coefficients", "scenarios"])
def test_the_wheel_carries_tables_and_studies_byte_for_byte(
    members: dict[str, bytes], kind: str
) -> None:
    source = {
        p.relative_to(ROOT).as_posix(): checksum(p.read_bytes())
        for p in (ROOT / kind).rglob("*")
        if p.suffix in (".csv", ".toml")
    }
    assert len(source) > 3
    inside = {name: checksum(content) for name, content in members.items()}
    assert source == {name: inside.get(f"iomodel/shipped/{name}") for name in source}


def test_every_sealed_file_travels_with_its_table(members: dict[str, bytes]) -> None:
    for toml in COEFFICIENTS.glob("*/table.toml"):
        sealed = tomllib.loads(toml.read_text("utf-8"))["files"]
        assert sealed
        for name, seal in sealed.items():
            path = f"iomodel/shipped/coefficients/{toml.parent.name}/{name}"
            assert checksum(members[path]) == seal


def test_the_wheel_carries_all_of_the_package_and_no_more(members: dict[str, bytes]) -> None:
    modules = {p.relative_to(ROOT).as_posix() for p in (ROOT / "iomodel").rglob("*.py")}
    assert modules <= set(members)
    assert "iomodel/py.typed" in members
    tops = {name.split("/")[0] for name in members}
    assert tops == {"iomodel", f"iomodel-{VERSION}.dist-info"}
    assert not [name for name in members if "__pycache__" in name or name.endswith(".pyc")]


def test_the_wheel_carries_both_licence_files(members: dict[str, bytes]) -> None:
    for name in ("LICENSE", "NOTICE.md"):
        inside = f"iomodel-{VERSION}.dist-info/licenses/{name}"
        assert members[inside] == (ROOT / name).read_bytes()
    assert b"BSD 3-Clause" in (ROOT / "LICENSE").read_bytes()
    assert "한국은행" in (ROOT / "NOTICE.md").read_text("utf-8")


def test_the_wheel_says_what_it_needs(members: dict[str, bytes]) -> None:
    metadata = members[f"iomodel-{VERSION}.dist-info/METADATA"].decode()
    assert re.search(r"^Requires-Python: >=3\.11$", metadata, re.M)
    needed = set(re.findall(r"^Requires-Dist: ([a-z-]+)[^;\n]*$", metadata, re.M))
    assert needed == {"numpy", "scipy", "pandas", "xarray", "pydantic", "rich", "tomli-w"}
    points = members[f"iomodel-{VERSION}.dist-info/entry_points.txt"].decode()
    assert "iomodel = iomodel.cli:main" in points


def test_no_module_of_the_core_needs_an_extra(unpacked: Path, tmp_path: Path) -> None:
    """Without cvxpy, matplotlib, pyarrow and calamine the estimate runs all the same."""
    extras = ("cvxpy", "matplotlib", "pyarrow", "python_calamine", "pymrio", "hypothesis")
    code = (
        "import sys\n"
        f"for name in {extras!r}: sys.modules[name] = None\n"
        "from iomodel.cli import main\n"
        "raise SystemExit(main(['run', 'sejong', '--lang', 'ko']))\n"
    )
    page = python(unpacked, "-c", code, cwd=tmp_path)
    assert "30/30 공표 자릿수까지 일치" in page


# ------------------------------------------------------------------ that it runs
def rows(page: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page)))


def test_the_unpacked_wheel_runs_its_own_study_and_a_copied_one(
    unpacked: Path, tmp_path: Path
) -> None:
    where = python(unpacked, "-c", "import iomodel; print(iomodel.__file__)", cwd=tmp_path)
    assert Path(where.strip()) == unpacked / "iomodel" / "__init__.py"
    shipped = rows(python(unpacked, "-m", "iomodel.cli", "run", "sejong", *ANNOUNCED, cwd=tmp_path))
    shutil.copytree(SEJONG, tmp_path / "mine")
    copied = rows(python(unpacked, "-m", "iomodel.cli", "run", "mine", *ANNOUNCED, cwd=tmp_path))
    assert {row["study"] for row in shipped} == {"sejong"}
    assert {row["study"] for row in copied} == {"mine"}
    assert [row | {"study": ""} for row in shipped] == [row | {"study": ""} for row in copied]
    assert len(shipped) == 3 * 5 + 3 * 3 * 3


def test_the_unpacked_wheel_knows_its_tables_and_studies(unpacked: Path, tmp_path: Path) -> None:
    listed = rows(python(unpacked, "-m", "iomodel.cli", "studies", "--format", "csv", cwd=tmp_path))
    names = sorted(p.parent.name for p in (ROOT / "scenarios").glob("*/study.toml"))
    assert {"sejong", "industrial-complexes"} <= set(names)
    inside = unpacked / "iomodel" / "shipped" / "scenarios"
    assert [Path(row["path"]) for row in listed] == [inside / name for name in names]
    tables = rows(python(unpacked, "-m", "iomodel.cli", "tables", "--format", "csv", cwd=tmp_path))
    assert {"bok-2020-165", "bok-2023-33", "bok-2020-regional-83"} <= {row["id"] for row in tables}


# ------------------------------------------------------------------ what the documents promise
def targets() -> set[str]:
    text = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z]+):", text, re.M))


def test_make_has_the_targets_of_the_specification() -> None:
    assert {"run", "test", "check"} <= targets()


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_only_commands_that_exist(name: str) -> None:
    from iomodel.cli import parser

    text = (ROOT / name).read_text("utf-8")
    made = set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.M))
    assert {"run", "test"} <= made <= targets()
    (commands,) = (a.choices for a in parser("en")._actions if a.choices)
    shown = "".join(re.findall(r"^```.*?^```", text, re.M | re.S))
    used = set(re.findall(r"^\s*(?:\$ )?iomodel ([a-z]+)", shown, re.M))
    assert "run" in used
    assert used <= set(commands)
    assert "pip install" in text  # the plain lines for Windows


@pytest.mark.parametrize("name", READMES)
def test_files_that_a_readme_links_to_are_there(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    linked = re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", text)
    assert linked
    assert [path for path in linked if not (ROOT / path).exists()] == []


def test_a_fourth_district_after_the_example_of_the_korean_readme(tmp_path: Path) -> None:
    """The TOML that README.ko.md shows, saved into a copy of the study, runs as it stands."""
    from iomodel.estimates import estimate
    from iomodel.summary import Summary

    text = (ROOT / "README.ko.md").read_text("utf-8")
    shown = [code for code in re.findall(r"```toml\n(.*?)```", text, re.S) if "[district]" in code]
    assert shown
    study = Path(shutil.copytree(SEJONG, tmp_path / "sejong"))
    (study / "fourth.toml").write_text(shown[0], "utf-8")
    found = estimate(study)
    assert [s.id for s in found.scenarios][-1] == "fourth"
    assert found.impact.value("production", scenario="fourth", table="bok-2020-165") > 0
    assert Summary(found).matched("reconciled") == (30, 30)


def test_ci_checks_and_tests() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert re.search(r"make check.*make test|make check test", script, re.S)
