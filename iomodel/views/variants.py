"""Variants of a study side by side."""

from __future__ import annotations

from collections.abc import Sequence

from iomodel.analyses.base import Column
from iomodel.summary import Summary
from iomodel.text import Text
from iomodel.views.base import PHASE, PHASES, Cell, View, added, announced, effect_columns, lines_of

AS_WRITTEN = Text("파일대로", "As written")


def compared(summaries: Sequence[Summary]) -> View | None:
    """Return the gross effects of several variants of one study, all programmes together."""
    rows: list[tuple[Cell, ...]] = []
    for summary in summaries:
        reading = announced(summary)
        if reading is None or reading.impact is None:
            continue
        study = summary.estimate.study
        name = study.variant_label(study.variant) if study.variant else AS_WRITTEN
        for phase in PHASES:
            own = [x for x in lines_of(reading.impact) if x.gross and x.phase == phase]
            if own:
                kept = set(own)
                values = added(summary, reading.impact, kept.__contains__)
                rows.append((name, PHASES[phase], *values))
    if len({row[0] for row in rows}) < 2:
        return None
    first = summaries[0]
    return View(
        "variants",
        Text("변형의 비교 (발표투자, 총효과)", "Variants compared (announced, gross)"),
        (Column("variant", Text("변형", "Variant")), PHASE, *effect_columns(first)),
        tuple(rows),
    )
