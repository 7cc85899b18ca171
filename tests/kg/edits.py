"""Bases under random edits: records written anew that hang together, and real ones mixed up."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from kg.check import input_files
from kg.curate.formatting import is_record
from kg.rules.catalogue import RULES
from kg.rules.example import CLAIM, DATASET, EXAMPLE, MODIFICATION, ONTOLOGY, STUDY

PROJECT = Path(__file__).parents[2]
Files = dict[str, bytes]
_CONCEPTS = ("PerceivedSupport", "SocialSupport", "Loneliness", "OldSupport")
STUDIES, CLAIMS = 7, 8
FAULTY = 0.06
"""How often a field takes a value that may clash: mostly whole bases have faults to gain."""


class Writer:
    """Writes records that hang together closely, with now and then a field that does not fit."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  # no secret

    def edited(self, files: Files) -> Files:
        """With one file written anew, or taken out."""
        number = self.random.randrange(STUDIES + CLAIMS)
        study = number < STUDIES
        name = f"s{number}" if study else f"c{number - STUDIES}"
        file = f"evidence/{'studies' if study else 'claims/models'}/{name}.yaml"
        if self._odd():
            return files | {file: b"a: [b\n"}
        if file in files and self.random.random() < 4 * FAULTY:
            return {other: data for other, data in files.items() if other != file}
        text = self.study(number) if study else self.claim(number - STUDIES)
        return files | {file: text.encode()}

    def whole(self) -> Files:
        """A base of all files."""
        files = {ONTOLOGY: EXAMPLE[ONTOLOGY].encode(), DATASET: EXAMPLE[DATASET].encode()}
        studies = {f"evidence/studies/s{n}.yaml": self.study(n) for n in range(STUDIES)}
        claims = {f"evidence/claims/models/c{n}.yaml": self.claim(n) for n in range(CLAIMS)}
        return files | {file: text.encode() for file, text in (studies | claims).items()}

    def study(self, number: int) -> str:
        own = str(number)
        text = EXAMPLE[STUDY].split("findings:")[0]
        text = text.replace("example-2020", f"s{self._own(own, STUDIES)}")
        text = text.replace("example.2020", f"s{self._own(own, STUDIES)}")
        text = text.replace("12345678", f"1{self._own(own, STUDIES)}")
        text = text.replace("Support and", self._title(number))
        text = text.replace("year: 2020", f"year: {self.random.choice([2018, 2019, 2020])}")
        text = text.replace("publication: published", self._publication())
        text += self._links() + self._exceptions()
        if number % 2:
            text = text.replace("dataset: example-cohort\n", "")
        claim = int(self._own(str(number % CLAIMS), CLAIMS + 1))
        kind = "modification" if claim % 2 else "association"
        change = "    modifiers: [{dimension: sex, level: Women}]\n    tested: interaction\n"
        return f"""{text}findings:
  - id: one
    kind: {kind}
    sample: adults
    exposure: {{concept: {self._concept()}}}
    outcome: {{concept: DepressiveSymptoms}}
    result: {"stronger" if claim % 2 else "lower"}
{change if claim % 2 else ""}    {"unlinked: none" if self._odd() else f"bears_on: [c{claim}]"}
    locator: abstract
    summary: Something was found.
"""

    def claim(self, number: int) -> str:
        head = EXAMPLE[MODIFICATION if number % 2 else CLAIM].split("search:")[0]
        name = self._own(str(number), CLAIMS)
        head = head.replace(
            "of: support-lowers-symptoms", f"of: c{self._own(str(number - 1), CLAIMS + 1)}"
        )
        for old in ("support-lowers-symptoms", "sex-modifies-support"):
            head = head.replace(f"id: {old}", f"id: c{name}")
        head = head.replace("{concept: PerceivedSupport}", f"{{concept: {self._concept()}}}")
        head = head.replace("stated_by: [example-2020]", f"stated_by: [s{number % STUDIES}]")
        above = self._own(str(max(0, number - 2)), CLAIMS + 1)
        head = head.replace("broader: [two-models]\n", "")
        broader = f"broader: [c{above}]\n" if number > 1 else ""
        head += self._exceptions()
        head += "withdrawn: {reason: It was wrong.}\n" if self._odd() else ""
        gaps = "gaps:\n  - {question: Is it so?, kind: not-studied}\n"
        return f"{head}{broader}search: {{kind: none}}\n{gaps if number >= STUDIES - 1 else ''}"

    def _title(self, number: int) -> str:
        if self.random.random() < 5 * FAULTY:
            return f"{self.random.choice(('First', 'Fist', 'The first'))} part of support and"
        return f"Part {number} of support and"

    def _links(self) -> str:
        """Studies that it includes or stands to, which the year and the title rest on."""
        others = [f"s{self.random.randrange(STUDIES + 1)}" for _ in range(2)]
        includes = f"includes: [{others[0]}]\n" if self.random.random() < 5 * FAULTY else ""
        related = f"relations: [{{kind: updates, study: {others[1]}}}]\n"
        return includes + (related if self.random.random() < 5 * FAULTY else "")

    def _exceptions(self) -> str:
        """Reasons for some warnings, whether they are there or not."""
        rules = [rule.id for rule in RULES if rule.severity == "warning"]
        wanted = ("estimand-once", "title-once", "claim-once", "year-in-reason")
        some = [*self.random.sample(wanted, 2), self.random.choice([*rules, "no-rule"])]
        where = self.random.choice(("", ", finding: one"))
        lines = [f"  - {{rule: {one}{where}, reason: It is so in print.}}\n" for one in some]
        few = self.random.choice((0, 0, 1, 3))
        return "".join(["exceptions:\n", *lines[:few]]) if few else ""

    def _odd(self) -> bool:
        return self.random.random() < FAULTY

    def _own(self, own: str, others: int) -> str:
        return str(self.random.randrange(others)) if self._odd() else own

    def _concept(self) -> str:
        return self.random.choice(_CONCEPTS) if self._odd() else _CONCEPTS[0]

    def _publication(self) -> str:
        return "publication: retracted\nnotice: Yes." if self._odd() else "publication: published"


class Curator:
    """Edits part of the real base: texts of one record turn up in another, files come and go."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  # no secret
        self.real = input_files(PROJECT)
        records = sorted(file for file in self.real if is_record(file))
        some = set(self.random.sample(records, len(records) // 3))
        self.files = {f: data for f, data in self.real.items() if f in some or f not in records}
        self.some = sorted(some)

    def edit(self) -> None:
        """One file is changed, taken out, put back, doubled or damaged."""
        file, other = self.random.choice(self.some), self.random.choice(self.some)
        data, theirs = self.files.get(file, b""), self.real[other]
        made = self.random.choice(
            (
                lambda: self._swapped(data, theirs),
                lambda: self._swapped(data, theirs),
                lambda: self.real[file],
                lambda: re.sub(rb"exceptions:\n(  .*\n)+", b"", data),
                lambda: re.sub(rb"(?m)^year: .*", b"year: 2003", data),
                lambda: theirs,
                lambda: data[: len(data) // 2],
            )
        )()
        self.files = self.files | {file: made}
        if self.random.random() < FAULTY:
            self.files.pop(file)
        if self.random.random() < FAULTY:
            self.files[file.replace(".yaml", "-again.yaml")] = theirs

    def _swapped(self, data: bytes, theirs: bytes) -> bytes:
        """With the value of some field as another record has it."""
        fields = re.findall(rb"(?m)^ *(?:- )?([a-z_]+): (.+)$", theirs)
        mine = [(key, value) for key, value in fields if b"%b: " % key in data]
        if not mine:
            return data
        key, value = self.random.choice(mine)
        return re.sub(rb"(?m)(?<=\b%b: ).+$" % key, value.replace(b"\\", b""), data, count=1)
