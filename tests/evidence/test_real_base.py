"""The real ontology and evidence: no problem, and what a base must hold to be honest."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from kg.assess.assessment import Assessment, assess_all
from kg.check import check_files, input_files
from kg.curate.formatting import formatted, is_record
from kg.read.base import Base
from kg.records.finding import Finding

PROJECT = Path(__file__).parent.parent.parent


@cache
def _base() -> Base:
    base, report = check_files(input_files(PROJECT))
    assert report.problems == ()
    return base


@cache
def _assessments() -> dict[str, Assessment]:
    return assess_all(_base())


def _findings() -> list[Finding]:
    return [finding for _, _, finding in _base().findings()]


def test_the_base_is_as_large_as_its_first_issue_asked() -> None:
    assert len(_base().claims) >= 10
    assert len(_base().studies) >= 20


def test_null_and_contrary_findings_stand_beside_the_others() -> None:
    directions = Counter(
        line.direction for a in _assessments().values() for line in a.lines if line.votes
    )

    assert directions["no-effect"] >= 5
    assert directions["contradicts"] >= 4


def test_every_kind_of_finding_is_there() -> None:
    kinds = {finding.kind for finding in _findings()}

    assert {"association", "modification", "contrast", "mediation"} <= kinds


def test_a_tested_sex_difference_is_told_from_two_strata() -> None:
    by_sex = [
        finding.tested
        for finding in _findings()
        if finding.kind == "modification"
        and any(modifier.dimension == "sex" for modifier in finding.modifiers)
    ]

    assert {"interaction", "strata-only"} <= set(by_sex)


def test_some_data_set_stands_behind_two_papers() -> None:
    papers = Counter(entry.record.dataset for entry in _base().studies.values())
    del papers[None]

    assert max(papers.values()) >= 2


def test_the_retracted_study_is_there_and_votes_nowhere() -> None:
    lines = [
        line
        for assessment in _assessments().values()
        for line in assessment.lines
        if line.study.id == "kessler-2014"
    ]

    assert _base().studies["kessler-2014"].record.publication == "retracted"
    assert lines
    assert not [line for line in lines if line.votes]


def test_a_meta_analysis_reports_on_subgroups() -> None:
    found = [
        finding
        for entry, _, finding in _base().findings()
        if entry.record.design == "meta-analysis"
        and (finding.kind == "modification" or finding.group)
    ]

    assert found


def test_every_record_is_laid_out_by_fmt() -> None:
    records = {file: data for file, data in input_files(PROJECT).items() if is_record(file)}

    assert len(records) > 100
    assert [file for file, data in records.items() if formatted(file, data) != data] == []
