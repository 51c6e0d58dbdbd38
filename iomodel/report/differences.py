"""Two result stores beside each other, as blocks, sections and plain data."""

from __future__ import annotations

import math
from typing import Any

from iomodel.batch.diff import Difference, Moved
from iomodel.batch.reasons import REASONS
from iomodel.report.blocks import Block, Section
from iomodel.text import Lang, Text

_HEADINGS = {
    "indicator": Text("지표", "Indicator"),
    "old": Text("이전", "Old"),
    "new": Text("지금", "New"),
    "difference": Text("차이", "Diff."),
    "relative": Text("차이(%)", "Diff. %"),
    "why": Text("까닭", "Why"),
}


def records(found: Difference) -> list[dict[str, Any]]:
    """Return the values that moved most, largest first."""
    return [moved.record() for moved in found.largest]


def document(found: Difference, lang: Lang) -> dict[str, Any]:
    """Return a comparison as plain data."""
    return {
        "same": found.same,
        "tolerance": found.relative,
        "compared": found.compared,
        "only_old": found.only_old,
        "only_new": found.only_new,
        "moved": found.moved,
        "by_reason": found.by_reason,
        "changes": [change.text.get(lang) for change in found.reasons.changes],
        "largest": records(found),
        "lost": found.lost,
        "added": found.added,
    }


def sections(found: Difference, lang: Lang) -> list[Section]:
    """Return how much moved, and what the runs don't share."""
    lines = [
        Text(
            f"견준 행 {found.compared:,}개, 달라진 값 {found.moved:,}개 (상대차 "
            f"{found.relative:g} 초과), 이전에만 {found.only_old:,}행, 지금만 {found.only_new:,}행",
            f"{found.compared:,} rows compared, {found.moved:,} values moved (by more than "
            f"{found.relative:g} of their size), {found.only_old:,} rows only in the old, "
            f"{found.only_new:,} only in the new",
        )
    ]
    lines += [
        Text(f"{REASONS[name].ko}: 값 {count:,}개", f"{REASONS[name].en}: {count:,} values")
        for name, count in sorted(found.by_reason.items(), key=lambda pair: -pair[1])
    ]
    title = (
        Text("달라진 것 없음", "Nothing moved") if found.same else Text("달라진 것", "What moved")
    )
    shown = [Section(title.get(lang), tuple(line.get(lang) for line in lines))]
    if found.reasons.changes:
        changes = tuple(change.text.get(lang) for change in found.reasons.changes)
        shown.append(Section(Text("바탕의 변화", "What the runs don't share").get(lang), changes))
    for name, rows in (
        (Text("이전에만 있는 행", "Rows only in the old"), found.lost),
        (Text("지금만 있는 행", "Rows only in the new"), found.added),
    ):
        if rows:
            some = tuple(" · ".join(filter(None, row.values())) for row in rows[:_ROWS])
            shown.append(Section(name.get(lang), some))
    return shown


_ROWS = 10


def block(found: Difference, most: int, lang: Lang) -> Block:
    """Return the `most` values that moved most; labels that are the same for all are left out."""
    rows = found.largest[:most]
    names = [
        name
        for name in (rows[0].labels if rows else ())
        if len({moved.labels[name] for moved in rows}) > 1 or name == "scenario"
    ]
    headings = [*names, *(text.get(lang) for text in _HEADINGS.values())]
    cells = tuple(tuple(_cells(moved, names, lang)) for moved in rows)
    title = Text("가장 많이 달라진 값", "The values that moved most").get(lang)
    return Block(title, tuple(headings), cells, frozenset(), len(names) + 1)


def _cells(moved: Moved, names: list[str], lang: Lang) -> list[str]:
    why = ", ".join(REASONS[name].get(lang) for name in moved.why)
    numbers = [_number(value) for value in (moved.old, moved.new, moved.difference)]
    share = _number(100 * moved.relative)
    return [*(moved.labels[name] for name in names), moved.indicator, *numbers, share, why]


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.1f}"
