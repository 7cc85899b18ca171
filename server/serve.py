"""tiebeam serve."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from kg.cli.options import PROBLEMS, WRONG_USE, print_problems, progress
from server.settings import Settings

if TYPE_CHECKING:
    from kg.snapshot import Snapshot
_HELP = {name: field.description for name, field in Settings.model_fields.items()}
Root = Annotated[Path | None, typer.Option(help=_HELP["root"], file_okay=False, exists=True)]
Out = Annotated[Path | None, typer.Option(help=_HELP["out"], file_okay=False)]
Rdf = Annotated[bool, typer.Option("--rdf", help=_HELP["rdf"])]
Files = Annotated[list[Path] | None, typer.Argument(help="RDF files, after --rdf.")]
Host = Annotated[str | None, typer.Option(help=f"{_HELP['host']} Default 127.0.0.1.")]
Port = Annotated[int | None, typer.Option(help=f"{_HELP['port']} Default 8000.")]
Timeout = Annotated[float | None, typer.Option(help=f"{_HELP['timeout']} Default 10.")]


def serve(  # noqa: PLR0913, PLR0917  # the options of a command
    files: Files = None,
    rdf: Rdf = False,  # noqa: FBT002  # a flag of the command line
    host: Host = None,
    port: Port = None,
    timeout: Timeout = None,
    root: Root = None,
    out: Out = None,
) -> None:
    """Build where inputs changed, and serve pages and SPARQL.

    Every setting can also be given in the environment, as TIEBEAM_PORT.

    Example: tiebeam serve --port 8080 --timeout 5
    """
    if bool(files) != rdf:
        typer.echo("files go with --rdf: tiebeam serve --rdf FILE...", err=True)
        raise typer.Exit(WRONG_USE)
    given: dict[str, Any] = {
        "host": host,
        "port": port,
        "timeout": timeout,
        "root": root,
        "out": out,
    }
    given["rdf"] = tuple(files) if files else None
    settings = _settings({name: value for name, value in given.items() if value is not None})
    listener = _listen(settings)
    snapshot = None if settings.rdf else _build(settings)
    _run(settings, snapshot, listener)


def _settings(given: dict[str, Any]) -> Settings:
    try:
        return Settings(**given)
    except ValidationError as error:
        for details in error.errors():
            name = str(details["loc"][0])
            typer.echo(
                f"setting {name} (TIEBEAM_{name.upper()}): {details['msg']}: {details['input']!r}",
                err=True,
            )
        raise typer.Exit(WRONG_USE) from None


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=1024)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        typer.echo(f"cannot listen on {where}: {error.strerror}; choose another --port", err=True)
        raise typer.Exit(PROBLEMS) from None


def _build(settings: Settings) -> Snapshot:
    """The snapshot of the present inputs, or the last good one with a warning."""
    from kg.build import build
    from kg.snapshot import current

    with progress() as tell:
        built = build(settings.root, settings.snapshots, tell)
    print_problems(built.report.problems)
    typer.echo(str(built.report.checked))
    snapshot = built.snapshot or current(settings.snapshots)
    if snapshot is None:
        typer.echo("nothing to serve: mend the problems above", err=True)
        raise typer.Exit(PROBLEMS)
    if built.snapshot is None:
        typer.echo(f"not built; serving the last good snapshot {snapshot.id}", err=True)
    return snapshot


def _run(settings: Settings, snapshot: Snapshot | None, listener: socket.socket) -> None:
    import uvicorn

    from server.app import create_app

    class Announcing(uvicorn.Server):
        """Tells the address once requests are answered."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                _announce(settings, snapshot, app.state.pool.guards.missing, listener)

    app = create_app(settings, snapshot)
    # faults are logged by our own handlers; uvicorn would print each a second time
    config = uvicorn.Config(app, log_level="critical", access_log=False, server_header=False)
    server = Announcing(config)
    with suppress(SystemExit):
        server.run(sockets=[listener])
    if not server.started:
        typer.echo(app.state.failure or "the server did not start", err=True)
        raise typer.Exit(PROBLEMS)


def _announce(
    settings: Settings,
    snapshot: Snapshot | None,
    missing: tuple[tuple[str, str], ...],
    listener: socket.socket,
) -> None:
    for guard, reason in missing:
        typer.echo(f"guard missing: {guard} ({reason})", err=True)
    port = listener.getsockname()[1]
    address = settings.model_copy(update={"port": port}).address
    what = f"snapshot {snapshot.id}" if snapshot else ", ".join(map(str, settings.rdf))
    typer.echo(f"serving {what} on {address}")
