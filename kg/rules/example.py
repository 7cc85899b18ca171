"""A small base without fault, made up for the examples of rules. It is no evidence."""

from __future__ import annotations

from collections.abc import Mapping

from kg.rules.rule import Change

STUDY = "evidence/studies/example-2020.yaml"
RETRACTED = "evidence/studies/taken-back-2019.yaml"
CLAIM = "evidence/claims/models/support-lowers-symptoms.yaml"
MODIFICATION = "evidence/claims/models/sex-modifies-support.yaml"
THESIS = "evidence/claims/models/two-models.yaml"
DATASET = "evidence/datasets/example-cohort.yaml"
ONTOLOGY = "ontology/example.ttl"
RELEASE = "evidence/releases/2020-12-31.csv"
RELEASED = """\
claim,evidence,findings,verdict,certainty
sex-modifies-support,0123456789abcdef,0,not-studied,none
support-lowers-symptoms,fedcba9876543210,1,imprecise,very low
"""

_STUDY = """\
id: example-2020
title: Support and later symptoms in a made-up town
authors: [Example]
year: 2020
doi: 10.5555/example.2020
pmid: "12345678"
publication: published
design: cohort
dataset: example-cohort
samples:
  - {id: adults, description: adults of the town, n: 1000}
read: abstract
abstract_complete: yes
curator: editors
findings:
  - id: women
    kind: association
    sample: adults
    group:
      - {dimension: sex, level: Women, role: stratum, n: 600}
    exposure: {concept: PerceivedSupport}
    outcome: {concept: DepressiveSymptoms}
    result: lower
    effect: {measure: or, value: 0.72, ci: [0.60, 0.86], p: 0.001}
    bears_on: [support-lowers-symptoms]
    locator: abstract
    summary: Women with more support had fewer symptoms later.
  - id: women-and-men
    kind: contrast
    sample: adults
    quantity: {concept: PerceivedSupport}
    between: {dimension: sex, level: Women, reference: Men}
    result: more
    tested: difference
    unlinked: no claim on this yet
    locator: abstract
    summary: Women reported more support than men.
"""
_RETRACTED = """\
id: taken-back-2019
title: Support and symptoms, taken back
authors: [Example]
year: 2019
doi: 10.5555/example.2019
publication: retracted
notice: Taken back for a coding error (10.5555/example.notice).
design: cohort
samples:
  - {id: adults, description: adults, n: 200}
read: abstract
abstract_complete: yes
curator: editors
findings:
  - id: overall
    kind: association
    sample: adults
    exposure: {concept: PerceivedSupport}
    outcome: {concept: DepressiveSymptoms}
    result: higher
    effect: {measure: r, value: 0.30, ci: [0.10, 0.48]}
    bears_on: [support-lowers-symptoms]
    locator: abstract
    summary: More support went with more symptoms.
"""
_CLAIM = """\
id: support-lowers-symptoms
kind: association
exposure: {concept: PerceivedSupport}
outcome: {concept: DepressiveSymptoms}
expects: lower
reading: predictive
group:
  - {dimension: age, level: Adults}
stated_by: [example-2020]
broader: [two-models]
search: {kind: none}
"""
_MODIFICATION = """\
id: sex-modifies-support
kind: modification
of: support-lowers-symptoms
modifier: {dimension: sex, level: Women, reference: Men}
expects: stronger
reading: predictive
search: {kind: none}
gaps:
  - {question: Does the difference hold for received support?, kind: not-studied}
"""
_THESIS = """\
id: two-models
kind: thesis
statement: Ties work by a main effect and by buffering.
gathers: [support-lowers-symptoms]
"""
_DATASET = """\
id: example-cohort
name: Example Cohort
kind: cohort
description: Adults of a made-up town, asked twice.
source: example-2020
"""
_ONTOLOGY = """\
@prefix tb: <https://w3id.org/tiebeam/ontology/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
skos:Concept a owl:Class .
skos:prefLabel a owl:AnnotationProperty .
skos:definition a owl:AnnotationProperty .
skos:notation a owl:AnnotationProperty .
dcterms:source a owl:AnnotationProperty .
dcterms:isReplacedBy a owl:AnnotationProperty .
tb:levelsOf a owl:AnnotationProperty ; rdfs:label "levels of"@en ;
  skos:definition "The dimension whose levels a class holds."@en .
tb:measures a owl:ObjectProperty ; rdfs:label "measures"@en ;
  skos:definition "What a score stands for."@en .
tb:Construct a owl:Class ; rdfs:subClassOf skos:Concept ; skos:prefLabel "construct"@en ;
  skos:definition "What findings are about."@en .
tb:Dimension a owl:Class ; rdfs:subClassOf skos:Concept ; skos:prefLabel "dimension"@en ;
  skos:definition "What divides people."@en .
tb:Level a owl:Class ; rdfs:subClassOf skos:Concept ; skos:prefLabel "level"@en ;
  skos:definition "A group of people."@en .
tb:Instrument a owl:Class ; rdfs:subClassOf skos:Concept ; skos:prefLabel "instrument"@en ;
  skos:definition "A named scale."@en .
tb:SocialSupport a owl:Class ; rdfs:subClassOf tb:Construct ; skos:prefLabel "social support"@en ;
  skos:definition "Help from others."@en ; dcterms:source "editors" .
tb:PerceivedSupport a owl:Class ; rdfs:subClassOf tb:SocialSupport ;
  skos:prefLabel "perceived support"@en ;
  skos:definition "Help that is counted on."@en ; dcterms:source "editors" .
tb:Loneliness a owl:Class ; rdfs:subClassOf tb:Construct ; skos:prefLabel "loneliness"@en ;
  skos:definition "Painful want of company."@en ; dcterms:source "editors" .
tb:DepressiveSymptoms a owl:Class ; rdfs:subClassOf tb:Construct ;
  skos:prefLabel "depressive symptoms"@en ;
  skos:definition "Low mood and what goes with it."@en ; dcterms:source "editors" .
tb:OldSupport a owl:Class ; rdfs:subClassOf tb:SocialSupport ; owl:deprecated true ;
  skos:prefLabel "old support"@en ; dcterms:isReplacedBy tb:PerceivedSupport ;
  skos:definition "Help that was once counted on."@en ; dcterms:source "editors" .
tb:Sex a owl:Class ; rdfs:subClassOf tb:Dimension ; skos:notation "sex" ; skos:prefLabel "sex"@en ;
  skos:definition "Women or men."@en ; dcterms:source "editors" .
tb:SexLevel a owl:Class ; rdfs:subClassOf tb:Level ; tb:levelsOf tb:Sex ;
  skos:prefLabel "group by sex"@en ;
  skos:definition "People of one sex."@en ; dcterms:source "editors" .
[] a owl:AllDisjointClasses ; owl:members ( tb:Women tb:Men ) .
tb:Women a owl:Class ; rdfs:subClassOf tb:SexLevel ; skos:prefLabel "women"@en ;
  skos:definition "Female people."@en ; dcterms:source "editors" .
tb:Men a owl:Class ; rdfs:subClassOf tb:SexLevel ; skos:prefLabel "men"@en ;
  skos:definition "Male people."@en ; dcterms:source "editors" .
tb:Age a owl:Class ; rdfs:subClassOf tb:Dimension ; skos:notation "age" ; skos:prefLabel "age"@en ;
  skos:definition "How long people have lived."@en ; dcterms:source "editors" .
tb:AgeLevel a owl:Class ; rdfs:subClassOf tb:Level ; tb:levelsOf tb:Age ;
  skos:prefLabel "group by age"@en ;
  skos:definition "People of one part of life."@en ; dcterms:source "editors" .
tb:Adults a owl:Class ; rdfs:subClassOf tb:AgeLevel ; skos:prefLabel "adults"@en ;
  skos:definition "People of 18 years and more."@en ; dcterms:source "editors" .
<https://w3id.org/tiebeam/concept/CesD> a tb:Instrument ; skos:prefLabel "CES-D"@en ;
  tb:measures <https://w3id.org/tiebeam/concept/DepressiveSymptoms> ;
  skos:definition "A made-up scale of mood."@en ; dcterms:source "editors" .
"""

EXAMPLE: Mapping[str, str] = {
    ONTOLOGY: _ONTOLOGY,
    CLAIM: _CLAIM,
    MODIFICATION: _MODIFICATION,
    THESIS: _THESIS,
    DATASET: _DATASET,
    STUDY: _STUDY,
    RETRACTED: _RETRACTED,
}


def changed(change: Change) -> dict[str, bytes]:
    """The example base after one edit. Raises ValueError where the edit finds nothing."""
    files = dict(EXAMPLE)
    if change.file == "*":
        files = {file: text for file, text in files.items() if file.startswith("ontology/")}
    elif not change.old and not change.new:
        del files[change.file]
    else:
        text = files.get(change.file, "")
        if text.count(change.old) != 1 and change.file in files:
            raise ValueError(f"{change.old!r} stands {text.count(change.old)} times")
        files[change.file] = text.replace(change.old, change.new) if text else change.new
    return {file: text.encode() for file, text in files.items()}
