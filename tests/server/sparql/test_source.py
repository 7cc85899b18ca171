"""Where the data come from, and what is said when they cannot be had."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from server.problems import ProblemError
from server.sparql.limits import Limits
from server.sparql.negotiation import CSV
from server.sparql.pool import WorkerPool
from server.sparql.source import (
    MEMORY_QUADS,
    Source,
    SourceError,
    load,
    merged,
    rdf_source,
    snapshot_source,
)
from server.sparql.worker import Job

PoolMaker = Callable[..., AbstractAsyncContextManager[WorkerPool]]
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LIMITS = Limits(workers=1)


async def _count(source: Source, query: str = COUNT, *graphs: str) -> str:
    pool = WorkerPool(source, "one", LIMITS)
    await pool.start()
    try:
        default = graphs or None
        answer = await pool.answer(Job(query, CSV.media_type, default, () if graphs else None))
        try:
            return (answer.body or b"").decode().split()[1]
        finally:
            answer.close()
    finally:
        await pool.aclose()


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_store_on_disk_is_served_read_only(tmp_path: Path, data: Path) -> None:
    store = Store(str(tmp_path / "store"))
    store.bulk_load(path=str(data))
    store.flush()
    del store

    assert asyncio.run(_count(Source(directory=str(tmp_path / "store"), disjoint=True))) == "3000"


def test_a_small_dump_is_served_from_memory_and_a_large_one_from_disk(
    data: Path, tmp_path: Path
) -> None:
    assert snapshot_source(data, tmp_path).files == (str(data),)
    assert snapshot_source(data, tmp_path, 3008).disjoint
    assert snapshot_source(data, tmp_path, MEMORY_QUADS + 1).directory == str(tmp_path)
    assert snapshot_source(tmp_path / "none.nq", tmp_path).files == ()


def test_a_source_survives_the_way_to_the_zygote(data: Path) -> None:
    source = rdf_source([data, data])

    assert Source.from_json(source.to_json()) == source


def test_files_of_every_format_are_loaded_and_their_blank_nodes_stay_apart(tmp_path: Path) -> None:
    node = '<rdf:Description rdf:nodeID="b"><e:p xmlns:e="urn:e#">1</e:p></rdf:Description>'
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    files = [
        _write(tmp_path / "a.ttl", "_:b <urn:e#p> 1 ."),
        _write(tmp_path / "b.nt", '_:b <urn:e#p> "1" .'),
        _write(tmp_path / "c.trig", "<urn:g> { _:b <urn:e#p> 1 }"),
        _write(tmp_path / "d.nq", '_:b <urn:e#p> "1" <urn:g> .'),
        _write(tmp_path / "e.rdf", f'<rdf:RDF xmlns:rdf="{rdf}">{node}</rdf:RDF>'),
        _write(tmp_path / "f.jsonld", '{"@id": "_:b", "urn:e#p": 1}'),
    ]
    found = load(rdf_source(files))

    assert found.store is not None
    assert len({quad.subject for quad in found.store}) == len(files)
    in_graph = found.store.quads_for_pattern(None, None, None, NamedNode("urn:g"))
    assert len(list(in_graph)) == 2


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("bad.ttl", "<urn:a> <urn:b> 1 .\n<urn:a> 5 ", "bad.ttl:2:"),
        ("bad.rdf", "<rdf:RDF", "bad.rdf:"),
        ("bad.xyz", "", "no RDF format has the extension .xyz"),
        ("bad", "", "no RDF format has the extension (none)"),
    ],
)
def test_a_bad_file_is_named_with_the_place(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    pool = WorkerPool(rdf_source([_write(tmp_path / name, text)]), "one", LIMITS)

    with pytest.raises(SourceError, match="bad") as caught:
        asyncio.run(pool.start())
    assert says in str(caught.value)


@pytest.mark.parametrize("source", [Source(files=("none.ttl",)), Source(directory="none")])
def test_missing_data_are_named(source: Source) -> None:
    with pytest.raises(SourceError, match="none"):
        load(source)


def test_a_merge_of_graphs_counts_a_shared_triple_once(tmp_path: Path) -> None:
    shared = _write(
        tmp_path / "shared.trig",
        "<urn:g> { <urn:a> <urn:b> 1, 2 } <urn:h> { <urn:a> <urn:b> 2, 3 } <urn:i> { }",
    )
    source = rdf_source([shared])

    assert not load(source).disjoint
    assert asyncio.run(_count(source, COUNT, "urn:g", "urn:h")) == "3"


def test_a_merge_by_from_of_graphs_that_share_triples_is_refused_not_miscounted(
    tmp_path: Path,
) -> None:
    text = "<urn:g> { <urn:a> <urn:b> 1 } <urn:h> { <urn:a> <urn:b> 1 }"
    shared = _write(tmp_path / "shared.trig", text)

    async def main() -> None:
        pool = WorkerPool(rdf_source([shared]), "one", LIMITS)
        await pool.start()
        try:
            query = COUNT.replace("{", "FROM <urn:g> FROM <urn:h> {")
            await pool.answer(Job(query, CSV.media_type, from_clauses=2))
        finally:
            await pool.aclose()

    with pytest.raises(ProblemError, match="merge-by-from"):
        asyncio.run(main())


def test_merged_keeps_the_named_graphs(tmp_path: Path) -> None:
    store = Store()
    text = "<urn:g> { <urn:a> <urn:b> 1 } <urn:h> { <urn:a> <urn:b> 2 }"
    store.load(path=str(_write(tmp_path / "a.trig", text)))
    copy = merged(store, [NamedNode("urn:g")], [NamedNode("urn:h"), NamedNode("urn:none")])

    assert sorted(str(quad.graph_name) for quad in copy) == ["<urn:h>", "DEFAULT"]
    assert len(list(copy.named_graphs())) == 2
