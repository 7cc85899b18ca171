"""References in four formats: awkward ones are read, bad ones told, hostile ones survived."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.curate.formats import MAX_BYTES, MAX_REFERENCES, read_references
from kg.curate.names import folded, label_of, study_id
from kg.curate.reference import MAX_AUTHORS, Reference, doi_of
from kg.curate.study import study
from kg.read.base import read_record
from kg.read.document import parse
from kg.report import Problem

NBIB = (Path(__file__).parent / "references" / "pubmed.nbib").read_text(encoding="utf-8")
RIS = """\
TY  - JOUR
TI  - Trust &amp; mood in <i>two</i> towns
AU  - van der Berg, Jan
AU  - World Example Organization
PY  - 2020/05//Spring
T2  - Journal of Made-up Studies
J2  - J Made Up Stud
VL  - 7
IS  - 2-3
SP  - e12
EP  - e12
UR  - https://doi.org/10.5555/Trust.2020
C2  - PMC9000002
AN  - 90000002
DB  - PubMed
ER  -
"""
BIBTEX = r"""
@string{jms = {Journal of Made-up Studies}}
@article{key2021,
  author = {M{\"u}ller-L{\"u}denscheidt, Ann and Jan van der Berg and {World Example Organization}
            and others},
  title = {{R}eceived support \& mood: na{\"\i}ve $\alpha$ models},
  journal = jms,
  year = 2021,
  number = {4},
  pages = {100--110},
  doi = {https://doi.org/10.5555/ABC},
  eprint = {90000003}, eprinttype = {pubmed},
}
"""
CSL = [
    {
        "type": "article-journal",
        "title": ["Neighbours who help"],
        "author": [
            {"family": "Beethoven", "given": "L.", "non-dropping-particle": "van"},
            {"family": "\u738b", "given": "\u4f1f"},
            {"literal": "Neighbours Consortium"},
        ],
        "issued": {"date-parts": [[2018, 12], [2019, 1]]},
        "container-title": "Journal of Made-up Studies",
        "volume": 3,
        "page": "e0101\u2013e0110",
        "DOI": "10.5555/Neighbours",
        "PMCID": "9000004",
    }
]


def _one(text: str) -> Reference:
    references, problems = read_references("refs", text.encode())
    assert problems == []
    (reference,) = references
    return reference


def _told(data: bytes) -> list[Problem]:
    references, problems = read_references("refs", data)
    assert references == []
    return problems


def test_a_pubmed_record_is_read_whatever_its_abstract_looks_like() -> None:
    found = _one(NBIB)

    assert found.title == (
        "Befriending and loneliness among older people who live alone in a made-up town: "
        "a randomised trial"
    )
    assert found.authors == ("van der Berg", "Li", "Garc\u00eda M\u00e1rquez",
                             "Befriending Study Group")  # fmt: skip
    assert (found.year, found.volume, found.issue, found.pages) == (2019, "12", "4", "412-25")
    assert found.journal == "Journal of made-up studies"
    assert (found.doi, found.pmid, found.pmcid) == (
        "10.5555/madeup.2019.7", "90000001", "PMC9000001",
    )  # fmt: skip
    assert found.publication == "published"
    assert [hint.field for hint in found.hints] == ["design"]


@pytest.mark.parametrize(
    ("old", "new", "doi"),
    [
        ("LID - 10.5555/MADEUP.2019.7 [doi]\n", "", "10.5555/madeup.2019.7"),
        ("AID - 10.5555/MADEUP.2019.7 [doi]\n", "", "10.5555/madeup.2019.7"),
        ("10.5555/MADEUP.2019.7 [doi]", "90000001 [bookaccession]", ""),
        (
            "10.5555/MADEUP.2019.7 [doi]",
            "10.1002/(SICI)1097-0258(1998)17:15<1661::AID-SIM968>3.0.CO;2-2 [doi]",
            "10.1002/(sici)1097-0258(1998)17:15<1661::aid-sim968>3.0.co;2-2",
        ),
    ],
)
def test_the_doi_of_a_pubmed_record_stands_in_lid_or_aid(old: str, new: str, doi: str) -> None:
    assert _one(NBIB.replace(old, new)).doi == doi


def test_a_record_with_initials_only_gives_family_names() -> None:
    lines = [line for line in NBIB.splitlines() if not line.startswith(("FAU", "CN", "AUID"))]

    assert _one("\n".join(lines)).authors == ("van der Berg", "Li", "Garcia Marquez")


@pytest.mark.parametrize(
    ("lines", "standing", "hint"),
    [
        ("PT  - Retracted Publication\nRIN - J Made Up Stud. 2020;1:1", "retracted", "retraction"),
        ("EIN - J Made Up Stud. 2020;1:1", "corrected", "erratum"),
        ("ECI - J Made Up Stud. 2020;1:1", "expression-of-concern", "concern"),
        ("PT  - Preprint", "preprint", None),
        ("PT  - Letter", "published", None),
    ],
)
def test_what_pubmed_says_of_the_standing_is_taken_over(
    lines: str, standing: str, hint: str | None
) -> None:
    found = _one(NBIB.replace("PL  - England", lines))

    assert found.publication == standing
    hints = [one.text for one in found.hints if one.field == "publication"]
    assert [hint in text for text in hints if hint] == ([True] if hint else [])


def test_a_retraction_notice_is_no_study() -> None:
    notice = NBIB.replace(
        "PT  - Journal Article", "PT  - Retraction of Publication\nROF - J Made Up Stud. 2015;1:1"
    )

    (problem,) = _told(notice.encode())

    assert "notice" in problem.what
    assert "J Made Up Stud. 2015" in problem.what


def test_without_a_word_from_pubmed_the_standing_stays_open() -> None:
    assert _one(NBIB.replace("PST - ppublish\n", "")).publication == ""


def test_a_ris_reference_is_read() -> None:
    found = _one(RIS)

    assert found.title == "Trust & mood in two towns"
    assert found.authors == ("van der Berg", "World Example Organization")
    assert (found.year, found.issue, found.pages) == (2020, "2-3", "e12")
    assert found.journal == "Journal of Made-up Studies"
    assert (found.doi, found.pmid, found.pmcid) == ("10.5555/trust.2020", "90000002", "PMC9000002")
    assert found.publication == ""
    assert [hint.field for hint in found.hints] == ["authors"]


def test_an_accession_number_of_another_database_is_no_pmid() -> None:
    assert _one(RIS.replace("DB  - PubMed", "DB  - Embase")).pmid == ""


def test_a_title_marked_as_retracted_by_its_publisher_says_so() -> None:
    found = _one(RIS.replace("TI  - ", "TI  - RETRACTED ARTICLE: "))

    assert (found.publication, found.title) == ("retracted", "Trust & mood in two towns")


def test_a_bibtex_entry_is_read_without_its_latex() -> None:
    found = _one(BIBTEX)

    assert found.title == "Received support & mood: na\u00efve \u03b1 models"
    assert found.authors == (
        "M\u00fcller-L\u00fcdenscheidt", "van der Berg", "World Example Organization",
    )  # fmt: skip
    assert (found.journal, found.year, found.pages) == (
        "Journal of Made-up Studies", 2021, "100-110",
    )  # fmt: skip
    assert (found.doi, found.pmid) == ("10.5555/abc", "90000003")
    assert [hint.field for hint in found.hints] == ["authors"]


def test_an_abbreviation_that_the_bibtex_file_does_not_explain_is_told_and_not_taken() -> None:
    found = _one(BIBTEX.replace("@string{jms", "@string{other"))

    assert found.journal == ""
    assert ("journal", True) in [(hint.field, "jms" in hint.text) for hint in found.hints]


def test_latex_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.tex"
    secret.write_text("the secret")

    found = _one(BIBTEX.replace("{R}eceived", f"\\input{{{secret}}} Received"))

    assert "secret" not in found.title


def test_a_csl_item_is_read() -> None:
    found = _one(json.dumps(CSL))

    assert found.title == "Neighbours who help"
    assert found.authors == ("van Beethoven", "\u738b", "Neighbours Consortium")
    assert (found.year, found.volume, found.pages) == (2018, "3", "e0101-e0110")
    assert (found.doi, found.pmcid) == ("10.5555/neighbours", "PMC9000004")
    assert [hint.text for hint in found.hints] == ["the reference is dated 2018-2019"]
    assert _one(json.dumps(CSL[0])) == found


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (RIS + RIS.replace("TI  - ", "XX  - ") + RIS.replace("10.5555/Trust", "10.5555/Third"), 17),
        (NBIB + "\nPMID- 2\nDP  - 2020\n" + NBIB, 51),
        (NBIB + "\nPMID- 2\nTI  - A title\nbroken off\n" + NBIB, 53),
        (BIBTEX + "@article{bad, title = {never closed,\n" + BIBTEX, 14),
        (json.dumps([CSL[0], 5, CSL[0]], indent=0), 39),
    ],
)
def test_a_bad_reference_is_told_with_its_line_and_keeps_no_other_out(text: str, line: int) -> None:
    references, problems = read_references("refs", text.encode())

    assert len(references) == 2
    assert [problem.line for problem in problems] == [line]
    assert str(problems[0]).startswith(f"refs:{line}:1: reference: ")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "format is not known"),
        (b"just words", "format is not known"),
        (b"\xff\xfeT\x00Y\x00", "0xff is not UTF-8"),
        (RIS.replace("mood", "mood\u00e9").encode("latin-1"), "0xe9 is not UTF-8"),
        (RIS.replace("ER  -", "").encode(), "no end"),
        (b"[]", "no reference"),
        (b'[{"title": "x"', "not JSON"),
        (b"[" * 100_000, "no reference needs"),
        (b'[{"title": ' + b"9" * 5_000 + b"}]", "no reference needs"),
        (b"PMID- 1\n" + b" " * (MAX_BYTES + 1), "the limit is"),
        (RIS.encode() * (MAX_REFERENCES + 1), "split the file"),
        (b"@a{" * 200_000, "split the file"),
        (b"@article{k, title = {" + b"{" * 3_000 + b"}" * 3_000 + b"}}", "LaTeX|title"),
        (b"@article{k, title = {" + b"{" * 1_000 + b"}" * 1_000 + b"}}", "LaTeX|title"),
        (RIS.replace("two", "two" * 1_000).encode(), "the limit is 1000"),
        (RIS.replace("TI  - ", "TI  - \n" + "x\n" * 1_000_000).encode(), "longer than"),
        (RIS.replace("AU  - ", "AU  - Many, A\n" * 100_000 + "AU  - ", 1).encode(), "longer than"),
        (
            NBIB.replace("FAU - Li", "FAU - Many, A\n" * 100_000 + "FAU - Li").encode(),
            f"the limit is {MAX_AUTHORS}",
        ),
        (
            b"@article{k, title={x}, author={" + b" and ".join([b"Many, A"] * 100_000) + b"}}",
            f"the limit is {MAX_AUTHORS}",
        ),
        (json.dumps({"title": "x", "author": [{"family": "M"}] * 100_000}).encode(), "the limit"),
    ],
)  # fmt: skip
def test_what_is_no_reference_is_told(data: bytes, words: str) -> None:
    problems = _told(data)

    assert len(problems) == 1
    assert any(word in str(problems[0]) for word in words.split("|")), problems
    assert problems[0].mend


def test_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    for text in (NBIB, RIS, BIBTEX):
        for data in (text.replace("\n", "\r\n"), "\ufeff" + text, text.replace("\n", "\r")):
            assert _one(data) == _one(text)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.5555/A%3Cb", "10.5555/a<b"),
        ("http://dx.doi.org/10.5555/a.", "10.5555/a"),
        ("doi:10.5555/a", "10.5555/a"),
        ("DOI: 10.5555/a", "10.5555/a"),
        ("10.5555/a b", ""),
        ("11.5555/a", ""),
        ("", ""),
    ],
)
def test_dois_are_brought_to_one_form(text: str, doi: str) -> None:
    assert doi_of(text) == doi


def test_an_identifier_of_the_wrong_form_is_left_to_a_person() -> None:
    found = _one(RIS.replace("C2  - ", "DO  - not a doi\nC2  - "))

    assert found.doi == ""
    assert "'not a doi', which is no DOI" in next(h.text for h in found.hints if h.field == "doi")


@pytest.mark.parametrize(
    ("family", "name"),
    [
        ("van der Berg", "vanderberg"),
        ("De Silva", "desilva"),
        ("M\u00fcller-L\u00fcdenscheidt", "muller-ludenscheidt"),
        ("O\u2019Brien", "obrien"),
        ("S\u00f8rensen", "sorensen"),
        ("Stra\u00dfer", "strasser"),
        ("\u0141ukasz", "lukasz"),
        ("Nguy\u1ec5n", "nguyen"),
        ("\u738b", ""),
    ],
)
def test_a_family_name_becomes_plain_letters(family: str, name: str) -> None:
    assert folded(family) == name


def test_ids_are_minted_with_the_next_free_letter() -> None:
    assert study_id("Osypuk", 2012, set()) == "osypuk-2012"
    assert study_id("Osypuk", 2012, {"osypuk-2012", "osypuk-2012b"}) == "osypuk-2012c"
    assert study_id("\u738b", 2012, set()) is None


def test_a_label_is_made_from_a_name() -> None:
    assert label_of("PeerMentoring") == "peer mentoring"
    assert label_of("CBTGroup2") == "CBT group 2"


TEXT = st.text(max_size=60)


@settings(max_examples=200, deadline=None)
@given(TEXT, st.lists(TEXT, max_size=3), TEXT, TEXT)
def test_whatever_a_reference_holds_the_record_says_the_same(
    title: str, authors: list[str], journal: str, pages: str
) -> None:
    item = {"title": title, "author": [{"literal": name} for name in authors],
            "container-title": journal, "page": pages, "issued": {"raw": "2020"}}  # fmt: skip
    references, _ = read_references("refs", json.dumps(item).encode())

    for reference in references:
        document, problems = parse("x.yaml", study("x-2020", reference).encode())

        assert {problem.rule for problem in problems} == {"empty-value"}
        assert document.get(("title",)) == reference.title
        assert document.get(("authors",)) in {reference.authors, ""}
        assert document.get(("journal",)) in {reference.journal, None}
        assert document.get(("pages",)) in {reference.pages, None}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([NBIB, RIS, BIBTEX, json.dumps(CSL, indent=1)]),
    st.integers(0, 2_000),
    st.integers(0, 40),
    st.text(max_size=8) | st.sampled_from(["\0", "{", "}", "\n\n", "ER  -\n", "]", "\\", "\ud800"]),
)
def test_damaged_files_are_read_or_told_and_never_fail(
    text: str, place: int, length: int, put: str
) -> None:
    damaged = text[:place] + put + text[place + length :]

    references, problems = read_references("refs", damaged.encode("utf-8", "surrogatepass"))

    assert references or problems
    for reference in references:
        _, _, found = read_record("x.yaml", study("x-2020", reference).encode(), "study")
        assert {problem.rule for problem in found} <= {"empty-value", "field-required"}
