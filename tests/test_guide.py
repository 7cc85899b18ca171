"""The guide of evidence/ leads where it says: its commands run, its blocks make a good record."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from kg.rules.catalogue import RULES

PROJECT = Path(__file__).parent.parent
FOLDER = PROJECT / "evidence"
GUIDE = (FOLDER / "README.md").read_text(encoding="utf-8")
WALK, REST = GUIDE.split("\n### What you decide\n")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", WALK, re.DOTALL)
CASES = re.findall(r"^\| (.*\.yaml\).*) \|$", REST.split("\n## Hard cases\n")[1], re.MULTILINE)
RECORD = "evidence/studies/teo-2013.yaml"
SLIP = ", oriented: reversed"
REFERENCE = PROJECT / "tests" / "kg" / "references" / "teo-2013.nbib"


class Walk:
    """A scratch copy of the base without the record, and what each command said there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.record = root / RECORD
        self.said: list[tuple[str, int, str]] = []

    def run(self, line: str) -> str:
        command = [sys.executable, "-m", "server"] if line.startswith("tiebeam ") else []
        words = shlex.split(line)[bool(command) :]
        run = subprocess.run(
            [*command, *words], cwd=self.root, capture_output=True, text=True, check=False
        )
        self.said.append((line, run.returncode, run.stdout + run.stderr))
        return run.stdout

    def fill(self, block: str) -> None:
        """Put a block of the guide where the template waits for it."""
        text = self.record.read_text(encoding="utf-8")
        if block.startswith("  - id: "):
            for one in re.split(r"^(?=  - id: )", block, flags=re.MULTILINE)[1:]:
                head = one.splitlines()[0]
                text, count = re.subn(
                    rf"^{head}\n.*?(?=^  - id: |\Z)", one, text, flags=re.DOTALL | re.MULTILINE
                )
                assert count == 1, head
        else:
            first, last = block.splitlines()[0], block.splitlines()[-1]
            pattern = rf"^{first}\n.*?^{last}\n"
            text, count = re.subn(pattern, block, text, flags=re.DOTALL | re.MULTILINE)
            assert count == 1, first
        self.record.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The walk-through, walked."""
    root = tmp_path_factory.mktemp("guide")
    for folder in ("ontology", "evidence"):
        shutil.copytree(PROJECT / folder, root / folder)
    (root / RECORD).unlink()
    shutil.copy(REFERENCE, root / "pubmed.nbib")
    for command in (["init", "-q"], ["config", "user.name", "x"], ["config", "user.email", "x@x"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    walk = Walk(root)
    for kind, text in BLOCKS:
        if kind == "yaml":
            walk.fill(text)
        elif kind == "sh":
            for line in text.splitlines():
                walk.run(line)
    return walk


def test_every_command_of_the_walk_through_succeeds(walk: Walk) -> None:
    assert [said for said in walk.said if said[1] != 0] == []
    assert [line.split()[1] for line, *_ in walk.said] == [
        "new", "new", "new", "fmt", "check", "suggest", "add", "commit",
    ]  # fmt: skip


def test_the_record_that_comes_of_it_has_no_problem(walk: Walk) -> None:
    said = {line.split()[1]: output for line, _, output in walk.said}

    assert "; 0 errors" in said["check"]
    assert "laid out anew" in said["fmt"]
    assert "#:" not in walk.record.read_text(encoding="utf-8")


def test_its_blocks_are_what_the_real_record_says(walk: Walk) -> None:
    made = yaml.safe_load(walk.record.read_text(encoding="utf-8"))
    real = (PROJECT / RECORD).read_text(encoding="utf-8")
    blocks = [text for kind, text in BLOCKS if kind == "yaml"]

    assert [f["id"] for f in made["findings"]] == ["support", "isolation-quality"]
    assert all(one in yaml.safe_load(real)["findings"] for one in made["findings"])
    for part in re.split(r"^(?=  - id: )", "".join(blocks[1:]), flags=re.MULTILINE):
        assert part in real
    assert blocks[0] in real


def test_the_messages_quoted_are_those_given(walk: Walk, tmp_path: Path) -> None:
    begun, slipped = re.findall(rf"^{RECORD}:.*$", WALK, re.MULTILINE)
    again = Walk(tmp_path)
    for folder in ("ontology", "evidence"):
        shutil.copytree(walk.root / folder, tmp_path / folder)
    text = walk.record.read_text(encoding="utf-8")
    assert text.count(SLIP) == 1
    again.record.write_text(text.replace(SLIP, ""), encoding="utf-8")
    assert slipped in again.run(f"tiebeam check {RECORD}").splitlines()

    again.record.unlink()
    shutil.copy(REFERENCE, tmp_path / "pubmed.nbib")
    again.run(walk.said[0][0])
    assert begun in again.run(f"tiebeam check {RECORD}").splitlines()


def test_commands_told_in_a_sentence_run(walk: Walk) -> None:
    (rule,) = re.findall(r"`(tiebeam explain [a-z-]+)`", WALK)

    assert rule.split()[-1] in walk.run(rule)


def test_every_rule_named_exists() -> None:
    named = set(re.findall(r"\b(?:rule:|tiebeam explain) ([a-z-]+)", GUIDE))

    assert named
    assert named <= {rule.id for rule in RULES}


def test_every_link_to_a_record_leads_to_one() -> None:
    links = re.findall(r"\[([^\]]+)\]\(studies/([^)]+)\.yaml\)", GUIDE)

    assert len(links) > 20
    assert [one for one in links if one[0] != one[1]] == []
    assert [name for _, name in links if not (FOLDER / "studies" / f"{name}.yaml").is_file()] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.split(" | ")[0])
def test_a_hard_case_is_worked_as_the_guide_says(case: str) -> None:
    texts = [
        (FOLDER / "studies" / f"{name}.yaml").read_text(encoding="utf-8")
        for name in re.findall(r"\(studies/([^)]+)\.yaml\)", case)
    ]
    told = re.findall(r"`([a-z_-]+(?:: .+?)?)`", case)

    assert told
    assert [words for words in told if not any(words in text for text in texts)] == []
