"""Effects by year and phase; persons of a year apart from persons over years."""

from __future__ import annotations

from iomodel.analyses.base import Column
from iomodel.demand import Line
from iomodel.spending import Key
from iomodel.summary import PERSON_INDICATORS, Summary, name_of
from iomodel.text import Text, same
from iomodel.views.base import (
    DISTRICT,
    GROSS,
    PHASE,
    PHASES,
    PROGRAMME,
    Cell,
    View,
    added,
    added_one,
    announced,
    effect_columns,
    is_of,
    lines_of,
    pairs_of,
    words_of,
)

YEARS = Column("years", Text("연수", "Years"), decimals=0)
PER_YEAR = Text("/년", " a year")


def operation(summary: Summary) -> View | None:
    """Return what programmes bring every year once they run: the yearly average and the sum."""
    reading = announced(summary)
    if reading is None or reading.impact is None or reading.spent is None:
        return None
    impact, accounts = reading.impact, reading.spent.accounts
    rows: list[tuple[Cell, ...]] = []
    for scenario, programme, phase in pairs_of(impact, lambda line: line.yearly and line.gross):
        years = accounts[Key(scenario, programme, phase)].years
        sums = added(summary, impact, is_of(scenario, programme, phase, kinds=GROSS))
        each = tuple(None if x is None or not years else x / years for x in sums)
        names = words_of(summary, scenario, programme)
        rows.append((*names, None if years is None else float(years), *each, *sums))
    if not rows:
        return None
    columns = effect_columns(summary)
    averages = [
        Column(
            f"{c.id}_per_year", c.name, Text(c.unit.ko + PER_YEAR.ko, c.unit.en + PER_YEAR.en), 0
        )
        for c in columns
    ]
    return View(
        "operation",
        Text("운영단계: 연평균과 전체 기간", "Operation: average of a year, and all years"),
        (DISTRICT, PROGRAMME, YEARS, *averages, *columns),
        tuple(rows),
        caption=Text(
            "앞은 한 해의 평균, 뒤는 전 기간의 합. 전 기간의 취업은 인원·년이며 일자리 수가 아님",
            "First the average of a year, then the sum of all years. Employment over all years "
            "is person-years, not jobs",
        ),
    )


def by_year(summary: Summary) -> View | None:
    """Return effects by phase and year, all programmes together."""
    reading = announced(summary)
    if reading is None or reading.impact is None:
        return None
    impact = reading.impact
    years = sorted({(line.phase, line.year) for line in lines_of(impact) if line.gross})
    if not any(year for _, year in years):
        return None
    rows: list[tuple[Cell, ...]] = []
    for phase, year in years:

        def keep(line: Line, phase: str = phase, year: str = year) -> bool:
            return line.gross and (line.phase, line.year) == (phase, year)

        word = same(year) if year else Text("연도 미상", "year unknown")
        rows.append((PHASES[phase], word, *added(summary, impact, keep)))  # type: ignore[index]
    return View(
        "by_year",
        Text("연도별 효과", "Effects by year"),
        (PHASE, Column("year", Text("연도", "Year")), *effect_columns(summary)),
        tuple(rows),
    )


def jobs(summary: Summary) -> View | None:
    """Return person-years of one-off spending beside a year's average, where years are known."""
    reading = announced(summary)
    if reading is None or reading.impact is None or reading.spent is None:
        return None
    impact, accounts = reading.impact, reading.spent.accounts
    persons = [id for id in summary.indicators if id in PERSON_INDICATORS]
    rows: list[tuple[Cell, ...]] = []
    for scenario, programme, phase in pairs_of(impact, lambda x: x.gross and not x.yearly):
        years = accounts[Key(scenario, programme, phase)].years
        if years is None or years < 2:
            continue
        for id in persons:
            keep = is_of(scenario, programme, phase, kinds=GROSS)
            total = added_one(summary, impact, keep, id)
            if total is not None:
                names = words_of(summary, scenario, programme)
                rows.append((*names, name_of(id), float(years), total, total / years))
    if not rows:
        return None
    person_years = Text("인원·년", "person-years")
    return View(
        "jobs",
        Text(
            "건설단계의 취업: 인원·년과 연평균", "Construction: person-years and a year's average"
        ),
        (
            DISTRICT,
            PROGRAMME,
            Column("indicator", Text("지표", "Indicator")),
            YEARS,
            Column("person_years", Text("전 기간", "All years"), person_years, 0),
            Column("per_year", Text("연평균", "Average of a year"), Text("명", "persons"), 0),
        ),
        tuple(rows),
        caption=Text(
            "모든 줄의 연도가 적힌 사업만. 인원·년은 여러 해 일자리의 합이며 일자리 수가 아님",
            "Only programmes whose lines all state their years. Person-years add up the jobs of "
            "several years; they are not a number of jobs",
        ),
    )
