"""The document behind the page that tells what the base holds, and what it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.assess.assessment import Assessment
from kg.assess.direction import DIRECTIONS
from kg.meaning import SIGNS, VERDICTS
from kg.read.base import Base
from kg.records.countries import COUNTRIES
from kg.records.study import Study
from kg.views.parts import VerdictSign, verdict_sign

_MANY = 12
"""Countries that are named; the others are counted."""
_SEARCHES = {
    "none": "no search of its own",
    "scoping": "a scoping search",
    "systematic": "a systematic search",
}


@dataclass(frozen=True)
class Share:
    """A number out of a whole."""

    name: str
    number: int
    percent: int


@dataclass(frozen=True)
class Balance:
    """Which way findings that count point, each seen from its claim."""

    votes: int
    directions: tuple[Share, ...]
    studied: int
    """Claims on which anything counts."""
    one_sided: Share
    """Those of them on which nothing but support counts."""
    verdicts: tuple[tuple[VerdictSign, Share], ...]


@dataclass(frozen=True)
class AboutPage:
    """Everything that the page shows."""

    studies: int
    findings: int
    claims: int
    datasets: int
    designs: tuple[Share, ...]
    decades: tuple[Share, ...]
    countries: tuple[Share, ...]
    other_countries: int
    no_country: Share
    reading: tuple[Share, ...]
    searches: tuple[Share, ...]
    last_search: str
    balance: Balance


def about_page(base: Base, assessments: Mapping[str, Assessment]) -> AboutPage:
    studies = [entry.record for entry in base.studies.values() if entry.record.stands]
    claims = [entry.record for entry in base.claims.values() if entry.record.stands]
    places = _counted(code for one in studies for code in _countries(one))
    return AboutPage(
        studies=len(studies),
        findings=sum(len(one.findings) for one in studies),
        claims=len(claims),
        datasets=len(base.datasets),
        designs=_shares(_counted(base.designs.label(one.design) for one in studies), len(studies)),
        decades=_shares(sorted(_counted(_decade(one) for one in studies)), len(studies)),
        countries=_shares(places[:_MANY], len(studies)),
        other_countries=len(places[_MANY:]),
        no_country=_share("not printed", sum(not _countries(s) for s in studies), len(studies)),
        reading=_reading(studies),
        searches=_shares(_counted(_SEARCHES[one.search.kind] for one in claims), len(claims)),
        last_search=max((one.search.date or "" for one in claims), default=""),
        balance=_balance([assessments[one.id] for one in claims]),
    )


def _counted(names: Iterable[str]) -> list[tuple[str, int]]:
    """Most first, and equals by name."""
    return sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))


def _shares(counted: Sequence[tuple[str, int]], whole: int) -> tuple[Share, ...]:
    return tuple(_share(name, number, whole) for name, number in counted)


def _share(name: str, number: int, whole: int) -> Share:
    return Share(name, number, round(100 * number / whole) if whole else 0)


def _countries(study: Study) -> set[str]:
    return {COUNTRIES[code][0] for sample in study.samples for code in sample.countries}


def _decade(study: Study) -> str:
    return f"{study.year // 10 * 10}s"


def _reading(studies: Sequence[Study]) -> tuple[Share, ...]:
    facts = {
        "read in the abstract": sum(one.read == "abstract" for one in studies),
        "read in full": sum(one.read == "full-text" for one in studies),
        "every finding of the abstract recorded": sum(
            one.abstract_complete == "yes" for one in studies
        ),
        "appraised for risk of bias": sum(one.risk_of_bias is not None for one in studies),
    }
    return _shares(list(facts.items()), len(studies))


def _balance(assessed: Sequence[Assessment]) -> Balance:
    ways = [{line.direction for line in one.lines if line.votes} for one in assessed]
    votes = Counter(line.direction for one in assessed for line in one.lines if line.votes)
    studied = [found for found in ways if found]
    labels = Counter(one.verdict.label for one in assessed)
    one_sided = sum(found == {"supports"} for found in studied)
    return Balance(
        votes=votes.total(),
        directions=_shares([(SIGNS[d].plural, votes[d]) for d in DIRECTIONS], votes.total()),
        studied=len(studied),
        one_sided=_share("nothing but support", one_sided, len(studied)),
        verdicts=tuple(
            (verdict_sign(name), _share(name, labels[name], len(assessed))) for name in VERDICTS
        ),
    )
