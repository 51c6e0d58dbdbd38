"""All reproductions, and the way through one or all of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from iomodel import catalogue
from iomodel.errors import NotFoundError, Problem
from iomodel.reproduce.about import About, read_about
from iomodel.reproduce.bok import (
    computed_33,
    computed_2020,
    computed_workbook,
    printed_33,
    printed_2020,
    printed_workbook,
)
from iomodel.reproduce.figures import Answers, Figure, Printed
from iomodel.reproduce.home import Home, shipped_figures
from iomodel.reproduce.korea import coefficients, overseas, overseas_printed, studies
from iomodel.reproduce.national import (
    scotland_2016,
    scotland_2016_printed,
    uk_2010,
    uk_2010_printed,
)
from iomodel.reproduce.official import (
    australia_1989,
    germany_1995,
    germany_2009,
    japan_2011,
    netherlands_2000,
)
from iomodel.reproduce.sejong import sejong_computed, sejong_printed
from iomodel.reproduce.software import leather, leather_printed, ndgras, takeda, takeda_printed
from iomodel.reproduce.textbooks import gras_example, miller_blair, miller_blair_ras
from iomodel.text import Text, same

ENVIRONMENT = "IOMODEL_CASES"


@dataclass(frozen=True)
class Case:
    """One publication: how its figures are read, and how they are computed.

    The two see nothing of each other; that they share no file is tested.
    """

    id: str
    compute: Callable[[Home], Answers]
    read: Callable[[Home], Printed] = shipped_figures

    def figures(self, home: Home) -> tuple[Figure, ...]:
        """Return every published figure beside the computed one."""
        answers, printed = self.compute(home), self.read(home)
        known = {series.code: series for series in home.about.series}
        found = []
        for (series, of), digits in printed.items():
            answer = answers.get((series, of))
            told = next(
                (
                    Text(gap.ko, gap.en)
                    for gap in home.about.gaps
                    if answer is not None and gap.explains(series, of, digits, answer.value)
                ),
                None,
            )
            found.append(Figure(self.id, known[series], of, digits, answer, told))
        return tuple(found)


CASES: tuple[Case, ...] = (
    Case("sejong", sejong_computed, sejong_printed),
    Case("bok-2020", computed_2020, printed_2020),
    Case("bok-2020-workbook", computed_workbook, printed_workbook),
    Case("bok-33", computed_33, printed_33),
    Case("korea-coefficients", coefficients),
    Case("korea-studies", studies),
    Case("korea-overseas-construction", overseas, overseas_printed),
    Case("germany-1995", germany_1995),
    Case("germany-2009", germany_2009),
    Case("netherlands-2000", netherlands_2000),
    Case("australia-1989", australia_1989),
    Case("japan-2011", japan_2011),
    Case("uk-2010", uk_2010, uk_2010_printed),
    Case("scotland-2016", scotland_2016, scotland_2016_printed),
    Case("miller-blair", miller_blair),
    Case("miller-blair-ras", miller_blair_ras),
    Case("gras", gras_example),
    Case("ndgras", ndgras),
    Case("leather", leather, leather_printed),
    Case("takeda", takeda, takeda_printed),
)


@dataclass(frozen=True)
class Reproduced:
    """A publication and its figures; none where what it needs is not on this machine."""

    about: About
    figures: tuple[Figure, ...]
    here: bool

    @property
    def unexplained(self) -> tuple[Figure, ...]:
        """The figures that are not met, nobody knows why."""
        return tuple(f for f in self.figures if f.verdict == "unexplained")


def reproduce(
    ids: Sequence[str] = (), cases: Path | str | None = None, folder: Path | str | None = None
) -> tuple[Reproduced, ...]:
    """Return published figures beside computed ones.

    Parameters
    ----------
    ids : sequence of str
        Which publications; all if left out.
    cases : path, optional
        A folder of figures that can't be shipped, a folder a publication; else the one named by
        the environment variable IOMODEL_CASES, else shared/cases beside a clone of the project.
    folder : path, optional
        Where the shipped inputs and published figures are, if not in their own place.

    Raises
    ------
    NotFoundError
        If there is no such publication, or no such folder.
    TableFileError, PublicationFileError
        If a file isn't what was sealed, or can't be read.
    """
    known = {case.id: case for case in CASES}
    wrong = [id for id in ids if id not in known]
    if wrong:
        raise NotFoundError("reproduce", _no_case(wrong, list(known)), data=wrong)
    others = _others(cases)
    root = Path(folder) if folder else catalogue.shipped("coefficients") / "reproductions"
    return tuple(_one(known[id], root / id, others) for id in (ids or known))


def _one(case: Case, folder: Path, others: Path) -> Reproduced:
    about = read_about(folder)
    places = [others / name for name in about.needs]
    there = next((place for place in places if place.is_dir()), None)
    if about.needs and there is None:
        return Reproduced(about, (), here=False)
    return Reproduced(about, case.figures(Home(folder, about, there)), here=True)


def _others(cases: Path | str | None) -> Path:
    """Return the folder of figures that aren't shipped; it must exist where it was named."""
    named = cases or os.environ.get(ENVIRONMENT)
    if not named:
        return catalogue.shipped("coefficients").parents[1] / "shared" / "cases"
    if not Path(named).is_dir():
        raise NotFoundError(str(named), _no_folder(), data=str(named))
    return Path(named)


def _no_folder() -> Problem:
    return Problem(
        "",
        Text("사례 폴더가 없습니다", "there is no such folder of cases"),
        Text("공표물마다 폴더가 하나씩 든 폴더", "a folder that holds a folder a publication"),
        Text("없음", "nothing"),
        Text(
            f"--cases 또는 {ENVIRONMENT}의 경로를 확인하십시오",
            f"check the path given by --cases or {ENVIRONMENT}",
        ),
    )


def _no_case(wrong: Sequence[str], known: Sequence[str]) -> Problem:
    listed = ", ".join(known)
    return Problem(
        "--case",
        Text("그런 공표물이 없습니다", "there is no such publication"),
        Text(f"다음 중 하나: {listed}", f"one of: {listed}"),
        same(", ".join(wrong)),
        Text("이름을 고치십시오", "correct the name"),
    )
