"""Which of a model's indicators count persons."""

from __future__ import annotations

from iomodel.analyses.arguments import one_of
from iomodel.errors import NotSupportedError, Problem
from iomodel.models.base import Model
from iomodel.text import Text, same


def persons_indicator(model: Model, indicator: str) -> int:
    """Return the position of an indicator of persons.

    Raises
    ------
    NotSupportedError
        If the model has no such indicator, or it doesn't count persons.
    """
    persons = {i.id: k for k, i in enumerate(model.indicators) if i.dimension == "persons"}
    if indicator in persons:
        return persons[indicator]
    raise NotSupportedError(
        model.info.id,
        Problem(
            "indicator",
            Text("인원 지표가 아닙니다", "it is no indicator of persons"),
            one_of(persons)
            if persons
            else Text("취업자나 피용자가 있는 표", "a table with workers or employees"),
            same(f'"{indicator}"'),
            Text(
                "indicator를 고치거나 고용표가 있는 표를 쓰십시오",
                "correct indicator, or use a table with employment",
            ),
        ),
        data=indicator,
    )


def concept_note(model: Model, k: int) -> tuple[Text, ...]:
    """Return who is counted, where the table says so."""
    concept = model.indicators[k].concept
    return (concept,) if concept.en else ()
