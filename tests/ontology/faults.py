"""Faults to plant in compiled triples, one at a time, and the shape that each must break."""

from __future__ import annotations

from dataclasses import dataclass

from kg.iris import BASE

PREFIXES = """BASE <https://w3id.org/tiebeam/>
PREFIX tb: <https://w3id.org/tiebeam/ontology/>
PREFIX c: <https://w3id.org/tiebeam/concept/>
PREFIX claim: <https://w3id.org/tiebeam/claim/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
STUDY = "study/whole-2021"
MAIN = f"{STUDY}#finding/main"
BUFFERING = f"{STUDY}#finding/buffering"
DIFFERENCE = f"{STUDY}#finding/difference"
THROUGH = f"{STUDY}#finding/through"
OUTCOMES = f"{STUDY}#finding/which-outcome"
GAP = f"{STUDY}#finding/gap-by-age"
CLAIM = "claim/whole-association"
LINE = f"{CLAIM}#evidence/whole-2021/main"
OVERRIDDEN = "claim/whole-contrast#assessment"
PART = f"{CLAIM}#assessment/sensitivity/low-risk-of-bias-only"
POOLED = "claim/whole-pooled#assessment/pooled/odds-ratio,-none-to-any,-predictive"
OLDER = f"{CLAIM}#assessment/OlderAdults"


@dataclass(frozen=True)
class Fault:
    """Triples that go (`?` stands for any value) and triples that come, at one thing."""

    at: str
    out: str
    new: str
    shape: str
    component: str
    reported: str = ""
    """The thing reported, where it is another."""

    def update(self) -> str:
        lines = []
        if self.out:
            lines.append(f"DELETE WHERE {{ <{self.at}> {self.out.replace('?', '?any')} }} ;")
        if self.new:
            lines.append(f"INSERT DATA {{ <{self.at}> {self.new} }} ;")
        return PREFIXES + "\n".join(lines)


RELEASE = "release/2021-06-30"
RELEASED = f"{RELEASE}#claim/whole-association"
FAULTS = {
    # releases
    "a release without a day": Fault(RELEASE, "rdfs:label ?", "", "label", "MinCount"),
    "a release of something else": Fault(
        RELEASED, "tb:claim ?", f"tb:claim <{STUDY}>", "claim", "Class"
    ),
    "a digest that is none": Fault(
        RELEASED, "tb:evidenceDigest ?", 'tb:evidenceDigest "none"',
        "ReleasedAssessment-evidenceDigest", "Pattern",
    ),
    "a released assessment with a verdict on people": Fault(
        RELEASED, "", "tb:sampleSize 3", "ReleasedAssessment", "Closed"
    ),
    "an assessment whose digest is none": Fault(
        f"{CLAIM}#assessment", "tb:evidenceDigest ?", 'tb:evidenceDigest "none"',
        "Assessment-evidenceDigest", "Pattern",
    ),
    # studies
    "a study without title": Fault(STUDY, "dcterms:title ?", "", "Study-title", "MinCount"),
    "a year as text": Fault(STUDY, "tb:year ?", 'tb:year "2021"', "Study-year", "Datatype"),
    "a year out of time": Fault(STUDY, "tb:year ?", "tb:year 202", "Study-year", "MinInclusive"),
    "two designs": Fault(STUDY, "", 'tb:design "panel"', "Study-design", "MaxCount"),
    "a design that is no word": Fault(
        STUDY, "tb:design ?", 'tb:design "longitudinal"', "Study-design", "In"
    ),
    "a retracted study that stands": Fault(
        STUDY, "tb:publication ?", 'tb:publication "retracted"', "Study-stands", "Not"
    ),
    "a DOI with its resolver": Fault(
        STUDY, "tb:doi ?", 'tb:doi "https://doi.org/10.1/x"', "Study-doi", "Pattern"
    ),
    "a data set without record": Fault(
        STUDY, "tb:dataset ?", "tb:dataset <dataset/none>", "dataset", "Class"
    ),
    "a claim among the included studies": Fault(
        STUDY, "", f"tb:includes <{CLAIM}>", "Study-includes", "Class"
    ),
    "a mistyped property": Fault(STUDY, "", 'tb:jornal "J"', "Study", "Closed"),
    "an exception without reason": Fault(
        STUDY, "", 'tb:checkedByHand "one-result"', "checkedByHand", "Pattern"
    ),
    "a study without findings or reason": Fault(
        "study/other-2018", "tb:noFindings ?", "", "Study-content", "MinCount"
    ),
    "an age above the oldest": Fault(
        f"{STUDY}#sample/adults", "tb:ageMean ?", "tb:ageMean 91.5", "Sample-ageMean",
        "LessThanOrEquals",
    ),
    "a country in full": Fault(
        f"{STUDY}#sample/adults", "", 'tb:country "Norway"', "country", "Pattern"
    ),
    "a sample of nobody's": Fault(
        f"{STUDY}#sample/more", "", 'a tb:Sample ; dcterms:description "x"@en', "Sample-owner",
        "MinCount",
    ),
    # findings
    "a finding without summary": Fault(MAIN, "tb:summary ?", "", "Finding-summary", "MinCount"),
    "a summary with a language": Fault(
        MAIN, "tb:summary ?", 'tb:summary "so"@en', "Finding-summary", "Datatype"
    ),
    "a finding without outcome": Fault(
        THROUGH, "tb:outcome ?", "", "outcome", "MinCount"
    ),
    "a finding in two samples": Fault(
        MAIN, "", f"tb:sample <{STUDY}#sample/carers>", "Finding-sample", "MaxCount"
    ),
    "a finding in another study's sample": Fault(
        MAIN, "tb:sample ?", "tb:sample <study/other-2018#sample/none>", "Finding-sample", "SPARQL"
    ),
    "a result of another kind": Fault(
        MAIN, "tb:result ?", 'tb:result "stronger"', "Association-result", "In"
    ),
    "an association that bears on a contrast": Fault(
        MAIN, "tb:bearsOn ?", "tb:bearsOn <claim/whole-contrast>", "Association-bearsOn", "Class"
    ),
    "a contrast tested by a word of a modification": Fault(
        DIFFERENCE, "tb:tested ?", 'tb:tested "interaction"', "Contrast-tested", "In"
    ),
    "a group as outcome": Fault(DIFFERENCE, "tb:quantity ?", "tb:quantity c:Women", "quantity",
        "Class"),
    "a finding that its study does not report": Fault(
        STUDY, f"tb:reports <{MAIN}>", "", "Finding-reports", "Equals", MAIN
    ),
    "a finding that speaks to nothing": Fault(
        MAIN, "tb:bearsOn ?", "", "Finding-link", "MinCount"
    ),
    "an association with a mediator": Fault(
        MAIN, "", "tb:mediator c:Loneliness", "AssociationFinding", "Closed"
    ),
    "no modifier": Fault(BUFFERING, "tb:modifier ?", "", "Modification-modifier", "MinCount"),
    "two modifiers in one place": Fault(
        f"{BUFFERING}/modifier/2", "tb:position ?", "tb:position 1", "Modification-first",
        "QualifiedMaxCount", BUFFERING,
    ),
    "a modifier in no place": Fault(
        f"{BUFFERING}/modifier/2", "tb:position ?", "", "Modifier-position", "MinCount"
    ),
    "a modifier that is nothing": Fault(
        f"{BUFFERING}/modifier/1", "tb:concept ?", "", "Modifier-what", "MinCount"
    ),
    "a modifier that is a concept and a group": Fault(
        f"{BUFFERING}/modifier/2", "", "tb:concept c:Loneliness", "Modifier-what", "MaxCount"
    ),
    "a mediation that starts from nothing": Fault(
        THROUGH, "tb:exposure ?", "", "start", "MinCount"
    ),
    "a modification of a link and of a difference": Fault(
        GAP, "", "tb:exposure c:PerceivedSupport", "start", "MaxCount"
    ),
    "a modification of a difference between no groups": Fault(
        GAP, "tb:between ?", f"tb:between <{MAIN}/effect>", "optional-between", "Class"
    ),
    "a comparison with nothing": Fault(
        OUTCOMES, "tb:againstOutcome ?", "", "Comparison-sides", "MinCount"
    ),
    "a comparison with two other outcomes": Fault(
        OUTCOMES, "", "tb:againstOutcome c:Loneliness", "Comparison-againstOutcome", "MaxCount"
    ),
    "a comparison with a group": Fault(
        f"{STUDY}#finding/which-more", "tb:against ?", "tb:against c:Women",
        "Comparison-against", "Class",
    ),
    # measurements and figures
    "a measurement without role": Fault(
        f"{MAIN}/outcome", "tb:inRole ?", "", "Measurement-inRole", "MinCount"
    ),
    "a measurement of another concept": Fault(
        f"{MAIN}/outcome", "tb:concept ?", "tb:concept c:Loneliness", "Measurement-concept",
        "SPARQL",
    ),
    "a step without end": Fault(
        f"{MAIN}/exposure", "tb:contrastTo ?", "", "step-to", "MinCount"
    ),
    "an effect without measure": Fault(
        f"{MAIN}/effect", "tb:measure ?", "", "Effect-measure", "MinCount"
    ),
    "an effect without figure": Fault(
        f"{BUFFERING}/effect", "tb:pPrinted ?", "", "Effect-figure", "MinCount"
    ),
    "a value as double": Fault(
        f"{MAIN}/effect", "tb:value ?", "tb:value 7.2e-1", "Effect-value", "Datatype"
    ),
    "a number without its printed form": Fault(
        f"{MAIN}/effect", "tb:valuePrinted ?", "", "has-valuePrinted", "MinCount"
    ),
    "a printed form without number": Fault(
        f"{MAIN}/effect", "tb:se ?", "", "has-se", "MinCount"
    ),
    "a printed p-value that is no bound, without number": Fault(
        f"{MAIN}/effect", "tb:p ?", "", "Effect-pPrinted", "SPARQL"
    ),
    "bounds the wrong way round": Fault(
        f"{MAIN}/effect", "tb:ciLow ?", "tb:ciLow 0.9", "Effect-ciLow", "LessThanOrEquals"
    ),
    "an interval without level": Fault(
        f"{MAIN}/effect", "tb:ciLevel ?", "", "has-ciLevel", "MinCount"
    ),
    "more that agree than looked": Fault(
        f"{DIFFERENCE}/tally", "tb:agree ?", "tb:agree 5", "Tally-agree", "LessThanOrEquals"
    ),
    # groups
    "a qualifier without level": Fault(
        f"{MAIN}/group/1", "tb:level ?", "", "level", "MinCount"
    ),
    "a level of another dimension": Fault(
        f"{MAIN}/group/1", "tb:level ?", "tb:level c:OlderAdults", "level", "SPARQL"
    ),
    "a reference of another dimension": Fault(
        f"{DIFFERENCE}/between", "tb:reference ?", "tb:reference c:OlderAdults", "reference",
        "SPARQL",
    ),
    "a group against itself": Fault(
        f"{DIFFERENCE}/between", "tb:reference ?", "tb:reference c:Women", "differs", "Disjoint"
    ),
    "a modifier's dimension without level": Fault(
        f"{BUFFERING}/modifier/2", "tb:level ?", "", "group-dimension", "SPARQL"
    ),
    # claims
    "a claim without label": Fault(CLAIM, "rdfs:label ?", "", "statement", "MinCount"),
    "a claim without reading": Fault(CLAIM, "tb:reading ?", "", "Claim-reading", "MinCount"),
    "a claim that expects another kind's word": Fault(
        CLAIM, "tb:expects ?", 'tb:expects "part"', "AssociationClaim-expects", "In"
    ),
    "a contrast that is modified": Fault(
        "claim/whole-modification", "tb:modifies ?", "tb:modifies <claim/whole-contrast>",
        "ModificationClaim-modifies", "Or",
    ),
    "a broader claim that is a study": Fault(
        CLAIM, "tb:broaderClaim ?", f"tb:broaderClaim <{STUDY}>", "broaderClaim", "Or"
    ),
    "a thesis that gathers nothing": Fault(
        "thesis/whole-thesis", "tb:gathers ?", "", "Thesis-gathers", "MinCount"
    ),
    "a gap without question": Fault(
        f"{CLAIM}#gap/1", "tb:question ?", "", "Gap-question", "MinCount"
    ),
    "the day of a search in words": Fault(
        CLAIM, "tb:searchDate ?", 'tb:searchDate "24 November"', "Claim-searchDate", "Pattern"
    ),
    # assessment
    "a line without direction": Fault(
        LINE, "tb:direction ?", "", "EvidenceLine-direction", "MinCount"
    ),
    "a line without finding": Fault(LINE, "tb:finding ?", "", "EvidenceLine-finding", "MinCount"),
    "a vote with a reason for none": Fault(
        LINE, "", 'tb:notVotingBecause "x"', "EvidenceLine-votes", "SPARQL"
    ),
    "a count below zero": Fault(
        f"{CLAIM}#assessment", "tb:supports ?", "tb:supports -1", "Assessment-supports",
        "MinInclusive",
    ),
    "a count as decimal": Fault(
        f"{CLAIM}#assessment", "tb:split ?", "tb:split 0.0", "Assessment-split", "Datatype"
    ),
    "a group that differs by nothing": Fault(
        OLDER, "tb:shownToDiffer ?", "tb:shownToDiffer true",
        "Assessment-shownToDiffer", "SPARQL",
    ),
    "a group that differs by a study": Fault(
        OLDER, "tb:shownToDiffer ?", f"tb:shownToDiffer true ; tb:differsBy <{BASE}{STUDY}>",
        "Assessment-differsBy", "Class",
    ),
    "an override without a reason": Fault(
        OVERRIDDEN, "tb:overrideReason ?", "", "Assessment-computedVerdict", "SPARQL"
    ),
    "an override without a day": Fault(
        OVERRIDDEN, "tb:overriddenOn ?", 'tb:overriddenOn "."', "Assessment-overriddenOn", "Pattern"
    ),
    "a sensitivity analysis of nothing": Fault(
        PART, "tb:evidencePart ?", "", "SensitivityAnalysis-evidencePart", "MinCount"
    ),
    "a part with a word for a verdict": Fault(
        PART, "tb:verdict ?", 'tb:verdict "perhaps"', "SensitivityAnalysis-verdict", "In"
    ),
    "a part that leaves out a claim": Fault(
        PART, "", f"tb:leavesOut <{BASE}{CLAIM}>", "SensitivityAnalysis-leavesOut", "Or"
    ),
    "a pooled effect of two data sets": Fault(
        POOLED, "tb:datasetCount ?", "tb:datasetCount 2", "PooledEffect-datasetCount",
        "MinInclusive",
    ),
    "a pooled effect without an end": Fault(
        POOLED, "tb:pooledLow ?", "", "PooledEffect-pooledLow", "MinCount"
    ),
    "a pooled effect on a scale that there is not": Fault(
        POOLED, "tb:analysisScale ?", 'tb:analysisScale "odds"', "PooledEffect-analysisScale", "In"
    ),
    "a pooled effect of claims": Fault(
        POOLED, "", f"tb:pools <{BASE}{CLAIM}>", "PooledEffect-pools", "Class"
    ),
    # everything
    "a concept without label": Fault(
        "concept/PerceivedSupport", "skos:prefLabel ?", "", "Concept-prefLabel", "MinCount"
    ),
    "a concept with two labels": Fault(
        "concept/PerceivedSupport", "", 'skos:prefLabel "support felt"@en', "Concept-prefLabel",
        "MaxCount",
    ),
    "a thing of a class that is not there": Fault(
        f"{STUDY}#odd", "", "a tb:Studdy", "Thing", "Or"
    ),
    "a blank node among the arms": Fault(
        STUDY, "", 'tb:arm [ a tb:Arm ; dcterms:description "x"@en ]', "Study-arm", "NodeKind"
    ),
}  # fmt: skip
ALSO = {
    "a blank node among the arms": {"Address"},
    "a comparison with a group": {"Measurement-concept"},
    "a comparison with two other outcomes": {"Measurement-concept"},
    "a group as outcome": {"Measurement-concept"},
    "no modifier": {"Modification-first"},
}
"""Shapes that a fault cannot but break besides."""
