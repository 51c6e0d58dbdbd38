"""A new study from a few answers: commented files that validate and run as they are."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from iomodel import catalogue
from iomodel.errors import Problem, ScenarioFileError, UnitError, UnknownSectorError
from iomodel.files import write_whole
from iomodel.models import Shelf
from iomodel.scenario import STUDY
from iomodel.schema import KO, SpendingLine, Terms
from iomodel.schema.study import Through
from iomodel.text import Lang, Text, same
from iomodel.units import money_unit


def _answer(ko: str, en: str, default: str) -> str:
    made: str = field(default=default, metadata={"what": Text(ko, en)})
    return made


@dataclass(frozen=True)
class Answers:
    """What a template needs to know, with answers that hold where nothing is said."""

    title: str = _answer("연구의 제목", "title of the study", "파급효과 추정")
    document: str = _answer("금액이 나온 문서", "document that the amounts are from", "문서 이름")
    date: str = _answer("문서의 날짜", "its date", "")
    table: str = _answer("표", "table", "bok-2020-165")
    regional_table: str = _answer("지역표 (없으면 비움)", "regional table (empty: none)", "")
    region: str = _answer("지출하는 시도", "region of the spending (시도)", "")
    price_year: str = _answer("금액의 가격 연도", "price year of the amounts", "")
    district: str = _answer("지구의 이름", "name of the district", "첫 지구")
    programme: str = _answer("사업의 이름", "name of the programme", "투자")
    sector: str = _answer("부문의 코드나 이름", "code or name of the sector", "의약품")
    amount: str = _answer("금액", "amount", "100")
    unit: str = _answer("금액의 단위", "unit of the amount", "억원")
    source: str = _answer("금액의 출처", "where the amount is from", "문서, 쪽")


def questions() -> tuple[tuple[str, Text, str], ...]:
    """Return every answer's name, what it is, and what holds where it isn't given."""
    return tuple((f.name, f.metadata["what"], str(f.default)) for f in fields(Answers))


def write_template(path: Path, answers: Answers, lang: Lang, tables: Path | None) -> list[Path]:
    """Write a study's folder, or a district into one that is there; return what was written.

    Parameters
    ----------
    path : Path
        A new folder, or a new TOML file beside a study.toml.

    Raises
    ------
    ScenarioFileError
        If something is there already, or an answer doesn't fit; with every such answer.
    NotFoundError
        If there is no such table.
    """
    beside = path.suffix == ".toml"
    if path.exists() and (beside or not path.is_dir() or any(path.iterdir())):
        raise ScenarioFileError(str(path), _there())
    shelf = Shelf.of(tables)
    problems = _problems(answers, shelf)
    if beside and not (path.parent / STUDY).is_file():
        problems.append(_no_study(path))
    if problems:
        raise ScenarioFileError(str(path), problems)
    district = path if beside else path / "district.toml"
    files = {district: _district(answers, lang)}
    if not beside:
        files[path / STUDY] = _study(answers, lang, shelf)
    for file, words in files.items():
        write_whole(file, words.encode())
    return sorted(files)


def _problems(answers: Answers, shelf: Shelf) -> list[Problem]:
    """Return what doesn't fit among the answers."""
    problems = []
    sectors = catalogue.load_classification(shelf.classification(answers.table), shelf.tables)
    try:
        sectors.position(answers.sector)
    except UnknownSectorError as error:
        problems += [_placed(p, "--sector") for p in error.problems]
    try:
        money_unit(answers.unit)
    except UnitError as error:
        problems += [_placed(p, "--unit") for p in error.problems]
    if not re.fullmatch(r"\d+(\.\d+)?", answers.amount):
        problems.append(
            _unfit("--amount", Text("0 이상의 수", "a number from zero"), answers.amount)
        )
    if answers.price_year and not re.fullmatch(r"\d{4}", answers.price_year):
        year = Text("네 자리 연도", "a year of four digits")
        problems.append(_unfit("--price-year", year, answers.price_year))
    if answers.date and not re.fullmatch(r"\d{4}-\d\d-\d\d", answers.date):
        day = Text("날짜, 예: 2026-03-02", "a date: 2026-03-02")
        problems.append(_unfit("--date", day, answers.date))
    if answers.regional_table:
        regions = shelf.regions(answers.regional_table)
        if answers.region not in regions:
            problems.append(_unfit("--region", same(", ".join(regions)), answers.region))
    return problems


def _placed(problem: Problem, place: str) -> Problem:
    return Problem(place, problem.what, problem.expected, problem.found, problem.remedy)


def _unfit(place: str, expected: Text, found: str) -> Problem:
    return Problem(
        place,
        Text("답이 맞지 않습니다", "the answer does not fit"),
        expected,
        same(f'"{found}"'),
        Text("값을 고치십시오", "mend the value"),
    )


def _there() -> Problem:
    return Problem(
        "",
        Text("이미 있습니다", "something is there already"),
        Text(
            "새 폴더, 또는 새 TOML 파일의 이름", "the name of a new folder, or of a new TOML file"
        ),
        Text("있는 파일이나 빈 폴더가 아닌 것", "a file, or a folder that is not empty"),
        Text(
            "다른 이름을 쓰십시오. 있는 것은 바뀌지 않았습니다",
            "choose another name; it stands as it was",
        ),
    )


def _no_study(path: Path) -> Problem:
    return Problem(
        "",
        Text("옆에 study.toml이 없습니다", "there is no study.toml beside it"),
        Text("연구 폴더 안의 새 TOML", "a new TOML in a study's folder"),
        same(path.parent),
        Text(
            "먼저 폴더를 만드십시오: iomodel new 폴더", "make the folder first: iomodel new FOLDER"
        ),
    )


def _study(answers: Answers, lang: Lang, shelf: Shelf) -> str:
    day = answers.date or date.today().isoformat()
    price_year = int(answers.price_year or catalogue.stamp(answers.table, shelf.tables).price_year)
    region = [f"region = {_quoted(answers.region)}"] if answers.region else ['# region = "세종"']
    regional = (
        f"regional_table = {_quoted(answers.regional_table)}"
        if answers.regional_table
        else '# regional_table = "bok-2020-regional-83"'
    )
    lines = [
        _comment(Text("연구: 지구들이 함께 쓰는 것", "The study: what its districts share"), lang),
        _comment(Text("모든 항목", "All keys"), lang) + ": iomodel validate --reference",
        "schema = 1",
        f"document = {_quoted(answers.document)}",
        f"document_date = {day}",
        f"classification = {_quoted(shelf.classification(answers.table))}",
        *region,
        "",
        "[title]",
        *_both(answers.title),
        "",
        f"[programmes]  {_comment(_NAMES, lang)}",
        f"{_quoted(answers.programme)} = {_quoted(answers.programme)}",
        "",
        "[readings.announced]",
        f"table = {_quoted(answers.table)}",
        regional,
        f"price_year = {price_year}",
        *_offered(Terms, _TERMS, lang),
        *_offered(
            Through,
            {"indicators": '["production", "value_added", "employment", "employees"]'},
            lang,
        ),
        "",
        *_offered_part(
            "[readings.announced.households]", {"per": '"consumption"'}, lang, _HOUSEHOLDS
        ),
        *_offered_part(
            "[profiles.plant]", {"kind": '"table"', "category": '"9121"'}, lang, _PROFILE
        ),
        *_offered_part("[grdp]", {"year": str(price_year)}, lang, _GRDP),
        *_offered_part(
            "[variants.low]", {"set": '{ "readings.announced.imports" = 0.3 }'}, lang, _VARIANT
        ),
        *_offered_part(
            "[[targets]]",
            {
                "what": '{ ko = "일자리", en = "jobs" }',
                "indicator": '"employment"',
                "value": '"1000"',
                "unit": '"명"',
                "source": '"…"',
            },
            lang,
            _TARGET,
        ),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _district(answers: Answers, lang: Lang) -> str:
    lines = [
        _comment(
            Text("한 지구: 사업들과 그 지출", "One district: its programmes and spending"), lang
        ),
        "schema = 1",
        "",
        "[district]",
        *_both(answers.district),
        "",
        "[[programmes]]",
        f"name = {_quoted(answers.programme)}",
        "",
        "[[programmes.lines]]",
        f"sector = {_quoted(answers.sector)}",
        f"amount = {answers.amount}",
        f"unit = {_quoted(answers.unit)}",
        f"source = {_quoted(answers.source)}",
        *_offered(SpendingLine, _LINE, lang),
        "",
        *_offered_part(
            "[programmes.operation]",
            {"first": "2028", "years": "10", "ramp_up": "[0.5]"},
            lang,
            _OPERATION,
        ),
    ]
    return "\n".join(lines).rstrip() + "\n"


_TERMS = {
    "deflator": '"wdi-gdp"',
    "valuation": '"producers"',
    "imports": '"table"',
    "local_share": "0.8",
    "displaced": "0.2",
    "profile": '"plant"',
    "spent_on": '"profile"',
}
_LINE = {
    "page": '"12"',
    "basis": '"announced"',
    "years": "[2026, 2028]",
    "spread": '"even"',
    "phase": '"operation"',
    "shock": '"demand"',
    "hires": "50",
    "note": '"KSIC …"',
}
_NAMES = Text("한국어 이름 = 영어 이름", "Korean name = English name")
_HOUSEHOLDS = Text("가계 내생화(제2형)", "households endogenous (Type II)")
_PROFILE = Text("투자가 사는 것", "what an investment buys")
_GRDP = Text("지역경제 활성화 효과 지수", "index of regional vitalisation")
_VARIANT = Text("변형: iomodel run --variant low", "a variant: iomodel run --variant low")
_TARGET = Text("문서의 목표", "a goal of the document")
_OPERATION = Text("운영단계의 기간", "when operation runs")


def _offered(model: type[BaseModel], values: dict[str, str], lang: Lang) -> list[str]:
    """Return keys as comments, each with what the schema says of it."""
    lines = []
    for name, value in values.items():
        told = model.model_fields[name]
        extra = told.json_schema_extra
        korean = str(extra[KO]) if isinstance(extra, dict) else ""
        lines.append(f"# {name} = {value}  # {Text(korean, str(told.description)).get(lang)}")
    return lines


def _offered_part(title: str, values: dict[str, str], lang: Lang, what: Text) -> list[str]:
    return [
        f"# {title}  # {what.get(lang)}",
        *(f"# {name} = {value}" for name, value in values.items()),
        "",
    ]


def _both(words: str) -> list[str]:
    return [f"ko = {_quoted(words)}", f"en = {_quoted(words)}"]


def _comment(words: Text, lang: Lang) -> str:
    return f"# {words.get(lang)}"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
