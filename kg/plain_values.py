"""Values from which no contradiction can come, told to the reasoner as what follows from them.

Of most data properties the ontology says no more than a domain, the range xsd:string and that
there is one value. A thing that has one string for such a property is in the domain, and nothing
else follows: so the reasoner gets that in place of the string, and needs half the time. Two
strings, another datatype, or a property of which more is said: these it gets as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from kg.compile.triples import PREFIXES, TYPE, node

_LOGIC = (PREFIXES["owl"], PREFIXES["rdfs"])
"""Where a predicate says more than a note would."""
_DOMAIN, _RANGE = node("rdfs:domain"), node("rdfs:range")
_NOTES = frozenset({node("rdfs:label"), node("rdfs:comment"), node("rdfs:isDefinedBy")})
_DATA = node("owl:DatatypeProperty")
_KINDS = frozenset({_DATA, node("owl:FunctionalProperty")})
_STRING = node("xsd:string")
Domains = Mapping[ox.NamedNode, frozenset[ox.NamedNode]]
_Key = tuple[ox.NamedNode | ox.BlankNode | ox.Triple, ox.NamedNode]


def implied(triples: Sequence[ox.Triple], domains: Domains) -> tuple[ox.Triple, ...]:
    """As consistent as the triples given, without their plain strings."""
    keys = [_key(triple, domains) for triple in triples]
    count = Counter(key for key in keys if key)
    kept = [one for one, key in zip(triples, keys, strict=True) if not key or count[key] > 1]
    known = {(triple.subject, triple.object) for triple in kept if triple.predicate == TYPE}
    once = (key for key, values in count.items() if values == 1)
    follows = {(thing, domain): None for thing, said in once for domain in domains[said]}
    added = (ox.Triple(pair[0], TYPE, pair[1]) for pair in follows if pair not in known)
    return (*kept, *added)


def plain_properties(ontology: Iterable[ox.Triple]) -> Domains:
    """Data properties of which an ontology says only domain, string and one value."""
    said: dict[object, list[ox.Triple]] = {}
    used: set[object] = set()
    for triple in ontology:
        said.setdefault(triple.subject, []).append(triple)
        used.add(triple.object)
    return {
        one: frozenset(t.object for t in found if t.predicate == _DOMAIN)  # type: ignore[misc]
        for one, found in said.items()
        if isinstance(one, ox.NamedNode) and one not in used and _says_little(found)
    }


def _says_little(said: Iterable[ox.Triple]) -> bool:
    kinds, ranges = set(), set()
    for triple in said:
        if triple.predicate == TYPE:
            kinds.add(triple.object)
        elif triple.predicate == _RANGE:
            ranges.add(triple.object)
        elif triple.predicate == _DOMAIN:
            if not isinstance(triple.object, ox.NamedNode):
                return False
        elif triple.predicate.value.startswith(_LOGIC) and triple.predicate not in _NOTES:
            return False
    return _DATA in kinds and kinds <= _KINDS and ranges == {_STRING}


def _key(triple: ox.Triple, domains: Domains) -> _Key | None:
    """Thing and property of a plain string."""
    value = triple.object
    if triple.predicate not in domains or not isinstance(value, ox.Literal):
        return None
    return (triple.subject, triple.predicate) if value.datatype == _STRING else None
