"""tiebeam pool."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from kg.cli.options import PROBLEMS, WRONG_USE, print_problems, progress

if TYPE_CHECKING:
    from kg.assess.estimate import NoEstimate
    from kg.assess.pooling import Model, Pooled
    from kg.assess.subsets import Grouped
    from kg.assess.table import Columns, Table

_NUMBERS = (
    "k", "estimate", "se", "ci_low", "ci_high", "tau2", "i2", "q", "q_p", "pi_low", "pi_high",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """All that was asked for. What was not asked for is empty."""

    table: Table
    model: Model
    whole: Pooled | NoEstimate
    grouped: Grouped | None
    without: tuple[Pooled | NoEstimate, ...]
    by_year: Mapping[int, Pooled | NoEstimate]


class Method(StrEnum):
    """Estimators of heterogeneity."""

    reml = "REML"
    dl = "DL"
    pm = "PM"


class Interval(StrEnum):
    """Confidence intervals of the pooled effect."""

    adhoc = "hk-adhoc"
    hk = "hk"
    classic = "classic"


File = Annotated[str, typer.Argument(help="A CSV file with a header, or - for standard input.")]
Effect = Annotated[str, typer.Option(help="Column of effects, ratios as logarithms.")]
Variance = Annotated[str | None, typer.Option(help="Column of sampling variances.")]
StandardError = Annotated[str | None, typer.Option("--se", help="Or column of standard errors.")]
HowTau2 = Annotated[Method, typer.Option(help="Estimator of tau2.", case_sensitive=False)]
HowCi = Annotated[
    Interval, typer.Option(help="hk-adhoc: Hartung-Knapp, but never narrower than classic.")
]
Group = Annotated[
    str | None, typer.Option(help="Column of groups, pooled each and tested against each other.")
]
Label = Annotated[
    str | None,
    typer.Option(help="Column of names: lists each of up to 1000 rows, and the pool without it."),
]
Year = Annotated[
    str | None,
    typer.Option(help="Column of years: adds the pool up to each year, for up to 1000 rows."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")]


def pool(  # noqa: PLR0913, PLR0917  # a command's options are its arguments
    file: File,
    effect: Effect,
    variance: Variance = None,
    se: StandardError = None,
    method: HowTau2 = Method.reml,
    ci: HowCi = Interval.adhoc,
    group: Group = None,
    label: Label = None,
    year: Year = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Pool a table of effects under random effects; every convention is named.

    Example: tiebeam pool trials.csv --effect yi --variance vi --group sex
    """
    from kg.assess.estimate import NoEstimate
    from kg.assess.pooling import Model
    from kg.assess.table import Columns

    if bool(variance) == bool(se):
        _refuse("give either --variance or --se, a column of the file")
    table = _read(file, Columns(effect, variance, se, group, label, year))
    model = Model(method.value, ci.value)
    with progress() as tell:
        tell("pooling")
        answer = _computed(table, model)
    typer.echo(json.dumps(_object(answer), indent=2) if as_json else "\n\n".join(_text(answer)))
    if isinstance(answer.whole, NoEstimate):
        raise typer.Exit(PROBLEMS)


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(WRONG_USE)


def _read(file: str, columns: Columns) -> Table:
    """The table; leaves with what is wrong with it, so that nothing is half computed."""
    from kg.assess.table import MAX_BYTES, NoColumn, read_table

    try:
        if file == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(file).open("rb") as source:
                data = source.read(MAX_BYTES + 1)
        table = read_table("standard input" if file == "-" else file, data, columns)
    except OSError as error:
        _refuse(f"{file} cannot be read: {error.strerror}; name a CSV file")
    except NoColumn as error:
        _refuse(f"{file}: {error}")
    if table.problems:
        print_problems(table.problems)
        typer.echo(f"nothing pooled: {len(table.problems)} problems")
        raise typer.Exit(PROBLEMS)
    return table


def _computed(table: Table, model: Model) -> Answer:
    from kg.assess.pooling import pool as pool_effects
    from kg.assess.subsets import cumulative, leave_one_out, pool_groups

    y, v = table.effects, table.variances
    return Answer(
        table,
        model,
        pool_effects(y, v, model),
        pool_groups(y, v, table.groups, model) if table.groups else None,
        leave_one_out(y, v, model) if table.labels else (),
        cumulative(y, v, table.years, model) if table.years else {},
    )


def _object(answer: Answer) -> dict[str, Any]:
    """The answer as JSON has it."""
    from kg.assess.subsets import Q_BETWEEN, Between

    conventions = answer.model.conventions()
    found = _numbers(answer.whole, len(answer.table.effects)) | {"conventions": conventions}
    notes = getattr(answer.whole, "notes", ())
    if notes:
        conventions["notes"] = "; ".join(notes)
    if answer.grouped:
        test = answer.grouped.between
        tested = isinstance(test, Between)
        conventions["q_between"] = Q_BETWEEN if tested else f"none: {getattr(test, 'reason', '')}"
        found["groups"] = {
            name: _numbers(one, answer.table.groups.count(name))
            for name, one in answer.grouped.groups.items()
        }
        for end, name in (("", "q"), ("_df", "df"), ("_p", "p")):
            found[f"q_between{end}"] = getattr(test, name, None)
    if answer.by_year:
        years = answer.by_year.items()
        counts = {year: sum(one <= year for one in answer.table.years) for year, _ in years}
        found["cumulative"] = [{"year": y} | _numbers(one, counts[y]) for y, one in years]
    return found


def _numbers(one: Pooled | NoEstimate, k: int) -> dict[str, Any]:
    """The numbers of one pool; all but k are null where there is a reason instead."""
    found: dict[str, Any] = {name: getattr(one, name, None) for name in _NUMBERS} | {"k": k}
    reason = getattr(one, "reason", None)
    return found | {"reason": reason} if reason else found


def _text(answer: Answer) -> Iterator[str]:
    """The answer as small plain tables."""
    from kg.assess.estimate import NoEstimate

    found = _object(answer)
    if isinstance(answer.whole, NoEstimate):
        yield f"not pooled: {answer.whole.reason}"
        return
    yield _aligned(_lines(answer.whole))
    if answer.grouped:
        groups = _pools("group", answer.grouped.groups, found["groups"].values())
        said = found["conventions"]["q_between"]
        if found["q_between"] is not None:
            q, df, p = (found[f"q_between{end}"] for end in ("", "_df", "_p"))
            said = f"between groups: Q {q:.4g} on {df} df, p {p:.4g} ({said})"
        yield f"{_aligned(groups)}\n{said}"
    if answer.without:
        yield _aligned(_rows(answer))
    if answer.by_year:
        yield _aligned(_pools("until", answer.by_year, found["cumulative"]))
    notes = found["conventions"].get("notes")
    if notes:
        yield f"note: {notes}"


def _lines(one: Pooled) -> Iterator[tuple[str, ...]]:
    """Each number with its convention."""
    from kg.assess.pooling import I2_Q

    said = one.model.conventions()
    yield "k", str(one.k), ""
    yield "estimate", f"{one.estimate:.6g}", said["model"]
    yield "se", f"{one.se:.6g}", said["se"]
    yield f"{one.model.level:.0%} interval", f"{one.ci_low:.6g} to {one.ci_high:.6g}", said["ci"]
    yield "p", f"{one.p:.4g}", "estimate against 0, two-sided, as the interval"
    yield "tau2", f"{one.tau2:.6g}", said["tau2"]
    yield "tau2 interval", f"{one.tau2_low:.6g} to {one.tau2_high:.6g}", said["tau2_interval"]
    yield "I2", f"{one.i2:.4g} %", said["i2"]
    yield "I2 from Q", f"{one.i2_q:.4g} %", I2_Q
    yield "Q", f"{one.q:.6g}, p {one.q_p:.4g}", said["q"]
    if one.pi_low is not None:
        yield "prediction", f"{one.pi_low:.6g} to {one.pi_high:.6g}", said["pi"]


def _pools(
    head: str, pools: Mapping[Any, Pooled | NoEstimate], numbers: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, ...]]:
    """A row a pool; the reason where there is none."""
    yield head, "k", "estimate", "from", "to", "tau2", "I2 %"
    for name, one in zip(pools, numbers, strict=True):
        if "reason" in one:
            yield str(name), str(one["k"]), one["reason"]
            continue
        shown = (f"{one[key]:.4g}" for key in ("estimate", "ci_low", "ci_high", "tau2", "i2"))
        yield str(name), str(one["k"]), *shown


def _rows(answer: Answer) -> Iterator[tuple[str, ...]]:
    """Each effect with its weight, and the pool without it."""
    yield "row", "effect", "se", "weight %", "without it", "from", "to"
    table, weights = answer.table, getattr(answer.whole, "weights", ())
    rows = zip(table.labels, table.effects, table.variances, weights, answer.without, strict=True)
    for label, effect, variance, weight, rest in rows:
        shown = [f"{number:.4g}" for number in (effect, variance**0.5, weight)]
        names = ("estimate", "ci_low", "ci_high")
        pooled = getattr(rest, "reason", None) is None
        left = [f"{getattr(rest, name):.4g}" for name in names] if pooled else ["-"]
        yield label, *shown, *left


def _aligned(rows: Iterable[Sequence[str]]) -> str:
    """Rows with their cells below each other."""
    cells = list(rows)
    widths: dict[int, int] = {}
    for row in cells:
        for place, cell in enumerate(row[:-1]):
            widths[place] = max(widths.get(place, 0), len(cell))
    lines = ("  ".join(c.ljust(widths.get(p, 0)) for p, c in enumerate(row)) for row in cells)
    return "\n".join(line.rstrip() for line in lines)
