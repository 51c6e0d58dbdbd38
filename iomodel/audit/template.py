"""A file to fill in: the keys with their meaning, and figures that stand for one's own."""

from __future__ import annotations

from pathlib import Path

from iomodel.audit.schema import FigureKeys
from iomodel.errors import OutputError, Problem
from iomodel.files import csv_bytes, write_whole
from iomodel.schema.base import KO
from iomodel.text import Lang, Text, same

_EXAMPLES: tuple[dict[str, str], ...] = (
    {
        "id": "spending",
        "value": "1,000",
        "unit": "억원",
        "role": "amount",
        "programme": "사업",
        "sectors": "건설",
        "source": "보도자료 3쪽",
    },
    {
        "id": "production",
        "value": "1,997억원",
        "role": "production",
        "programme": "사업",
        "source": "보도자료 3쪽",
    },
    {
        "id": "value_added",
        "value": "804억원",
        "role": "value_added",
        "programme": "사업",
        "source": "보도자료 3쪽",
    },
)
_HEAD: dict[Lang, str] = {
    "ko": """\
# 공표된 값을 인쇄된 그대로 옮겨 적습니다. 예로 든 값 셋을 지우고 쓰십시오.
# 확인: iomodel audit {name}
""",
    "en": """\
# Write each figure down as it is printed. The three below are examples to replace.
# Then: iomodel audit {name}
""",
}


def write_template(path: Path | str, lang: Lang) -> None:
    """Write a template, CSV or TOML by the file's ending.

    Raises
    ------
    OutputError
        If there is such a file already, its ending is another, or it can't be written.
    """
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in (".toml", ".csv"):
        raise OutputError(str(path), _other_kind(path))
    if path.exists():
        raise OutputError(str(path), _exists())
    write_whole(path, _toml(path, lang).encode() if kind == ".toml" else _csv())


def _csv() -> bytes:
    header = list(FigureKeys.model_fields)
    return csv_bytes(header, [[example.get(k, "") for k in header] for example in _EXAMPLES])


def _toml(path: Path, lang: Lang) -> str:
    lines = [_HEAD[lang].format(name=path.name), "audit = 1", 'document = ""']
    lines += ["# dated = 2024-05-28", '# classification = "bok2020-33"', ""]
    lines += ["[title]", 'ko = ""', 'en = ""', ""]
    lines += [f"# {line}" for line in _meanings(lang)]
    for example in _EXAMPLES:
        lines += ["", "[[figures]]"]
        for name, value in example.items():
            lines.append(f'{name} = ["{value}"]' if name == "sectors" else f'{name} = "{value}"')
    return "\n".join([*lines, ""])


def _meanings(lang: Lang) -> list[str]:
    """Return one line a key: its name and what it means."""
    found = []
    for name, field in FigureKeys.model_fields.items():
        extra = field.json_schema_extra
        korean = extra.get(KO) if isinstance(extra, dict) else None
        found.append(f"{name}: {korean if lang == 'ko' else field.description}")
    return found


def _other_kind(path: Path) -> Problem:
    return Problem(
        "--new",
        Text("쓸 수 없는 종류의 파일입니다", "the kind of file is not known"),
        Text(".toml이나 .csv", ".toml or .csv"),
        same(path.suffix or path.name),
        Text("파일 이름의 끝을 고치십시오", "mend the ending of the file's name"),
    )


def _exists() -> Problem:
    return Problem(
        "--new",
        Text("같은 이름의 파일이 있습니다", "there is a file of this name"),
        Text("아직 없는 파일", "a file that isn't there yet"),
        Text("있음", "it is there"),
        Text("다른 이름을 쓰거나 그 파일을 지우십시오", "take another name, or remove that file"),
    )
