"""The checks, one a file: stable id, problem, why, how to mend, two examples."""
