"""The words around the numbers, and how a number is written."""

from __future__ import annotations

from iomodel.report import numbers
from iomodel.schema import ReadingId
from iomodel.text import Text

DISTRICT = Text("구분", "District")
PROGRAMME = Text("프로그램", "Programme")
INDICATOR = Text("지표", "Indicator")
PUBLISHED = Text("공표", "Published")
DIFFERENCE = Text("차이", "Diff.")
READING: dict[ReadingId, Text] = {
    "reconciled": Text("재구성", "Reconciled"),
    "announced": Text("발표투자", "Announced"),
}
READING_LONG: dict[ReadingId, Text] = {
    "reconciled": Text(
        "재구성: 공표된 합계에 맞추어 추론한 지출(맞춤, 저자들의 계산이라는 뜻이 아님)",
        "Reconciled: spending inferred to fit the published totals (fitted; not a claim that the "
        "authors computed so)",
    ),
    "announced": Text(
        "발표투자: 발표된 기업 투자액에 우리 가정을 더한 추정(계산)",
        "Announced: our own estimate from the announced investments (computed)",
    ),
}
IN_REGION = Text("지역내", "In region")
OTHER_REGIONS = Text("타지역", "Elsewhere")
SUM = Text("합계", "Total")
SHARE = Text("지역내 비중", "In-region share")
UNIT = Text("단위", "Unit")
NOT_COMPARABLE = Text("비교 불가", "not comparable")
PARTLY = Text("일부만의 값, 비교 불가", "in part, not comparable")
PARTIAL = Text(
    "비교 불가: 공표값과 범위가 다름. 괄호 안은 일부만의 값",
    "not comparable: covers something else than published; in brackets, a part of it",
)
MATCHED = Text("공표 자릿수까지 일치", "match to the printed digits")
FINDINGS = Text("알아낸 것", "Findings")
NOTES = Text("주", "Notes")
ASSUMPTIONS = Text("가정", "Assumptions")
WARNINGS = Text("유의", "Caveats")
PROVENANCE = Text("출처", "Provenance")
BASIS = {
    "published": Text("공표", "published"),
    "computed": Text("계산", "computed"),
    "assumed": Text("가정", "assumed"),
    "inferred": Text("추론", "inferred"),
    "fitted": Text("맞춤", "fitted"),
    "not comparable": NOT_COMPARABLE,
}


def figure(value: float | None) -> str:
    """Return a whole number with separators; a dash for nothing."""
    return "–" if value is None else numbers.whole(value)


def difference(value: float | None) -> str:
    """Return a signed difference, one decimal where it is small."""
    return "–" if value is None else numbers.signed(value)


def share(value: float) -> str:
    """Return a share in per cent."""
    return numbers.percent(value)
