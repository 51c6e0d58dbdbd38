"""The documentation as a site: all pages are in it, nothing comes from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import ROOT

from iomodel.analyses import all_analyses
from iomodel.catalogue import table_folders
from iomodel.cli import COMMANDS
from iomodel.version import VERSION

DOCS = ROOT / "docs"
FETCHED = re.compile(r"""<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=["']?https?://[^>]*>""")
ELSEWHERE = re.compile(r"@import\s+(?:url\()?[\"']?https?:|url\([\"']?https?:")


def entries() -> list[str]:
    """Return the pages that the navigation of mkdocs.yml names, in order."""
    _, _, nav = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")
    return re.findall(r"^ +- (?:.*: )?(\S+\.md)$", nav, re.M)


def pages() -> list[str]:
    return [path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")]


def in_folders(names: list[str]) -> list[str]:
    """Return those that are files of docs/; the site's hook makes the others."""
    return [name for name in names if not name.startswith(("reference/", "project/"))]


def test_every_page_is_in_the_navigation_once_and_every_entry_is_a_page() -> None:
    assert sorted(in_folders(entries())) == sorted(pages())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site, as `make docs` does."""
    reason = 'mkdocs is not installed (pip install "iomodel[docs]")'
    config = pytest.importorskip("mkdocs.config", reason=reason)
    build = pytest.importorskip("mkdocs.commands.build", reason=reason)
    pytest.importorskip("mkdocstrings", reason=reason)
    target = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        build.build(config.load_config(str(ROOT / "mkdocs.yml"), site_dir=str(target), strict=True))
    return target


def read(site: Path, page: str) -> str:
    return (site / page).read_text("utf-8")


def test_every_entry_became_a_page(site: Path) -> None:
    made = [page.replace("README.md", "index.md") for page in entries()]
    assert not [page for page in made if not (site / page).with_suffix(".html").is_file()]


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    fetched = {
        found
        for page in site.rglob("*.html")
        for found in FETCHED.findall(page.read_text("utf-8"))
        if 'rel="canonical"' not in found
    }
    assert not fetched
    assert not [css for css in site.rglob("*.css") if ELSEWHERE.search(css.read_text("utf-8"))]


def test_equations_are_mathml(site: Path) -> None:
    page = read(site, "model.html")
    assert "<math" in page
    assert "arithmatex" not in page


def test_comments_for_the_tests_are_titles(site: Path) -> None:
    comment = re.compile("<!-- (?:file|output|exit|skip): ")
    assert not [p for p in site.rglob("*.html") if comment.search(p.read_text("utf-8"))]
    page = read(site, "tutorial.html")
    assert '<span class="filename">osong/district.toml</span>' in page
    assert '<span class="filename">iomodel audit news.toml</span>' in page


def test_reference_has_every_command_table_and_analysis(site: Path) -> None:
    commands = read(site, "reference/command-line.html")
    assert not [c.name for c in COMMANDS if f"usage: iomodel {c.name} " not in commands]
    tables = read(site, "reference/tables.html")
    ids = [id for folder in table_folders() for id in folder.ids()]
    assert ids
    assert not [id for id in ids if f'id="{id}"' not in tables]
    python = read(site, "reference/analyses.html")
    functions = [f"{a.run.__module__}.{a.run.__qualname__}" for a in all_analyses()]
    assert not [name for name in functions if f'id="{name}"' not in python]


def test_anchors_keep_hangul(site: Path) -> None:
    assert 'id="조건"' in read(site, "scenario-reference.ko.html")


def test_links_out_of_the_folder_are_mended(site: Path) -> None:
    assert "(<code>notebooks/03_audit.ipynb</code>)" in read(site, "audit.html")
    assert 'href="../architecture.html"' in read(site, "project/contributing.html")


def test_citation_names_this_version() -> None:
    assert f"\nversion: {VERSION}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
