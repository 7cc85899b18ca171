"""Content negotiation by the Accept header (RFC 9110 §12.5.1), and the formats of SPARQL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# A browser sends about 150 characters; past this the header is noise and is cut at a comma.
MAX_HEADER = 4096

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - RFC 9110 `token`
_RANGE = re.compile(rf"\s*({_TOKEN})/({_TOKEN})\s*((?:;.*)?)", re.DOTALL)
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
_PART = re.compile(r'(?:"(?:\\.|[^"\\])*"|[^",])+', re.DOTALL)
_PARAMETER = re.compile(r';\s*([^\s;="]+)\s*(?:=\s*("(?:\\.|[^"\\])*"|[^\s;"]*))?', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Offer:
    """A representation that can be had: its media type, other names for it, the header to send."""

    media_type: str
    aliases: tuple[str, ...] = ()
    charset: str = ""

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type

    @property
    def names(self) -> tuple[str, ...]:
        return (self.media_type, *self.aliases)


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One part of an Accept header; specificity is 0 for `*/*`, 1 for `type/*`, else 2."""

    type: str
    subtype: str
    quality: float

    @property
    def specificity(self) -> int:
        return (self.type != "*") + (self.subtype != "*")

    def matches(self, media_type: str) -> bool:
        kind, _, subtype = media_type.partition("/")
        return self.type in ("*", kind) and self.subtype in ("*", subtype)


def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """The ranges in the order written; a part that is no media range is passed over.

    Parameters other than q are ignored: no offer here has variants that differ by one.
    """
    if len(header) > MAX_HEADER:
        header = header[:MAX_HEADER].rpartition(",")[0]
    ranges = (_parse_range(part) for part in _PART.findall(header))
    return tuple(r for r in ranges if r is not None)


def _parse_range(part: str) -> MediaRange | None:
    found = _RANGE.fullmatch(part)
    if found is None:
        return None
    kind, subtype = found[1].lower(), found[2].lower()
    if kind == "*" and subtype != "*":
        return None
    quality = _quality(found[3])
    return None if quality is None else MediaRange(kind, subtype, quality)


def _quality(parameters: str) -> float | None:
    for name, value in _PARAMETER.findall(parameters):
        if name.lower() == "q":
            return float(value) if _QUALITY.fullmatch(value) else None
    return 1.0


def quality(ranges: Sequence[MediaRange], offer: Offer) -> tuple[float, int]:
    """The quality that the most specific matching range gives to the offer, and that range's place.

    (0, 0) when nothing matches. With several names of one offer the best counts.
    """
    best = (0.0, 0)
    for name in offer.names:
        least = 0 if name == offer.media_type else 2  # a wildcard does not ask for another name
        matching = [
            (r.specificity, r.quality, -i)
            for i, r in enumerate(ranges)
            if r.specificity >= least and r.matches(name)
        ]
        if matching:
            _, value, place = max(matching)
            best = max(best, (value, place))
    return best


def choose(accept: str | None, offers: Sequence[Offer]) -> Offer | None:
    """The offer the client likes best; None when it accepts none of them.

    Of equally liked offers the one listed first here wins when the client used a wildcard or
    gave no header; among exact types the order of the header decides, as clients expect.
    """
    if not offers:
        return None
    if accept is None or not accept.strip():
        return offers[0]
    ranges = parse_accept(accept)
    scored = [(quality(ranges, offer), -i, offer) for i, offer in enumerate(offers)]
    (value, _), _, offer = max(scored, key=lambda item: item[:2])
    return offer if value > 0 else None


JSON = Offer("application/sparql-results+json", ("application/json",))
XML = Offer("application/sparql-results+xml", ("application/xml", "text/xml"))
CSV = Offer("text/csv", charset="utf-8")
TSV = Offer("text/tab-separated-values", charset="utf-8")
TURTLE = Offer("text/turtle", ("application/x-turtle", "application/turtle"), "utf-8")
N_TRIPLES = Offer("application/n-triples")
N_QUADS = Offer("application/n-quads", ("text/x-nquads",))
TRIG = Offer("application/trig", ("application/x-trig",))
JSON_LD = Offer("application/ld+json", ("application/json",))
RDF_XML = Offer("application/rdf+xml", ("application/xml", "text/xml"))

TABLES = (JSON, XML, CSV, TSV)
BOOLEANS = (JSON, XML)
GRAPHS = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, TRIG, N_QUADS)
FORMATS = {"SELECT": TABLES, "ASK": BOOLEANS, "CONSTRUCT": GRAPHS, "DESCRIBE": GRAPHS}


def choose_format(accept: str | None, form: str) -> Offer | None:
    """The result format for a query of this form; None is a 406.

    A client that names only result-set types for CONSTRUCT or DESCRIBE gets RDF all the same:
    rdflib's SPARQLStore sends such a header whatever it asks.
    """
    offers = FORMATS[form]
    chosen = choose(accept, offers)
    if chosen is None and offers is GRAPHS and choose(accept, TABLES) is not None:
        return RDF_XML if choose(accept, (XML,)) else TURTLE
    return chosen
