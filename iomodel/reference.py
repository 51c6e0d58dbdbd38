"""The reference page of scenario files, made from what the schema says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from iomodel.deflators import shipped_deflators
from iomodel.published import CHOICES, COLUMNS
from iomodel.scenario import VECTOR_COLUMNS
from iomodel.schema import KO, ScenarioFile, Statement, StudyFile, Terms
from iomodel.text import Lang, Text

_FILES: dict[str, type[BaseModel]] = {"study.toml": StudyFile, "DISTRICT.toml": ScenarioFile}
_TITLE = Text("시나리오 파일의 모든 항목", "Every key of scenario files")
_MADE = Text(
    "이 쪽은 스키마에서 만들어집니다: `iomodel validate --reference`. 안내는 "
    "[시나리오 파일](scenario-files.ko.md)에 있습니다.",
    "This page is made from the schema: `iomodel validate --reference`. The guide is "
    "[Scenario files](scenario-files.md).",
)
_WORDS = Text(
    "**필수**는 그 항목이 반드시 있어야 하는지입니다. **문장**은 `ko`와 `en`이 모두 있는 표, "
    "**부문**은 `study.toml`이 정한 분류의 코드나 정확한 이름(코드는 따옴표로), **금액**은 따옴표 "
    "없는 0 이상의 수, **단위**는 원, 천원, 만원, 백만원, 억원, 십억원, 조원 또는 배수와 통화"
    "(백만 EUR)입니다. 모르는 항목은 오류이며, 한 파일의 문제는 모두 한 번에 알려집니다.",
    "**Required** says whether a key has to be there. A **sentence** is a table with `ko` and "
    "`en`, both required. A **sector** is a code or the exact name in the classification that "
    "`study.toml` names, codes in quotes. An **amount** is a number of zero or more without "
    "quotes. A **unit** is one of 원, 천원, 만원, 백만원, 억원, 십억원, 조원, or a scale and a "
    "currency (million EUR). An unknown key is an error; all problems of a file are told at once.",
)
_TERMS = Text(
    "금액을 읽는 조건. 연구(`[readings.announced]`), 지구(`[announced]`), 사업, 벡터, 줄에 적을 수 "
    "있고 줄에 가까운 것이 앞섭니다.",
    "How amounts are read. Terms may stand at the study (`[readings.announced]`), the district "
    "(`[announced]`), the programme, the vector and the line; the nearest to the line holds.",
)
_AND_TERMS = Text("그리고 [조건](#조건)의 모든 항목.", "And every key of the [terms](#terms).")
_HEAD = Text("| 항목 | 필수 | 뜻 |", "| Key | Required | What it says |")
_YES, _NO = Text("예", "yes"), Text("아니오", "no")


def reference(lang: Lang) -> str:
    """Return the page as Markdown."""
    other = {"ko": "[English](scenario-reference.md)", "en": "[한국어](scenario-reference.ko.md)"}
    parts = [f"# {_TITLE.get(lang)}", other[lang], _MADE.get(lang), _WORDS.get(lang)]
    parts += [f"## {Text('조건', 'Terms').get(lang)}", _TERMS.get(lang), _table(Terms, lang)]
    for path, part in _parts(Terms):
        if path:
            parts += [f"### `{path}`", _table(part, lang)]
    shown: set[type[BaseModel]] = {Terms}
    for file, model in _FILES.items():
        for path, part in _parts(model):
            if part in shown:
                continue
            shown.add(part)
            title = f"`{_bracketed(path, model)}`" if path else f"`{file}`"
            parts += [f"{'###' if path else '##'} {title}", _table(part, lang)]
            if issubclass(part, Terms):
                parts.append(_AND_TERMS.get(lang))
    parts += [*_columns(lang), *_series(lang)]
    return "\n\n".join(parts) + "\n"


def _parts(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """Yield every part of a file with its path; parts of terms once, with the terms."""
    yield path, model
    for name, field in model.model_fields.items():
        inner = _inner(field.annotation)
        if inner is None or issubclass(inner, Statement):
            continue
        if path and name in Terms.model_fields:
            continue
        yield from _parts(inner, f"{path}.{name}".lstrip("."))


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_inner(part) for part in get_args(annotation))
    return next((model for model in found if model is not None), None)


def _bracketed(path: str, model: type[BaseModel]) -> str:
    """Return a part's path as TOML writes it: [[a list]], [a table], [a table.NAME]."""
    current: Any = model
    words, many = [], False
    for name in path.split("."):
        annotation = current.model_fields[name].annotation
        many = str(annotation).startswith("tuple[")
        named = str(annotation).startswith("dict[")
        words.append(f"{name}.NAME" if named else name)
        current = _inner(annotation)
    dotted = ".".join(words)
    return f"[[{dotted}]]" if many else f"[{dotted}]"


def _table(model: type[BaseModel], lang: Lang) -> str:
    own = {
        name: field
        for name, field in model.model_fields.items()
        if model is Terms or not issubclass(model, Terms) or name not in Terms.model_fields
    }
    rows = [_HEAD.get(lang), "| --- | --- | --- |"]
    for name, field in own.items():
        extra = field.json_schema_extra
        korean = extra[KO] if isinstance(extra, dict) else ""
        words = Text(str(korean), str(field.description)).get(lang)
        required = (_YES if field.is_required() else _NO).get(lang)
        rows.append(f"| `{field.alias or name}` | {required} | {words} |")
    return "\n".join(rows)


_PUBLISHED: dict[str, Text] = {
    "scenario": Text("시나리오의 이름 또는 `total`", "a scenario's id, or `total`"),
    "programme": Text(
        "사업의 이름, 한 시나리오의 `subtotal`, 또는 `total`",
        "a programme's name, or `subtotal` of a scenario, or `total`",
    ),
    "indicator": Text(
        "`production`, `value_added`, `imports`, `employment`, `employees`",
        "`production`, `value_added`, `imports`, `employment` or `employees`",
    ),
    "value": Text("인쇄된 숫자 그대로, 쉼표 없이", "the digits as printed, without separators"),
    "unit": Text("금액의 단위 또는 `명`", "unit of money, or `명`"),
    "source": Text("어디에 인쇄되었는지", "where it is printed"),
    "phase": Text(
        "`construction`(기본) 또는 `operation`", "`construction` (default) or `operation`"
    ),
    "per": Text(
        "`total`(기본: 전 기간) 또는 `year`(연평균)",
        "`total` (default: all years) or `year` (average of a year)",
    ),
}
_VECTORS: dict[str, Text] = {
    "scenario": Text("시나리오의 이름", "a scenario's id"),
    "programme": Text("사업의 이름", "a programme's name"),
    "sector": Text("부문의 코드", "a sector's code"),
    "name": Text("부문의 한국어 이름", "the sector's Korean name"),
    "amount": Text("추론된 지출", "the inferred spending"),
    "unit": Text("`백만원`", "`백만원`"),
    "basis": Text("무엇에서 추론했는지", "what it was inferred from"),
}


def _columns(lang: Lang) -> list[str]:
    """Return the tables of columns of published.csv and reconciled.csv."""
    found = []
    for file, required, told in (
        ("published.csv", COLUMNS, (*COLUMNS, *CHOICES)),
        ("reconciled.csv", VECTOR_COLUMNS, VECTOR_COLUMNS),
    ):
        words = _PUBLISHED if file == "published.csv" else _VECTORS
        rows = [_HEAD.get(lang), "| --- | --- | --- |"]
        for name in told:
            yes = (_YES if name in required else _NO).get(lang)
            rows.append(f"| `{name}` | {yes} | {words[name].get(lang)} |")
        found += [f"## `{file}`", "\n".join(rows)]
    return found


def _series(lang: Lang) -> list[str]:
    """Return the table of shipped price series."""
    head = Text("| 이름 | 지수 | 해 | 유의 |", "| Name | Series | Years | Caveat |").get(lang)
    rows = [head, "| --- | --- | --- | --- |"]
    for one in shipped_deflators():
        years = f"{one.first}–{one.last}"
        rows.append(f"| `{one.id}` | {one.title.get(lang)} | {years} | {one.caveat.get(lang)} |")
    return [f"## {Text('내장된 물가지수', 'Shipped price series').get(lang)}", "\n".join(rows)]
