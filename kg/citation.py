"""A study as readers cite it."""

from __future__ import annotations

from kg.records.study import Study


def short_citation(study: Study) -> str:
    """Rueger et al. 2016."""
    first, *others = study.authors
    if not others:
        return f"{first} {study.year}"
    if len(others) == 1:
        return f"{first} & {others[0]} {study.year}"
    return f"{first} et al. {study.year}"


def citation(study: Study) -> str:
    """All authors, year, title, journal and place in it."""
    authors = ", ".join(study.authors)
    title = study.title if study.title.endswith(("?", "!", ".")) else f"{study.title}."
    place = " ".join(filter(None, (study.journal, _volume(study))))
    if study.pages:
        place = f"{place}:{study.pages}" if study.volume else f"{place} {study.pages}"
    return f"{authors} ({study.year}). {title} {place.strip()}".strip().removesuffix(".") + "."


def _volume(study: Study) -> str:
    issue = f"({study.issue})" if study.issue else ""
    return f"{study.volume or ''}{issue}"
