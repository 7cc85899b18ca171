"""What lies among the records is a record."""

from __future__ import annotations

from kg.rules.example import DATASET, EXAMPLE
from kg.rules.rule import Change, Rule

RULE = Rule(
    id="file-name",
    problem="A file among the records has a wrong name, ending or folder, or cannot be read.",
    why="A file that is passed over in silence is lost evidence.",
    mend="Write evidence/studies/first-author-year.yaml, claims/<topic>/<id>.yaml and the like.",
    passes=Change(
        "evidence/datasets/more/another-cohort.yaml",
        "",
        EXAMPLE[DATASET].replace("example-cohort", "another-cohort"),
    ),
    fails=Change("evidence/datasets/example-survey.yml", "", EXAMPLE[DATASET]),
)
