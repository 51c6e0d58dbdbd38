"""The words around the numbers, and how a number is written."""

from __future__ import annotations

from iomodel.impact import Impact, Part
from iomodel.readings import Reading
from iomodel.report import numbers
from iomodel.schema import ReadingId
from iomodel.text import Lang, Text

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
ASSUMED = Text("가정지출", "Assumed")
ASSUMED_LONG = Text(
    "가정지출: 발표된 금액이 없어 우리가 가정한 지출로 한 추정(계산)",
    "Assumed: our own estimate from spending that we assume, no amount having been announced "
    "(computed)",
)
IN_REGION = Text("지역내", "In region")
OTHER_REGIONS = Text("타지역", "Elsewhere")
OTHER_SECTORS = Text("그 밖의 부문", "All other sectors")
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


def reading(one: Reading) -> Text:
    """Return what a reading is called; that of assumed amounts is not called announced."""
    return ASSUMED if one.assumed else READING[one.id]


def reading_long(one: Reading) -> Text:
    """Return what a reading is."""
    return ASSUMED_LONG if one.assumed else READING_LONG[one.id]


def capital(words: str) -> str:
    """Return words with a capital letter at their beginning, the rest as it is."""
    return words[:1].upper() + words[1:]


def stands_on(part: Part) -> Text:
    """Return the table, the prices and the basis of a part's numbers."""
    table, year = f"{part.table} {part.region}".strip(), part.demand.money.price_year or "?"
    basis = BASIS[part.basis]
    return Text(f"{table}, {year}년 가격, {basis.ko}", f"{table}, prices of {year}, {basis.en}")


def basis(impact: Impact | None, lang: Lang) -> list[str]:
    """Return what an impact's numbers stand on, each part's once."""
    parts = impact.parts if impact else ()
    return list(dict.fromkeys(stands_on(part).get(lang) for part in parts))


def figure(value: float | None) -> str:
    """Return a whole number with separators; a dash for nothing."""
    return "–" if value is None else numbers.whole(value)


def difference(value: float | None) -> str:
    """Return a signed difference, one decimal where it is small."""
    return "–" if value is None else numbers.signed(value)


def share(value: float) -> str:
    """Return a share in per cent."""
    return numbers.percent(value)
