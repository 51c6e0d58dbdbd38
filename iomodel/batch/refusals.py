"""What a batch refuses as a whole: inputs that can't be read, stores that can't be used."""

from __future__ import annotations

from iomodel.errors import IOModelError, Problem
from iomodel.text import Text, same


class BatchInputError(IOModelError):
    """An input that can't be used as a whole; single scenarios fail one by one instead."""


class StoreError(IOModelError):
    """A result store that can't be opened, written or compared."""


def no_such_input(path: object) -> BatchInputError:
    """Return the error of a path that is no input."""
    return BatchInputError(
        str(path),
        Problem(
            "",
            Text("계산할 것이 없습니다", "there is nothing to compute"),
            Text(
                "시나리오 TOML, 연구 폴더나 그런 폴더들이 든 폴더, 긴 표나 넓은 표(CSV, Parquet)",
                "a scenario's TOML, a study's folder or a folder of such, a long or wide table "
                "(CSV or Parquet)",
            ),
            Text("없음", "nothing of the kind"),
            Text("경로를 확인하십시오", "check the path"),
        ),
    )


def same_name(name: str, paths: list[str]) -> BatchInputError:
    """Return the error of two inputs whose results would bear the same name."""
    return BatchInputError(
        name,
        Problem(
            "",
            Text("두 입력의 이름이 같습니다", "two inputs have the same name"),
            Text("입력마다 다른 이름 (study 열에 쓰입니다)", "a name of its own for each (study)"),
            same(", ".join(paths)),
            Text("한쪽 파일이나 폴더의 이름을 바꾸십시오", "rename one file or folder"),
        ),
    )


def unreadable(path: object, cause: object) -> BatchInputError:
    """Return the error of a table that its reader gives up on."""
    return BatchInputError(
        str(path),
        Problem(
            "",
            Text("표를 읽을 수 없습니다", "the table can't be read"),
            Text("온전한 UTF-8 CSV 또는 Parquet", "whole CSV in UTF-8, or Parquet"),
            same(cause),
            Text(
                "위에 적힌 곳을 고친 뒤 다시 돌리십시오. 끝난 부분은 다시 계산하지 않습니다",
                "mend the place named above and run again; finished parts are kept",
            ),
        ),
    )


def missing_columns(path: object, missing: list[str], header: tuple[str, ...]) -> Problem:
    """Return the problem of columns that a table lacks."""
    return Problem(
        "header",
        Text("열이 없습니다", "columns are missing"),
        same(", ".join(missing)),
        same(_short(header)),
        Text("머리행을 고치십시오", "mend the header"),
    )


def unknown_columns(unknown: list[str], expected: Text) -> Problem:
    """Return the problem of columns that mean nothing here (R1)."""
    return Problem(
        "header",
        Text("모르는 열입니다 (R1)", "unknown columns (R1)"),
        expected,
        same(_short(unknown)),
        Text(
            "열의 이름을 고치거나 빼십시오. 부문의 열이면 --classification을 확인하십시오",
            "correct or drop them; if they are sectors, check --classification",
        ),
    )


def numbers_for_codes(column: str, kind: object) -> Problem:
    """Return the problem of sector codes stored as numbers."""
    return Problem(
        f'column "{column}"',
        Text("부문 코드가 숫자로 저장되어 있습니다", "sector codes are stored as numbers"),
        Text("글자. 코드의 앞자리 0이 뜻을 가집니다", "text: leading zeros of codes matter"),
        same(kind),
        Text("열을 글자로 다시 저장하십시오", "store the column as text"),
    )


def unit_twice_or_never(both: bool) -> Problem:
    """Return the problem of a unit stated twice, or not at all (R3)."""
    return Problem(
        "unit",
        Text("단위가 두 번 주어졌습니다 (R3)", "the unit is given twice (R3)")
        if both
        else Text("금액의 단위가 없습니다 (R3)", "the amounts have no unit (R3)"),
        Text("unit 열이나 --unit 가운데 하나", "a column unit or --unit, one of the two"),
        Text("둘 다", "both") if both else Text("없음", "neither"),
        Text("--unit을 빼십시오", "leave out --unit")
        if both
        else Text("--unit 백만원처럼 단위를 적으십시오", "state it, such as --unit 백만원"),
    )


def not_grouped(path: object, place: str, scenario: str, first: str) -> BatchInputError:
    """Return the error of a scenario whose rows don't stand together."""
    return BatchInputError(
        str(path),
        Problem(
            place,
            Text(
                "시나리오의 행이 이어져 있지 않습니다",
                "the rows of a scenario don't stand together",
            ),
            Text("시나리오마다 이어진 행들", "all rows of a scenario next to each other"),
            Text(f'"{scenario}", {first}에도', f'"{scenario}", also on {first}'),
            Text("scenario 열로 정렬하십시오", "sort the table by its column scenario"),
        ),
        data=scenario,
    )


def changed_meanwhile(path: object) -> BatchInputError:
    """Return the error of an input that was written to while it was read."""
    return BatchInputError(
        str(path),
        Problem(
            "",
            Text("읽는 동안 파일이 바뀌었습니다", "the file changed while it was read"),
            Text("그대로인 파일", "a file that stays as it is"),
            Text("다른 크기나 시각", "another size or time"),
            Text("다시 돌리십시오", "run again"),
        ),
    )


def no_tables() -> BatchInputError:
    """Return the error of a tabular input without a table to go through."""
    return BatchInputError(
        "--tables-ids",
        Problem(
            "",
            Text("어느 산업연관표로 계산할지 없습니다", "no input-output table is named"),
            Text("표의 이름 하나 이상", "one or more ids of tables"),
            Text("없음", "none"),
            Text(
                "--tables-ids bok-2020-165처럼 적으십시오. 목록은 iomodel tables",
                "name some, such as --tables-ids bok-2020-165; iomodel tables lists them",
            ),
        ),
    )


def unknown_indicators(asked: list[str], known: list[str]) -> BatchInputError:
    """Return the error of indicators that no table of the run has."""
    return BatchInputError(
        "--indicators",
        Problem(
            "",
            Text("어느 표에도 없는 지표입니다", "no table of the run has these indicators"),
            Text(f"다음 가운데: {', '.join(known)}", f"some of: {', '.join(known)}"),
            same(", ".join(asked)),
            Text("지표의 이름을 고치십시오", "correct their names"),
        ),
        data=asked,
    )


def units_differ(indicator: str, units: list[str]) -> BatchInputError:
    """Return the error of an indicator that two tables measure in different units."""
    return BatchInputError(
        "--tables-ids",
        Problem(
            indicator,
            Text("표마다 지표의 단위가 다릅니다 (R3)", "the tables measure it in two units (R3)"),
            Text("한 저장소에 단위 하나", "one unit in a store"),
            same(", ".join(units)),
            Text("표마다 따로 돌리십시오", "run these tables apart"),
        ),
    )


def not_a_store(folder: object, found: Text) -> StoreError:
    """Return the error of a folder that holds no results."""
    return StoreError(
        str(folder),
        Problem(
            "",
            Text("결과 저장소가 아닙니다", "this is no result store"),
            Text("_manifest.json이 든 폴더", "a folder with a _manifest.json"),
            found,
            Text("iomodel batch가 쓴 폴더를 주십시오", "name a folder that iomodel batch wrote"),
        ),
    )


def not_empty(folder: object) -> StoreError:
    """Return the error of a target folder that holds something else."""
    return StoreError(
        str(folder),
        Problem(
            "--out",
            Text("다른 것이 든 폴더입니다", "the folder holds other things"),
            Text("없는 폴더, 빈 폴더 또는 결과 저장소", "a new or empty folder, or a store"),
            Text("_manifest.json이 없는 폴더", "files, but no _manifest.json"),
            Text("다른 폴더를 주십시오", "name another folder"),
        ),
    )


def in_use(folder: object) -> StoreError:
    """Return the error of a store that another run is writing."""
    return StoreError(
        str(folder),
        Problem(
            "",
            Text("다른 실행이 쓰고 있습니다", "another run is writing to it"),
            Text("한 번에 하나의 실행", "one run at a time"),
            Text("잠긴 폴더", "a locked folder"),
            Text("끝나기를 기다리거나 다른 폴더에 쓰십시오", "wait for it, or write elsewhere"),
        ),
    )


def not_written(folder: object, cause: BaseException) -> StoreError:
    """Return the error of a store that can't be written to, such as a full disk."""
    return StoreError(
        str(folder),
        Problem(
            "",
            Text("결과를 쓸 수 없습니다", "results can't be written"),
            Text("쓸 수 있고 자리가 남은 디스크", "a writable disk with room left"),
            same(getattr(cause, "strerror", None) or cause),
            Text(
                "자리를 만든 뒤 같은 명령을 다시 주십시오. 끝난 부분은 그대로 이어집니다",
                "make room and give the same command again; finished parts are kept",
            ),
        ),
        data=cause,
    )


def part_lost(folder: object, names: list[str]) -> StoreError:
    """Return the error of parts that the manifest lists and the folder lacks."""
    return StoreError(
        str(folder),
        Problem(
            "",
            Text("저장소의 부분이 빠졌습니다", "parts of the store are missing"),
            Text("_manifest.json에 적힌 모든 파일", "every file that _manifest.json lists"),
            same(_short(names)),
            Text("같은 iomodel batch 명령을 다시 주십시오", "give the same command again"),
        ),
        data=names,
    )


def ambiguous_rows(folder: object, columns: list[str]) -> StoreError:
    """Return the error of rows that can't be told apart by the columns that name them."""
    return StoreError(
        str(folder),
        Problem(
            "--ignore",
            Text("행을 서로 구별할 수 없습니다", "rows can't be told apart"),
            Text("이름 열마다 다른 행", "rows that differ in the columns compared by"),
            same(", ".join(columns)),
            Text("--ignore에서 열을 줄이십시오", "ignore fewer columns"),
        ),
    )


def _short(words: object, most: int = 12) -> str:
    names = [str(word) for word in words] if isinstance(words, list | tuple) else [str(words)]
    rest = f", … (+{len(names) - most})" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
