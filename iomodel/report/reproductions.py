"""Reproductions as a table, as flat records, and with what stands below them."""

from __future__ import annotations

from collections.abc import Sequence

from iomodel.report.blocks import Block, Section
from iomodel.reproduce import Reproduced, Row, counts, rows_of
from iomodel.reproduce.about import Group
from iomodel.reproduce.figures import Figure, Verdict
from iomodel.text import Lang, Text

_TITLE = Text("공표된 추정의 재현", "Published estimates reproduced")
_HEADINGS = (
    Text("공표물", "Publication"),
    Text("값", "Figures"),
    Text("단위", "Unit"),
    Text("가장 벗어난 것", "Furthest off"),
    Text("공표", "Published"),
    Text("계산", "Computed"),
    Text("맞은 자릿수", "Digits"),
    Text("값의 수", "Count"),
    Text("결과", "Result"),
)
_LEFT = 4
_VERDICTS: dict[Verdict, Text] = {
    "met": Text("일치", "met"),
    "rounding": Text("반올림 범위", "within rounding"),
    "explained": Text("설명됨", "explained"),
    "unexplained": Text("설명 안 됨", "UNEXPLAINED"),
}
_GROUPS: dict[Group, Text] = {
    "korea": Text("한국", "Korea"),
    "official": Text("외국 통계기관과 편람", "Official tables and manuals"),
    "textbook": Text("교과서와 논문", "Textbooks and papers"),
    "software": Text("다른 소프트웨어", "Other software"),
}
_RESULTS = Text(
    "일치: 계산값을 인쇄된 자리로 반올림하면 공표값. 반올림 범위: 인쇄된 입력의 반올림을 감안하면 "
    "공표값이 나올 수 있음. 설명됨: 다르며 까닭을 앎.",
    "Met: the computed figure rounds to all printed digits. Within rounding: it would for some "
    "numbers that round to the printed inputs. Explained: it differs, and it is known why.",
)
_MORE = 2  # computed figures are shown with so many decimals more than are printed


def block(found: Sequence[Reproduced], lang: Lang) -> Block:
    """Return one row a series and way of coming out, by the figure that is furthest off."""
    rows = rows_of(found)
    notes = _numbered(rows)
    return Block(
        _TITLE.get(lang),
        tuple(heading.get(lang) for heading in _HEADINGS),
        tuple(_cells(row, notes, lang) for row in rows),
        frozenset(),
        _LEFT,
        caption=_RESULTS.get(lang),
    )


def _cells(row: Row, notes: dict[Text, int], lang: Lang) -> tuple[str, ...]:
    figure = row.shown
    told = _VERDICTS[figure.verdict].get(lang)
    if row.explanation is not None:
        told = f"{told} [{notes[row.explanation]}]"
    return (
        row.case.about.title.get(lang),
        figure.series.name.get(lang),
        figure.series.unit,
        figure.of,
        _SIGNS[figure.series.relation] + figure.shown,
        _computed(figure),
        f"{figure.matched}/{figure.digits}",
        f"{len(row.figures):,}",
        told,
    )


_SIGNS = {"equal": "", "at most": "≤? ", "at least": "≥? "}


def _computed(figure: Figure) -> str:
    if figure.computed is None:
        return "–"
    return f"{figure.computed.value:.{max(figure.places, 0) + _MORE}f}"


def _numbered(rows: Sequence[Row]) -> dict[Text, int]:
    told = dict.fromkeys(row.explanation for row in rows if row.explanation is not None)
    return {text: number for number, text in enumerate(told, start=1)}


def sections(found: Sequence[Reproduced], lang: Lang) -> list[Section]:
    """Return explanations, what each publication can settle, what is not here, and counts."""
    notes = _numbered(rows_of(found))
    named = [(case, case.about.title.get(lang)) for case in found]
    parts = {
        Text("설명", "Explanations"): [f"[{n}] {text.get(lang)}" for text, n in notes.items()],
        Text("무엇을 확인하는가", "What each can settle"): [
            f"{name}: {case.about.settles.get(lang)}" for case, name in named if case.here
        ],
        Text("여기 없음", "Not here"): [
            f"{name} ({case.about.id}): {' | '.join(case.about.needs)}"
            for case, name in named
            if not case.here
        ],
        Text("집계", "Counts"): [
            f"{_GROUPS[group].get(lang)}: {_listed(tally, lang)}"
            for group, tally in counts(found).items()
        ],
    }
    return [Section(title.get(lang), tuple(lines)) for title, lines in parts.items() if lines]


def _listed(tally: dict[Verdict, int], lang: Lang) -> str:
    return ", ".join(f"{_VERDICTS[v].get(lang)} {n:,}" for v, n in tally.items())


def records(found: Sequence[Reproduced], lang: Lang) -> list[dict[str, object]]:
    """Return one flat record a figure."""
    return [
        {
            "case": case.about.id,
            "group": case.about.group,
            "publication": case.about.title.get(lang),
            "document": case.about.document,
            "year": case.about.year,
            "series": figure.series.code,
            "figure": figure.series.name.get(lang),
            "of": figure.of,
            "unit": figure.series.unit,
            "relation": figure.series.relation,
            "published": figure.published,
            "computed": None if figure.computed is None else figure.computed.value,
            "low": None if figure.computed is None else figure.computed.low,
            "high": None if figure.computed is None else figure.computed.high,
            "printed_digits": figure.digits,
            "matched_digits": figure.matched,
            "result": figure.verdict,
            "explanation": _explained(figure, lang),
        }
        for case in found
        for figure in case.figures
    ]


def _explained(figure: Figure, lang: Lang) -> str:
    if figure.verdict != "explained" or figure.explanation is None:
        return ""
    return figure.explanation.get(lang)
