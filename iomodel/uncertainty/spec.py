"""What a file of uncertainties may say: every source, its distribution, its basis and reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import (
    BeforeValidator,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from iomodel.errors import Problem, ScenarioFileError
from iomodel.files import checksum, read_bytes, read_toml
from iomodel.scenario import Study
from iomodel.schema import Keys, ProgrammeName, SectorCode, Statement
from iomodel.text import Text, same
from iomodel.validation import problems_of, refusal

SPEC = Path("uncertainty") / "announced.toml"  # beside study.toml, where none is named

Kind = Literal["uniform", "triangular", "normal", "lognormal", "beta", "discrete"]
Family = Literal["amounts", "shares", "local_shares", "deflators", "employment", "coefficients"]
Closure = Literal["value_added", "rescaled"]

FAMILIES: dict[Family, Text] = {
    "amounts": Text("금액", "amounts"),
    "shares": Text("부문 구성", "sector shares"),
    "local_shares": Text("국내 몫", "local shares"),
    "deflators": Text("디플레이터", "deflators"),
    "employment": Text("취업계수", "employment coefficients"),
    "coefficients": Text("투입계수", "input coefficients"),
}
_PARAMETERS: dict[Kind, tuple[str, ...]] = {
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "normal": ("mean", "sd"),
    "lognormal": ("mean", "relative_error"),
    "beta": ("mean", "sd"),
    "discrete": ("values", "probabilities"),
}
_SUM = 1e-9  # how far probabilities may be from one, for rounding

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Positive = Annotated[Number, Field(gt=0)]
Correlated = Annotated[Number, Field(ge=0, le=1)]


def _known_scenario(value: Any, info: ValidationInfo) -> Any:
    known: tuple[str, ...] = (info.context or {})["scenarios"]
    if isinstance(value, str) and value not in known:
        raise refusal(
            Text("이 연구에 없는 시나리오입니다", "the study has no such scenario"),
            same(", ".join(known)),
            same(f'"{value}"'),
            Text("이름을 고치십시오", "correct the name"),
        )
    return value


ScenarioName = Annotated[str, BeforeValidator(_known_scenario)]


class Distribution(Keys):
    """How a number is distributed; which parameters it takes depends on its kind.

    A normal one is cut off at zero; `mean` and `sd` are those before the cut.
    """

    kind: Kind
    low: Number | None = None
    mode: Number | None = None
    high: Number | None = None
    mean: Number | None = None
    sd: Positive | None = None
    relative_error: Positive | None = None
    values: tuple[Number, ...] | None = None
    probabilities: tuple[Number, ...] | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        wanted = _PARAMETERS[self.kind]
        given = tuple(
            n for n in type(self).model_fields if n != "kind" and getattr(self, n) is not None
        )
        if set(given) != set(wanted):
            raise refusal(
                Text("분포의 모수가 맞지 않습니다", "the parameters don't fit the distribution"),
                Text(f"{self.kind}: {', '.join(wanted)}", f"{self.kind}: {', '.join(wanted)}"),
                same(", ".join(given) or "–"),
                Text("빠진 것을 더하고 남는 것을 지우십시오", "add what lacks, remove the rest"),
            )
        wrong = self._wrong()
        if wrong is not None:
            raise refusal(
                Text("분포의 모수가 어긋납니다", "the parameters contradict the distribution"),
                wrong,
                same(", ".join(f"{name} = {getattr(self, name)}" for name in wanted)),
                Text("모수를 고치십시오", "mend the parameters"),
            )
        return self

    def _wrong(self) -> Text | None:
        """Return what the parameters should have fulfilled, None where they do."""
        if self.kind in ("uniform", "triangular"):
            low, high = self.low or 0.0, self.high or 0.0
            mode = low if self.mode is None else self.mode
            if not (0 <= low < high and low <= mode <= high):
                return same("0 ≤ low < high, low ≤ mode ≤ high")
        elif self.kind == "discrete":
            values, chances = np.array(self.values), np.array(self.probabilities)
            fits = values.shape == chances.shape and len(values) > 0
            if not (fits and values.min() >= 0 and chances.min() >= 0) or (
                abs(chances.sum() - 1.0) > _SUM
            ):
                return Text(
                    "같은 수의 0 이상인 값과 확률, 확률의 합 1",
                    "as many probabilities as values, none negative, probabilities adding to one",
                )
        elif self.kind == "beta":
            mean, sd = self.mean or 0.0, self.sd or 0.0
            if not (0 < mean < 1 and sd**2 < mean * (1 - mean)):
                return same("0 < mean < 1, sd² < mean (1 − mean)")
        elif not (self.mean or 0.0) > 0:
            return same("mean > 0")
        return None

    @property
    def words(self) -> str:
        """The distribution as `kind(parameters)`."""
        told = ", ".join(
            f"{name} {_figures(getattr(self, name))}" for name in _PARAMETERS[self.kind]
        )
        return f"{self.kind}({told})"


def _figures(value: Any) -> str:
    return " ".join(f"{v:g}" for v in value) if isinstance(value, tuple) else f"{value:g}"


def _require_fraction(d: Distribution) -> None:
    top = max(d.values or ()) if d.kind == "discrete" else d.high
    if d.kind in ("normal", "lognormal") or (top is not None and top > 1):
        raise refusal(
            Text("몫이 1을 넘을 수 있습니다", "a share could exceed one"),
            Text(
                "0과 1 사이의 분포: beta, triangular, uniform, discrete",
                "a distribution between zero and one: beta, triangular, uniform, discrete",
            ),
            same(d.words),
            Text("분포를 바꾸십시오", "take another distribution"),
        )


def _require_above_zero(d: Distribution) -> None:
    least = min(d.values or ()) if d.kind == "discrete" else d.low
    if d.kind in ("normal", "beta") or (least is not None and least <= 0):
        raise refusal(
            Text("디플레이터가 0일 수 있습니다", "a deflator could be zero"),
            Text(
                "0보다 큰 분포: lognormal, triangular, uniform, discrete",
                "a distribution above zero: lognormal, triangular, uniform, discrete",
            ),
            same(d.words),
            Text("분포를 바꾸십시오", "take another distribution"),
        )


class Source(Keys):
    """One source of uncertainty: what it is called, on what it rests, and why."""

    id: str
    basis: Literal["assumed", "published"]
    reason: Statement


class Spent(Source):
    """A source that bears on spending; without a selector, on all that no other source names."""

    scenario: ScenarioName = ""
    programme: ProgrammeName = ""
    sector: SectorCode = ""
    distribution: Distribution
    correlation: Correlated = 0.0

    @property
    def named(self) -> bool:
        """Whether it says on what it bears."""
        return bool(self.scenario or self.programme or self.sector)


class Amounts(Spent):
    """Amounts as multiples of those announced, one draw a line of spending."""


class LocalShares(Spent):
    """The part of spending that reaches domestic producers, one draw a programme and sector."""

    @model_validator(mode="after")
    def _between_zero_and_one(self) -> Self:
        _require_fraction(self.distribution)
        return self


class Deflators(Spent):
    """Prices of the spending over those of the table, one draw for all unless said otherwise."""

    correlation: Correlated = 1.0

    @model_validator(mode="after")
    def _more_than_zero(self) -> Self:
        _require_above_zero(self.distribution)
        return self


class Shares(Source):
    """The sectors of a programme's spending, Dirichlet around its own mix or a stated one."""

    scenario: ScenarioName
    programme: ProgrammeName
    concentration: Positive
    mix: dict[SectorCode, Positive] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _adds_to_one(self) -> Self:
        total = sum(self.mix.values())
        if self.mix and abs(total - 1.0) > _SUM:
            raise refusal(
                Text("구성비의 합이 1이 아닙니다", "the mix doesn't add to one"),
                same("1"),
                same(f"{total:g}"),
                Text("구성비를 고치십시오", "mend the shares"),
            )
        return self


class Employment(Source):
    """Errors of one indicator's direct coefficients, lognormal with mean one, by sector."""

    indicator: str = "employment"
    sectors: tuple[SectorCode, ...] = ()
    relative_error: Positive
    correlation: Correlated = 0.0


class Coefficients(Source):
    """Errors of input coefficients, lognormal with mean one, and what keeps columns at one."""

    buyers: tuple[SectorCode, ...] = ()
    suppliers: tuple[SectorCode, ...] = ()
    relative_error: Positive
    correlation: Correlated = 0.0
    closure: Closure = "value_added"


class Correlation(Keys):
    """Sources of one draw each that move together: a correlation matrix of normal scores."""

    sources: tuple[str, ...]
    matrix: tuple[tuple[Number, ...], ...]
    reason: Statement

    @model_validator(mode="after")
    def _is_correlation(self) -> Self:
        size = len(self.sources)
        if [len(row) for row in self.matrix] != [size] * size:
            raise _no_correlation(
                Text(f"{size} × {size} 행렬", f"a matrix of {size} × {size}"),
                same(f"{len(self.matrix)} × {max((len(r) for r in self.matrix), default=0)}"),
            )
        C = np.array(self.matrix)
        if not (np.array_equal(C, C.T) and (np.diag(C) == 1).all() and np.abs(C).max() <= 1):
            raise _no_correlation(
                Text(
                    "대각이 1이고 값이 −1과 1 사이인 대칭행렬",
                    "a symmetric matrix with ones on the diagonal, entries from −1 to 1",
                ),
                same(self.matrix),
            )
        least = float(np.linalg.eigvalsh(C).min())
        if least < -_SUM:
            raise _no_correlation(
                Text("양의 준정부호 행렬", "a positive semidefinite matrix"),
                Text(f"최소 고윳값 {least:.3g}", f"its least eigenvalue is {least:.3g}"),
            )
        return self


def _no_correlation(expected: Text, found: Text) -> PydanticCustomError:
    return refusal(
        Text("상관행렬이 아닙니다", "this is no correlation matrix"),
        expected,
        found,
        Text("행렬을 고치십시오", "mend the matrix"),
    )


class SpecFile(Keys):
    """What a file of uncertainties may say."""

    schema_: Literal[1] = Field(alias="schema")
    draws: Annotated[int, Field(strict=True, ge=2)] = 10_000
    seed: Annotated[int, Field(strict=True, ge=0)]
    interval: Annotated[Number, Field(gt=0, lt=1)] = 0.9
    amounts: tuple[Amounts, ...] = ()
    shares: tuple[Shares, ...] = ()
    local_shares: tuple[LocalShares, ...] = ()
    deflators: tuple[Deflators, ...] = ()
    employment: tuple[Employment, ...] = ()
    coefficients: tuple[Coefficients, ...] = ()
    correlations: tuple[Correlation, ...] = ()

    @property
    def sources(self) -> tuple[tuple[Family, Source], ...]:
        """Every source with its family, in the file's order of families."""
        return tuple((family, source) for family in FAMILIES for source in getattr(self, family))


@dataclass(frozen=True, eq=False)
class Spec:
    """A file of uncertainties as read.

    Attributes
    ----------
    origin : str
        Its path.
    checksum : str
        SHA-256 of its bytes.
    """

    origin: str
    file: SpecFile
    checksum: str


def read_spec(path: Path | str, study: Study) -> Spec:
    """Return the uncertainties in a file, its names read in a study.

    Raises
    ------
    NotFoundError
        If it can't be read.
    ScenarioFileError
        With every problem of the file.
    """
    file = Path(path)
    document = read_toml(file, ScenarioFileError)
    context = {
        "classification": study.classification,
        "programmes": study.file.programmes,
        "scenarios": tuple(scenario.id for scenario in study.scenarios),
    }
    try:
        found = SpecFile.model_validate(document, context=context)
    except ValidationError as error:
        raise ScenarioFileError(str(file), problems_of(error, SpecFile)) from error
    problems = _crossed(found)
    if problems:
        raise ScenarioFileError(str(file), problems)
    return Spec(str(file), found, checksum(read_bytes(file)))


def _crossed(spec: SpecFile) -> list[Problem]:
    """Return the problems that lie between sources: ids given twice, correlations of none."""
    ids = [source.id for _, source in spec.sources]
    problems = [
        Problem(
            id,
            Text("같은 id가 두 번 나옵니다", "the id occurs twice"),
            Text("원천마다 다른 id", "an id of its own for every source"),
            same(f'"{id}"'),
            Text("하나를 바꾸십시오", "change one of them"),
        )
        for id in sorted({id for id in ids if ids.count(id) > 1})
    ]
    if not ids:
        problems.append(
            Problem(
                "",
                Text("불확실한 것이 하나도 없습니다", "nothing is uncertain"),
                Text(
                    f"다음 중 하나 이상: {', '.join(f'[[{f}]]' for f in FAMILIES)}",
                    f"one or more of {', '.join(f'[[{f}]]' for f in FAMILIES)}",
                ),
                Text("없음", "none"),
                Text("원천을 더하십시오", "add a source"),
            )
        )
    joined = [id for correlation in spec.correlations for id in correlation.sources]
    for number, correlation in enumerate(spec.correlations, 1):
        for id in correlation.sources:
            if id not in ids or joined.count(id) > 1:
                problems.append(
                    Problem(
                        f"correlations[{number}].sources",
                        Text("상관에 쓸 수 없는 원천입니다", "the source can't be correlated here"),
                        Text(
                            f"한 상관행렬에만 나오는 원천: {', '.join(ids)}",
                            f"a source that stands in one matrix alone, of {', '.join(ids)}",
                        ),
                        same(f'"{id}"'),
                        Text("이름을 고치거나 한 행렬로 합치십시오", "correct it, or join them"),
                    )
                )
    return problems
