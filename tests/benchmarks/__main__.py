"""make bench: measure, print ratios, assert nothing about time."""

from __future__ import annotations

from tests.benchmarks import assessing, building, pooling, serving


def main() -> None:
    """Print every report."""
    for part in (building, assessing, pooling, serving):
        print(f"# {part.__doc__}")  # noqa: T201  # this is a command
        for line in part.report():
            print(line)  # noqa: T201


if __name__ == "__main__":
    main()
