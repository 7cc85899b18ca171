"""Snapshots: the same bytes, published whole, and safe against a kill at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.build import build
from kg.rules.example import CLAIM, STUDY
from kg.snapshot import KEEP, Snapshot, _fill_store, _write_store, current

PARTS = ("manifest.json", "dumps/tiebeam.nq", "pages.sqlite")


def _tiebeam(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "server", *arguments],
        cwd=root, env=os.environ | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _touch(root: Path, word: str) -> None:
    file = root / STUDY
    file.write_text(file.read_text().replace("design: cohort", f"design: cohort\nnote: {word}"))


def test_two_builds_agree_byte_for_byte_under_other_hash_seeds_and_time_zones(
    example_root: Path, tmp_path: Path
) -> None:
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        run = _tiebeam(
            example_root, "build", "--out", str(tmp_path / seed), PYTHONHASHSEED=seed, TZ=zone
        )
        assert run.returncode == 0, run.stderr

    one, two = current(tmp_path / "1"), current(tmp_path / "2")

    assert one is not None
    assert two is not None
    for part in PARTS:
        assert (one.path / part).read_bytes() == (two.path / part).read_bytes(), part


def test_the_store_holds_the_quads_of_the_dump_nodes_without_a_name_by_the_same_label(
    example_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = example_snapshot.dump.read_text(encoding="utf-8").splitlines()
    monkeypatch.setattr("kg.snapshot._LOADED", 1000)
    _write_store(tmp_path / "graph", example_snapshot.dump)
    _fill_store(tmp_path / "by another", example_snapshot.dump, quads=10**6)

    nameless = {line for line in lines if "_:" in line and "#decimal>" not in line}
    for folder in (example_snapshot.store, tmp_path / "graph", tmp_path / "by another"):
        store = ox.Store.read_only(str(folder))
        assert len(store) == len(lines)
        assert nameless <= {f"{quad} ." for quad in store}
    assert len(nameless) > 100


def test_a_store_that_another_process_cannot_fill_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "dump.nq").write_text("no quad\n")

    with pytest.raises(RuntimeError, match="not filled"):
        _fill_store(tmp_path / "graph", tmp_path / "dump.nq", quads=10**6)


def test_the_id_changes_with_any_input_and_with_nothing_else(example_root: Path) -> None:
    out = example_root / "snapshots"
    first = build(example_root, out).snapshot
    (example_root / "evidence" / "README.md").write_text("not a record")
    again = build(example_root, out).snapshot
    _touch(example_root, "changed")
    other = build(example_root, out).snapshot

    assert first is not None
    assert again is not None
    assert other is not None
    assert first.id == again.id != other.id


def test_a_base_with_a_problem_leaves_the_last_snapshot_in_place(example_root: Path) -> None:
    out = example_root / "snapshots"
    good = build(example_root, out).snapshot
    claim = example_root / CLAIM
    claim.write_text(claim.read_text().replace("expects: lower", "expects: up"))

    built = build(example_root, out)

    assert built.snapshot is None
    assert [problem.rule for problem in built.report.problems] == ["enum-value"]
    assert good is not None
    assert (snapshot := current(out)) is not None
    assert snapshot.id == good.id


@pytest.mark.parametrize("delay", [0.3, 0.8, 1.3, 1.8])
def test_a_build_killed_at_any_moment_leaves_the_last_snapshot_whole(
    example_root: Path, delay: float
) -> None:
    out = example_root / "snapshots"
    first = build(example_root, out).snapshot
    assert first is not None
    _touch(example_root, "changed")
    process = subprocess.Popen([sys.executable, "-m", "server", "build"], cwd=example_root)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()

    snapshot = current(out)

    assert snapshot is not None
    assert snapshot.page("/claim/support-lowers-symptoms") is not None
    assert _tiebeam(example_root, "query", "claims-about").returncode == 0
    assert _tiebeam(example_root, "build").returncode == 0
    assert not [path for path in out.iterdir() if path.name.startswith(".building-")]


def test_only_the_newest_snapshots_are_kept(example_root: Path) -> None:
    out = example_root / "snapshots"
    for number in range(KEEP + 1):
        _touch(example_root, f"change-{number}")
        assert build(example_root, out).snapshot is not None
        text = (example_root / STUDY).read_text().replace(f"note: change-{number}\n", "")
        (example_root / STUDY).write_text(text)

    assert len([path for path in out.iterdir() if not path.is_symlink()]) == KEEP


def test_a_page_is_found_by_its_path_and_nothing_else_is(example_snapshot: Snapshot) -> None:
    page = example_snapshot.page("/claim/support-lowers-symptoms")

    assert page is not None
    assert page.kind == "claim"
    assert example_snapshot.page("/claim/' OR 1=1 --") is None
