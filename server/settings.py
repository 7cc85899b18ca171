"""Every setting of the server: one typed table, also read from the environment as TIEBEAM_..."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings with their defaults; each has one sentence of help."""

    model_config = SettingsConfigDict(env_prefix="TIEBEAM_", frozen=True, extra="forbid")

    root: Path = Field(Path(), description="Folder that holds ontology/ and evidence/.")
    out: Path | None = Field(None, description="Folder for snapshots; snapshots/ below the root.")
    rdf: tuple[Path, ...] = Field(
        (), description="Serve only a SPARQL endpoint over these RDF files, graphs as in the files."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    url: str | None = Field(
        None, description="Address under which others reach the server, where it differs."
    )
    timeout: float = Field(10.0, gt=0, le=600, description="Seconds that a query may take.")
    workers: int = Field(2, ge=1, le=64, description="Processes that evaluate queries.")
    memory: int = Field(1500, ge=128, description="Megabytes that one query may use.")
    queue: int = Field(32, ge=0, description="Queries that may wait for a free worker.")
    query_bytes: int = Field(65536, ge=256, description="Longest query text in bytes.")
    result_bytes: int = Field(
        64_000_000, ge=1000, description="Largest result in bytes; more is an error, never a cut."
    )

    @property
    def address(self) -> str:
        """Where the server is reached, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def snapshots(self) -> Path:
        """Folder of snapshots."""
        return self.out if self.out is not None else self.root / "snapshots"
