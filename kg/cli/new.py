"""tiebeam new: begin a record, or a concept of the ontology."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from kg.cli.options import PROBLEMS, WRONG_USE, Root, progress
from kg.records.study import Design
from kg.report import Problem
from kg.terms import Terms, read_terms

if TYPE_CHECKING:
    from kg.curate.reference import Reference
    from kg.curate.study import Wishes

FindingKind = Literal["association", "modification", "contrast", "comparison", "mediation"]
ClaimKind = Literal["association", "modification", "contrast", "comparison", "mediation", "thesis"]
_ID = re.compile(r"(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*")

Name = Annotated[str, typer.Argument(help="Its id: lower case, words joined by hyphens.")]
NameOption = Annotated[str | None, typer.Option("--id", help="Its id, where none is to be made.")]
Show = Annotated[
    bool, typer.Option("--stdout", help="Show what would be written, and write nothing.")
]
Anyway = Annotated[
    bool, typer.Option("--anyway", help="Begin it although the base has something like it.")
]
From = Annotated[
    Path | None,
    typer.Option(
        "--from",
        help="References in RIS, BibTeX, PubMed (nbib) or CSL-JSON; - for standard input.",
    ),
]
Exposure = Annotated[str | None, typer.Option(help="What is thought to act.")]
Against = Annotated[str | None, typer.Option(help="Of a comparison: the other exposure.")]
AgainstOutcome = Annotated[str | None, typer.Option(help="Of a comparison: the other outcome.")]
Mediator = Annotated[str | None, typer.Option(help="Of a mediation: what it acts through.")]
Outcome = Annotated[str | None, typer.Option(help="What is thought to change.")]
Quantity = Annotated[str | None, typer.Option(help="Of a contrast: what is compared.")]
Modifier = Annotated[str | None, typer.Option(help="Of a modification: a concept or a group.")]


def new_commands() -> typer.Typer:
    """The commands that begin something, a group of their own."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Begin a record, or a concept: a file with all that must be filled in.\n\n"
        "Example: tiebeam new study --from pubmed.nbib",
    )
    for command in (study, finding, claim, dataset, concept):
        group.command()(command)
    return group


def study(
    source: From = None,
    name: NameOption = None,
    design: Annotated[Design | None, typer.Option(help="Its design, where it is known.")] = None,
    root: Root = Path(),
    *,
    anyway: Anyway = False,
    show: Show = False,
) -> None:
    """Begin the record of each study that a file of references names, or a blank one.

    A publication that the base has already is told with its file, by DOI, PMID, PMCID or title.

    Example: tiebeam new study --from pubmed.nbib
    """
    from kg.curate.study import Wishes
    from kg.curate.study import study as blank

    _known_id(name)
    taken = {path.stem for path in root.glob("evidence/studies/**/*.yaml")}
    if name in taken:
        _stop(PROBLEMS, f"evidence/studies/{name}.yaml is there already; choose another id")
    if source is None:
        if name is None:
            _stop(WRONG_USE, "give --from with a file of references, or --id for a blank record")
        text = blank(name, design=design)
        _finish(done=_deliver(root, f"evidence/studies/{name}.yaml", text, show=show))
        return
    wishes = Wishes(name, design, anyway)
    _finish(done=_begin_studies(root, source, taken, wishes, show=show))


def _begin_studies(
    root: Path, source: Path, taken: set[str], wishes: Wishes, *, show: bool
) -> bool:
    """Begin what can be begun, and tell the rest; whether there was no rest."""
    from kg.curate.duplicates import catalogue_of
    from kg.curate.study import begin

    references, problems = _references(source)
    if wishes.name and len(references) > 1:
        _stop(WRONG_USE, f"--id names one study, and {source} holds {len(references)}")
    with progress() as tell:
        tell("comparing with the studies of the base")
        catalogue = catalogue_of(root)
    for file in catalogue.unread:
        typer.echo(f"not compared: {file} cannot be read; run tiebeam check", err=True)
    done = True
    for one in begin(_shown(source), references, catalogue, taken, wishes):
        if isinstance(one, Problem):
            problems.append(one)
        else:
            _tell(f"{one.file}: {text}" for text in one.told)
            done = _deliver(root, one.file, one.text, show=show) and done
    _tell(str(problem) for problem in sorted(problems))
    return done and not problems


def finding(  # noqa: PLR0913, PLR0917  # the options of a command
    study: Annotated[str, typer.Argument(help="Id of the study, or its file.")],
    kind: Annotated[FindingKind, typer.Option(help="Its kind, which decides its fields.")],
    name: NameOption = None,
    exposure: Exposure = None,
    against: Against = None,
    mediator: Mediator = None,
    outcome: Outcome = None,
    against_outcome: AgainstOutcome = None,
    quantity: Quantity = None,
    modifier: Modifier = None,
    root: Root = Path(),
    *,
    show: Show = False,
) -> None:
    """Begin a finding at the end of those in its study's file; nothing else there is changed.

    A concept is given by its name, or in words; where these name none, near ones are offered.

    Example: tiebeam new finding rueger-2016 --kind association --exposure "perceived support"
    """
    from kg.curate.files import NotWritten, replace
    from kg.curate.finding import NotInserted, begin
    from kg.curate.roles import NoSuchRole

    _known_id(name)
    given = _given(locals())
    path = _study_file(root, study)
    file, data = path.relative_to(root).as_posix(), path.read_bytes()
    try:
        begun = begin(file, data, kind, name, given, _terms(root))
        if not show:
            replace(path, data, begun.text)
    except NoSuchRole as error:
        _stop(WRONG_USE, f"{kind}: {error}")
    except (NotInserted, NotWritten) as error:
        _stop(PROBLEMS, str(error))
    _tell(begun.told)
    _say(root, file, begun.lines, show=show)


def claim(  # noqa: PLR0913, PLR0917  # the options of a command
    name: Name,
    kind: Annotated[ClaimKind, typer.Option(help="Its kind, which decides its fields.")],
    topic: Annotated[str, typer.Option(help="Folder of evidence/claims/ that it goes into.")],
    exposure: Exposure = None,
    against: Against = None,
    mediator: Mediator = None,
    outcome: Outcome = None,
    quantity: Quantity = None,
    modifier: Modifier = None,
    root: Root = Path(),
    *,
    show: Show = False,
) -> None:
    """Begin the record of a claim, or of a thesis that gathers claims.

    A concept is given by its name, or in words; where these name none, near ones are offered.

    Example: tiebeam new claim trust-lowers-anxiety --kind association --topic capital
    """
    from kg.curate.claim import claim as begin
    from kg.curate.claim import path_of, standing, topics
    from kg.curate.roles import NoSuchRole

    _known_id(name)
    _known_id(topic)
    given = _given(locals())
    if there := standing(root, name):
        _stop(PROBLEMS, f"{there} is there already; go on with it, or choose another id")
    try:
        text, told = begin(name, kind, given, _terms(root))
    except NoSuchRole as error:
        _stop(WRONG_USE, f"{kind}: {error}")
    if topic not in topics(root):
        told = [f"{topic} is a new topic; so far: {', '.join(topics(root)) or 'none'}", *told]
    _tell(told)
    _finish(done=_deliver(root, path_of(name, topic), text, show=show))


def dataset(name: Name, root: Root = Path(), *, show: Show = False) -> None:
    """Begin the record of a data set: the cohort, survey or trial behind papers.

    Example: tiebeam new dataset british-household-panel
    """
    from kg.curate.dataset import dataset as begin
    from kg.curate.dataset import path_of

    _known_id(name)
    known = sorted(path.stem for path in root.glob("evidence/datasets/*.yaml"))
    if near := [one for one in get_close_matches(name, known) if one != name]:
        typer.echo(f"nearly of this name: {', '.join(near)}", err=True)
    _finish(done=_deliver(root, path_of(name), begin(name), show=show))


def concept(
    name: Annotated[str, typer.Argument(help="Its name in capitals for words: PeerMentoring.")],
    parent: Annotated[str, typer.Option(help="The concept right above it.")],
    root: Root = Path(),
    *,
    anyway: Anyway = False,
    show: Show = False,
) -> None:
    """Begin a concept of the ontology, beside its parent in the file where that stands.

    Definition and source are left to be written; tiebeam check tells where they are missing.

    Example: tiebeam new concept PeerMentoring --parent Intervention
    """
    from kg.curate import files
    from kg.curate.concept import NotBegun
    from kg.curate.concept import concept as begin

    ontology = _ontology(root)
    try:
        begun = begin(name, parent, _terms(root), ontology, anyway=anyway)
        if not show:
            files.replace(root / begun.file, ontology[begun.file], begun.text)
    except (NotBegun, files.NotWritten) as error:
        _stop(PROBLEMS, str(error))
    _say(root, begun.file, begun.stub, show=show)


def _references(source: Path) -> tuple[list[Reference], list[Problem]]:
    from kg.curate.formats import MAX_BYTES, read_references

    if str(source) == "-":
        return read_references(_shown(source), sys.stdin.buffer.read(MAX_BYTES + 1))
    try:
        with source.open("rb") as file:
            return read_references(_shown(source), file.read(MAX_BYTES + 1))
    except OSError as error:
        _stop(WRONG_USE, f"{source} cannot be read: {error.strerror}")


def _shown(source: Path) -> str:
    return "standard input" if str(source) == "-" else str(source)


def _study_file(root: Path, study: str) -> Path:
    name = Path(study).name.removesuffix(".yaml")
    known = {path.stem: path for path in sorted(root.glob("evidence/studies/**/*.yaml"))}
    if name not in known:
        near = " or ".join(get_close_matches(name, sorted(known)))
        hint = f"did you mean {near}?" if near else "begin it with tiebeam new study"
        _stop(WRONG_USE, f"there is no study {name}; {hint}")
    return known[name]


def _ontology(root: Path) -> dict[str, bytes]:
    found = sorted(root.glob("ontology/*.ttl"))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def _terms(root: Path) -> Terms:
    terms, problems = read_terms(_ontology(root))
    if problems:
        _tell(str(problem) for problem in problems)
        raise typer.Exit(PROBLEMS)
    return terms


def _given(values: Mapping[str, object]) -> dict[str, str]:
    """The roles that were given as options."""
    from kg.curate.roles import ROLES

    return {role: str(values[role]) for role in ROLES if values.get(role) is not None}


def _known_id(name: str | None) -> None:
    if name is not None and not _ID.fullmatch(name):
        _stop(WRONG_USE, f"{name!r} is no id; write lower case, digits and hyphens, as rueger-2016")


def _deliver(root: Path, file: str, text: str, *, show: bool) -> bool:
    """Write a new file or show it; whether that was done."""
    from kg.curate.files import NotWritten, create

    try:
        if not show:
            create(root / file, text)
    except NotWritten as error:
        typer.echo(str(error), err=True)
        return False
    _say(root, file, text, show=show)
    return True


def _say(root: Path, file: str, text: str, *, show: bool) -> None:
    """The path, for a person or a pipe; what comes next, for a person."""
    if show:
        typer.echo(text, nl=False)
        return
    path = root / file
    typer.echo(str(path))
    if sys.stdout.isatty():
        typer.echo(f"next: fill it in, then tiebeam check {path}", err=True)


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line, err=True)


def _finish(*, done: bool) -> None:
    if not done:
        raise typer.Exit(PROBLEMS)


def _stop(code: int, message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)
